"""Real sessions, loaded as one installation: requests and tokens are what the service answered."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

CLIENT = "claude-code-2.1.329"
KINDS = (
    "input_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "cache_read_tokens",
    "output_tokens",
)

Tokens = dict[str, tuple[int, ...]]


@pytest.mark.slow
def test_transcripts_alone_and_then_with_telemetry(captures: Path, tmp_path: Path) -> None:
    """Transcripts give the ledger's tokens; telemetry of the same requests, loaded later, adds none."""
    scenarios = sorted((captures / CLIENT).iterdir())
    config = _configured(tmp_path, transcripts=scenarios, telemetry=[], repositories=scenarios)
    assert _refreshed(config) == _ledgers(scenarios)
    config = _configured(
        tmp_path, transcripts=scenarios, telemetry=scenarios, repositories=scenarios
    )
    assert _refreshed(config) == _ledgers(scenarios)
    assert _commits(config) == _captured_commits(scenarios)


@pytest.mark.slow
def test_telemetry_alone(captures: Path, tmp_path: Path) -> None:
    """Collector files alone give the ledger's tokens."""
    scenarios = sorted((captures / CLIENT).iterdir())
    config = _configured(tmp_path, transcripts=[], telemetry=scenarios, repositories=[])
    assert _refreshed(config) == _ledgers(scenarios)


def _configured(
    folder: Path, transcripts: list[Path], telemetry: list[Path], repositories: list[Path]
) -> Path:
    paths = {
        "claude_code": ("paths", [str(one / "transcripts" / "projects") for one in transcripts]),
        "otlp": ("paths", [str(one / "otlp.jsonl") for one in telemetry]),
        "git": ("repositories", [str(_cloned(folder, one)) for one in repositories]),
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
    subprocess.run(command, check=True, timeout=300)
    sums = ", ".join(f"sum({kind})::bigint" for kind in KINDS)
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        rows = snapshot.execute(
            f"select session_id, count(*), {sums} from fct_agent_requests group by session_id"
        ).fetchall()
    return {session: tuple(counts) for session, *counts in rows}


def _ledgers(scenarios: list[Path]) -> Tokens:
    """Return requests and tokens by session, as the model service counted them."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0] * (1 + len(KINDS)))
    for scenario in scenarios:
        for line in (scenario / "ledger.jsonl").read_text().splitlines():
            answer = json.loads(line)
            if usage := answer.get("usage"):
                session = answer["req_headers"]["x-claude-code-session-id"]
                for place, count in enumerate((1, *_counted(usage))):
                    totals[session][place] += count
    return {session: tuple(counts) for session, counts in totals.items()}


def _counted(usage: dict[str, int | dict[str, int]]) -> tuple[int, ...]:
    written = usage["cache_creation"]
    return (
        usage["input_tokens"],
        written["ephemeral_5m_input_tokens"],
        written["ephemeral_1h_input_tokens"],
        usage["cache_read_input_tokens"],
        usage["output_tokens"],
    )


def _commits(config: Path) -> list[str]:
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        return sorted(
            sha for (sha,) in snapshot.execute("select sha from fct_git_commits").fetchall()
        )


def _captured_commits(scenarios: list[Path]) -> list[str]:
    lines = [
        line
        for scenario in scenarios
        for line in (scenario / "git-commits.jsonl").read_text().splitlines()
    ]
    return sorted(json.loads(line)["sha"] for line in lines)
