"""Shades of a heat table: how deep the background of a number is between the ends of a range rule.

A depth is a step of the style sheet, which mixes it with the card so that text stays readable in both
themes; the number itself stays in the cell for those who see no colours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent_analytics.web.palette import tone

DEPTHS = 8
"""Steps between a cell without a shade and the deepest one."""

_PLAIN = "muted"
_DIVERGING = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """A range rule over the values it is for: its ends and its colours from the low to the high one."""

    low: float
    high: float
    colours: tuple[object, ...]

    def shade(self, value: Any) -> str:
        """Return the classes of a value's background; empty for unknown values and the plain end."""
        number = _number(value)
        if number is None or len(self.colours) < 2:  # noqa: PLR2004 - two ends
            return ""
        share = (number - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        style, depth = _between(self.colours, min(1.0, max(0.0, share)))
        step = round(depth * DEPTHS)
        return f"shade {style} d{step}" if step else ""


def scale(rule: Mapping[str, Any], name: str, columns: Mapping[str, Sequence[Any]]) -> Scale:
    """Return the scale of a range rule for the column `name`; `columns` are all values by name.

    An end of type `custom` is the rule's own value, `all` is taken over all columns of the rule, and any
    other over the column itself.
    """
    together = [value for one in rule.get("columns") or [] for value in columns.get(one, ())]
    own = columns.get(name, ())
    ends = []
    for side, choose in (("min", min), ("max", max)):
        kind = rule.get(f"{side}_type")
        said = _number(rule.get(f"{side}_value")) if kind == "custom" else None
        known = [one for one in map(_number, together if kind == "all" else own) if one is not None]
        ends.append(choose(known, default=0.0) if said is None else said)
    return Scale(ends[0], ends[1], tuple(rule.get("colors") or ()))


def _between(colours: Sequence[object], share: float) -> tuple[str, float]:
    """Return the tone and the depth from 0 to 1 at a share of the way; a grey or white end is plain."""
    first, last = tone(colours[0]), tone(colours[-1])
    if len(colours) >= _DIVERGING:
        return (last, 2 * share - 1) if share >= 0.5 else (first, 1 - 2 * share)  # noqa: PLR2004 - middle
    return (first, 1 - share) if last == _PLAIN else (last, share)


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return float(value) if is_number else None
