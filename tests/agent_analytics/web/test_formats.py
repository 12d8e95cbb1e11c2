"""Columns are written as their settings say, and as their names suggest where those are silent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from agent_analytics.serving import Column
from agent_analytics.web.formats import format_of, title_of
from agent_analytics.web.wording import NARROW


def settings(name: str, **said: Any) -> list[dict[str, Any]]:
    """Return visualisation settings that say something of one column."""
    return [{"column_settings": {f'["name","{name}"]': said}}]


@pytest.mark.parametrize(
    ("name", "value", "full", "short"),
    [
        ("request_count", 12_345, "12,345", "12.3 k"),
        ("list_cost_usd", Decimal("3412.5"), "$3,412.50", "$3,412"),
        ("list_cost_usd", 34_125, "$34,125.00", "$34.1 k"),
        ("list_cost_usd", 0, "$0.00", "$0.00"),
        ("list_cost_usd", 0.00042, "$0.0004", "$0.0004"),
        ("list_cost_usd", -2.5, "−$2.50", "−$2.50"),
        ("cache_read_share", 0.425, "42.5%", "42.5%"),
        ("request_count", None, "–", "–"),
        ("request_count", float("nan"), "–", "–"),
    ],
)
def test_a_name_suggests_how_a_number_is_written(
    name: str, value: Any, full: str, short: str
) -> None:
    """Dollars and shares are known by the end of the name; unknown is a dash."""
    form = format_of(Column(name, "DECIMAL(18,3)"), [])
    assert (form.full(value), form.short(value)) == (full, short.replace(" ", NARROW))


def test_settings_decide() -> None:
    """Style, decimals, scale, prefix, suffix and title come from the template."""
    said = settings("took", suffix=" s", decimals=1, scale=0.001, column_title="Took")
    form = format_of(Column("took", "BIGINT"), said)
    assert form.full(2_345) == "2.3 s"
    assert form.title == "Took"
    percent = format_of(Column("x", "DOUBLE"), settings("x", number_style="percent", decimals=0))
    assert percent.full(0.5) == "50%"


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("VARCHAR", "12", "12"),
        ("BOOLEAN", True, "yes"),
        ("DATE", date(2026, 11, 3), "Tue 3 Nov 2026"),
        ("TIMESTAMP WITH TIME ZONE", datetime(2026, 11, 3, 7, 5, tzinfo=UTC), "3 Nov 2026, 07:05"),
        ("VARCHAR[]", ["a", None], "a, –"),
    ],
)
def test_other_values_are_words(type_: str, value: Any, text: str) -> None:
    """Texts stay as they are, days name their weekday."""
    assert format_of(Column("x", type_), []).full(value) == text


def test_a_month_is_written_without_its_first_day() -> None:
    """A date style without a day means months."""
    form = format_of(Column("month", "DATE"), settings("month", date_style="MMMM, YYYY"))
    assert form.full(date(2026, 11, 1)) == "November 2026"


def test_a_name_becomes_a_heading() -> None:
    """Underscores are spaces; abbreviations keep their capitals."""
    assert title_of("cost_per_pr_usd") == "Cost per PR USD"
