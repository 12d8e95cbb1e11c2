"""The effect of starting to use agents on delivery, row by row: overall, and by weeks since the start.

A start is the first week of sustained use. How the effect is estimated is `effects`' concern, what is counted
in a week the models'.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from agent_analytics.statistics.refusals import (
    FEW_PEOPLE,
    FEW_WEEKS,
    LEAST_PRE_WEEKS,
    LEAST_STARTERS,
)
from agent_analytics.statistics.tables import Columns, Row, groups

if TYPE_CHECKING:
    from agent_analytics.statistics.effects import Effect

OUTCOMES = ("merged_pull_requests", "commits")

SUSTAINED_WEEKS = 2
WINDOW_WEEKS = 4
"""Use is sustained from the first week with sessions on if so many of these weeks have some."""

COLUMNS = {
    **dict.fromkeys(("grain", "outcome", "method", "refusal"), "string"),
    **dict.fromkeys(("event_week", "unit_count", "starter_count", "control_count"), "int64"),
    **dict.fromkeys(("estimate", "low_95", "high_95", "pre_trend_p", "placebo"), "float64"),
}
"""Arrow types of the rows."""


def rollout_rows(weeks: Columns) -> Iterator[Row]:
    """Yield the overall effect of each grain and outcome, then that of each week around the start.

    `weeks` is sorted by grain, unit and week. Only units that are there in every week count.
    """
    for grain, rows in groups(weeks, "grain"):
        calendar = sorted(set(weeks["week_start_date"][rows]))
        complete = _complete(weeks, rows, len(calendar))
        about = {"grain": grain, "unit_count": len(complete)}
        refusal = None
        if len(calendar) < LEAST_PRE_WEEKS + 2:
            refusal = FEW_WEEKS
        elif len(complete) < LEAST_STARTERS:
            refusal = FEW_PEOPLE
        for outcome in OUTCOMES:
            if refusal:
                yield {**about, "outcome": outcome, "refusal": refusal}
            else:
                yield from _estimated({**about, "outcome": outcome}, weeks, complete)


def sustained_start(sessions: list[int]) -> int | None:
    """Return the first week of sustained use; None when there is none."""
    for week, count in enumerate(sessions):
        window = sessions[week : week + WINDOW_WEEKS]
        if count and sum(each > 0 for each in window) >= SUSTAINED_WEEKS:
            return week
    return None


def _complete(weeks: Columns, rows: slice, count: int) -> list[slice]:
    """Return the rows of each unit that has every week."""
    of_grain = {"unit": weeks["unit"][rows]}
    shifted = (
        slice(rows.start + unit.start, rows.start + unit.stop)
        for _, unit in groups(of_grain, "unit")
    )
    return [unit for unit in shifted if unit.stop - unit.start == count]


def _estimated(about: dict[str, Any], weeks: Columns, units: list[slice]) -> Iterator[Row]:
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    from agent_analytics.statistics.effects import NEVER, rollout_effect  # noqa: PLC0415

    found = [sustained_start(list(weeks["session_count"][unit])) for unit in units]
    starts = np.array([NEVER if start is None else start for start in found], dtype=np.int64)
    outcome = np.array([weeks[about["outcome"]][unit] for unit in units], dtype=float)
    yield from _told(about, rollout_effect(outcome, starts))


def _told(about: dict[str, Any], effect: "Effect") -> Iterator[Row]:
    from agent_analytics.statistics.effects import METHOD  # noqa: PLC0415

    about |= {
        "method": METHOD,
        "refusal": effect.refusal,
        "starter_count": effect.starters,
        "control_count": effect.controls,
        "pre_trend_p": effect.pre_trend_p,
        "placebo": effect.placebo,
    }
    yield {
        **about,
        "estimate": effect.estimate,
        "low_95": effect.low,
        "high_95": effect.high,
    }
    for each in effect.profile:
        yield {
            **about,
            "event_week": each.week,
            "starter_count": each.starters,
            "estimate": each.estimate,
            "low_95": each.low,
            "high_95": each.high,
        }
