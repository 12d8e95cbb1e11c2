"""Questions are files with named parameters, and fail with a word of advice."""

from importlib.resources import files

import duckdb
import pytest

from agent_analytics.errors import ServingError
from agent_analytics.web.questions import ask

QUESTIONS = sorted(
    file.name.removesuffix(".sql")
    for file in files("agent_analytics.web").joinpath("queries").iterdir()
)
PARAMETERS = {"first_day", "last_day", "before_first_day"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_one_statement_about_public_marts(question: str) -> None:
    """It names only parameters that every page has, says what it asks, and reads nothing but marts."""
    text = files("agent_analytics.web").joinpath("queries", f"{question}.sql").read_text("utf-8")
    (statement,) = duckdb.extract_statements(text)
    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters <= PARAMETERS
    assert text.startswith("-- ")
    assert "staging." not in text


def test_a_snapshot_that_cannot_answer_asks_for_a_refresh() -> None:
    """The message names the question and the command."""
    with duckdb.connect() as connection, pytest.raises(ServingError) as failure:
        ask(connection, "data_days", {})
    assert "'data_days'" in str(failure.value)
    assert "agent-analytics refresh" in str(failure.value)
