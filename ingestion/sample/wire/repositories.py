"""Real git repositories, built with `git fast-import` so that the same history has the same SHAs.

Nothing is checked out: an index holds the times of the machine that wrote it. What is committed, and in
which order, comes from `wire.replay`.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from agent_analytics.errors import SourceError
from ingestion.sample.activity import Commit
from ingestion.sample.agents import CLAUDE_CODE, CLIENTS
from ingestion.sample.commits import MAIN_BRANCH, Branch, area_files, branch_of, code_lines
from ingestion.sample.company import Company, milliseconds
from ingestion.sample.dice import dice_for, fingerprint
from ingestion.sample.people import Person
from ingestion.sample.wire.replay import History, Hunk, Step, Tree, replay

BARE = "storefront"
WITH_WORKTREE = "ledger"
WITH_MAILMAP = "ops-tools"
WORKTREE = "ledger-hotfix"

_SHORT_SHA = 7
_OFFSET = "+0000"
_NOTE_EVERY = 12
_NULL_SHA = "0" * 40
_GIT_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class CommitFact:
    """A commit as git made it; `reachable` says that a branch or tag still leads to it."""

    key: str
    sha: str
    short: str
    repository: str
    at: int
    author_email: str
    author_login: str
    branch: str
    message: str
    sessions: tuple[str, ...]
    trailer: bool
    merge: bool
    reachable: bool

    @property
    def subject(self) -> str:
        """Return the first line of the message."""
        return self.message.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Built:
    """All commits of all repositories by key, the place of every edit, and the planted oddities."""

    commits: dict[str, CommitFact]
    hunks: dict[str, Hunk]
    notes: int
    tags: int


def write_repositories(
    company: Company, commits: Sequence[Commit], folder: Path, final: Path
) -> Built:
    """Write every repository under `folder` and return what git made of the commits.

    `final` is where the folder will be moved to: a linked worktree holds absolute paths. Raises
    `SourceError` when git is missing or refuses.
    """
    folder.mkdir(parents=True)
    facts: dict[str, CommitFact] = {}
    hunks: dict[str, Hunk] = {}
    notes = tags = 0
    people = {person.login: person for person in company.people}
    for name in sorted({name for person in company.people for name in person.repositories}):
        mine = [commit for commit in commits if commit.repository == name]
        history = _history(company, name, people, mine)
        shas, reachable = _import(folder / name, history, bare=name == BARE)
        if name == WITH_MAILMAP:
            text = "".join(f"{line}\n" for line in _mailmap(people.values()))
            (folder / name / ".mailmap").write_text(text)
        short = abbreviated(list(shas.values()))
        for step in history.steps:
            sha = shas[step.key]
            facts[step.key] = _fact(name, step, sha, short[sha], reachable=sha in reachable)
        hunks |= history.hunks
        notes += len(_noted(history))
        tags += len(history.tags)
    if (folder / WITH_WORKTREE).exists():
        _link_worktree(folder, final)
    return Built(facts, hunks, notes, tags)


def abbreviated(shas: Sequence[str]) -> dict[str, str]:
    """Return the short form git prints of each SHA: seven digits, more where those are ambiguous."""
    short = {sha: sha[:_SHORT_SHA] for sha in shas}
    counts = Counter(short.values())
    for sha in shas:
        length = _SHORT_SHA
        while counts[short[sha]] > 1:
            length += 1
            short[sha] = sha[:length]
    return short


def _fact(repository: str, step: Step, sha: str, short: str, *, reachable: bool) -> CommitFact:
    return CommitFact(
        key=step.key,
        sha=sha,
        short=short,
        repository=repository,
        at=step.at,
        author_email=step.email,
        author_login=step.author_login,
        branch=step.branch or MAIN_BRANCH,
        message=step.message,
        sessions=step.sessions,
        trailer=step.trailer,
        merge=len(step.parents) > 1,
        reachable=reachable,
    )


def _history(
    company: Company, name: str, people: dict[str, Person], commits: list[Commit]
) -> History:
    members = [person for person in people.values() if name in person.repositories]
    files: Tree = {}
    for person in members:
        for path in area_files(person):
            files[path] = code_lines(dice_for(company.seed, "root", name, path), 24)
    if name == WITH_MAILMAP:
        files[".mailmap"] = _mailmap(members)
    founder = members[0]
    root = Step(
        key=f"root:{name}",
        at=milliseconds(company.since, time(6)),
        name=founder.name,
        email=founder.email or "",
        message="Start the repository\n",
        branch=MAIN_BRANCH,
        parents=(),
        files=tuple(sorted(files.items())),
        author_login=founder.login,
    )
    names = {login: person.name for login, person in people.items()}
    return replay(names, root, files, commits, _branches(company, name, members))


def _mailmap(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(
        f"{person.name} <{person.email}> <{person.alias}>"
        for person in people
        if person.alias and WITH_MAILMAP in person.repositories
    )


def _branches(company: Company, name: str, members: list[Person]) -> list[Branch]:
    """Return the week branches of a repository that end inside the period."""
    found: dict[str, Branch] = {}
    for person in members:
        for day in company.dates():
            branch = branch_of(company, person, name, day)
            if branch and branch.ends_at < milliseconds(company.until, time()):
                found[branch.name] = branch
    return list(found.values())


def _import(path: Path, history: History, *, bare: bool) -> tuple[dict[str, str], set[str]]:
    """Create a repository and return the SHA of every step and the SHAs that refs lead to."""
    kind = ["--bare"] if bare else []
    _git(["init", "-q", "-b", "main", "--template=", *kind, str(path)])
    marks = path / "marks"
    stream = b"".join(_stream(history))
    importer = ["fast-import", "--quiet", "--date-format=raw", f"--export-marks={marks.resolve()}"]
    _git(["-c", "core.logAllRefUpdates=false", "-C", str(path), *importer], stream)
    by_mark = dict(line.split() for line in marks.read_text().splitlines())
    marks.unlink()
    shas = {step.key: by_mark[f":{mark}"] for mark, step in enumerate(history.steps, start=1)}
    listed = _git(["-C", str(path), "rev-list", "--branches", "--tags"])
    return shas, set(listed.decode().split())


def _stream(history: History) -> Iterator[bytes]:
    marks: dict[str, int] = {}
    for mark, step in enumerate(history.steps, start=1):
        marks[step.key] = mark
        yield _commit(step, mark, [marks[parent] for parent in step.parents])
    yield _drop("refs/orphans")
    for name, key in history.tags:
        yield f"reset refs/tags/{name}\nfrom :{marks[key]}\n\n".encode()
    for step in _noted(history):
        yield _note(step, marks[step.key])
    for branch in history.deleted_branches:
        yield _drop(f"refs/heads/{branch}")


def _commit(step: Step, mark: int, parents: list[int]) -> bytes:
    ref = f"refs/heads/{step.branch}" if step.branch else "refs/orphans"
    who = f"{step.name} <{step.email}> {step.at // 1000} {_OFFSET}"
    message = step.message.encode()
    head = f"commit {ref}\nmark :{mark}\nauthor {who}\ncommitter {who}\ndata {len(message)}\n"
    lines = [head.encode(), message]
    if parents:
        lines.append(f"from :{parents[0]}\n".encode())
    lines += [f"merge :{parent}\n".encode() for parent in parents[1:]]
    for path, content in step.files:
        if content is None:
            lines.append(f"D {path}\n".encode())
            continue
        body = "".join(f"{line}\n" for line in content).encode()
        lines.append(f"M 100644 inline {path}\ndata {len(body)}\n".encode() + body + b"\n")
    return b"".join([*lines, b"\n"])


def _drop(ref: str) -> bytes:
    return f"reset {ref}\nfrom {_NULL_SHA}\n\n".encode()


def _noted(history: History) -> list[Step]:
    """Return the commits that carry an authorship note: a share of those made by agents."""
    made = [step for step in history.steps if step.sessions and step.branch == MAIN_BRANCH]
    return made[::_NOTE_EVERY]


def _note(step: Step, mark: int) -> bytes:
    """Return a note in the form that git-ai writes, for one commit."""
    path = next(path for path, content in step.files if content is not None)
    tool = "claude" if step.agent == CLAUDE_CODE else CLIENTS[step.agent].note_tool
    session = fingerprint("claude", step.sessions[0])[:14]
    body = (
        f"{path}\n  s_{session}::t_{fingerprint(step.key)[:14]} 1-4\n---\n"
        '{"schema_version":"authorship/3.0.0","git_ai_version":"1.6.0","prompts":{},"humans":{},'
        f'"sessions":{{"s_{session}":{{"agent_id":{{"tool":"{tool}","id":"{step.sessions[0]}",'
        '"model":"claude"}}}}\n'
    ).encode()
    who = f"committer {step.name} <{step.email}> {step.at // 1000} {_OFFSET}\n"
    head = f"commit refs/notes/ai\n{who}data 0\nN inline :{mark}\n"
    return head.encode() + f"data {len(body)}\n".encode() + body + b"\n"


def _link_worktree(folder: Path, final: Path) -> None:
    """Add a linked worktree by hand: `git worktree add` would write times and the wrong place."""
    administration = folder / WITH_WORKTREE / ".git" / "worktrees" / WORKTREE
    administration.mkdir(parents=True)
    (administration / "HEAD").write_text("ref: refs/heads/main\n")
    (administration / "commondir").write_text("../..\n")
    (administration / "gitdir").write_text(f"{final / WORKTREE / '.git'}\n")
    (folder / WORKTREE).mkdir()
    target = final / WITH_WORKTREE / ".git" / "worktrees" / WORKTREE
    (folder / WORKTREE / ".git").write_text(f"gitdir: {target}\n")


def _git(arguments: list[str], stdin: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, our own arguments
            ["git", *arguments],  # noqa: S607 - git is found on the path, as everywhere else
            input=stdin,
            capture_output=True,
            check=True,
            env={**os.environ, **_GIT_ENVIRONMENT},
        )
    except FileNotFoundError as error:
        message = "git is not installed; the sample company needs it for its repositories"
        raise SourceError(message) from error
    except subprocess.CalledProcessError as error:
        message = f"git {arguments[0]} failed: {error.stderr.decode(errors='replace').strip()}"
        raise SourceError(message) from error
    return done.stdout
