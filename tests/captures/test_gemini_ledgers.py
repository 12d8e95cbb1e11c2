"""Real Gemini CLI sessions, loaded as one installation: requests and tokens are what the service answered."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

CLIENT = "gemini-cli-0.61.0"
KINDS = (
    "input_tokens",
    "cache_write_tokens",
    "cache_read_tokens",
    "output_tokens",
    "reasoning_tokens",
)
SIGNALS = {"events": "resourceLogs", "metrics": "resourceMetrics"}

Tokens = dict[str, tuple[int, ...]]


@pytest.mark.slow
def test_chats_alone_and_then_with_telemetry(captures: Path, tmp_path: Path) -> None:
    """Chats give the ledger's tokens and commits; telemetry of the same requests adds none."""
    scenarios = sorted((captures / CLIENT).iterdir())
    config = _configured(tmp_path, chats=scenarios, telemetry=[], clones=scenarios)
    assert _refreshed(config) == _ledgers(scenarios)
    telemetry = [scenario / "otlp.jsonl" for scenario in scenarios]
    config = _configured(tmp_path, chats=scenarios, telemetry=telemetry, clones=scenarios)
    assert _refreshed(config) == _ledgers(scenarios)
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        assert snapshot.execute(
            "select count(*) from fct_git_commits where agent = 'gemini_cli'"
        ).fetchall() == [(len(scenarios),)]
        assert snapshot.execute("select distinct layers from fct_tool_calls").fetchall() == [
            ("otlp_event,transcript",)
        ]


@pytest.mark.slow
def test_events_alone(captures: Path, tmp_path: Path) -> None:
    """Log records alone give the ledger's tokens."""
    scenarios = sorted((captures / CLIENT).iterdir())
    telemetry = [_only(tmp_path, scenario, "events") for scenario in scenarios]
    config = _configured(tmp_path, chats=[], telemetry=telemetry, clones=[])
    assert _refreshed(config) == _ledgers(scenarios)


@pytest.mark.slow
def test_metrics_alone(captures: Path, tmp_path: Path) -> None:
    """Counters alone give the ledger's tokens, but neither requests nor what was thought."""
    scenarios = sorted((captures / CLIENT).iterdir())
    telemetry = [_only(tmp_path, scenario, "metrics") for scenario in scenarios]
    config = _configured(tmp_path, chats=[], telemetry=telemetry, clones=[])
    known = slice(1, len(KINDS))
    assert {model: tokens[known] for model, tokens in _refreshed(config).items()} == {
        model: tokens[known] for model, tokens in _ledgers(scenarios).items()
    }


def _only(folder: Path, scenario: Path, layer: str) -> Path:
    """Return a copy of a scenario's telemetry with one signal of it."""
    copy = folder / f"{scenario.name}-{layer}.jsonl"
    lines = (scenario / "otlp.jsonl").read_text().splitlines()
    copy.write_text("".join(f"{line}\n" for line in lines if SIGNALS[layer] in line[:40]))
    return copy


def _configured(folder: Path, chats: list[Path], telemetry: list[Path], clones: list[Path]) -> Path:
    paths = {
        "claude_code": ("paths", []),
        "gemini_cli": ("paths", [str(one / "transcripts") for one in chats]),
        "otlp": ("paths", [str(one) for one in telemetry]),
        "git": ("repositories", [str(_cloned(folder, one)) for one in clones]),
    }
    lines = [f'data_dir = "{folder / "data"}"']
    for source, (key, values) in paths.items():
        lines += [f"[sources.{source}]", f"{key} = {json.dumps(values)}"]
    config = folder / "agent-analytics.toml"
    config.write_text("\n".join(lines))
    return config


def _cloned(folder: Path, scenario: Path) -> Path:
    clone = folder / scenario.name / "repo"
    if not clone.exists():
        bundle = scenario / "repo.bundle"
        subprocess.run(["git", "clone", "--quiet", str(bundle), str(clone)], check=True)
    return clone


def _refreshed(config: Path) -> Tokens:
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "refresh"]
    subprocess.run(command, check=True, timeout=900)
    sums = ", ".join(f"sum({kind})::bigint" for kind in KINDS)
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        rows = snapshot.execute(
            f"select model, count(*), {sums} from fct_agent_requests group by model"
        ).fetchall()
    return {model: tuple(counts) for model, *counts in rows}


def _ledgers(scenarios: list[Path]) -> Tokens:
    """Return requests and tokens by model, as the model service counted them."""
    totals: dict[str, Counter[int]] = {}
    for scenario in scenarios:
        for line in (scenario / "ledger.jsonl").read_text().splitlines():
            answer = json.loads(line)
            if usage := answer.get("usage"):
                counts = dict(enumerate((1, *_counted(usage))))
                totals.setdefault(answer["model"], Counter()).update(counts)
    return {
        model: tuple(counts[place] for place in range(1 + len(KINDS)))
        for model, counts in totals.items()
    }


def _counted(usage: dict[str, int]) -> tuple[int, ...]:
    cached = usage.get("cachedContentTokenCount", 0)
    thoughts = usage.get("thoughtsTokenCount", 0)
    output = usage["candidatesTokenCount"] + thoughts
    return usage["promptTokenCount"] - cached, 0, cached, output, thoughts
