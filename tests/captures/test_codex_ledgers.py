"""Real Codex sessions, loaded as one installation: requests and tokens are what the service answered."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

CLIENT = "codex-0.169.0"
KINDS = ("input_tokens", "cache_read_tokens", "output_tokens", "reasoning_tokens")

Totals = dict[str, tuple[int, ...]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rollouts", "telemetry", "captured"),
    [
        (True, False, "transcript_only"),
        (False, True, "telemetry_only"),
    ],
    ids=["rollouts", "telemetry"],
)
def test_every_layer_tells_what_the_service_answered(
    captures: Path, tmp_path: Path, rollouts: bool, telemetry: bool, captured: str
) -> None:
    """Each layer alone gives the ledger's tokens; commits are linked to their session."""
    scenarios = sorted((captures / CLIENT).iterdir())
    config = _configured(
        tmp_path, scenarios, scenarios if rollouts else [], scenarios if telemetry else []
    )
    assert _refreshed(config) == _ledgers(scenarios)
    assert _answers(config, "select distinct capture_status from fct_capture_ratio") == [
        (captured,)
    ]
    linked = _answers(config, "select sha from fct_git_commits where method = 'commit_seen'")
    assert {sha for (sha,) in linked} == _own_commits(scenarios)


def _configured(
    folder: Path, scenarios: list[Path], rollouts: list[Path], telemetry: list[Path]
) -> Path:
    clones = []
    for scenario in scenarios:
        clones.append(str(folder / scenario.name))
        bundle = str(scenario / "repo.bundle")
        subprocess.run(["git", "clone", "--quiet", bundle, clones[-1]], check=True)
    config = folder / "agent-analytics.toml"
    config.write_text(
        f"data_dir = {json.dumps(str(folder / 'data'))}\n"
        f"[sources.codex]\npaths = {json.dumps([str(one / 'transcripts') for one in rollouts])}\n"
        f"[sources.otlp]\npaths = {json.dumps([str(one / 'otlp.jsonl') for one in telemetry])}\n"
        f"[sources.git]\nrepositories = {json.dumps(clones)}\n"
    )
    return config


def _refreshed(config: Path) -> Totals:
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "refresh"]
    subprocess.run(command, check=True, timeout=300)
    sums = ", ".join(f"sum({kind})::bigint" for kind in KINDS)
    rows = _answers(
        config, f"select session_id, count(*), {sums} from fct_agent_requests group by session_id"
    )
    return {session: tuple(counts) for session, *counts in rows}


def _answers(config: Path, query: str) -> list[tuple[object, ...]]:
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        return snapshot.execute(query).fetchall()


def _ledgers(scenarios: list[Path]) -> Totals:
    """Return requests and tokens by conversation, as the model service counted them."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0] * (1 + len(KINDS)))
    for scenario in scenarios:
        for line in (scenario / "ledger.jsonl").read_text().splitlines():
            answer = json.loads(line)
            if usage := answer.get("usage"):
                cached = usage["input_tokens_details"]["cached_tokens"]
                counts = (
                    1,
                    usage["input_tokens"] - cached,
                    cached,
                    usage["output_tokens"],
                    usage["output_tokens_details"]["reasoning_tokens"],
                )
                thread = totals[answer["req_headers"]["thread-id"]]
                thread[:] = map(sum, zip(thread, counts, strict=True))
    return {thread: tuple(counts) for thread, counts in totals.items()}


def _own_commits(scenarios: list[Path]) -> set[str]:
    """Return the commits that were made in a session: all but the first of each repository."""
    commits = [
        json.loads(line)
        for scenario in scenarios
        for line in (scenario / "git-commits.jsonl").read_text().splitlines()
    ]
    return {commit["sha"] for commit in commits if commit["parents"]}
