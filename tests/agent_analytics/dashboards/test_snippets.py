"""Snippets stand where a card names them."""

from pathlib import Path

import pytest

from agent_analytics.dashboards.snippets import Snippets
from agent_analytics.errors import TemplateError

CARD = Path("cost.sql")


@pytest.fixture
def snippets(tmp_path: Path) -> Snippets:
    """Return snippets of which one names another and two hold each other."""
    texts = {
        "days": "days as (select 1 as day)\n",
        "periods": "{{snippet: days}},\n\nperiods as (from days [[where {{date}}]])\n",
        "person": "case\n    when known then person\nend",
        "hen": "{{snippet: egg}}",
        "egg": "{{snippet: hen}}",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.sql").write_text(text)
    return Snippets(tmp_path)


@pytest.mark.parametrize(
    ("sql", "whole"),
    [
        ("select {{date}} [[and {{team}}]]", "select {{date}} [[and {{team}}]]"),
        ("with {{snippet: days}} from days", "with days as (select 1 as day) from days"),
        ("with {{ snippet:days }}", "with days as (select 1 as day)"),
        (
            "select\n    {{snippet: person}} as person",
            "select\n    case\n        when known then person\n    end as person",
        ),
        (
            "with {{snippet: periods}} from periods",
            "with days as (select 1 as day),\n\nperiods as (from days [[where {{date}}]]) from periods",
        ),
    ],
)
def test_a_snippet_stands_where_it_is_named(snippets: Snippets, sql: str, whole: str) -> None:
    """Its text takes the place of its name, with the snippets that it names; tags stay as they are."""
    assert snippets.put_into(sql, CARD) == whole


@pytest.mark.parametrize(
    ("name", "words"),
    [("weeks", r"cost\.sql names the snippet weeks"), ("hen", "the snippet hen holds itself")],
)
def test_a_snippet_that_cannot_be_put_in_is_named(
    snippets: Snippets, name: str, words: str
) -> None:
    """The error says which card wants it and what is wrong."""
    with pytest.raises(TemplateError, match=words):
        snippets.put_into(f"with {{{{snippet: {name}}}}}", CARD)
