"""Names with a bar each: rankings, shares of a whole, and progress towards a goal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent_analytics.web.cards.answer import Answer, click_of
from agent_analytics.web.palette import series_style
from agent_analytics.web.wording import percent

MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One name with its value and the share of the longest bar in percent; `start` is where it begins."""

    name: str
    value: str
    exact: str
    style: str
    start: float
    width: float
    link: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in order; `left_out` are the rows that are not shown, `heading` is what is measured."""

    bars: tuple[Bar, ...]
    heading: str
    left_out: int
    summary: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A value on its way to a goal, both in words; `width` is the share reached in percent, at most 100."""

    value: str
    exact: str
    goal: str
    reached: str
    width: float
    tone: str


def ranking(answer: Answer) -> Bars | None:
    """Return one bar for each row, in the order of the answer; null without names or values."""
    named = _columns(answer, "graph.dimensions", "graph.metrics")
    if named is None:
        return None
    dimension, metric = named
    values = [_number(value) for value in answer.column(metric)]
    low = min([0.0, *(value for value in values if value is not None)])
    high = max([0.0, *(value for value in values if value is not None)])
    is_share = answer.formats[metric].style == "percent" and low >= 0 and high <= 1
    reach = 1.0 if is_share else (high - low) or 1.0
    is_agent = any(name in answer.agents for name in map(str, answer.column(dimension)))
    bars = []
    for record, value in list(zip(answer.records(), values, strict=True))[:MOST_BARS]:
        start, end = sorted((0.0, value or 0.0))
        name = answer.formats[dimension].full(record[dimension])
        style = series_style(name, 0, answer.agents) if is_agent else "s1"
        bars.append(
            Bar(
                name=name,
                value=answer.formats[metric].short(record[metric]),
                exact=answer.formats[metric].full(record[metric]),
                style="bad" if value is not None and value < 0 else style,
                start=round((start - low) / reach * 100, 2),
                width=round((end - start) / reach * 100, 2),
                link=_link(answer, dimension, record),
            )
        )
    return _bars(answer, bars, metric)


def shares(answer: Answer) -> Bars | None:
    """Return parts of a whole, largest first, each with its share; null without names or values."""
    named = _columns(answer, "pie.dimension", "pie.metric")
    if named is None:
        return None
    dimension, metric = named
    pairs = [(record, _number(record[metric])) for record in answer.records()]
    known = sorted(((record, value) for record, value in pairs if value), key=lambda pair: -pair[1])
    total = sum(value for _, value in known) or 1.0
    bars, start = [], 0.0
    for index, (record, value) in enumerate(known[:MOST_BARS]):
        name = answer.formats[dimension].full(record[dimension])
        width = value / total * 100
        bars.append(
            Bar(
                name=name,
                value=answer.formats[metric].short(record[metric]),
                exact=answer.formats[metric].full(record[metric]),
                style=series_style(name, index, answer.agents),
                start=round(start, 2),
                width=round(width, 2),
                link=_link(answer, dimension, record),
                note=percent(value / total),
            )
        )
        start += width
    return _bars(answer, bars, metric)


def progress(answer: Answer) -> Progress | None:
    """Return how far the first value is on its way to `progress.goal`; null without a value."""
    numbers = answer.existing([answer.settings.get("progress.value")]) or answer.numbers()
    if not answer.rows.rows or not numbers:
        return None
    record = answer.records()[0]
    form = answer.formats[numbers[0]]
    asked = answer.settings.get("progress.goal")
    goal = record.get(asked) if isinstance(asked, str) else asked
    value, target = _number(record[numbers[0]]), _number(goal)
    reached = value / target if value is not None and target else None
    return Progress(
        value=form.short(record[numbers[0]]),
        exact=form.full(record[numbers[0]]),
        goal=form.full(goal),
        reached="" if reached is None else percent(reached, 0),
        width=0.0 if reached is None else round(min(100.0, max(0.0, reached * 100)), 2),
        tone="good" if reached is not None and reached >= 1 else "s1",
    )


def _columns(answer: Answer, dimension: str, metric: str) -> tuple[str, str] | None:
    wanted = [answer.settings.get(key) for key in (dimension, metric)]
    named = [answer.existing(one if isinstance(one, list) else [one]) for one in wanted]
    numbers = named[1] or answer.numbers()
    texts = named[0] or [name for name in answer.names() if name not in numbers]
    return (texts[0], numbers[0]) if texts and numbers else None


def _bars(answer: Answer, bars: list[Bar], metric: str) -> Bars | None:
    if not bars:
        return None
    summary = "; ".join(f"{bar.name}: {bar.exact}" for bar in bars[:3])
    left_out = len(answer.rows.rows) - len(bars)
    return Bars(tuple(bars), answer.formats[metric].title, left_out, summary)


def _link(answer: Answer, dimension: str, record: dict[str, Any]) -> str | None:
    click = click_of(answer.settings, dimension) or click_of(answer.settings)
    return answer.link(click, record) if click else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None
