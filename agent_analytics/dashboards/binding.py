"""Cards and values of filters as SQL and parameters: values are bound, never written into the SQL.

The text of the SQL depends on the template and on how many values there are, not on what they say. Running
it is the concern of whoever asks.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from agent_analytics.dashboards.dates import day_range
from agent_analytics.dashboards.placeholders import Clause, TagUse, pieces_of
from agent_analytics.dashboards.templates import Card, Dashboard, Dashcard, Parameter, Tag
from agent_analytics.errors import RequestError, TemplateError

Filters = Mapping[str, Sequence[str]]
"""Values by the slug of a filter; an empty sequence says that the filter is off."""

_ALIAS = re.compile(r"\w+(?:\.\w+)*")
_EVERYTHING = "1 = 1"


@dataclass(frozen=True, slots=True)
class Bound:
    """SQL with named parameters, ready to run."""

    sql: str
    parameters: Mapping[str, Any]


@dataclass(slots=True)
class _Parameters:
    """Values as they are bound, each under a name of its own."""

    bound: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> str:
        name = f"value_{len(self.bound) + 1}"
        self.bound[name] = value
        return f"${name}"


def values_of(parameter: Parameter, filters: Filters) -> tuple[str, ...]:
    """Return what a filter is set to: its default when nothing is said of it, nothing when it is off."""
    given = filters.get(parameter.slug)
    if given is None or (parameter.is_required and not any(given)):
        default = parameter.default
        given = default if isinstance(default, list) else [default]
    return tuple(str(value) for value in given if value not in (None, ""))


def tag_values(
    dashboard: Dashboard, dashcard: Dashcard, filters: Filters, card: Card | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the values of a card's tags under the filters of its board; tags without a value are left out."""
    parameters = {one.id: one for one in dashboard.parameters}
    wanted = card or dashcard.card
    values: dict[str, tuple[str, ...]] = {}
    for wire in dashcard.mappings:
        is_ours = wanted is None or wire.card_id in (None, wanted.entity_id)
        if is_ours and wire.parameter_id in parameters:
            values[wire.tag] = values_of(parameters[wire.parameter_id], filters)
    return {tag: found for tag, found in values.items() if found}


def bind(card: Card, values: Mapping[str, Sequence[str]], today: date) -> Bound:
    """Return a card's SQL for some values of its tags.

    Relative dates count from `today`. Raises `RequestError` for a value that does not fit its tag, and
    `TemplateError` for SQL that uses a tag the card does not declare.
    """
    tags = {tag.name: tag for tag in card.tags}
    given = {name: list(found) for name, found in values.items() if found}
    for tag in card.tags:
        if tag.name not in given and tag.default not in (None, [], ""):
            given[tag.name] = tag.default if isinstance(tag.default, list) else [tag.default]
    parameters = _Parameters()

    def written(piece: str | TagUse) -> str:
        if isinstance(piece, str):
            return piece
        if piece.name not in tags:
            message = f"{card.path}: the SQL uses {{{{{piece.name}}}}}, which is no tag of the card"
            raise TemplateError(message)
        return _tag(tags[piece.name], given.get(piece.name, []), today, parameters)

    parts: list[str] = []
    for piece in pieces_of(card.sql):
        if not isinstance(piece, Clause):
            parts.append(written(piece))
        elif piece.tags() <= given.keys():
            parts.extend(written(inner) for inner in piece.pieces)
    return Bound("".join(parts), parameters.bound)


def _tag(tag: Tag, values: Sequence[str], today: date, parameters: _Parameters) -> str:
    if tag.kind == "dimension":
        return _filter(tag, values, today, parameters) if values else _EVERYTHING
    if not values:
        message = f"the card needs a value for {tag.name!r}"
        raise RequestError(message)
    try:
        read = _VARIABLES[tag.kind]
    except KeyError:
        message = f"tags of the kind {tag.kind!r} are not supported; use dimension, text or number"
        raise TemplateError(message) from None
    return parameters.add(read(str(values[0])))


def _filter(tag: Tag, values: Sequence[str], today: date, parameters: _Parameters) -> str:
    """Return the condition of a field filter on its column."""
    column = _column(tag)
    widget = tag.widget or "string/="
    kind, _, operator = widget.partition("/")
    if kind == "date":
        conditions = [_days(column, str(value), today, parameters) for value in values]
        return f"({' or '.join(conditions)})"
    read = _VARIABLES.get(kind, str)
    if operator == "between":
        low, high = (read(str(value)) for value in _pair(values))
        return f"{column} between {parameters.add(low)} and {parameters.add(high)}"
    marks = [parameters.add(read(str(value))) for value in values]
    if operator in _COMPARISONS:
        return f"({' or '.join(_COMPARISONS[operator](column, mark) for mark in marks)})"
    if operator in ("!=", "does-not-contain"):
        is_one = _COMPARISONS["contains"] if operator != "!=" else _equal
        conditions = [f"not {is_one(column, mark)}" for mark in marks]
        return f"(({' and '.join(conditions)}) or {column} is null)"
    return f"{column} in ({', '.join(marks)})"


def _days(column: str, value: str, today: date, parameters: _Parameters) -> str:
    """Return the condition of a range of days; a moment belongs to its day in the session's time zone."""
    days = day_range(value, today)
    conditions = []
    if days.first is not None:
        conditions.append(f"{column} >= {parameters.add(days.first)}")
    if days.end is not None:
        conditions.append(f"{column} < {parameters.add(days.end)}")
    return f"({' and '.join(conditions)})"


def _column(tag: Tag) -> str:
    if tag.alias is not None:
        if not _ALIAS.fullmatch(tag.alias):
            message = f"the alias {tag.alias!r} is no name of a column; write table.column"
            raise TemplateError(message)
        return ".".join(f'"{part}"' for part in tag.alias.split("."))
    if tag.field is None:
        message = f"the field filter {tag.name!r} names no column; give it a dimension"
        raise TemplateError(message)
    names = (tag.field.schema, tag.field.table, tag.field.column)
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def _pair(values: Sequence[str]) -> tuple[str, str]:
    if len(values) != 2:  # noqa: PLR2004 - a lowest and a highest one
        message = f"two numbers are needed, {len(values)} were given"
        raise RequestError(message)
    return values[0], values[1]


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        message = f"{value!r} is not a number"
        raise RequestError(message)
    return number


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a day; write 2026-05-31"
        raise RequestError(message) from None


def _boolean(value: str) -> bool:
    if value.lower() not in ("true", "false"):
        message = f"{value!r} is neither true nor false"
        raise RequestError(message)
    return value.lower() == "true"


def _equal(column: str, mark: str) -> str:
    return f"{column} = {mark}"


_VARIABLES: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "number": _number,
    "date": _date,
    "boolean": _boolean,
}
_COMPARISONS: Mapping[str, Callable[[str, str], str]] = {
    "contains": lambda column, mark: f"contains(lower({column}), lower({mark}))",
    "starts-with": lambda column, mark: f"starts_with(lower({column}), lower({mark}))",
    "ends-with": lambda column, mark: f"ends_with(lower({column}), lower({mark}))",
    ">=": lambda column, mark: f"{column} >= {mark}",
    "<=": lambda column, mark: f"{column} <= {mark}",
}
