"""A chart as a picture of its own: an SVG with its title, axes, legend and colours in it, without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import escape

from agent_analytics.web.charts.plot import Plot
from agent_analytics.web.charts.scale import SIZE
from agent_analytics.web.palette import SHADES
from agent_analytics.web.wording import shortened

WIDTH, HEIGHT = 1_120, 560

_FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
_TOP, _BOTTOM, _SIDE = 104, 48, 24
_LEGEND_LETTER = 7.2
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a share of an axis in percent."""

    position: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the picture says around its plot; `keys` are names with their styles.

    `breaks` are the places from which the series is another.
    """

    title: str
    subtitle: str
    keys: tuple[tuple[str, str], ...]
    left: tuple[Label, ...]
    right: tuple[Label, ...]
    places: tuple[Label, ...]
    breaks: tuple[Label, ...]


def colour(style: str) -> str:
    """Return the colour of a style; a colour is its own."""
    return SHADES.get(style, style if style.startswith("#") else SHADES["muted"])


def standalone(plot: Plot, picture: Picture) -> str:
    """Return the SVG of a plot with its words."""
    left = _SIDE + max((len(one.text) for one in picture.left), default=0) * 8 + 8
    right = _SIDE + max((len(one.text) for one in picture.right), default=0) * 8 + 8
    box = (left, _TOP, WIDTH - left - right, HEIGHT - _TOP - _BOTTOM)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{_FONT}" font-size="13" fill="#5a6475">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_SIDE}" y="38" font-size="20" font-weight="600" fill="#171c26">'
        f"{escape(shortened(picture.title, _LONGEST_TITLE))}</text>",
        f'<text x="{_SIDE}" y="60">{escape(picture.subtitle)}</text>',
        *_legend(picture.keys),
        *_axes(picture, box),
        *_shapes(plot, box),
        "</svg>",
    ]
    return "".join(parts)


def _legend(keys: tuple[tuple[str, str], ...]) -> Iterator[str]:
    start = float(_SIDE)
    for name, style in keys if len(keys) > 1 else ():
        yield f'<rect x="{start:g}" y="74" width="11" height="11" rx="3" fill="{escape(colour(style))}"/>'
        yield f'<text x="{start + 17:g}" y="84">{escape(name)}</text>'
        start += len(name) * _LEGEND_LETTER + 36


def _axes(picture: Picture, box: tuple[int, int, int, int]) -> Iterator[str]:
    left, top, width, height = box
    for one in picture.left:
        y = top + height * one.position / 100
        yield f'<line x1="{left}" x2="{left + width}" y1="{y:g}" y2="{y:g}" stroke="#e3e6ec"/>'
        yield f'<text x="{left - 8}" y="{y:g}" dy="4" text-anchor="end">{escape(one.text)}</text>'
    for one in picture.right:
        y = top + height * one.position / 100
        yield f'<text x="{left + width + 8}" y="{y:g}" dy="4">{escape(one.text)}</text>'
    for one in picture.places:
        x = left + width * one.position / 100
        yield f'<text x="{x:g}" y="{top + height + 22}" text-anchor="middle">{escape(one.text)}</text>'
    for one in picture.breaks:
        x = left + width * one.position / 100
        yield (
            f"<g><title>counted differently from {escape(one.text)} on</title>"
            f'<line x1="{x:g}" x2="{x:g}" y1="{top}" y2="{top + height}" stroke="#5a6475"'
            f' stroke-dasharray="2 4"/><circle cx="{x:g}" cy="{top}" r="4"/></g>'
        )


def _shapes(plot: Plot, box: tuple[int, int, int, int]) -> Iterator[str]:
    left, top, width, height = box
    yield (
        f'<svg x="{left}" y="{top}" width="{width}" height="{height}" viewBox="0 0 {SIZE} {SIZE}"'
        ' preserveAspectRatio="none" overflow="visible">'
    )
    for shape in plot.shapes:
        paint = escape(colour(shape.style))
        if shape.is_filled:
            faint = ' fill-opacity="0.15"' if shape.is_faint else ""
            yield f'<path d="{shape.path}" fill="{paint}"{faint}/>'
        else:
            dashes = ' stroke-dasharray="6 5"' if shape.is_dashed else ""
            yield (
                f'<path d="{shape.path}" fill="none" stroke="{paint}" stroke-width="2.5"{dashes}'
                ' stroke-linejoin="round" stroke-linecap="round" vector-effect="non-scaling-stroke"/>'
            )
    yield "</svg>"
