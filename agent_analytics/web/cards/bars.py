"""Names with a bar each: rankings, shares of a whole, and progress towards a goal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent_analytics.web.cards.answer import Answer, click_of
from agent_analytics.web.formats import Format
from agent_analytics.web.palette import ORDER, series_style
from agent_analytics.web.wording import percent

MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: where it begins and how long it is, in percent of the room, and its colour."""

    start: float
    width: float
    style: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One name with its value and the pieces of its bar."""

    name: str
    value: str
    exact: str
    pieces: tuple[Piece, ...]
    link: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in order; `left_out` are the rows that are not shown, `heading` is what is measured.

    `keys` name the colours of pieces, where a bar has several.
    """

    bars: tuple[Bar, ...]
    keys: tuple[tuple[str, str], ...]
    heading: str
    left_out: int


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
    """Return one bar for each row, in the order of the answer; null without names or values.

    Several metrics are laid end to end.
    """
    named = _columns(answer, "graph.dimensions", "graph.metrics")
    if named is None:
        return None
    dimension, metrics = named
    records = answer.records()
    form = answer.formats[metrics[0]]
    reach = _reach([[_number(record[one]) for one in metrics] for record in records], form)
    is_agent = any(name in answer.agents for name in map(str, answer.column(dimension)))
    keys = [_key(answer, metric, index) for index, metric in enumerate(metrics)]
    bars = []
    for record in records[:MOST_BARS]:
        name = answer.formats[dimension].full(record[dimension])
        values = [_number(record[metric]) for metric in metrics]
        styles = [style for _, style in keys]
        if len(metrics) == 1:
            is_loss = values[0] is not None and values[0] < 0
            styles = [
                "bad" if is_loss else series_style(name, 0, answer.agents) if is_agent else "s1"
            ]
        known = [value for value in values if value is not None]
        bars.append(
            Bar(
                name=name,
                value=form.short(record[metrics[0]] if len(metrics) == 1 else _sum(known)),
                exact=", ".join(answer.formats[one].full(record[one]) for one in metrics),
                pieces=_laid(values, styles, reach),
                link=_link(answer, dimension, record),
            )
        )
    return _bars(answer, bars, metrics[0], tuple(keys) if len(keys) > 1 else ())


def _reach(rows: list[list[float | None]], form: Format) -> tuple[float, float]:
    """Return the least and the greatest value that the room of the bars holds."""
    sums = [sum(value or 0.0 for value in row) for row in rows]
    low, high = min([0.0, *sums]), max([0.0, *sums])
    if form.style == "percent" and low >= 0 and high <= 1:
        return 0.0, 1.0
    return low, high if high > low else low + 1.0


def _laid(
    values: list[float | None], styles: list[str], reach: tuple[float, float]
) -> tuple[Piece, ...]:
    """Return the pieces of a bar, each beginning where the one before ends, the first one at zero."""
    low, high = reach
    pieces, at = [], 0.0
    for value, style in zip(values, styles, strict=True):
        start, end = sorted((at, at + (value or 0.0)))
        first, length = ((start - low) / (high - low), (end - start) / (high - low))
        pieces.append(Piece(round(first * 100, 2), round(length * 100, 2), style))
        at += value or 0.0
    return tuple(pieces)


def _sum(known: list[float]) -> float | None:
    return sum(known) if known else None


def _key(answer: Answer, metric: str, index: int) -> tuple[str, str]:
    """Return the name and colour of one of several metrics."""
    said = (answer.settings.get("series_settings") or {}).get(metric) or {}
    style = said.get("color") or ORDER[index % len(ORDER)]
    return said.get("title") or answer.formats[metric].title, style


def shares(answer: Answer) -> Bars | None:
    """Return parts of a whole, largest first, each with its share; null without names or values."""
    named = _columns(answer, "pie.dimension", "pie.metric")
    if named is None:
        return None
    dimension, (metric, *_) = named
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
                pieces=(
                    Piece(
                        round(start, 2), round(width, 2), series_style(name, index, answer.agents)
                    ),
                ),
                link=_link(answer, dimension, record),
                note=percent(value / total),
            )
        )
        start += width
    return _bars(answer, bars, metric, ())


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


def _columns(answer: Answer, dimension: str, metric: str) -> tuple[str, list[str]] | None:
    """Return the column of names and those of values that the settings name, or the first that fit."""
    wanted = [answer.settings.get(key) for key in (dimension, metric)]
    named = [answer.existing(one if isinstance(one, list) else [one]) for one in wanted]
    metrics = named[1] or answer.numbers()[:1]
    texts = named[0] or [name for name in answer.names() if name not in answer.numbers()]
    return (texts[0], metrics) if texts and metrics else None


def _bars(
    answer: Answer, bars: list[Bar], metric: str, keys: tuple[tuple[str, str], ...]
) -> Bars | None:
    if not bars:
        return None
    left_out = len(answer.rows.rows) - len(bars)
    return Bars(tuple(bars), keys, answer.formats[metric].title, left_out)


def _link(answer: Answer, dimension: str, record: dict[str, Any]) -> str | None:
    click = click_of(answer.settings, dimension) or click_of(answer.settings)
    return answer.link(click, record) if click else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None
