"""A chart of stacked columns, one column a day, and the line drawn small beside a figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from agent_analytics.web.charts.scale import Scale, largest_total, round_marks, spread

_GAP_SHARE = 0.25
_WIDEST_BAR = 40.0
_HALF_LABEL = 22.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of a drawing and the margins around its plot, in view-box units."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    labels: int
    """How many labels fit below the horizontal axis."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled position on an axis; `anchor` is which side of the label stands there."""

    position: float
    label: str
    anchor: Literal["start", "middle", "end"] = "end"


@dataclass(frozen=True, slots=True)
class Slot:
    """The full-height place of one column, where its tooltip answers."""

    left: float
    width: float
    tooltip: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Everything a template needs to draw stacked columns.

    `paths` holds one path per series, in the order given; a series without a positive value has an empty
    one. Unknown values draw nothing; their tooltips say so.
    """

    frame: Frame
    paths: tuple[str, ...]
    value_marks: tuple[Mark, ...]
    place_marks: tuple[Mark, ...]
    slots: tuple[Slot, ...]


def column_chart(
    frame: Frame,
    places: Sequence[str],
    tooltips: Sequence[str],
    stacks: Sequence[Sequence[int | None]],
    mark: Callable[[int], str],
) -> ColumnChart:
    """Return the geometry of stacked columns.

    `places` are the labels and `tooltips` the texts of the columns, left to right; `stacks` holds one
    sequence of values per series, as long as `places`, stacked from the bottom up; `mark` words a value.
    """
    values = round_marks(largest_total(stacks))
    scale = Scale(values[-1], frame.top, frame.height - frame.bottom)
    pitch = (frame.width - frame.left - frame.right) / max(1, len(places))
    bar = min(pitch * (1 - _GAP_SHARE), _WIDEST_BAR)
    lefts = [frame.left + pitch * index for index in range(len(places))]
    return ColumnChart(
        frame=frame,
        paths=_stacked([left + (pitch - bar) / 2 for left in lefts], bar, stacks, scale),
        value_marks=tuple(Mark(scale.position(value), mark(value)) for value in values),
        place_marks=tuple(
            _place_mark(frame, lefts[index] + pitch / 2, places[index])
            for index in spread(len(places), frame.labels)
        ),
        slots=tuple(
            Slot(round(left, 2), round(pitch, 2), tooltip)
            for left, tooltip in zip(lefts, tooltips, strict=True)
        ),
    )


def spark_line(values: Sequence[int | None], width: int, height: int) -> str:
    """Return the path of a small line from zero to the largest value; gaps where a value is unknown."""
    scale = Scale(max([1, *(value for value in values if value is not None)]), 1, height - 1)
    pitch = width / max(1, len(values) - 1)
    commands: list[str] = []
    pen = "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        commands.append(f"{pen}{_short(index * pitch)} {_short(scale.position(value))}")
        pen = "L"
    return "".join(commands)


def _place_mark(frame: Frame, center: float, label: str) -> Mark:
    """Return a label centred below its column, unless it would leave the drawing on the right."""
    edge = frame.width - frame.right
    if center + _HALF_LABEL > frame.width:
        return Mark(edge, label, "end")
    return Mark(round(center, 2), label, "middle")


def _stacked(
    lefts: Sequence[float], bar: float, stacks: Sequence[Sequence[int | None]], scale: Scale
) -> tuple[str, ...]:
    heights = [0] * len(lefts)
    paths = []
    for series in stacks:
        boxes = []
        for index, value in enumerate(series):
            if not value or value < 0:
                continue
            floor, heights[index] = heights[index], heights[index] + value
            boxes.append(
                _box(lefts[index], bar, scale.position(floor), scale.position(heights[index]))
            )
        paths.append("".join(boxes))
    return tuple(paths)


def _box(left: float, width: float, bottom: float, top: float) -> str:
    return f"M{_short(left)} {_short(bottom)}V{_short(top)}h{_short(width)}V{_short(bottom)}z"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
