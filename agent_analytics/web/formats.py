"""How the values of one column are written: short on charts and tiles, in full in tooltips and tables.

A template says it in `column_settings`; what it leaves open follows from the column's name and type.
Numbers as words are `wording`'s concern.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from agent_analytics.serving import Column
from agent_analytics.web.wording import (
    UNKNOWN,
    Number,
    compact,
    exact,
    full_day,
    moment,
    percent,
)

_NUMBERS = ("INT", "DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "NUMERIC")
_PERCENT_NAMES = ("_share", "_rate", "_ratio_percent")
_CENTS = 2
_CENT = Decimal("0.01")
_WORDS = {"usd": "USD", "id": "ID", "roi": "ROI", "pr": "PR", "p50": "p50", "p95": "p95"}


@dataclass(frozen=True, slots=True)
class Format:
    """How a column is written.

    `decimals` is null where the size of the number decides; `names` stand for the codes they belong to.
    """

    title: str
    style: str
    decimals: int | None
    prefix: str
    suffix: str
    scale: Decimal
    is_number: bool
    is_month: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def full(self, value: Any) -> str:
        """Return a value in full; unknown is a dash."""
        return self._written(value, is_short=False)

    def short(self, value: Any) -> str:
        """Return a value in about three digits; unknown is a dash."""
        return self._written(value, is_short=True)

    def _written(self, value: Any, *, is_short: bool) -> str:
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return UNKNOWN
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float | Decimal):
            return self.prefix + self._number(_scaled(value, self.scale), is_short) + self.suffix
        if isinstance(value, list | tuple | set):
            return ", ".join(self._written(one, is_short=is_short) for one in value)
        if self.is_month and isinstance(value, date):
            return f"{value:%B %Y}"
        return _plain(self.names.get(value, value) if isinstance(value, str) else value)

    def _number(self, value: Number, is_short: bool) -> str:
        if self.style == "percent":
            return percent(value, self.decimals)
        write = compact if is_short else exact
        if self.style != "currency":
            return write(value, self.decimals)
        size = value if value >= 0 else -value
        text = write(size, _dollar_decimals(size, self.decimals, is_short))
        return f"−${text}" if value < 0 and text.strip("0.") else f"${text}"


def format_of(
    column: Column, settings: Iterable[Mapping[str, Any]], names: Mapping[str, str] | None = None
) -> Format:
    """Return how a column is written; later settings override earlier ones.

    `names` are those of the column's codes, where it holds codes.
    """
    said = column_settings(column.name, settings)
    is_number = column.type.startswith(_NUMBERS) or "INT" in column.type
    style = said.get("number_style") or _style_by_name(column.name)
    decimals = said.get("decimals")
    return Format(
        title=said.get("column_title") or title_of(column.name),
        style=style if is_number else "text",
        decimals=decimals if isinstance(decimals, int) else None,
        prefix=str(said.get("prefix") or ""),
        suffix=str(said.get("suffix") or ""),
        scale=Decimal(str(said.get("scale") or 1)),
        is_number=is_number,
        names=names or {},
        is_month="D" not in str(said.get("date_style") or "D"),
    )


def column_settings(name: str, settings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what several visualisation settings together say about a column."""
    key = json.dumps(["name", name], separators=(",", ":"))
    said: dict[str, Any] = {}
    for one in settings:
        said |= (one.get("column_settings") or {}).get(key) or {}
    return said


def title_of(name: str) -> str:
    """Return a column's name as a heading: `list_cost_usd` is `List cost USD`."""
    words = [_WORDS.get(word, word) for word in name.split("_") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return full_day(value) if isinstance(value, date) else str(value)


def _style_by_name(name: str) -> str:
    if name.endswith("_usd"):
        return "currency"
    return "percent" if name.endswith(_PERCENT_NAMES) else "decimal"


def _scaled(value: Number, scale: Decimal) -> Number:
    return value if scale == 1 else Decimal(str(value)) * scale


def _dollar_decimals(value: Number, decimals: int | None, is_short: bool) -> int | None:
    """Return cents for small sums, none for large short ones, and what a fraction of a cent needs."""
    if 0 < value < _CENT:
        return None
    if is_short and value >= 1_000:  # noqa: PLR2004 - four digits say enough
        return 0
    return _CENTS if decimals is None else decimals
