"""What the marts say about Copilot beside what is true of the sample company's.

Without the company's GitHub nothing was asked, which is shown and is no difference.
"""

from collections.abc import Iterator, Mapping

import duckdb

from agent_analytics.cli.findings import Finding, Verdict

_USAGE = "from marts.fct_copilot_usage_daily"
_SEATS = "from marts.fct_seat_utilization where is_newest"
_MEASURES = {
    "user_days": f"select count(*) {_USAGE}",
    "active_user_days": f"select count(*) {_USAGE} where is_active",
    "interactions": f"select sum(interaction_count) {_USAGE}",
    "generations": f"select sum(generation_count) {_USAGE}",
    "acceptances": f"select sum(acceptance_count) {_USAGE}",
    "lines_added": f"select sum(lines_added) {_USAGE}",
    "ai_credits_microusd": f"select sum(ai_credits_microusd) {_USAGE}",
    "charged_credits_microusd": "select sum(cost_microusd) from marts.fct_agent_costs"
    " where billed_for = 'ai_credits'",
    "seats": f"select count(*) {_SEATS}",
    "never_used_seats": f"select count(*) {_SEATS} and utilization = 'never_used'",
    "ending_seats": f"select count(*) {_SEATS} and is_pending_cancellation",
}
"""Question to the marts by measure of the truth."""


def compare_copilot(
    connection: duckdb.DuckDBPyConnection, truth: Mapping[str, int]
) -> Iterator[Finding]:
    """Yield what was found. Raises `duckdb.Error` when a mart cannot be read."""
    polled = connection.execute("select count(*) from marts.fct_copilot_reports").fetchone()
    is_served = polled is not None and polled[0] > 0
    for measure, question in _MEASURES.items():
        row = connection.execute(question).fetchone()
        actual = int(row[0] or 0) if row else 0
        differs: Verdict = "differs" if is_served else "for information"
        verdict = "equal" if actual == truth[measure] else differs
        yield Finding(f"copilot: {measure.replace('_', ' ')}", truth[measure], actual, verdict)
