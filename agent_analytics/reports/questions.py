"""What a report asks of the marts: weekly sums of one scope, times of pull requests, sources.

Sums are divided in `pilot`; each is the sum that a dashboard over the same mart would show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

import duckdb

from agent_analytics.errors import QueryError


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about; null is everything. Days are inclusive."""

    since: date | None = None
    until: date | None = None
    repository: str | None = None
    team: str | None = None


_COMMITS = """
    (
        select commits.*, developers.team
        from fct_git_commits as commits
        left join dim_developers as developers on commits.developer_key = developers.developer_key
        where not commits.is_superseded
    )
"""

_WEEKLY = {
    "requests": (
        "fct_agent_requests",
        "request_date",
        """
        count(*) as requests,
        count(*) filter (where list_contains($allowed, model)) as allowed_requests,
        count(model) as named_requests,
        count(diff_ratio) as judged_answers,
        count(*) filter (where diff_ratio >= 0.7) as kept_answers,
        coalesce(sum(total_input_tokens), 0) + coalesce(sum(output_tokens), 0) as tokens,
        count(list_cost_microusd) as priced_requests,
        sum(list_cost_microusd) as list_cost_microusd
        """,
    ),
    "sessions": (
        "fct_agent_sessions",
        "started_date",
        """
        count(*) as sessions,
        coalesce(sum(active_seconds), 0) / 3600.0 as active_hours,
        count(*) filter (where outcome = 'failed') as failed_sessions,
        count(*) filter (where outcome in ('completed', 'failed')) as ended_sessions,
        coalesce(sum(accepted_edit_count), 0) as session_accepted_edits
        """,
    ),
    "tool_calls": (
        "fct_tool_calls",
        "called_date",
        """
        count(is_success) as judged_tool_calls,
        count(*) filter (where not is_success) as failed_tool_calls,
        count(*) filter (where is_edit and is_accepted is not null) as decided_edits,
        count(*) filter (where is_edit and is_accepted) as accepted_edits
        """,
    ),
    "commits": (
        _COMMITS,
        "committed_date",
        """
        count(*) filter (where not is_merge) as commits,
        count(*) filter (where is_assisted) as assisted_commits,
        count(distinct (developer_key, committed_date)) filter (where not is_merge) as commit_days
        """,
    ),
    "merged": (
        "fct_pull_requests",
        "merged_date",
        """
        count(*) as merged_pull_requests,
        count(*) filter (where is_reverted or reopened_count > 0) as reworked_pull_requests,
        count(session_list_cost_microusd) as linked_pull_requests,
        sum(session_list_cost_microusd) as linked_cost_microusd
        """,
    ),
}
"""Mart, its day and its sums, by subject."""


class Questions:
    """Asks one snapshot about one scope."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        self._connection = connection
        self.scope = scope

    def weekly(self, policy: Sequence[str]) -> dict[str, list[float]]:
        """Return every sum by week, all of one length; 0 where a subject has nothing that week."""
        allowed = self._allowed(policy)
        tables = []
        for mart, day, sums in _WEEKLY.values():
            where, values = self._where(day)
            tables.append(
                self._rows(
                    f"select date_trunc('week', {day}) as week, {sums} from {mart} {where}"  # noqa: S608
                    f" group by date_trunc('week', {day})",
                    values | ({"allowed": allowed} if "$allowed" in sums else {}),
                )
            )
        weeks = sorted({row["week"] for rows in tables for row in rows})
        sums_by_week: dict[str, list[float]] = {}
        for rows, (_, _, sums) in zip(tables, _WEEKLY.values(), strict=True):
            known = {row["week"]: row for row in rows}
            for name in _names(sums):
                values_of = (known.get(week, {}).get(name) for week in weeks)
                sums_by_week[name] = [float(value or 0) for value in values_of]
        return sums_by_week

    def _allowed(self, policy: Sequence[str]) -> list[str]:
        """Return the models that any glob of the policy matches, whatever the case of letters."""
        models = [row["model"] for row in self._rows("select distinct model from dim_models", {})]
        globs = [glob.lower() for glob in policy]
        return [
            model for model in models if any(fnmatchcase(model.lower(), glob) for glob in globs)
        ]

    def merge_hours(self) -> list[float]:
        """Return the hours each merged pull request was open."""
        where, values = self._where("merged_date")
        rows = self._rows(f"select merge_seconds from fct_pull_requests {where}", values)  # noqa: S608
        return [row["merge_seconds"] / 3600 for row in rows if row["merge_seconds"] is not None]

    def latencies(self) -> list[float]:
        """Return the seconds each request took, where it is known."""
        where, values = self._where("request_date")
        rows = self._answered(
            f"select duration_ms / 1000.0 from fct_agent_requests {where} and duration_ms is not null",  # noqa: S608
            values,
        ).fetchnumpy()
        (seconds,) = rows.values()
        return [float(each) for each in seconds]

    def delivery_weeks(self) -> dict[str, list[Any]]:
        """Return the weeks of people and teams, sorted; repositories are not told apart."""
        scope = Scope(self.scope.since, self.scope.until, None, self.scope.team)
        where, values = Questions(self._connection, scope)._where("week_start_date")
        relation = self._answered(
            f"select * from fct_delivery_weeks {where} order by grain, unit, week_start_date",  # noqa: S608
            values,
        )
        names = [column[0] for column in relation.description or ()]
        rows = relation.fetchall()
        return {name: [row[at] for row in rows] for at, name in enumerate(names)}

    def sources(self) -> list[Mapping[str, Any]]:
        """Return every source with its layer, rows and newest event."""
        return self._rows(
            "select source, layer, row_count, newest_event_at from fct_source_freshness"
            " order by source, layer",
            {},
        )

    def bounds(self) -> tuple[date | None, date | None]:
        """Return the first and last day with a request, session, commit or merge in the scope."""
        days: list[date] = []
        for mart, day, _ in _WEEKLY.values():
            where, values = self._where(day)
            (row,) = self._rows(
                f"select min({day}) as first, max({day}) as last from {mart} {where}",  # noqa: S608
                values,
            )
            days += [each for each in row.values() if each is not None]
        return (min(days), max(days)) if days else (None, None)

    def _where(self, day: str) -> tuple[str, dict[str, Any]]:
        """Return the condition of the scope on a mart whose day is `day`, with its values."""
        scope = self.scope
        conditions: dict[str, tuple[str, Any]] = {
            "since": (f"{day} >= $since", scope.since),
            "until": (f"{day} <= $until", scope.until),
            "team": ("team = $team", scope.team),
            "repository": (
                "repository_key in (select repository_key from dim_repositories"
                " where $repository in (repository_name, remote))",
                scope.repository,
            ),
        }
        used = {name: pair for name, pair in conditions.items() if pair[1] is not None}
        condition = " and ".join([f"{day} is not null", *(text for text, _ in used.values())])
        return f"where {condition}", {name: value for name, (_, value) in used.items()}

    def _answered(self, sql: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, dict(values))
        except duckdb.Error as error:
            message = (
                f"the snapshot does not answer: {error}\n"
                "It may be of an older version; run `agent-analytics refresh`"
            )
            raise QueryError(message) from error

    def _rows(self, sql: str, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        answer = self._answered(sql, values)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _names(sums: str) -> list[str]:
    """Return the names that sums are given."""
    return [part.split()[0].rstrip(",") for part in sums.split(" as ")[1:]]
