"""Values of filters become parameters, never SQL."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.dashboards.binding import bind, tag_values, values_of
from agent_analytics.dashboards.templates import Card, Field, Parameter, Tag, load_dashboards
from agent_analytics.errors import RequestError, TemplateError

TODAY = date(2026, 5, 15)
COMPANY = Path(__file__).parents[2] / "fixtures" / "dashboards"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ROWS = ["core", "Core", "it's", "", "a%b_c", "payments", None]


def tag(name: str = "team", widget: str = "string/=", **given: Any) -> Tag:
    """Return a field filter on `marts.people.<name>`."""
    defaults = {
        "kind": "dimension",
        "field": Field("marts", "people", name),
        "alias": None,
        "default": None,
        "is_required": False,
    }
    return Tag(name=name, widget=widget, **(defaults | given))


def card(sql: str, *tags: Tag) -> Card:
    """Return a card of some SQL."""
    return Card("id", "slug", "Who?", "", "table", sql, tags, {}, Path("who.card.yaml"))


@pytest.fixture(scope="module")
def people() -> duckdb.DuckDBPyConnection:
    """Return a database with a table of teams, ages and moments."""
    connection = duckdb.connect(":memory:")
    connection.execute("set TimeZone = 'Europe/Berlin'")
    connection.execute("create schema marts")
    connection.execute("create table marts.people (team varchar, age integer, seen timestamptz)")
    for number, team in enumerate(ROWS):
        moment = datetime(2026, 5, 10, 23, tzinfo=UTC) + timedelta(days=number)
        connection.execute("insert into marts.people values (?, ?, ?)", [team, number, moment])
    return connection


def found(connection: duckdb.DuckDBPyConnection, made: Tag, *values: str) -> list[Any]:
    """Return the teams that a filter lets through."""
    sql = f"select team from marts.people where {{{{{made.name}}}}} order by age"
    bound = bind(card(sql, made), {made.name: values}, TODAY)
    return [row[0] for row in connection.execute(bound.sql, dict(bound.parameters)).fetchall()]


@given(TEXTS, TEXTS)
def test_the_sql_does_not_depend_on_what_a_value_says(one: str, other: str) -> None:
    """Two values make the same SQL; what they say is in the parameters alone."""
    who = card("select 1 from marts.people where {{team}} [[or {{team}}]]", tag())
    first, second = (bind(who, {"team": [value]}, TODAY) for value in (one, other))
    assert first.sql == second.sql
    assert set(first.parameters.values()) == {one}


@given(value=TEXTS)
def test_a_value_finds_the_rows_that_equal_it(
    people: duckdb.DuckDBPyConnection, value: str
) -> None:
    """Whatever the text, it is compared and nothing else happens."""
    assert found(people, tag(), value) == [team for team in ROWS if team == value]


@pytest.mark.parametrize(
    ("widget", "values", "expected"),
    [
        ("string/=", ["core", "it's"], ["core", "it's"]),
        ("string/=", ["x' or 1=1 --"], []),
        ("string/!=", ["core", "Core"], ["it's", "", "a%b_c", "payments", None]),
        ("string/contains", ["%"], ["a%b_c"]),
        ("string/contains", ["CORE"], ["core", "Core"]),
        ("string/does-not-contain", ["core"], ["it's", "", "a%b_c", "payments", None]),
        ("string/starts-with", ["PAY"], ["payments"]),
        ("string/ends-with", ["s"], ["it's", "payments"]),
        ("category", ["core"], ["core"]),
    ],
)
def test_texts_are_compared_as_the_widget_says(
    people: duckdb.DuckDBPyConnection, widget: str, values: list[str], expected: list[Any]
) -> None:
    """Each kind of text filter lets these teams through; unknown ones differ from any text."""
    assert found(people, tag(widget=widget), *values) == expected


@pytest.mark.parametrize(
    ("widget", "values", "ages"),
    [
        ("number/=", ["2", "4"], [2, 4]),
        ("number/>=", ["5"], [5, 6]),
        ("number/<=", ["1"], [0, 1]),
        ("number/between", ["1", "2"], [1, 2]),
    ],
)
def test_numbers_are_compared_as_the_widget_says(
    people: duckdb.DuckDBPyConnection, widget: str, values: list[str], ages: list[int]
) -> None:
    """Each kind of number filter lets these ages through."""
    assert found(people, tag("age", widget), *values) == [ROWS[age] for age in ages]


def test_a_moment_belongs_to_its_day_in_the_time_zone(people: duckdb.DuckDBPyConnection) -> None:
    """11 at night in London is the next day in Berlin."""
    made = tag("seen", "date/all-options")
    assert found(people, made, "2026-05-11") == ["core"]
    assert found(people, made, "2026-05-11", "2026-05-13~2026-05-13") == ["core", "it's"]
    assert found(people, made, "past2days") == ["it's", ""]


@pytest.mark.parametrize(
    ("widget", "values"),
    [
        ("number/=", ["1; drop table people"]),
        ("number/=", ["nan"]),
        ("number/between", ["1"]),
        ("date/all-options", ["whenever"]),
        ("boolean/=", ["perhaps"]),
    ],
)
def test_a_value_that_does_not_fit_is_refused(widget: str, values: list[str]) -> None:
    """A number, day or truth that is none is an error of the request."""
    with pytest.raises(RequestError):
        bind(card("{{age}}", tag("age", widget)), {"age": values}, TODAY)


def test_an_optional_clause_needs_all_its_tags() -> None:
    """It stands when every tag has a value and falls away otherwise."""
    sql = "select 1 [[where {{team}} and {{age}}]]"
    who = card(sql, tag(), tag("age", "number/="))
    assert bind(who, {"team": ["core"]}, TODAY).sql == "select 1 "
    assert bind(who, {"team": ["core"], "age": []}, TODAY).sql == "select 1 "
    full = bind(who, {"team": ["core"], "age": ["3"]}, TODAY)
    assert full.sql == (
        'select 1 where "marts"."people"."team" in ($value_1)'
        ' and "marts"."people"."age" in ($value_2)'
    )
    assert full.parameters == {"value_1": "core", "value_2": Decimal(3)}


def test_a_filter_without_a_value_lets_everything_through() -> None:
    """Outside an optional clause the condition is true."""
    assert bind(card("where {{team}}", tag()), {}, TODAY).sql == "where 1 = 1"


def test_an_alias_names_the_column() -> None:
    """SQL that renames its table says how the column is called."""
    made = tag(alias="usage.team")
    assert '"usage"."team" in' in bind(card("{{team}}", made), {"team": ["x"]}, TODAY).sql


def test_an_alias_is_a_name_and_nothing_else() -> None:
    """A template cannot smuggle SQL in as an alias."""
    with pytest.raises(TemplateError, match="no name of a column"):
        bind(card("{{team}}", tag(alias='x" or 1=1')), {"team": ["x"]}, TODAY)


def test_variables_are_bound_and_needed() -> None:
    """A plain variable is a parameter; without a value the card cannot be asked."""
    who = card("select {{n}}", tag("n", kind="number", field=None))
    assert bind(who, {"n": ["2.5"]}, TODAY).parameters == {"value_1": Decimal("2.5")}
    with pytest.raises(RequestError, match="needs a value for 'n'"):
        bind(who, {}, TODAY)


def test_a_tag_has_a_default() -> None:
    """A tag's own default stands in where no filter says anything."""
    who = card("{{n}}", tag("n", kind="text", field=None, default="x"))
    assert bind(who, {}, TODAY).parameters == {"value_1": "x"}


def test_an_undeclared_tag_is_the_template_s_fault() -> None:
    """SQL that uses a tag the card does not have is refused."""
    with pytest.raises(TemplateError, match="no tag of the card"):
        bind(card("{{team}}"), {}, TODAY)


@pytest.mark.parametrize(
    ("filters", "is_required", "expected"),
    [
        ({}, False, ("past30days",)),
        ({"date": ["2026-05"]}, False, ("2026-05",)),
        ({"date": [""]}, False, ()),
        ({"date": []}, False, ()),
        ({"date": [""]}, True, ("past30days",)),
    ],
)
def test_a_filter_has_its_default_until_it_is_changed_or_cleared(
    filters: dict[str, list[str]], is_required: bool, expected: tuple[str, ...]
) -> None:
    """Saying nothing keeps the default; clearing turns the filter off unless it is required."""
    made = Parameter("p", "Date", "date", "date/all-options", "past30days", is_required, ())
    assert values_of(made, filters) == expected


def test_filters_of_a_board_reach_its_cards() -> None:
    """Values travel by slug, parameter and mapping to the tags of each card."""
    (board,) = load_dashboards(COMPANY)
    heading, tile, *_ = board.dashcards
    assert tag_values(board, heading, {"agent": ["codex"]}) == {}
    assert tag_values(board, tile, {"agent": ["codex"], "other": ["x"]}) == {
        "date": ("past30days",),
        "agent": ("codex",),
    }
