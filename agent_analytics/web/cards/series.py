"""Rows as series over places: a column of places, values beside it, split by another column.

Days, weeks and months without a row keep their place, so that a gap looks like one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.formats import Format
from agent_analytics.web.palette import REST
from agent_analytics.web.wording import day, short_day

MOST_SERIES = 9

_MOST_PLACES = 1_000
_MONTH_DAYS = (28, 366)


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one metric, of one part of it where the series are split.

    `part` is what the rows call the part; null for a whole metric, the rest, and a part without a name.
    """

    name: str
    metric: str
    part: Any
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Lines over the same places: the values of the places, and how they are written."""

    dimension: str
    split: str | None
    places: tuple[Any, ...]
    labels: tuple[str, ...]
    full_labels: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: int


def series_of(answer: Answer, *, is_additive: bool) -> Series | None:
    """Return what a chart shows; null when the answer has no column of places or of values.

    Of many parts the largest are kept; the rest are added up when sums mean something, else left out.
    """
    dimensions = answer.existing(answer.settings.get("graph.dimensions"))
    metrics = answer.existing(answer.settings.get("graph.metrics"))
    if not dimensions:
        numbers = answer.numbers()
        dimensions = [name for name in answer.names() if name not in (metrics or numbers)][:2]
    metrics = metrics or [name for name in answer.numbers() if name not in dimensions]
    if not dimensions or not metrics:
        return None
    dimension, split = dimensions[0], dimensions[1] if len(dimensions) > 1 else None
    places = _places(answer.column(dimension))
    if split is None:
        lines = [
            Line(
                answer.formats[metric].title,
                metric,
                None,
                _values(answer, dimension, metric, places),
            )
            for metric in metrics
        ]
        left_out = 0
    else:
        lines, left_out = _parts(answer, (dimension, split, metrics[0]), places, is_additive)
    return Series(
        dimension,
        split,
        tuple(places),
        tuple(_label(place, places, answer.formats[dimension]) for place in places),
        tuple(answer.formats[dimension].full(place) for place in places),
        tuple(lines),
        left_out,
    )


def _values(
    answer: Answer, dimension: str, metric: str, places: Sequence[Any]
) -> tuple[float | None, ...]:
    pairs = zip(answer.column(dimension), answer.column(metric), strict=True)
    return _at(places, pairs)


def _at(places: Sequence[Any], pairs: Iterable[tuple[Any, Any]]) -> tuple[float | None, ...]:
    found: dict[Any, float] = {}
    for place, value in pairs:
        if isinstance(value, int | float | Decimal):
            key = plain(place)
            found[key] = found.get(key, 0.0) + float(value)
    return tuple(found.get(place) for place in places)


def _parts(
    answer: Answer, columns: tuple[str, str, str], places: Sequence[Any], is_additive: bool
) -> tuple[list[Line], int]:
    dimension, split, metric = columns
    grouped: dict[Any, list[tuple[Any, Any]]] = {}
    write = answer.formats[split].full
    for place, part, value in zip(*(answer.column(name) for name in columns), strict=True):
        grouped.setdefault(part, []).append((place, value))
    lines = [Line(write(part), metric, part, _at(places, pairs)) for part, pairs in grouped.items()]
    order = answer.settings.get("graph.series_order")
    if not isinstance(order, list) and is_additive:
        lines.sort(key=lambda line: -sum(value or 0 for value in line.values))
    if len(lines) <= MOST_SERIES + 1:
        return lines, 0
    rest = lines[MOST_SERIES:]
    if not is_additive:
        return lines[:MOST_SERIES], len(rest)
    together = tuple(
        _known_sum(values) for values in zip(*(one.values for one in rest), strict=True)
    )
    return [*lines[:MOST_SERIES], Line(REST, metric, None, together)], 0


def _known_sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def plain(place: Any) -> Any:
    """Return a place as it is compared: midnights are days."""
    if isinstance(place, datetime) and (place.hour, place.minute, place.second) == (0, 0, 0):
        return place.date()
    return place


def _places(values: Iterable[Any]) -> list[Any]:
    """Return the places in order: days by time, without holes; anything else as it came."""
    places = list(dict.fromkeys(plain(value) for value in values))
    if not places or not all(isinstance(place, date) for place in places):
        return places
    if any(isinstance(place, datetime) for place in places):
        return sorted(places, key=lambda place: place.isoformat())
    places.sort()
    filled = _filled(places)
    return filled if len(filled) <= _MOST_PLACES else places


def _filled(days: list[date]) -> list[date]:
    steps = {(later - earlier).days for earlier, later in pairwise(days)}
    if not steps:
        return days
    if all(place.day == 1 for place in days) and min(steps) >= _MONTH_DAYS[0]:
        first, last = (day.year * 12 + day.month - 1 for day in (days[0], days[-1]))
        step = 3 if all(day.month % 3 == 1 for day in days) and min(steps) > 31 else 1  # noqa: PLR2004
        return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1, step)]
    step = 7 if all(length % 7 == 0 for length in steps) else 1
    length = (days[-1] - days[0]).days
    return [days[0] + timedelta(days=offset) for offset in range(0, length + 1, step)]


def _label(place: Any, places: Sequence[Any], form: Format) -> str:
    """Return what stands below an axis: days and months without what goes without saying."""
    if isinstance(place, datetime) or not isinstance(place, date):
        return form.full(place)
    if _are_months(places):
        return f"{place:%b %Y}" if place.month == 1 else f"{place:%b}"
    return short_day(place)


def _are_months(places: Sequence[Any]) -> bool:
    return len(places) > 1 and all(isinstance(one, date) and one.day == 1 for one in places)


def from_to(series: Series) -> str:
    """Return the first and last place of a chart in words."""
    if not series.places:
        return ""
    first, last = series.places[0], series.places[-1]
    if isinstance(first, date) and isinstance(last, date):
        return f"{day(first)} to {day(last)}"
    return f"{len(series.places)} values"
