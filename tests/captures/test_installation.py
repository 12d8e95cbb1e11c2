"""Real sessions of four clients: whichever layers are read, the marts say what the model service answered."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.captures.installation import (
    KINDS,
    agent_of,
    asked,
    commits_of,
    configured,
    counted,
    known,
    ledgers,
    refresh,
    refresh_in_part,
    scenarios_of,
    tokens_by_model,
)

STATUSES = "select distinct agent, capture_status from fct_capture_ratio"


@pytest.mark.slow
def test_files_alone_and_then_with_telemetry(
    captures: Path, tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """Clients' own files give the ledgers; telemetry of the same requests, loaded later, adds none."""
    parsed_project(tmp_path / "data")
    scenarios = scenarios_of(captures)
    ledger = ledgers(scenarios)
    agents = {agent_of(scenario) for scenario in scenarios}
    config = configured(tmp_path, scenarios, telemetry=[], files=True)
    refresh_in_part(config)
    assert known(counted(config), ledger) == ledger
    assert set(asked(config, STATUSES)) == {(agent, "transcript_only") for agent in agents}
    telemetry = [scenario / "otlp.jsonl" for scenario in scenarios]
    config = configured(tmp_path, scenarios, telemetry=telemetry, files=True)
    refresh(config)
    assert known(counted(config), ledger) == ledger
    assert set(asked(config, STATUSES)) == {(agent, "complete") for agent in agents}
    assert asked(config, "select count(*) from fct_dead_letters") == [(0,)]
    _assert_commits_are_linked(config, scenarios)


@pytest.mark.slow
def test_events_and_spans_alone_and_then_with_counters(
    captures: Path, tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """Telemetry without its counters gives the ledgers and the reported costs; counters add nothing."""
    parsed_project(tmp_path / "data")
    scenarios = scenarios_of(captures)
    ledger = ledgers(scenarios)
    kept = _kept(tmp_path, scenarios, lambda line: not line.startswith('{"resourceMetrics"'))
    config = configured(tmp_path, scenarios, telemetry=[kept], files=False)
    refresh_in_part(config)
    assert known(counted(config), ledger) == ledger
    telemetry = [scenario / "otlp.jsonl" for scenario in scenarios]
    config = configured(tmp_path, scenarios, telemetry=telemetry, files=False)
    refresh_in_part(config)
    assert known(counted(config), ledger) == ledger
    assert {status for _, status in asked(config, STATUSES)} == {"telemetry_only"}
    _assert_list_cost_is_what_clients_reported(config)


@pytest.mark.slow
def test_counters_alone(
    captures: Path, tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """Counters give the ledgers' tokens; how many requests they were, they do not know."""
    parsed_project(tmp_path / "data")
    scenarios = scenarios_of(captures)
    telemetry = _kept(tmp_path, scenarios, lambda line: line.startswith('{"resourceMetrics"'))
    config = configured(tmp_path, scenarios, telemetry=[telemetry], files=False, clones=False)
    refresh_in_part(config)
    kinds = tuple(kind for kind in KINDS if kind not in UNCOUNTED_KINDS)
    assert tokens_by_model(counted(config), kinds) == tokens_by_model(ledgers(scenarios), kinds)


UNCOUNTED_KINDS = ("cache_write_5m_tokens", "cache_write_1h_tokens", "reasoning_tokens")
"""Kinds that no client's counters tell apart."""


def _kept(folder: Path, scenarios: list[Path], wanted: Callable[[str], bool]) -> Path:
    """Return a collector file with some of all scenarios' lines."""
    kept = folder / "kept.jsonl"
    with kept.open("w") as file:
        for scenario in scenarios:
            with (scenario / "otlp.jsonl").open() as lines:
                file.writelines(line for line in lines if wanted(line))
    return kept


def _assert_commits_are_linked(config: Path, scenarios: list[Path]) -> None:
    """Every commit is there, and the agents made all but the one each repository began with."""
    commits = commits_of(scenarios)
    rows = asked(config, "select sha, is_assisted from fct_git_commits")
    assert sorted(sha for sha, _ in rows) == sorted(commit["sha"] for commit in commits)
    assisted = {sha for sha, is_assisted in rows if is_assisted}
    assert assisted == {commit["sha"] for commit in commits if commit["parents"]}


def _assert_list_cost_is_what_clients_reported(config: Path) -> None:
    """Request by request, to the micro-dollar; of an exact half the client rounds up, and that is listed."""
    [(reported, priced)] = asked(
        config,
        "select count(reported_cost_microusd),"
        " count(reported_cost_microusd) filter (where price_status = 'priced')"
        " from fct_agent_requests",
    )
    assert reported == priced > 0
    assert asked(
        config,
        "select cost_difference_reason, cost_difference_microusd, price_status"
        " from fct_cost_differences",
    ) == [("rounding", 1, "priced")]
