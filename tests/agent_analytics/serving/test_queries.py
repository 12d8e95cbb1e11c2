"""One reading statement is answered; everything else is refused in clear words."""

import pytest

from agent_analytics.errors import QueryError
from agent_analytics.serving import ask, publish
from agent_analytics.settings import Settings


@pytest.fixture(autouse=True)
def _published(settings: Settings) -> None:
    publish(settings)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from fct_days",
        "with days as (from fct_days) from days;",
        "(select 1)",
        "values (1)",
        "show tables",
        "describe fct_days",
        "explain select 1",
        "pivot fct_days on day in (date '2026-01-01') using count(*)",
    ],
)
def test_questions_are_answered(settings: Settings, sql: str) -> None:
    """Every statement that reads gives columns and rows."""
    with ask(settings, sql) as answer:
        assert answer.columns
        assert list(answer.rows)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("", "empty"),
        ("-- nothing", "empty"),
        ("select '\udce9'", "UTF-8"),
        ("select 1; select 2", "one statement"),
        ("delete from fct_days", "this is DELETE"),
        ("copy fct_days to 'x'", "this is COPY"),
        ("set threads = 1", "this is SET"),
        ("selekt 1", "syntax error"),
        ("select nothing from fct_days", "nothing"),
    ],
)
def test_anything_else_is_refused(settings: Settings, sql: str, words: str) -> None:
    """The message says what is wrong with the text."""
    with pytest.raises(QueryError, match=words), ask(settings, sql) as answer:
        list(answer.rows)


def test_rows_come_in_order_and_completely(settings: Settings) -> None:
    """An answer longer than a batch loses nothing."""
    with ask(settings, "select range from range(2500) order by range") as answer:
        assert [row[0] for row in answer.rows] == list(range(2500))


def test_an_error_while_reading_is_told(settings: Settings) -> None:
    """A failure in the middle of an answer is a query error, not a crash."""
    sql = "select case when range < 4999 then 1 else error('late') end from range(5000)"
    with pytest.raises(QueryError, match="late"), ask(settings, sql) as answer:
        list(answer.rows)
