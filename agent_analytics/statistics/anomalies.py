"""Odd days and hours of every watched measure, grouped into incidents, row by row.

Those that belong to one disturbance are one incident, whatever measures show it. How one is found odd is the
concern of `anomaly` and `anomaly_hours`, what moved the models'.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from agent_analytics.statistics.refusals import LEAST_ANOMALY_DAYS
from agent_analytics.statistics.tables import Columns, Row, groups

TOGETHER = timedelta(days=3)
"""Odd days at most so far apart are one incident: a weekend ends none."""

COLUMNS = {
    **{"measure": "string", "odd_date": "date32", "incident_start_date": "date32"},
    **dict.fromkeys(("observed", "expected", "score"), "float64"),
}
"""Arrow types of the rows."""

HOURS_TOGETHER = timedelta(hours=3)
"""Odd hours at most so far apart are one incident."""

HOUR_COLUMNS = {
    **{"measure": "string", "odd_date": "date32", "odd_hour": "int64"},
    **{"incident_start_date": "date32", "incident_start_hour": "int64"},
    **dict.fromkeys(("observed", "expected", "score"), "float64"),
}
"""Arrow types of the rows of hours."""

_Time = TypeVar("_Time", date, datetime)

_EVENTS, _RATIOS = frozenset({"sessions", "errors"}), frozenset({"capture"})
"""Measures that are counted one by one, and shares; the others are amounts."""


def anomaly_rows(days: Columns) -> Iterator[Row]:
    """Yield every odd day; `days` is sorted by measure and day and has every day of a measure once."""
    found: list[dict[str, Any]] = []
    for measure, rows in groups(days, "measure"):
        if rows.stop - rows.start >= LEAST_ANOMALY_DAYS:
            found += _odd(measure, days, rows)
    found.sort(key=lambda row: (row["odd_date"], row["measure"]))
    begins = _begins([row["odd_date"] for row in found], TOGETHER)
    for row, begin in zip(found, begins, strict=True):
        yield {**row, "incident_start_date": begin}


def odd_hour_rows(hours: Columns) -> Iterator[Row]:
    """Yield every odd hour; `hours` is sorted by measure, day and hour and has 24 rows for every day."""
    found: list[dict[str, Any]] = []
    for measure, rows in groups(hours, "measure"):
        if rows.stop - rows.start >= 24 * LEAST_ANOMALY_DAYS:
            found += _odd_hours(measure, hours, rows)
    found.sort(key=lambda row: (row["odd_date"], row["odd_hour"], row["measure"]))
    begins = _begins(
        [datetime.combine(row["odd_date"], time(row["odd_hour"])) for row in found], HOURS_TOGETHER
    )
    for row, begin in zip(found, begins, strict=True):
        yield {**row, "incident_start_date": begin.date(), "incident_start_hour": begin.hour}


def _begins(times: Sequence[_Time], together: timedelta) -> Iterator[_Time]:
    """Yield for each of some sorted times the first one of its incident."""
    begin = last = None
    for at in times:
        if begin is None or last is None or at - last > together:
            begin = at
        last = at
        yield begin


def _odd_hours(measure: str, hours: Columns, rows: slice) -> Iterator[dict[str, Any]]:
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    from agent_analytics.statistics.anomaly_hours import odd_hours  # noqa: PLC0415

    values = np.array(hours["amount"][rows], dtype=float).reshape(-1, 24)
    kinds = np.array(hours["day_kind"][rows]).reshape(-1, 24)[:, 0]
    for each in odd_hours(values, kinds, is_count=measure in _EVENTS):
        yield {
            "measure": measure,
            "odd_date": hours["measure_date"][rows.start + 24 * each.day],
            "odd_hour": each.hour,
            "observed": float(values[each.day, each.hour]),
            "expected": each.expected,
            "score": each.score,
        }


def _odd(measure: str, days: Columns, rows: slice) -> Iterator[dict[str, Any]]:
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    from agent_analytics.statistics.anomaly import (  # noqa: PLC0415
        AMOUNTS,
        EVENTS,
        RATIOS,
        odd_days,
    )

    values = [float(value) for value in days["amount"][rows]]
    sensitivity = EVENTS if measure in _EVENTS else RATIOS if measure in _RATIOS else AMOUNTS
    for each in odd_days(np.array(values), np.array(days["day_kind"][rows]), sensitivity):
        yield {
            "measure": measure,
            "odd_date": days["measure_date"][rows.start + each.day],
            "observed": values[each.day],
            "expected": each.expected,
            "score": each.score,
        }
