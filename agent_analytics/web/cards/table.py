"""Tables: chosen columns in order, cells in words with their exact value to sort by, tones and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agent_analytics.web.cards.answer import Answer, click_of
from agent_analytics.web.cards.shade import Scale, scale
from agent_analytics.web.formats import column_settings
from agent_analytics.web.palette import tone

MOST_ROWS = 500

_EMPTY = {"is-null": True, "not-null": False}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name; `is_number` puts it to the right."""

    title: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words, what to sort it by, its tone, its bar in percent and where it leads.

    `shade` is the background of a cell of a heat table; empty for none.
    """

    text: str
    sort: str
    tone: str
    shade: str
    bar: float | None
    link: str | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with what colours and links it; `longest` is what its longest bar stands for, 0 without."""

    name: str
    rules: tuple[Mapping[str, Any], ...]
    scale: Scale | None
    click: Mapping[str, Any]
    longest: float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as shown; `left_out` is how many of the answer's rows are not, null when that is not known."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int | None


def table(answer: Answer, most_rows: int = MOST_ROWS) -> Table:
    """Return an answer's table: the columns that the settings enable, in their order."""
    names = shown_columns(answer)
    columns = [_column(answer, name) for name in names]
    rules = answer.settings.get("table.column_formatting") or []
    rows = []
    for record in answer.records()[:most_rows]:
        row_tone = _row_tone(rules, record)
        rows.append(tuple(_cell(answer, column, record, row_tone) for column in columns))
    hidden = max(0, len(answer.rows.rows) - most_rows)
    return Table(
        tuple(
            Heading(answer.formats[name].title, answer.formats[name].is_number) for name in names
        ),
        tuple(rows),
        None if answer.rows.is_cut else hidden,
    )


def shown_columns(answer: Answer) -> list[str]:
    """Return the names of the columns that a table shows."""
    said = answer.settings.get("table.columns")
    if not isinstance(said, list):
        return answer.names()
    return answer.existing([one["name"] for one in said if one.get("enabled", True)])


def _column(answer: Answer, name: str) -> _Column:
    rules = answer.settings.get("table.column_formatting") or []
    own = [rule for rule in rules if name in (rule.get("columns") or [])]
    has_bar = column_settings(name, [answer.settings]).get("show_mini_bar")
    return _Column(
        name,
        tuple(rule for rule in own if rule.get("type") != "range"),
        next((_scale(answer, name, rule) for rule in own if rule.get("type") == "range"), None),
        click_of(answer.settings, name),
        _longest(answer, name) if has_bar else 0.0,
    )


def _scale(answer: Answer, name: str, rule: Mapping[str, Any]) -> Scale:
    return scale(rule, name, {one: answer.column(one) for one in answer.existing(rule["columns"])})


def _cell(answer: Answer, column: _Column, record: Mapping[str, Any], row_tone: str) -> Cell:
    value = record[column.name]
    tones = (_rule_tone(rule, value) for rule in column.rules)
    return Cell(
        text=answer.formats[column.name].full(value),
        sort=_sort_key(value),
        tone=next(filter(None, tones), row_tone),
        shade=column.scale.shade(value) if column.scale else "",
        bar=_bar(value, column.longest),
        link=answer.link(column.click, record) if column.click else None,
    )


def _row_tone(rules: list[Mapping[str, Any]], record: Mapping[str, Any]) -> str:
    for rule in rules:
        if rule.get("highlight_row"):
            for name in rule.get("columns") or []:
                if found := _rule_tone(rule, record.get(name)):
                    return found
    return ""


def _rule_tone(rule: Mapping[str, Any], value: Any) -> str:
    """Return the tone that a rule gives a value; empty for none."""
    operator, wanted = rule.get("operator"), rule.get("value")
    if operator in _EMPTY:
        return tone(rule.get("color")) if (value is None) is _EMPTY[operator] else ""
    if value is None:
        return ""
    return tone(rule.get("color")) if _holds(value, operator, wanted) else ""


def _holds(value: Any, operator: object, wanted: Any) -> bool:
    if isinstance(value, int | float | Decimal) and isinstance(wanted, int | float):
        left, right = float(value), float(wanted)
        return {
            "=": left == right,
            "!=": left != right,
            "<": left < right,
            ">": left > right,
            "<=": left <= right,
            ">=": left >= right,
        }.get(str(operator), False)
    texts = {"=": str(value) == str(wanted), "!=": str(value) != str(wanted)}
    texts |= {"contains": str(wanted) in str(value)}
    texts |= {"starts-with": str(value).startswith(str(wanted))}
    return texts.get(str(operator), False)


def _sort_key(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).casefold()


def _longest(answer: Answer, name: str) -> float:
    values = [
        abs(float(one)) for one in answer.column(name) if isinstance(one, int | float | Decimal)
    ]
    return max(values, default=0.0)


def _bar(value: Any, longest: float) -> float | None:
    if not isinstance(value, int | float | Decimal) or not longest:
        return None
    return round(abs(float(value)) / longest * 100, 2)
