"""What the published marts say beside what is true of the sample company.

Sums are compared as a whole, and again by day, model, session and agent, so that two errors cannot cancel out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from agent_analytics.cli.copilot_comparison import compare_copilot
from agent_analytics.cli.findings import Finding, Verdict
from agent_analytics.cli.pull_request_comparison import compare_pull_requests
from agent_analytics.errors import QueryError, SourceError

COST_TOLERANCE = 10_000
"""Cost may differ by one part in this many."""

_REQUEST_SUMS = """
    count(*) as requests,
    coalesce(sum(input_tokens), 0)::bigint as input_tokens,
    coalesce(sum(cache_write_tokens), 0)::bigint as cache_write_tokens,
    coalesce(sum(cache_write_5m_tokens), 0)::bigint as cache_write_5m_tokens,
    coalesce(sum(cache_write_1h_tokens), 0)::bigint as cache_write_1h_tokens,
    coalesce(sum(cache_read_tokens), 0)::bigint as cache_read_tokens,
    coalesce(sum(output_tokens), 0)::bigint as output_tokens,
    coalesce(sum(list_cost_microusd), 0)::bigint as list_cost_microusd,
    count(*) filter (where list_cost_microusd is null) as unpriced_requests
"""
_OTHER_SUMS = {
    "sessions": "select count(*) from marts.fct_agent_sessions",
    "prompts": "select coalesce(sum(prompt_count), 0)::bigint from marts.fct_agent_sessions",
    "tool_calls": "select count(*) from marts.fct_tool_calls",
    "commits": "select count(*) from marts.fct_git_commits",
    "assisted_commits": "select count(*) filter (where is_assisted) from marts.fct_git_commits",
}
_GROUPS = {
    "by_day": ("day", "strftime(requested_at at time zone 'UTC', '%Y-%m-%d')"),
    "by_model": ("model", "model"),
    "by_session": ("session_id", "session_id"),
    "by_agent": ("agent", "agent"),
}
"""Key in the truth and its expression over requests, by part of the truth."""

_ACTIVITY = """
    select
        agent,
        sum(sessions)::bigint as sessions,
        sum(prompts)::bigint as prompts,
        sum(tool_calls)::bigint as tool_calls
    from (
        select agent, 1 as sessions, prompt_count as prompts, 0 as tool_calls
        from marts.fct_agent_sessions
        union all
        select agent, 0, 0, 1 from marts.fct_tool_calls
    )
    group by agent
"""
_ACTIVITY_MEASURES = ("sessions", "prompts", "tool_calls")

_REQUEST_MEASURES = (
    "requests",
    "input_tokens",
    "cache_write_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "cache_read_tokens",
    "output_tokens",
    "list_cost_microusd",
    "unpriced_requests",
)
"""Measures that must agree in every group."""


def read_truth(file: Path) -> dict[str, Any]:
    """Return the truth of a sample company. Raises `SourceError` when the file is none."""
    try:
        truth: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        truth["totals"], truth["by_agent"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = (
            f"{file} is not a sample company's truth: {error!r}; make one with `sample generate`"
        )
        raise SourceError(message) from error
    return truth


def compare(connection: duckdb.DuckDBPyConnection, truth: Mapping[str, Any]) -> list[Finding]:
    """Return what was found, totals first. Raises `QueryError` when a mart cannot be read."""
    try:
        return [
            *_totals(connection, truth["totals"]),
            *_groups(connection, truth),
            *compare_pull_requests(connection, truth["pull_requests"]),
            *compare_copilot(connection, truth["copilot"]),
        ]
    except duckdb.Error as error:
        message = f"the marts cannot be compared: {error}"
        raise QueryError(message) from error


def _totals(
    connection: duckdb.DuckDBPyConnection, expected: Mapping[str, int]
) -> Iterator[Finding]:
    (actual,) = _rows(connection, f"select {_REQUEST_SUMS} from marts.fct_agent_requests")  # noqa: S608
    for measure, query in _OTHER_SUMS.items():
        row = connection.execute(query).fetchone()
        actual[measure] = row[0] if row else 0
    for measure, value in actual.items():
        yield Finding(
            measure, expected[measure], value, _verdict(measure, expected[measure], value)
        )


def _groups(connection: duckdb.DuckDBPyConnection, truth: Mapping[str, Any]) -> Iterator[Finding]:
    for part, (key, expression) in _GROUPS.items():
        query = f"select {expression} as {key}, {_REQUEST_SUMS} from marts.fct_agent_requests group by 1"  # noqa: S608
        actual = {row[key]: row for row in _rows(connection, query)}
        expected = {row[key]: row for row in truth[part] if row["requests"]}
        yield _differing(f"{part} that differ", expected, actual, _REQUEST_MEASURES)
    actual = {row["agent"]: row for row in _rows(connection, _ACTIVITY)}
    expected = {row["agent"]: row for row in truth["by_agent"] if any(_activity(row))}
    yield _differing("activity by agent that differs", expected, actual, _ACTIVITY_MEASURES)


def _differing(
    name: str,
    expected: Mapping[str, Mapping[str, int]],
    actual: Mapping[str, Mapping[str, int]],
    measures: Sequence[str],
) -> Finding:
    """Return how many groups are missing, are too many or have another sum."""
    count = sum(
        key not in expected
        or key not in actual
        or any(
            _verdict(measure, expected[key][measure], actual[key][measure]) == "differs"
            for measure in measures
        )
        for key in {**expected, **actual}
    )
    return Finding(name, 0, count, "differs" if count else "equal")


def _activity(row: Mapping[str, int]) -> list[int]:
    return [row[measure] for measure in _ACTIVITY_MEASURES]


def _verdict(measure: str, expected: int, actual: int) -> Verdict:
    if measure == "assisted_commits":
        return "for information"
    allowed = expected // COST_TOLERANCE if measure == "list_cost_microusd" else 0
    return "equal" if abs(actual - expected) <= allowed else "differs"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Sequence[dict[str, Any]]:
    connection.execute(query)
    names = [column[0] for column in connection.description or ()]
    return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]
