"""Neither order, nor division into files, nor repetition of what arrives changes a mart."""

import importlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agent_analytics.settings import Settings
from agent_analytics.setup import hook
from ingestion import sample
from ingestion.pipeline import connect, writer_lock
from ingestion.sample.api.company import TOKEN
from ingestion.sample.api.service import Answer, Fault, Service
from ingestion.sample.copilot import ORGANIZATION
from ingestion.spool.folder import SpoolFolder
from tests.fixtures.arrangements import Arrangement
from tests.fixtures.models import build_unchecked
from tests.fixtures.vendors import Vendors

ABOUT_LOADS = {
    "fct_compliance_controls",
    "fct_copilot_reports",
    "fct_dead_letters",
    "fct_ingestion_outcomes",
    "fct_request_records",
    "fct_schema_drift",
    "fct_source_freshness",
}
"""Marts on how records arrived, which is what differs."""

ABOUT_COPIES = {"read_at", "clone_count"}
"""Columns on how often and when something was met."""

SOURCES = [
    "claude_code",
    "codex",
    "copilot",
    "copilot_cli",
    "gemini_cli",
    "git",
    "github",
    "hooks",
    "litellm",
    "opencode",
    "otlp",
    "prices",
]
RECEIVED_AT = 1_790_000_000_000_000

Marts = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Company:
    """A company's files, where an installation looks for them, and the marts of all of them at once."""

    whole: Path
    wire: Path
    vendors: Vendors
    service: Service
    privacy_key: Path
    marts: Marts

    def settings(self, data: Path) -> Settings:
        """Return an installation that reads every kind of source."""
        homes = self.wire / "homes"
        github = {"base_url": self.service.address, "token_env": "TOKEN_OF_A_TEST"}
        sources = {
            "claude_code": {"paths": [f"{homes}/*/.claude/projects"]},
            "codex": {"paths": [f"{homes}/*/.codex"]},
            "gemini_cli": {"paths": [f"{homes}/*/.gemini/tmp"]},
            "copilot_cli": {"paths": [f"{homes}/*/.copilot"]},
            "opencode": {"paths": [f"{homes}/*/.local/share/opencode"]},
            "litellm": {"paths": [str(self.wire / "proxy")]},
            "otlp": {"paths": [str(self.wire / "otlp")]},
            "git": {"repositories": [f"{self.wire}/repositories/*"]},
            "github": github | {"repositories": self.vendors.names},
            "copilot": github | {"organizations": [ORGANIZATION], "since": self.vendors.days[0]},
        }
        return Settings.model_validate({"data_dir": str(data), "sources": sources})

    def arranged(self, data: Path, draw: Random) -> Settings:
        """Return an installation that everything has reached, in an arrangement of its own."""
        settings = self.settings(data)
        settings.paths.prepare()
        shutil.copy(self.privacy_key, settings.paths.privacy_key)
        shutil.rmtree(self.wire)
        arrangement = Arrangement(self.whole, self.wire, draw)
        hooks = arrangement.shuffled(hook_lines(self.whole))
        self.vendors.tell_until(draw.choice(self.vendors.days))
        arrangement.bring_part()
        append_hooks(settings, hooks[0], draw)
        self.service.faults = troubles(draw)
        load(settings, draw.sample(SOURCES, len(SOURCES) // 2))
        build_unchecked(settings, "config.materialized:incremental")
        self.vendors.tell_all()
        arrangement.bring_rest()
        append_hooks(settings, hooks[1], draw)
        self.service.faults = troubles(draw)
        load(settings, draw.sample(SOURCES, len(SOURCES)))
        build_unchecked(settings)
        return settings


def troubles(draw: Random) -> list[Fault]:
    """Return failures of GitHub's, each in the middle of something."""
    return [
        Fault("graphql", skips=draw.randrange(3)),
        Fault("/download/", skips=draw.randrange(5), cuts=True),
        Fault("/copilot/", Answer(429, headers={"Retry-After": "1"}), skips=draw.randrange(5)),
    ]


def hook_lines(whole: Path) -> list[bytes]:
    """Return what the hook would have appended in each session of Claude Code."""
    events = [
        {"session_id": file.stem, "prompt_id": f"{file.stem}-{name}", "hook_event_name": name}
        for file in sorted(whole.glob("homes/*/.claude/projects/*/*.jsonl"))
        for name in ("SessionStart", "UserPromptSubmit", "Stop", "SessionEnd")
    ]
    return [
        hook.line_of(
            json.dumps(event).encode(), "claude_code", "", RECEIVED_AT + number * 1_000_000
        )
        for number, event in enumerate(events)
    ]


def append_hooks(settings: Settings, lines: list[bytes], draw: Random) -> None:
    """Append what hooks saw to the files of some days."""
    SpoolFolder(settings.paths.hook_spool).prepare()
    for line in lines:
        at = RECEIVED_AT / 1_000_000 + draw.randrange(3) * 86_400
        hook.append(str(settings.paths.hook_spool), line, at)


def load(settings: Settings, sources: list[str]) -> None:
    """Load sources in their order."""
    with writer_lock(settings):
        for source in sources:
            importlib.import_module(f"ingestion.sources.{source}").load(settings)


def marts_of(settings: Settings) -> Marts:
    """Return the rows of every mart that tells of what happened, sorted."""
    with connect(settings) as connection:
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'marts' order by ordinal_position"
        ).fetchall()
        compared: dict[str, list[str]] = {}
        for table, column in columns:
            if table not in ABOUT_LOADS and column not in ABOUT_COPIES:
                compared.setdefault(table, []).append(f'"{column}"')
        return {
            table: connection.execute(
                f"select {', '.join(names)} from marts.{table} order by all"  # noqa: S608
            ).fetchall()
            for table, names in compared.items()
        }


@pytest.fixture(scope="module")
def company(
    tmp_path_factory: pytest.TempPathFactory, parsed_project: Callable[[Path], None]
) -> Iterator[Company]:
    """Return a company that uses every agent, and the marts of an installation that met it whole."""
    folder = tmp_path_factory.mktemp("company")
    sample.generate(folder, developers=3, days=3)
    whole = folder / "whole"
    for clone in (folder / "wire" / "repositories").glob("*/.git/config"):
        origin = f"https://github.example/{clone.parent.parent.name}.git"
        command = ["git", "config", "--file", str(clone), "remote.origin.url", origin]
        subprocess.run(command, check=True)
    shutil.copytree(folder / "wire", whole)
    vendors = Vendors(whole)
    with pytest.MonkeyPatch.context() as patched, Service(vendors) as service:
        patched.setenv("TOKEN_OF_A_TEST", TOKEN)
        data = folder / "data"
        parsed_project(data)
        key = Settings(data_dir=str(data)).paths.privacy_key
        company = Company(whole, folder / "wire", vendors, service, key, {})
        settings = company.settings(data)
        append_hooks(settings, hook_lines(whole), Random(1))  # noqa: S311 - no secret
        load(settings, SOURCES)
        build_unchecked(settings)
        company.marts.update(marts_of(settings))
        yield company


@pytest.mark.slow
def test_rows_28_and_29_order_files_and_repetition_change_nothing(
    company: Company,
    tmp_path_factory: pytest.TempPathFactory,
    parsed_project: Callable[[Path], None],
    request: pytest.FixtureRequest,
) -> None:
    """However all that every source tells is ordered, divided, repeated and interleaved: the same marts."""

    @hypothesis_settings(
        max_examples=request.config.getoption("arrangements"),
        derandomize=request.config.getoption("arrangements") == 1,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def any_arrangement(draw: Random) -> None:
        data = tmp_path_factory.mktemp("arranged") / "data"
        parsed_project(data)
        found = marts_of(company.arranged(data, draw))
        assert {name for name, rows in company.marts.items() if rows != found[name]} == set()

    any_arrangement()
    assert company.marts["fct_agent_requests"]
    assert company.marts["fct_pull_requests"]
