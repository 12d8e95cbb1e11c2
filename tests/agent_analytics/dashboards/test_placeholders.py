"""A card's SQL in pieces."""

import pytest

from agent_analytics.dashboards.placeholders import Clause, TagUse, pieces_of
from agent_analytics.errors import TemplateError


def test_text_tags_and_clauses_are_told_apart() -> None:
    """Pieces keep their order and put together give the SQL again."""
    assert pieces_of("select {{ a }} [[and {{b}} > 0]] end") == (
        "select ",
        TagUse("a"),
        " ",
        Clause(("and ", TagUse("b"), " > 0")),
        " end",
    )


@pytest.mark.parametrize(
    "quiet",
    ["-- {{a}} [[x]]\n", "/* {{a}} [[\n */", "'{{a}} it''s ]]'", '"{{a}}"', "a ]] b"],
)
def test_comments_and_quotes_hold_no_tags(quiet: str) -> None:
    """What a database would not read as a place for a value is left alone."""
    pieces = pieces_of(f"select {quiet}")
    assert "".join(piece for piece in pieces if isinstance(piece, str)) == f"select {quiet}"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("[[and {{a}}", "never ends"),
        ("[[and true]]", "without a tag"),
        ("[[and {{a}} [[and {{b}}]]]]", "within another"),
    ],
)
def test_a_broken_clause_is_refused(sql: str, words: str) -> None:
    """Brackets that make no clause are an error in the template."""
    with pytest.raises(TemplateError, match=words):
        pieces_of(sql)


def test_a_clause_tells_its_tags() -> None:
    """It is left out unless all of them have a value."""
    (clause,) = pieces_of("[[ {{b}} {{c}} ]]")
    assert isinstance(clause, Clause)
    assert clause.tags() == {"b", "c"}
