"""What the marts say about pull requests beside what is true of the sample company's.

Without the company's forge nothing was asked, which is shown and is no difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from agent_analytics.cli.findings import Finding, Verdict

_SIGNALS = ("author_number", "author_login", "branch", "trailer")
"""Signs on the forge itself; that a session made a commit is concluded, not read."""

_MEASURES = {
    "pull requests": "count(*)",
    "open pull requests": "count(*) filter (where state = 'open')",
    "closed pull requests": "count(*) filter (where state = 'closed')",
    "merged pull requests": "count(*) filter (where state = 'merged')",
    "reopened pull requests": "count(*) filter (where reopened_count > 0)",
    "reverted pull requests": "count(*) filter (where is_reverted)",
    "reverting pull requests": "count(*) filter (where is_revert)",
    "reviews": "coalesce(sum(review_count), 0)::bigint",
    "pull request commits": "coalesce(sum(commit_count), 0)::bigint",
    **{
        f"merged, agent by {signal}": f"count(*) filter (where agent_signal = '{signal}' and state = 'merged')"
        for signal in _SIGNALS
    },
}


def compare_pull_requests(
    connection: duckdb.DuckDBPyConnection, truth: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    """Yield what was found. Raises `duckdb.Error` when a mart cannot be read."""
    expected = _expected(truth)
    query = f"select {', '.join(_MEASURES.values())} from marts.fct_pull_requests"  # noqa: S608
    row = connection.execute(query).fetchone() or ()
    polled = connection.execute("select count(*) from marts.fct_polled_repositories").fetchone()
    is_served = polled is not None and polled[0] > 0
    for measure, actual in zip(_MEASURES, row, strict=True):
        wanted = expected[measure]
        differs: Verdict = "differs" if is_served else "for information"
        yield Finding(measure, wanted, actual, "equal" if actual == wanted else differs)


def _expected(truth: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    merged = [row for row in truth if row["state"] == "merged"]
    return {
        "pull requests": len(truth),
        "open pull requests": sum(row["state"] == "open" for row in truth),
        "closed pull requests": sum(row["state"] == "closed" for row in truth),
        "merged pull requests": len(merged),
        "reopened pull requests": sum(row["reopened"] > 0 for row in truth),
        "reverted pull requests": sum(row["is_reverted"] for row in truth),
        "reverting pull requests": sum(row["is_revert"] for row in truth),
        "reviews": sum(row["reviews"] for row in truth),
        "pull request commits": sum(row["commits"] for row in truth),
        **{
            f"merged, agent by {signal}": sum(row["agent_signal"] == signal for row in merged)
            for signal in _SIGNALS
        },
    }
