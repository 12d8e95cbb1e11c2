"""Recommendations of a cheaper model, held against what the days after them showed, row by row.

The difference that a recommendation rested on is estimated again (`comparisons`), of later days alone: what was
said is judged by what could not be known then. Which model is recommended is the models' concern.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from agent_analytics.statistics.comparisons import SessionArrays
from agent_analytics.statistics.tables import Columns, Row

LEAST_DAYS, MOST_DAYS = 30, 90
"""Days after a recommendation from which on it is judged, and that it is judged by at most."""

COLUMNS = {
    **dict.fromkeys(("kept_key", "refusal"), "string"),
    **dict.fromkeys(("session_count", "instead_of_session_count"), "int64"),
    **dict.fromkeys(
        ("cost_difference", "cost_low_95", "cost_high_95", "success_difference_low_95"), "float64"
    ),
    **{"period_last_date": "date32"},
}
"""Arrow types of the rows; costs are micro-USD."""


def recommendation_score_rows(kept: Columns, sessions: Columns) -> Iterator[Row]:
    """Yield what became of each kept recommendation of 30 days ago; `sessions` has a row per session.

    Differences are those of the recommended model less the other: below 0 it was cheaper.
    """
    last = max(sessions["started_date"], default=date.min)
    arrays: SessionArrays | None = None
    for row in range(len(kept["kept_key"])):
        origin = kept["origin_date"][row]
        if origin + timedelta(days=LEAST_DAYS) <= last:
            arrays = arrays or SessionArrays(sessions)
            end = min(origin + timedelta(days=MOST_DAYS), last)
            later = [origin < day <= end for day in sessions["started_date"]]
            about = {name: kept[name][row] for name in kept}
            yield {**_score(about, arrays, later), "period_last_date": end}


def _score(about: dict[str, Any], arrays: SessionArrays, among: Sequence[bool]) -> Row:
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    later = np.array(among)
    pair = about["model_key"], about["instead_of_model_key"]
    cost, success = (
        arrays.difference("model", *pair, outcome, later)
        for outcome in ("cost_microusd", "success")
    )
    used = arrays.members["model"]
    return {
        "kept_key": about["kept_key"],
        "refusal": cost.refusal,
        "session_count": int(((used == pair[0]) & later).sum()),
        "instead_of_session_count": int(((used == pair[1]) & later).sum()),
        "cost_difference": cost.estimate,
        "cost_low_95": cost.low,
        "cost_high_95": cost.high,
        "success_difference_low_95": success.low,
    }
