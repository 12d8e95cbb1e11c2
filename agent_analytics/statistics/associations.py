"""The declared family of associations between AI use and delivery, row by row, with q-values.

Grains are judged apart, and every comparison of a grain counts: outcomes × lags × methods. How one is
estimated is `association`'s concern.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from agent_analytics.statistics.multiplicity import q_values
from agent_analytics.statistics.refusals import FEW_OBSERVATIONS, FEW_WEEKS, LEAST_OBSERVATIONS
from agent_analytics.statistics.refusals import LEAST_UNIT_WEEKS as LEAST_WEEKS
from agent_analytics.statistics.tables import Columns, Row, groups

USE = "session_count"
OUTCOMES = ("merged_pull_requests", "merge_hours", "rework", "commits")
_REWORKED = "reworked_pull_requests"
LAGS = (0, 1, 2)
"""Weeks by which an outcome follows use."""

METHODS = {"pearson": False, "spearman": True}

COLUMNS = {
    **dict.fromkeys(("grain", "outcome", "method", "interval_method", "refusal"), "string"),
    **dict.fromkeys(("lag_days", "unit_count", "week_count", "observation_count"), "int64"),
    **dict.fromkeys(
        ("effective_count", "estimate", "low_95", "high_95", "p_value", "q_value"), "float64"
    ),
    **{"first_week_date": "date32", "last_week_date": "date32"},
}
"""Arrow types of the rows."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """The rows of one grain, and the place of each unit and week in an array."""

    weeks: Columns
    rows: slice
    units: dict[Any, int]
    calendar: dict[Any, int]


def association_rows(weeks: Columns, lags: Sequence[int] = LAGS) -> Iterator[Row]:
    """Yield every comparison of every grain; `weeks` is sorted by grain and has a row per unit and week."""
    for grain, rows in groups(weeks, "grain"):
        panel = _Panel(
            weeks,
            rows,
            {unit: at for at, unit in enumerate(dict.fromkeys(weeks["unit"][rows]))},
            {day: at for at, day in enumerate(sorted(set(weeks["week_start_date"][rows])))},
        )
        about = {
            "grain": grain,
            "unit_count": len(panel.units),
            "week_count": len(panel.calendar),
            "first_week_date": min(panel.calendar),
            "last_week_date": max(panel.calendar),
        }
        comparisons = list(product(OUTCOMES, lags, METHODS))
        refusal = _refusal(panel)
        if refusal is None:
            yield from _estimated(about, _arrays(panel), comparisons)
        for outcome, lag, method in comparisons if refusal else ():
            key = {"outcome": outcome, "lag_days": 7 * lag, "method": method}
            yield {**about, **key, "observation_count": 0, "refusal": refusal}


def _refusal(panel: _Panel) -> str | None:
    if len(panel.calendar) < LEAST_WEEKS:
        return FEW_WEEKS
    return FEW_OBSERVATIONS if len(panel.weeks["unit"][panel.rows]) < LEAST_OBSERVATIONS else None


def _arrays(panel: _Panel) -> dict[str, Any]:
    """Return each measure as an array (units, weeks), NaN where it is unknown."""
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    places = (
        [panel.units[unit] for unit in panel.weeks["unit"][panel.rows]],
        [panel.calendar[day] for day in panel.weeks["week_start_date"][panel.rows]],
    )
    arrays = {}
    for name in (USE, *OUTCOMES, _REWORKED):
        if name in panel.weeks:
            arrays[name] = np.full((len(panel.units), len(panel.calendar)), np.nan)
            arrays[name][places] = np.array(panel.weeks[name][panel.rows], dtype=float)
    merged = arrays["merged_pull_requests"]
    arrays["rework"] = arrays[_REWORKED] / np.where(merged > 0, merged, np.nan)
    return arrays


def _estimated(
    about: dict[str, Any], panels: dict[str, Any], comparisons: list[tuple[str, int, str]]
) -> Iterator[Row]:
    from agent_analytics.statistics.association import associate  # noqa: PLC0415

    told = [
        associate(panels[USE], panels[outcome], lag, ranks=METHODS[method])
        for outcome, lag, method in comparisons
    ]
    adjusted = q_values([each.p_value for each in told])
    for (outcome, lag, method), each, q_value in zip(comparisons, told, adjusted, strict=True):
        yield {
            **about,
            "outcome": outcome,
            "lag_days": 7 * lag,
            "method": method,
            "unit_count": each.units,
            "observation_count": each.observations,
            "effective_count": each.effective,
            "estimate": each.estimate,
            "low_95": each.low,
            "high_95": each.high,
            "p_value": each.p_value,
            "q_value": q_value,
            "interval_method": each.method,
            "refusal": each.refusal,
        }
