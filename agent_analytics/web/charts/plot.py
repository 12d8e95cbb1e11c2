"""Plots of series over places: lines, areas and bars as paths in a square that the page stretches.

Unknown values leave gaps. What the series are called, coloured and worded is decided before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agent_analytics.web.charts.scale import SIZE, Scale, scale_over

Kind = Literal["line", "area", "bar"]
Values = tuple[float | None, ...]

_BAR_SHARE = 0.72
_DOT = 0.01


@dataclass(frozen=True, slots=True)
class Series:
    """A named sequence of values, one for each place; `is_right` puts it on the second axis."""

    name: str
    style: str
    kind: Kind
    values: Values
    is_right: bool = False
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One path of a series: a filled one or a stroke."""

    path: str
    style: str
    is_filled: bool
    is_faint: bool = False
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything there is to draw, with the scales of both axes."""

    shapes: tuple[Shape, ...]
    left: Scale
    right: Scale | None
    centres: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """What a template demands of the left axis: its ends, and a value that must be on it."""

    low: float | None = None
    high: float | None = None
    goal: float | None = None


def plot(series: Sequence[Series], places: int, stacking: str | None, ends: Ends) -> Plot:
    """Return the drawing of some series; `stacking` is null, `stacked` or `normalized`."""
    if stacking == "normalized":
        series = _shares(series, places)
    stacked = [one for one in series if stacking and one.kind != "line" and not one.is_right]
    bounds = _bounds(stacked, places)
    left_values = [value for one in series if not one.is_right for value in _known(one.values)]
    left_values += [edge for pair in bounds for place in pair for edge in place]
    left_values += [] if ends.goal is None else [ends.goal]
    right_values = [value for one in series if one.is_right for value in _known(one.values)]
    top = 1.0 if stacking == "normalized" else ends.high
    left = scale_over(left_values, whole=_is_whole(left_values), low=ends.low, high=top)
    right = scale_over(right_values, whole=_is_whole(right_values)) if right_values else None
    shapes: list[Shape] = []
    for one, pair in zip(stacked, bounds, strict=True):
        shapes += _stacked(one, pair, left)
    beside = [one for one in series if one.kind == "bar" and one not in stacked]
    for index, one in enumerate(beside):
        scale = right if one.is_right and right else left
        shapes.append(Shape(_bars(one.values, scale, index, len(beside)), one.style, True))
    for one in series:
        if one.kind != "bar" and one not in stacked:
            shapes += _strokes(one, right if one.is_right and right else left)
    return Plot(
        tuple(shapes), left, right, tuple(_centre(index, places) for index in range(places))
    )


def _centre(index: int, places: int) -> float:
    return round((index + 0.5) * SIZE / places, 2)


def _known(values: Values) -> list[float]:
    return [value for value in values if value is not None]


def _is_whole(values: Sequence[float]) -> bool:
    return all(value == int(value) for value in values)


def _shares(series: Sequence[Series], places: int) -> list[Series]:
    """Return the series as shares of their sum at each place; unknown where there is no sum."""
    totals = [sum(one.values[index] or 0 for one in series) for index in range(places)]
    return [
        Series(
            one.name,
            one.style,
            one.kind,
            tuple(
                None if value is None or not total else value / total
                for value, total in zip(one.values, totals, strict=True)
            ),
        )
        for one in series
    ]


def _bounds(stacked: Sequence[Series], places: int) -> list[list[tuple[float, float]]]:
    """Return where each series of a stack begins and ends at each place; negative values go down."""
    above, below = [0.0] * places, [0.0] * places
    bounds: list[list[tuple[float, float]]] = []
    for one in stacked:
        pair = []
        for index, value in enumerate(one.values):
            side = above if (value or 0) >= 0 else below
            pair.append((side[index], side[index] + (value or 0)))
            side[index] += value or 0
        bounds.append(pair)
    return bounds


def _stacked(one: Series, pair: Sequence[tuple[float, float]], scale: Scale) -> Iterator[Shape]:
    if one.kind == "bar":
        width = SIZE / len(pair)
        boxes = (
            _box(index * width + width * (1 - _BAR_SHARE) / 2, width * _BAR_SHARE, scale, *ends)
            for index, ends in enumerate(pair)
            if ends[0] != ends[1]
        )
        yield Shape("".join(boxes), one.style, True)
        return
    upper = [(_centre(i, len(pair)), scale.position(end)) for i, (_, end) in enumerate(pair)]
    lower = [(_centre(i, len(pair)), scale.position(start)) for i, (start, _) in enumerate(pair)]
    yield Shape(_line(upper) + _line(lower[::-1], "L") + "Z", one.style, True)


def _bars(values: Values, scale: Scale, index: int, groups: int) -> str:
    width = SIZE / len(values)
    bar = width * _BAR_SHARE / groups
    start = width * (1 - _BAR_SHARE) / 2 + bar * index
    return "".join(
        _box(place * width + start, bar * (0.9 if groups > 1 else 1), scale, 0, value)
        for place, value in enumerate(values)
        if value
    )


def _box(left: float, width: float, scale: Scale, start: float, end: float) -> str:
    top, bottom = sorted((scale.position(start), scale.position(end)))
    return f"M{left:.2f} {bottom:g}V{top:g}H{left + width:.2f}V{bottom:g}Z"


def _strokes(one: Series, scale: Scale) -> Iterator[Shape]:
    """Yield a series' lines; a value between two gaps is a dot, an area adds a faint surface."""
    for run in _runs(one.values, scale):
        if one.kind == "area":
            base = scale.position(max(0.0, scale.low))
            closed = f"{_line(run)}L{run[-1][0]:g} {base:g}L{run[0][0]:g} {base:g}Z"
            yield Shape(closed, one.style, True, is_faint=True)
        points = run if len(run) > 1 else [run[0], (run[0][0] + _DOT, run[0][1])]
        yield Shape(_line(points), one.style, False, is_dashed=one.is_dashed)


def _runs(values: Values, scale: Scale) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for index, value in enumerate(values):
        if value is not None:
            run.append((_centre(index, len(values)), scale.position(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(points: Sequence[tuple[float, float]], begin: str = "M") -> str:
    return begin + "L".join(f"{x:g} {y:g}" for x, y in points)
