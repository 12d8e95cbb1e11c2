"""The effect of starting to use agents on delivery, row by row: overall, and by weeks since the start.

A start is the first week of sustained use. Many starts are compared with each other (`effects`), the only team
that started with a weighted mean of the others (`synthetic`). What is counted in a week is the models' concern.
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

AFTER_WEEKS = 8
"""Weeks after a start that its effect is the mean of."""

COLUMNS = {
    **dict.fromkeys(("grain", "outcome", "method", "refusal"), "string"),
    **dict.fromkeys(("event_week", "unit_count", "starter_count", "control_count"), "int64"),
    **dict.fromkeys(
        ("estimate", "low_95", "high_95", "pre_trend_p", "placebo", "placebo_p"), "float64"
    ),
}
"""Arrow types of the rows."""


def rollout_rows(weeks: Columns) -> Iterator[Row]:
    """Yield the overall effect of each grain and outcome, then that of each week around the start.

    `weeks` is sorted by grain, unit and week. Only units that are there in every week count.
    """
    for grain, rows in groups(weeks, "grain"):
        length = len(set(weeks["week_start_date"][rows]))
        complete = _complete(weeks, rows, length)
        starts = [sustained_start(list(weeks["session_count"][unit])) for unit in complete]
        about = {"grain": grain, "unit_count": len(complete)}
        for outcome in OUTCOMES:
            series = [weeks[outcome][unit] for unit in complete]
            yield from _told({**about, "outcome": outcome}, series, starts, length)


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


def _told(
    about: dict[str, Any], series: list[Any], starts: list[int | None], length: int
) -> Iterator[Row]:
    """Yield the rows of one outcome; who began alone is told of when it is a team, never of a person."""
    able = [at for at, start in enumerate(starts) if start is not None and start >= LEAST_PRE_WEEKS]
    if length < LEAST_PRE_WEEKS + 2:
        yield {**about, "refusal": FEW_WEEKS}
    elif about["grain"] == "team" and len(able) == 1:
        yield from _alone(about, series, starts, able[0])
    elif len(series) < LEAST_STARTERS:
        yield {**about, "refusal": FEW_PEOPLE}
    else:
        yield from _staggered(about, series, starts)


def _staggered(about: dict[str, Any], series: list[Any], starts: list[int | None]) -> Iterator[Row]:
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    from agent_analytics.statistics.effects import METHOD, NEVER, rollout_effect  # noqa: PLC0415

    weeks = np.array([NEVER if start is None else start for start in starts], dtype=np.int64)
    effect = rollout_effect(np.array(series, dtype=float), weeks, after=AFTER_WEEKS)
    yield from _rows(about | {"method": METHOD}, effect)


def _alone(
    about: dict[str, Any], series: list[Any], starts: list[int | None], alone: int
) -> Iterator[Row]:
    """Yield the effect of the only start beside all that never started."""
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    from agent_analytics.statistics.synthetic import METHOD, synthetic_effect  # noqa: PLC0415

    waiting = [at for at, start in enumerate(starts) if start is None]
    outcome = np.array(series, dtype=float)
    begun = starts[alone] or 0
    effect = synthetic_effect(outcome[alone], outcome[waiting], begun, after=AFTER_WEEKS)
    yield from _rows(about | {"method": METHOD}, effect)


def _rows(about: dict[str, Any], effect: "Effect") -> Iterator[Row]:
    about |= {
        "refusal": effect.refusal,
        "starter_count": effect.starters,
        "control_count": effect.controls,
        "pre_trend_p": effect.pre_trend_p,
        "placebo": effect.placebo,
        "placebo_p": effect.placebo_p,
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
