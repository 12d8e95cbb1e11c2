"""Captured sessions of every client as one installation, and what the model service counted of them.

The sessions of all clients are loaded together, because a test of one client alone would not see what
another does to it. Tests that load them are few: each load takes many seconds.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent_analytics.records import SOURCE_TABLES
from agent_analytics.serving import open_snapshot, publish
from agent_analytics.settings import load_settings
from ingestion.pipeline import writer_lock
from orchestration.defs.ingest.assets import load_source
from tests.fixtures.models import build_unchecked

AGENTS = {
    "claude-code": "claude_code",
    "codex": "codex",
    "copilot-cli": "copilot_cli",
    "gemini-cli": "gemini_cli",
}
KINDS = (
    "input_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "cache_write_tokens",
    "cache_read_tokens",
    "output_tokens",
    "reasoning_tokens",
)
ASKED = ("fct_agent_requests", "fct_capture_ratio", "fct_cost_differences")
"""The marts that every test asks."""
SESSION_HEADERS = ("x-claude-code-session-id", "thread-id")
"""Headers in which a client names its session; the others name it nowhere."""

Counts = dict[tuple[str, str, str | None], tuple[int | None, ...]]
"""Requests and tokens of every kind by agent, model and session; null where a client tells it nowhere."""


def scenarios_of(captures: Path) -> list[Path]:
    """Return the folder of each captured scenario of a client that is known here."""
    return [
        scenario
        for client in sorted(captures.iterdir())
        if client.name.rpartition("-")[0] in AGENTS
        for scenario in sorted(client.iterdir())
    ]


def agent_of(scenario: Path) -> str:
    """Return the agent whose session a scenario is."""
    return AGENTS[scenario.parent.name.rpartition("-")[0]]


def configured(
    folder: Path, scenarios: list[Path], *, telemetry: list[Path], files: bool, clones: bool = True
) -> Path:
    """Return settings that load collector files and, if asked for, what the clients wrote themselves."""
    lines = [f"data_dir = {json.dumps(str(folder / 'data'))}"]
    for agent in AGENTS.values():
        mine = [str(one / "transcripts") for one in scenarios if files and agent_of(one) == agent]
        lines += [f"[sources.{agent}]", f"paths = {json.dumps(mine)}"]
    lines += ["[sources.opencode]", "paths = []"]
    lines += ["[sources.otlp]", f"paths = {json.dumps([str(one) for one in telemetry])}"]
    repositories = [str(_cloned(folder, one)) for one in scenarios if clones]
    lines += ["[sources.git]", f"repositories = {json.dumps(repositories)}"]
    config = folder / "agent-analytics.toml"
    config.write_text("\n".join(lines))
    return config


def refresh(config: Path) -> None:
    """Load what the settings name, as a user does."""
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "refresh"]
    subprocess.run(command, check=True, timeout=900)


def refresh_in_part(config: Path) -> None:
    """Load what the settings name and publish the marts that are asked for, without checks of the data."""
    settings = load_settings(config, {}).settings
    for source in SOURCE_TABLES:
        load_source(settings, source)
    build_unchecked(settings, *ASKED)
    with writer_lock(settings):
        publish(settings)


def asked(config: Path, query: str) -> list[tuple[Any, ...]]:
    """Return the rows a reader gets."""
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        return snapshot.execute(query).fetchall()


def counted(config: Path) -> Counts:
    """Return what the marts count; sessions only of agents that name them to the model service."""
    sums = ", ".join(f"sum({kind})::bigint" for kind in KINDS)
    named = "case when agent in ('claude_code', 'codex') then session_id end"
    rows = asked(
        config,
        f"select agent, model, {named}, count(*), {sums} from fct_agent_requests group by 1, 2, 3",
    )
    return {(agent, model, session): tuple(found) for agent, model, session, *found in rows}


def ledgers(scenarios: list[Path]) -> Counts:
    """Return what the model service answered."""
    rows: dict[tuple[str, str, str | None], list[tuple[int | None, ...]]] = defaultdict(list)
    for scenario in scenarios:
        for answer in _answers(scenario):
            headers = answer["req_headers"]
            session = next((headers[name] for name in SESSION_HEADERS if name in headers), None)
            usage = answer["usage"]
            tokens = _kinds(agent_of(scenario), usage)
            rows[agent_of(scenario), answer["model"], session].append((1, *tokens))
    return {
        key: tuple(None if None in column else sum(column) for column in zip(*found, strict=True))
        for key, found in rows.items()
    }


def known(counts: Counts, ledger: Counts) -> Counts:
    """Return counts without the kinds of tokens that the model service does not tell."""
    return {
        key: tuple(
            None if told is None else count
            for count, told in zip(found, ledger.get(key, found), strict=True)
        )
        for key, found in counts.items()
    }


def tokens_by_model(counts: Counts, kinds: tuple[str, ...]) -> dict[tuple[str, str], list[int]]:
    """Return tokens of some kinds by agent and model alone."""
    places = [1 + KINDS.index(kind) for kind in kinds]
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(places))
    for (agent, model, _), found in counts.items():
        total = totals[agent, model]
        total[:] = [sum_ + (found[place] or 0) for sum_, place in zip(total, places, strict=True)]
    return dict(totals)


def commits_of(scenarios: list[Path]) -> list[dict[str, Any]]:
    """Return the commits of the scenarios' repositories."""
    return [
        json.loads(line)
        for scenario in scenarios
        for line in (scenario / "git-commits.jsonl").read_text().splitlines()
    ]


def _answers(scenario: Path) -> Iterator[dict[str, Any]]:
    for line in (scenario / "ledger.jsonl").read_text().splitlines():
        answer = json.loads(line)
        if answer.get("usage"):
            yield answer


def _kinds(agent: str, usage: dict[str, Any]) -> tuple[int | None, ...]:
    """Return the kinds of tokens apart, by the conventions of the interface that counted them."""
    if "promptTokenCount" in usage:
        read = usage.get("cachedContentTokenCount", 0)
        thoughts = usage.get("thoughtsTokenCount", 0)
        output = usage["candidatesTokenCount"] + thoughts
        return usage["promptTokenCount"] - read, None, None, 0, read, output, thoughts
    if "cache_read_input_tokens" in usage:
        written = usage["cache_creation_input_tokens"]
        parts = usage.get("cache_creation") or {}
        short = parts.get("ephemeral_5m_input_tokens") if agent == "claude_code" else None
        long = parts.get("ephemeral_1h_input_tokens") if agent == "claude_code" else None
        read = usage["cache_read_input_tokens"]
        return usage["input_tokens"], short, long, written, read, usage["output_tokens"], None
    total = usage.get("input_tokens", usage.get("prompt_tokens"))
    into = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    out = usage.get("output_tokens_details") or usage.get("completion_tokens_details") or {}
    read = into.get("cached_tokens", 0)
    output = usage.get("output_tokens", usage.get("completion_tokens"))
    return total - read, None, None, 0, read, output, out.get("reasoning_tokens")


def _cloned(folder: Path, scenario: Path) -> Path:
    clone = folder / "clones" / scenario.parent.name / scenario.name
    if not clone.exists():
        bundle = str(scenario / "repo.bundle")
        subprocess.run(["git", "clone", "--quiet", bundle, str(clone)], check=True)
    return clone
