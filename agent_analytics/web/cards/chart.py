"""Charts on a page: lines, areas, bars and their combinations, with axes, legend and exact tooltips."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from agent_analytics.web.cards.answer import Answer, click_of
from agent_analytics.web.cards.series import Line, Series, from_to, plain, series_of
from agent_analytics.web.charts.plot import Ends, Kind, Plot, plot
from agent_analytics.web.charts.plot import Series as Drawn
from agent_analytics.web.charts.scale import Scale, spread
from agent_analytics.web.formats import Format
from agent_analytics.web.palette import series_style
from agent_analytics.web.wording import UNKNOWN, percent, shortened

NARROW_WIDTH = 270
"""Pixels of a plot on a phone."""

_LETTER = 7
_OVERHANG = 14
_SHORTEST_NAME = 5
_LONGEST_NAME = 16
_NEEDLESS = re.compile(r"\.0+(?!\d)")
_SHARES = "normalized"
_BREAK = "series_break"
"""A column of this name says what changed in what is counted, from a place on; null where nothing did."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on an axis at a share of its length in percent.

    `only` is the width of screen that shows it, `anchor` the side of the label that stands there.
    """

    position: float
    label: str
    only: str = "both"
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: name, colour, the sum where sums mean something, and where it leads."""

    name: str
    style: str
    total: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in words and positions. `tips` is what a script needs for tooltips.

    `breaks` are the places from which the series is another, each labelled with its place.
    """

    plot: Plot
    keys: tuple[Key, ...]
    left_marks: tuple[Mark, ...]
    right_marks: tuple[Mark, ...]
    place_marks: tuple[Mark, ...]
    goal: Mark | None
    breaks: tuple[Mark, ...]
    unit: str
    left_width: int
    right_width: int
    summary: str
    note: str
    tips: Mapping[str, Any]


def chart(answer: Answer, display: str, width: float) -> Chart | None:
    """Return the chart of an answer, `width` pixels wide; null when there is nothing to draw."""
    settings = answer.settings
    stacking = settings.get("stackable.stack_type") or None
    if display in ("line", "combo"):
        stacking = None
    series = series_of(answer, is_additive=stacking is not None)
    if series is None or not series.places:
        return None
    drawn = [_drawn(answer, line, index, display) for index, line in enumerate(series.lines)]
    goal = settings.get("graph.goal_value") if settings.get("graph.show_goal") else None
    drawing = plot(drawn, len(series.places), stacking, _ends(settings, goal))
    left, right = (_format(answer, series, drawn, is_right=side) for side in (False, True))
    left_marks = _marks(drawing.left, left, is_share=stacking == _SHARES)
    right_marks = _marks(drawing.right, right) if drawing.right else ()
    left_width, right_width = _room(left_marks), _room(right_marks)
    breaks = _breaks(answer, series)
    return Chart(
        plot=drawing,
        keys=_keys(answer, series, drawn, stacking),
        left_marks=left_marks,
        right_marks=right_marks,
        place_marks=_place_marks(series, drawing, width - left_width - right_width),
        goal=None if goal is None else _goal(goal, settings, drawing.left, left),
        breaks=tuple(
            Mark(drawing.centres[index] / 10, series.full_labels[index]) for index in breaks
        ),
        unit=str(settings.get("graph.y_axis.title_text") or ""),
        left_width=left_width,
        right_width=right_width,
        summary="; ".join([_summary(answer, series), *_told(series, breaks)]),
        note=f"{series.left_out} smaller ones not shown." if series.left_out else "",
        tips=_tips(answer, series, drawn, stacking) | {"breaks": breaks},
    )


def _breaks(answer: Answer, series: Series) -> dict[int, str]:
    """Return what changed in what is counted, by the number of the place it changed from."""
    if _BREAK not in answer.names():
        return {}
    pairs = zip(answer.column(series.dimension), answer.column(_BREAK), strict=True)
    changes = {plain(place): str(change) for place, change in pairs if change}
    return {index: changes[place] for index, place in enumerate(series.places) if place in changes}


def _told(series: Series, breaks: Mapping[int, str]) -> list[str]:
    return [f"from {series.full_labels[index]} on: {what}" for index, what in breaks.items()]


def _drawn(answer: Answer, line: Line, index: int, display: str) -> Drawn:
    said = answer.settings.get("series_settings") or {}
    said = (
        said.get(line.metric if line.part is None else str(line.part)) or said.get(line.name) or {}
    )
    kind = said.get("display") or ("bar" if display == "combo" and index == 0 else display)
    return Drawn(
        name=said.get("title") or line.name,
        style=said.get("color") or series_style(line.name, index, answer.agents),
        kind=cast("Kind", kind if kind in ("line", "area", "bar") else "line"),
        values=line.values,
        is_right=said.get("axis") == "right",
        is_dashed=said.get("line.style") in ("dashed", "dotted"),
    )


def _ends(settings: Mapping[str, Any], goal: float | None) -> Ends:
    if settings.get("graph.y_axis.auto_range") is not False:
        return Ends(goal=goal)
    return Ends(settings.get("graph.y_axis.min"), settings.get("graph.y_axis.max"), goal)


def _format(answer: Answer, series: Series, drawn: Sequence[Drawn], *, is_right: bool) -> Format:
    pairs = zip(series.lines, drawn, strict=True)
    metrics = [line.metric for line, one in pairs if one.is_right is is_right]
    return answer.formats[(metrics or [series.lines[0].metric])[0]]


def _marks(scale: Scale, form: Format, *, is_share: bool = False) -> tuple[Mark, ...]:
    write = (lambda value: percent(value, 0)) if is_share else _axis(form)
    return tuple(Mark(scale.position(value) / 10, write(value)) for value in scale.marks)


def _axis(form: Format) -> Any:
    """Return how a round value is written beside an axis: without needless decimals."""

    def write(value: float) -> str:
        text = form.short(int(value) if value == int(value) else value)
        return _NEEDLESS.sub("", text)

    return write


def _room(marks: Sequence[Mark]) -> int:
    return max((len(mark.label) for mark in marks), default=0) * _LETTER + (8 if marks else 0)


def _goal(goal: float, settings: Mapping[str, Any], scale: Scale, form: Format) -> Mark:
    label = settings.get("graph.goal_label") or "Goal"
    return Mark(scale.position(float(goal)) / 10, f"{label} {form.full(goal)}")


def _place_marks(series: Series, drawing: Plot, width: float) -> tuple[Mark, ...]:
    sizes = {"wide": width, "narrow": NARROW_WIDTH}
    fitted = {only: _fitted(series, size) for only, size in sizes.items()}
    marks = []
    for index, centre in enumerate(drawing.centres):
        found = {
            only: _mark(centre / 10, labels[index], size)
            for (only, size), labels in zip(sizes.items(), fitted.values(), strict=True)
            if index in labels
        }
        if len(found) == len(sizes) and len(set(found.values())) == 1:
            marks.append(found["wide"])
        else:
            marks += [replace(mark, only=only) for only, mark in found.items()]
    return tuple(marks)


def _mark(position: float, label: str, width: float) -> Mark:
    """Return a label below its place, or within the plot's edge where it would stand out."""
    half = len(label) * _LETTER / 2 - _OVERHANG
    if half > width * (100 - position) / 100:
        return Mark(100.0, label, anchor="end")
    if half > width * position / 100:
        return Mark(0.0, label, anchor="start")
    return Mark(position, label)


def _fitted(series: Series, width: float) -> dict[int, str]:
    """Return the labels that fit: times thinned out, names cut short as long as that leaves something."""
    room = int((width / len(series.labels) - 10) / _LETTER)
    if room >= _SHORTEST_NAME and not isinstance(series.places[0], date):
        return {index: shortened(label, room) for index, label in enumerate(series.labels)}
    names = [shortened(label, _LONGEST_NAME) for label in series.labels]
    return {index: names[index] for index in spread(names, width)}


def _keys(
    answer: Answer, series: Series, drawn: Sequence[Drawn], stacking: str | None
) -> tuple[Key, ...]:
    click = click_of(answer.settings)
    keys = []
    for line, one in zip(series.lines, drawn, strict=True):
        known = _present(line.values)
        has_sum = stacking == "stacked" and _is_sum(line.metric, answer.formats[line.metric])
        total = answer.formats[line.metric].short(sum(known)) if known and has_sum else None
        row = {series.split: line.part} if series.split and line.part is not None else {}
        link = answer.link(click, row) if click and row else None
        keys.append(Key(one.name, one.style, total, link))
    return tuple(keys)


def _is_sum(metric: str, form: Format) -> bool:
    """Return whether a metric may be added up over places: money may, unless it is a price of something."""
    return form.style == "currency" and "_per_" not in metric


def _summary(answer: Answer, series: Series) -> str:
    """Return what a chart shows in a sentence, with its highest value."""
    highest: tuple[float, str, str] | None = None
    for line in series.lines:
        for value, label in zip(line.values, series.full_labels, strict=True):
            if value is not None and (highest is None or value > highest[0]):
                text = answer.formats[line.metric].full(value)
                highest = (value, label, f"{line.name} {text}")
    if highest is None:
        return f"{from_to(series)}: every value is unknown"
    return f"{from_to(series)}; highest: {highest[2]} on {highest[1]}"


def _tips(
    answer: Answer, series: Series, drawn: Sequence[Drawn], stacking: str | None
) -> dict[str, Any]:
    formats = [answer.formats[line.metric] for line in series.lines]
    click = click_of(answer.settings)
    links = (
        [answer.link(click, {series.dimension: place}) for place in series.places] if click else []
    )
    totals = None
    if stacking and len(drawn) > 1:
        columns = zip(*(one.values for one in drawn), strict=True)
        totals = [
            formats[0].full(sum(known)) if (known := _present(c)) else UNKNOWN for c in columns
        ]
    return {
        "places": series.full_labels,
        "series": [
            {
                "name": one.name,
                "style": one.style,
                "values": [None if value is None else form.full(value) for value in one.values],
            }
            for one, form in zip(drawn, formats, strict=True)
        ],
        "totals": totals,
        "links": links if any(links) else None,
    }


def _present(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]
