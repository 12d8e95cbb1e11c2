"""A sample company: the files its agents and repositories would leave behind, and the truth about them.

Deterministic: the same arguments write the same bytes. Knows nothing of the rest of the project, errors
excepted, so that what it says can be used to check the rest.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

import msgspec

from agent_analytics.errors import SettingsError
from ingestion.sample.activity import Commit
from ingestion.sample.api.company import COPILOT_FILE, FORGE_FILE
from ingestion.sample.commits import human_commits
from ingestion.sample.company import TIMEZONE, Company, found_company
from ingestion.sample.copilot import copilot_of, copilot_truth
from ingestion.sample.ledger import Ledger
from ingestion.sample.pull_requests import forge_of, truth_rows
from ingestion.sample.sessions import sessions_of
from ingestion.sample.tally import Tally, tally
from ingestion.sample.truth import Truth, state_truth
from ingestion.sample.wire.codex.rollouts import write_rollouts
from ingestion.sample.wire.codex.telemetry import codex_lines
from ingestion.sample.wire.collector import SITES, write_site
from ingestion.sample.wire.copilot_cli.session_files import write_session_files
from ingestion.sample.wire.copilot_cli.telemetry import copilot_lines
from ingestion.sample.wire.gemini_cli.chats import write_chats
from ingestion.sample.wire.gemini_cli.telemetry import gemini_lines
from ingestion.sample.wire.github import repositories
from ingestion.sample.wire.line import Line
from ingestion.sample.wire.opencode import write_database
from ingestion.sample.wire.otlp import lines_of
from ingestion.sample.wire.proxy import write_proxy_log
from ingestion.sample.wire.repositories import Built, write_repositories
from ingestion.sample.wire.tool_rows import Answers
from ingestion.sample.wire.transcripts import write_transcripts

_FEWEST_DEVELOPERS = 2
_WRITERS = (write_transcripts, write_rollouts, write_chats, write_session_files)
_PLACES = {
    "claude_code": "homes/*/.claude/projects",
    "codex": "homes/*/.codex/sessions",
    "gemini_cli": "homes/*/.gemini/tmp",
    "copilot_cli": "homes/*/.copilot/session-state",
    "opencode": "homes/*/.local/share/opencode",
    "litellm": "proxy",
    "otlp": "otlp",
}
"""Where each source finds its files, below the wire folder."""
_BUDGETS = (
    ("Usage", "organisation", "", 15, "list"),
    ("Payments", "team", "payments", 3, "list"),
    ("Mobile", "team", "mobile", 4, "list"),
    ("Copilot", "agent", "copilot", 17, "billed"),
)
"""Budget, scope, member, USD a month for every developer of the company, kind of cost."""
_WORTH_TWO_PROCESSES = 1_000

__all__ = ["Truth", "generate"]


def generate(  # noqa: PLR0913 - one keyword per property of the company
    out: Path,
    *,
    seed: int = 7,
    developers: int = 40,
    days: int = 182,
    until: date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Truth:
    """Return the truth about a sample company after writing its files under `out`.

    Replaces `out/wire`, `out/truth.json` and `out/agent-analytics.toml`. The period is the `days` days
    before `until` (default: today in UTC). The truth is written last, so an interrupted run has none.
    Raises `SettingsError` for sizes that cannot be made and `SourceError` without a working git.
    """
    if developers < _FEWEST_DEVELOPERS or days < 1:
        message = (
            f"{developers} developers and {days} days make no company; ask for 2 and 1 or more"
        )
        raise SettingsError(message)
    report = progress or _silent
    out = out.expanduser().absolute()
    company = found_company(seed, developers, days, until or datetime.now(tz=UTC).date())
    partial, wire, truth_file = out / "wire.partial", out / "wire", out / "truth.json"
    truth_file.unlink(missing_ok=True)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    report("building the repositories")
    built = _repositories(company, partial / "repositories", wire / "repositories")
    report("writing transcripts and telemetry")
    sums = Tally()
    for part in _sites(company, built, partial):
        sums.add(part)
    forge = forge_of(company, built.commits)
    (partial / FORGE_FILE).write_bytes(msgspec.json.encode(repositories(forge)))
    copilot = copilot_of(company)
    (partial / COPILOT_FILE).write_bytes(msgspec.json.encode(copilot))
    shutil.rmtree(wire, ignore_errors=True)
    partial.rename(wire)
    (out / "agent-analytics.toml").write_text(_settings(out), encoding="utf-8")
    _state_budgets(out / "data", developers)
    truth = state_truth(
        company, built, sums, pull_requests=truth_rows(forge), copilot=copilot_truth(copilot)
    )
    truth.write(truth_file)
    report(f"wrote {truth.totals['requests']} requests in {truth.totals['sessions']} sessions")
    return truth


def _repositories(company: Company, folder: Path, final: Path) -> Built:
    commits: list[Commit] = []
    for person in company.people:
        commits.extend(human_commits(company, person))
        for session in sessions_of(company, person):
            commits.extend(session.commits)
    return write_repositories(company, commits, folder, final)


def _sites(company: Company, built: Built, folder: Path) -> Iterator[Tally]:
    """Yield the sums of every site; large companies are written by one process per site."""
    sites = range(len(SITES))
    if len(company.people) * company.days < _WORTH_TWO_PROCESSES:
        for site in sites:
            yield _site(company, built, site, folder)
        return
    with ProcessPoolExecutor(len(SITES), mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(_site, company, built, site, folder) for site in sites]
        for part in parts:
            yield part.result()


def _site(company: Company, built: Built, site: int, folder: Path) -> Tally:
    """Write everything of one site's people and return its sums."""
    people = [person for person in company.people if person.site == site]
    planned = {person.login: sessions_of(company, person) for person in people}
    answers = Answers(built.hunks, built.commits)
    files = Ledger()
    lines: list[Line] = []
    for person in people:
        sessions, homes = planned[person.login], folder / "homes"
        for write in _WRITERS:
            files.add(write(company, person, sessions, homes, answers))
        files.add(write_database(person, sessions, homes, answers))
        lines.extend(lines_of(person, sessions, built.commits))
        lines.extend(codex_lines(person, sessions, answers))
        lines.extend(gemini_lines(person, sessions, answers))
        lines.extend(copilot_lines(person, sessions))
    everybody = [(person, session) for person in people for session in planned[person.login]]
    ledgers = {
        "transcripts": files,
        "otlp": write_site(company, site, lines, folder / "otlp"),
        "proxy": write_proxy_log(company, site, everybody, folder / "proxy"),
    }
    return tally(people, lambda person: planned[person.login], ledgers)


def _settings(out: Path) -> str:
    wire = out / "wire"
    sections = [f'data_dir = "{out / "data"}"\ntimezone = "{TIMEZONE}"\n']
    for source, pattern in _PLACES.items():
        paths = "".join(f'  "{path}",\n' for path in sorted(wire.glob(pattern)))
        sections.append(f"[sources.{source}]\npaths = [\n{paths}]\n")
    sections.append(f'[sources.git]\nrepositories = ["{wire / "repositories"}/*"]\n')
    return "\n".join(sections)


def _state_budgets(data: Path, developers: int) -> None:
    """Write what the company may spend, where the settings let people write it down."""
    data.mkdir(mode=0o700, exist_ok=True)
    (data / "company").mkdir(mode=0o700, exist_ok=True)
    lines = [
        f"{budget},{scope},{member},{usd_each * developers},{cost_type}"
        for budget, scope, member, usd_each, cost_type in _BUDGETS
    ]
    content = "\n".join(["budget,scope,member,usd,cost_type", *lines, ""])
    (data / "company" / "budgets.csv").write_text(content, encoding="utf-8")


def _silent(_: str) -> None:
    """Report to nobody."""
