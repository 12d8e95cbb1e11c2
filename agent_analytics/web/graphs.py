"""The page's charts: which series, under which titles, with which tooltips and tables.

Words around the geometry of `charts`. Values come from `series`; drawing is the templates' work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from agent_analytics.web.charts.columns import ColumnChart, Frame, column_chart
from agent_analytics.web.choices import Split
from agent_analytics.web.series import REST, UNASSISTED, Daily, Series, added
from agent_analytics.web.wording import (
    UNKNOWN,
    count,
    count_mark,
    full_day,
    short_day,
    usd,
    usd_mark,
)

WIDE = Frame(width=960, height=250, left=56, right=8, top=12, bottom=26, labels=10)
SMALL = Frame(width=400, height=190, left=48, right=6, top=12, bottom=24, labels=5)

_MUTED = {REST, UNASSISTED}


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend; `style` names its colour in the style sheet."""

    name: str
    style: str
    total: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A chart with all its words. `drawings` are the same data for wide and for narrow screens."""

    name: str
    title: str
    description: str
    keys: tuple[Key, ...]
    drawings: tuple[ColumnChart, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a graph shows and how its values are written, on the axis and in full."""

    name: str
    title: str
    mark: Callable[[int], str]
    full: Callable[[int | None], str]
    frames: tuple[Frame, ...]


def graphs(daily: Daily, split: Split) -> dict[str, Graph]:
    """Return the page's graphs by name."""
    plans = (
        (
            _Plan("spend", f"List cost per day, by {split}", usd_mark, usd, (WIDE, SMALL)),
            daily.spend,
        ),
        (_small("requests", "Requests per day"), (daily.requests,)),
        (_small("sessions", "Sessions per day"), (daily.sessions,)),
        (_small("developers", "Active developers per day"), (daily.developers,)),
        (_small("commits", "Commits per day"), daily.commits),
    )
    return {plan.name: _graph(plan, daily.days, series) for plan, series in plans}


def _small(name: str, title: str) -> _Plan:
    return _Plan(name, title, count_mark, count, (SMALL,))


def _graph(plan: _Plan, days: Sequence[date], series: Sequence[Series]) -> Graph:
    totals = added(series) if series else (None,) * len(days)
    stacks = [one.values for one in series]
    tooltips = [_tooltip(plan, day, series, index) for index, day in enumerate(days)]
    places = [short_day(day) for day in days]
    return Graph(
        name=plan.name,
        title=plan.title,
        description=_description(plan, days, totals),
        keys=tuple(
            Key(one.name, _style(one, index), plan.full(_total(one)))
            for index, one in enumerate(series)
        ),
        drawings=tuple(
            column_chart(frame, places, tooltips, stacks, plan.mark) for frame in plan.frames
        ),
        headings=("Day", *(one.name for one in series)),
        rows=tuple(
            (full_day(day), *(plan.full(one.values[index]) for one in series))
            for index, day in enumerate(days)
        ),
    )


def _style(series: Series, index: int) -> str:
    return "muted" if series.name in _MUTED else f"series-{index + 1}"


def _total(series: Series) -> int | None:
    known = [value for value in series.values if value is not None]
    return sum(known) if known else None


def _tooltip(plan: _Plan, day: date, series: Sequence[Series], index: int) -> str:
    lines = [full_day(day)]
    lines += [
        f"{one.name}: {plan.full(one.values[index])}"
        for one in reversed(series)
        if one.values[index] != 0 or len(series) == 1
    ]
    return "\n".join(lines)


def _description(plan: _Plan, days: Sequence[date], totals: Sequence[int | None]) -> str:
    known = [(value, day) for value, day in zip(totals, days, strict=True) if value is not None]
    if not known:
        return f"{plan.title}: {UNKNOWN}"
    value, day = max(known)
    return f"{plan.title}; most on {full_day(day)}: {plan.full(value)}"
