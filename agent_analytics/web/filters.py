"""Filters as an address says them, as controls show them, and as an address again.

What a filter does to a card's SQL is the concern of `agent_analytics.dashboards.binding`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from agent_analytics.dashboards.binding import Filters, values_of
from agent_analytics.dashboards.dates import day_range
from agent_analytics.dashboards.templates import Dashboard, Parameter
from agent_analytics.errors import RequestError
from agent_analytics.web.wording import span

PRESETS: Mapping[str, str] = {
    "today": "Today",
    "yesterday": "Yesterday",
    "past7days": "Last 7 days",
    "past30days": "Last 30 days",
    "past90days": "Last 90 days",
    "thismonth": "This month",
    "lastmonth": "Last month",
    "thisquarter": "This quarter",
    "thisyear": "This year",
    "past12months": "Last 12 months",
    "": "All time",
}
TAB = "tab"
FIRST, LAST = "-from", "-to"

_FREE = re.compile(r"(\d{4}-\d{2}-\d{2})?~(\d{4}-\d{2}-\d{2})?")
_MOST_VALUES = 200
_LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A value on offer."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A filter on a page: what may be chosen and, in words, what is.

    `first` and `last` are the ends of dates that were chosen freely; `is_open` means that values are too many
    to list and one is written.
    """

    slug: str
    name: str
    is_date: bool
    choices: tuple[Choice, ...]
    summary: str
    is_on: bool
    first: str = ""
    last: str = ""
    is_open: bool = False


def filters_from(dashboard: Dashboard, items: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the filters of an address, by slug.

    Raises `RequestError` for a name the board does not know: a filter that is ignored shows wrong figures.
    """
    known = {parameter.slug: parameter for parameter in dashboard.parameters}
    filters: dict[str, list[str]] = {}
    ends: dict[str, dict[str, str]] = {}
    for name, value in items:
        slug = name.removesuffix(FIRST).removesuffix(LAST)
        if name in known:
            filters.setdefault(name, []).append(value)
        elif slug in known and _is_date(known[slug]):
            ends.setdefault(slug, {})[name.removeprefix(slug)] = value
        elif name != TAB:
            offered = ", ".join([*known, TAB])
            message = f"this board has no filter {name[:40]!r}; use {offered}"
            raise RequestError(message)
    for slug, found in ends.items():
        if any(found.values()):
            filters[slug] = [f"{found.get(FIRST, '')}~{found.get(LAST, '')}"]
    for slug, values in filters.items():
        if len(values) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in values):
            message = f"{slug}: at most {_MOST_VALUES} values of {_LONGEST_VALUE} characters"
            raise RequestError(message)
        if _is_date(known[slug]) and len(values) > 1:
            message = f"{slug}: {len(values)} ranges of days were given; choose one"
            raise RequestError(message)
    return filters


def address(dashboard: Dashboard, filters: Filters, tab: int = 0, path: str = "") -> str:
    """Return the address of a board, or of a `path` below it, under some filters: defaults are left out."""
    pairs: list[tuple[str, str]] = [(TAB, str(tab + 1))] if tab else []
    for parameter in dashboard.parameters:
        values = values_of(parameter, filters)
        if values != values_of(parameter, {}):
            pairs += [(parameter.slug, value) for value in values or ("",)]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"/boards/{quote(dashboard.slug)}{path}{query}"


def control(
    parameter: Parameter, filters: Filters, offered: Sequence[tuple[str, str]] | None, today: date
) -> Control:
    """Return a filter's control; `offered` are values and labels that the data hold, null when too many.

    Raises `RequestError` for a date that is none.
    """
    values = values_of(parameter, filters)
    is_on = values != values_of(parameter, {})
    if _is_date(parameter):
        return _date_control(parameter, values, today, is_on=is_on)
    labels = dict(offered or ()) | {value: value for value in parameter.choices}
    labels |= {value: value for value in values if value not in labels}
    chosen = [labels[value] for value in values]
    return Control(
        parameter.slug,
        parameter.name,
        False,
        tuple(Choice(value, label, value in values) for value, label in labels.items()),
        _list(chosen) if chosen else "All",
        is_on,
        is_open=offered is None,
    )


def in_words(controls: Iterable[Control]) -> str:
    """Return the filters that are on, and the dates, in one line."""
    return " · ".join(
        one.summary if one.is_date else f"{one.name}: {one.summary}"
        for one in controls
        if one.is_date or one.is_on
    )


def _date_control(
    parameter: Parameter, values: tuple[str, ...], today: date, *, is_on: bool
) -> Control:
    value = values[0] if values else ""
    days = day_range(value, today) if value else None
    name = _named(value)
    choices = [Choice(one, label, one == value) for one, label in PRESETS.items()]
    if value not in PRESETS:
        choices.append(Choice(value, name or "Other dates", True))
    first, last = "", ""
    summary = name
    if days is not None and days.first is not None and days.end is not None:
        shown = span(days.first, days.end)
        summary = f"{name}: {shown}" if name else shown
    elif days is not None:
        summary = value.replace("~", " – ")
    if _FREE.fullmatch(value):
        first, _, last = value.partition("~")
    return Control(
        parameter.slug, parameter.name, True, tuple(choices), summary, is_on, first, last
    )


def _named(value: str) -> str:
    """Return what a relative date is called; empty for one without a name."""
    with_today = PRESETS.get(value.removesuffix("~"), "")
    return (
        f"{with_today} and today" if value.endswith("~") and with_today else PRESETS.get(value, "")
    )


def _list(values: Sequence[str]) -> str:
    shown = ", ".join(values[:2])
    return shown if len(values) <= 2 else f"{shown} +{len(values) - 2}"  # noqa: PLR2004


def _is_date(parameter: Parameter) -> bool:
    return parameter.type.startswith("date/")
