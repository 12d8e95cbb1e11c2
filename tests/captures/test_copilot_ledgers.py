"""Real Copilot CLI sessions: by each layer and by all, calls and tokens are what the service answered."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

CLIENT = "copilot-cli-1.0.102"
KINDS = ("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens")

Totals = dict[str, tuple[int, ...]]


@pytest.mark.slow
def test_session_files_then_telemetry(captures: Path, tmp_path: Path) -> None:
    """Session files give the ledger's calls; spans and counters of the same calls, loaded later, add none."""
    scenarios = sorted((captures / CLIENT).iterdir())
    config = _configured(tmp_path, session_files=scenarios, telemetry=[])
    assert _refreshed(config) == _ledgers(scenarios)
    assert _assisted(config) == _agents_commits(scenarios)
    config = _configured(tmp_path, session_files=scenarios, telemetry=scenarios)
    assert _refreshed(config) == _ledgers(scenarios)


@pytest.mark.slow
def test_telemetry_alone(captures: Path, tmp_path: Path) -> None:
    """Spans alone give the ledger's calls; the invocations around them and the counters add none."""
    scenarios = sorted((captures / CLIENT).iterdir())
    config = _configured(tmp_path, session_files=[], telemetry=scenarios)
    assert _refreshed(config) == _ledgers(scenarios)


def _configured(folder: Path, session_files: list[Path], telemetry: list[Path]) -> Path:
    paths = {
        "claude_code": ("paths", []),
        "copilot_cli": ("paths", [str(one / "transcripts") for one in session_files]),
        "otlp": ("paths", [str(one / "otlp.jsonl") for one in telemetry]),
        "git": ("repositories", [str(_cloned(folder, one)) for one in session_files]),
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


def _refreshed(config: Path) -> Totals:
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "refresh"]
    subprocess.run(command, check=True, timeout=600)
    sums = ", ".join(f"sum({kind})::bigint" for kind in KINDS)
    rows = _asked(config, f"select model, count(*), {sums} from fct_agent_requests group by model")
    return {model: tuple(counts) for model, *counts in rows}


def _asked(config: Path, query: str) -> list[tuple[Any, ...]]:
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        return snapshot.execute(query).fetchall()


def _ledgers(scenarios: list[Path]) -> Totals:
    """Return calls and tokens by model, as the model service counted them."""
    totals: dict[str, Counter[int]] = {}
    for scenario in scenarios:
        for line in (scenario / "ledger.jsonl").read_text().splitlines():
            answer = json.loads(line)
            if usage := answer.get("usage"):
                counts = totals.setdefault(answer["model"], Counter())
                counts.update(dict(enumerate((1, *_counted(usage)))))
    return {
        model: tuple(counts[place] for place in range(1 + len(KINDS)))
        for model, counts in totals.items()
    }


def _counted(usage: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return the kinds of tokens apart; OpenAI's interfaces count cached tokens in their input."""
    if "cache_read_input_tokens" in usage:
        names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
        uncached, read, written = (usage[name] for name in names)
        return uncached, read, written, usage["output_tokens"]
    total = usage.get("input_tokens", usage.get("prompt_tokens"))
    details = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    read = details.get("cached_tokens", 0)
    return total - read, read, 0, usage.get("output_tokens", usage.get("completion_tokens"))


def _assisted(config: Path) -> set[str]:
    return {sha for (sha,) in _asked(config, "select sha from fct_git_commits where is_assisted")}


def _agents_commits(scenarios: list[Path]) -> set[str]:
    """Return the commits of the agent: all but the one each repository began with."""
    lines = [
        line
        for scenario in scenarios
        for line in (scenario / "git-commits.jsonl").read_text().splitlines()
    ]
    return {commit["sha"] for commit in map(json.loads, lines) if commit["parents"]}
