"""Single figures: a number, and how it compares with the one before, another column or a target."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agent_analytics.web.cards.answer import Answer, click_of
from agent_analytics.web.charts.plot import Ends, Plot, Series, plot
from agent_analytics.web.wording import UNKNOWN, change, day

_LEAST_SPARK = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a figure stands to another: the change, what it is compared with, and whether that is good.

    `meaning` says in full what the other figure is.
    """

    change: str
    against: str
    arrow: str
    tone: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, short and in full, with its comparisons and its course where there is one."""

    value: str
    exact: str
    comparisons: tuple[Comparison, ...]
    spark: Plot | None
    link: str | None


def tile(answer: Answer, display: str) -> Tile | None:
    """Return the tile of an answer; null without a row or a column to show."""
    if not answer.rows.rows:
        return None
    named = answer.existing([answer.settings.get("scalar.field")])
    field = (named or answer.numbers() or answer.names())[0]
    records = answer.records()
    is_smart = display == "smartscalar"
    current = records[-1] if is_smart else records[0]
    form = answer.formats[field]
    value = current[field]
    click = click_of(answer.settings)
    return Tile(
        value=form.short(value),
        exact=form.full(value),
        comparisons=tuple(_comparisons(answer, records, field)) if is_smart else (),
        spark=_spark(answer.column(field)) if is_smart else None,
        link=answer.link(click, current) if click else None,
    )


def _comparisons(answer: Answer, records: list[dict[str, Any]], field: str) -> Iterator[Comparison]:
    asked = answer.settings.get("scalar.comparisons") or [{"type": "previousPeriod"}]
    is_cost = bool(answer.settings.get("scalar.switch_positive_negative"))
    for one in asked:
        before, label = _other(answer, records, field, one)
        yield _compared(answer, field, (records[-1][field], before), label, is_cost)


def _other(
    answer: Answer, records: list[dict[str, Any]], field: str, asked: Mapping[str, Any]
) -> tuple[Any, str]:
    """Return the value a figure is compared with and what it is called."""
    kind, label = asked.get("type"), asked.get("label")
    if kind == "staticNumber":
        return asked.get("value"), label or "the target"
    if kind == "anotherColumn":
        column = answer.existing([asked.get("column")])
        return (records[-1][column[0]] if column else None), label or "before"
    steps = int(asked.get("value") or 1) if kind == "periodsAgo" else 1
    earlier = records[-1 - steps] if len(records) > steps else {}
    if kind == "previousValue":
        known = [record for record in records[:-1] if record[field] is not None]
        earlier = known[-1] if known else {}
    when = next((one for one in earlier.values() if isinstance(one, date)), None)
    name = "the period before" if when is None else f"the period from {day(when)}"
    return earlier.get(field), label or name


def _compared(
    answer: Answer, field: str, pair: tuple[Any, Any], label: str, is_cost: bool
) -> Comparison:
    now, before = (one if isinstance(one, int | float | Decimal) else None for one in pair)
    if before is None:
        return Comparison("", "no earlier value", "", "quiet", f"{label} is not known")
    form = answer.formats[field]
    against, meaning = f"from {form.short(before)}", f"{label}: {form.full(before)}"
    if now is None:
        return Comparison("", against, "", "quiet", meaning)
    moved = change(now, before)
    if now == before or moved == "no change":
        return Comparison("no change", against, "", "quiet", meaning)
    is_up = now > before
    text = "" if moved == UNKNOWN else moved
    tone = "good" if is_up is not is_cost else "bad"
    return Comparison(text, against, "▲" if is_up else "▼", tone, meaning)


def _spark(values: list[Any]) -> Plot | None:
    numbers = tuple(
        float(one) if isinstance(one, int | float | Decimal) else None for one in values
    )
    if len(numbers) < _LEAST_SPARK or not any(numbers):
        return None
    return plot([Series("", "s1", "line", numbers)], len(numbers), None, Ends())
