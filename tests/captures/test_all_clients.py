"""Real sessions of all four clients, loaded as one installation: every layer of every session at once."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

AGENTS = {
    "claude-code": "claude_code",
    "codex": "codex",
    "copilot-cli": "copilot_cli",
    "gemini-cli": "gemini_cli",
}
KINDS = ("input_tokens", "cache_write_tokens", "cache_read_tokens", "output_tokens")

Totals = dict[tuple[str, str], tuple[int, ...]]


@pytest.mark.slow
def test_every_client_with_every_layer(captures: Path, tmp_path: Path) -> None:
    """Requests and tokens by agent and model are the ledgers', and every session is captured whole."""
    scenarios = _scenarios(captures)
    telemetry = [scenario / "otlp.jsonl" for scenario in scenarios]
    config = _configured(tmp_path, scenarios, telemetry)
    assert _refreshed(config) == _ledgers(scenarios)
    status = _asked(
        config, "select agent, capture_status, count(*) from fct_capture_ratio group by all"
    )
    assert {(agent, said) for agent, said, _ in status} == {
        (agent, "complete") for agent in AGENTS.values()
    }
    assert _asked(config, "select count(*) from fct_dead_letters") == [(0,)]


@pytest.mark.slow
def test_counters_alone(captures: Path, tmp_path: Path) -> None:
    """Metrics of every client give the ledgers' tokens; how many requests they were, they do not know."""
    scenarios = _scenarios(captures)
    metrics = tmp_path / "metrics.jsonl"
    with metrics.open("w") as copy:
        for scenario in scenarios:
            for line in (scenario / "otlp.jsonl").read_text().splitlines():
                if line.startswith('{"resourceMetrics"'):
                    copy.write(f"{line}\n")
    config = _configured(tmp_path, [], [metrics])
    tokens = {key: counts[1:] for key, counts in _refreshed(config).items()}
    assert tokens == {key: counts[1:] for key, counts in _ledgers(scenarios).items()}


def _scenarios(captures: Path) -> list[Path]:
    return [
        scenario
        for client in sorted(captures.iterdir())
        if _agent(client) is not None
        for scenario in sorted(client.iterdir())
    ]


def _agent(client: Path) -> str | None:
    return AGENTS.get(client.name.rpartition("-")[0])


def _configured(folder: Path, scenarios: list[Path], telemetry: list[Path]) -> Path:
    lines = [f"data_dir = {json.dumps(str(folder / 'data'))}"]
    for agent in AGENTS.values():
        mine = [one / "transcripts" for one in scenarios if _agent(one.parent) == agent]
        lines += [f"[sources.{agent}]", f"paths = {json.dumps([str(one) for one in mine])}"]
    lines += ["[sources.otlp]", f"paths = {json.dumps([str(one) for one in telemetry])}"]
    config = folder / "agent-analytics.toml"
    config.write_text("\n".join(lines))
    return config


def _refreshed(config: Path) -> Totals:
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "refresh"]
    subprocess.run(command, check=True, timeout=900)
    sums = ", ".join(f"sum({kind})::bigint" for kind in KINDS)
    query = f"select agent, model, count(*), {sums} from fct_agent_requests group by agent, model"
    return {(agent, model): tuple(found) for agent, model, *found in _asked(config, query)}


def _asked(config: Path, query: str) -> list[tuple[Any, ...]]:
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        return snapshot.execute(query).fetchall()


def _ledgers(scenarios: list[Path]) -> Totals:
    """Return requests and tokens by agent and model, as the model service counted them."""
    totals: dict[tuple[str, str], Counter[int]] = {}
    for scenario in scenarios:
        agent = _agent(scenario.parent) or ""
        for line in (scenario / "ledger.jsonl").read_text().splitlines():
            answer = json.loads(line)
            if usage := answer.get("usage"):
                counts = dict(enumerate((1, *_counted(usage))))
                totals.setdefault((agent, answer["model"]), Counter()).update(counts)
    return {
        key: tuple(counts[place] for place in range(1 + len(KINDS)))
        for key, counts in totals.items()
    }


def _counted(usage: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return the kinds of tokens apart, by the conventions of the interface that told them."""
    if "cache_read_input_tokens" in usage:
        written = usage["cache_creation_input_tokens"]
        return (
            usage["input_tokens"],
            written,
            usage["cache_read_input_tokens"],
            usage["output_tokens"],
        )
    if "promptTokenCount" in usage:
        read = usage.get("cachedContentTokenCount", 0)
        output = usage["candidatesTokenCount"] + usage.get("thoughtsTokenCount", 0)
        return usage["promptTokenCount"] - read, 0, read, output
    total = usage.get("input_tokens", usage.get("prompt_tokens"))
    details = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    read = details.get("cached_tokens", 0)
    return total - read, 0, read, usage.get("output_tokens", usage.get("completion_tokens"))
