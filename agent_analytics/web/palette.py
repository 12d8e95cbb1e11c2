"""Colours by name: one for each agent everywhere, one for each place in any other series.

Names are classes of the style sheet, which holds a light and a dark shade of each; `SHADES` are the light
ones, for pictures that stand alone. Neighbours keep apart for colour-blind readers.
"""

import colorsys
import re
from collections.abc import Mapping

SHADES: Mapping[str, str] = {
    "s1": "#3563d6",
    "s2": "#e0851b",
    "s3": "#0f8f7a",
    "s4": "#b0479a",
    "s5": "#55a5e3",
    "s6": "#b59c16",
    "s7": "#7a5cd6",
    "s8": "#8a5a3c",
    "s9": "#d4576b",
    "s10": "#2f7d4f",
    "muted": "#a3abb9",
    "good": "#1d8a4e",
    "warn": "#c98a06",
    "bad": "#c93a3a",
}
AGENTS: Mapping[str, str] = {
    "claude_code": "s2",
    "codex": "s3",
    "gemini_cli": "s1",
    "copilot": "s7",
    "copilot_cli": "s4",
    "cursor": "s5",
    "opencode": "s6",
    "litellm": "s8",
    "other": "muted",
}
ORDER = tuple(name for name in SHADES if name.startswith("s"))
REST = "others"

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_GREY_BELOW = 0.15


def series_style(name: str, place: int, agents: Mapping[str, str]) -> str:
    """Return the colour of a series: its agent's, by code or display name, else that of its place."""
    if name.lower() in (REST, "other", "unknown", "none", "–"):
        return "muted"
    code = agents.get(name, name)
    if code in AGENTS or name in agents:
        return AGENTS.get(code, ORDER[-1])
    return ORDER[place % len(ORDER)]


def tone(colour: object) -> str:
    """Return what a template's colour means: `good`, `warn`, `bad`, or `muted` for any other."""
    rgb = _rgb(colour)
    if rgb is None:
        return "muted"
    hue, _lightness, saturation = colorsys.rgb_to_hls(*rgb)
    if saturation < _GREY_BELOW:
        return "muted"
    degrees = hue * 360
    if degrees < 20 or degrees >= 330:  # noqa: PLR2004 - reds
        return "bad"
    if degrees < 68:  # noqa: PLR2004 - oranges and yellows
        return "warn"
    return "good" if degrees < 170 else "s1"  # noqa: PLR2004 - greens, then blues


def _rgb(colour: object) -> tuple[float, float, float] | None:
    if not isinstance(colour, str) or not _HEX.fullmatch(colour):
        return None
    digits = colour[1:]
    if len(digits) == 3:  # noqa: PLR2004 - the short form
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return red, green, blue
