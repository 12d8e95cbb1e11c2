"""The stand-in answers the questions that GitHub would, and charges what GitHub would."""

import pytest

from ingestion.sample.api import graphql
from ingestion.sources.github.queries import CHANGED, PAGE_SIZE, REST


@pytest.mark.parametrize(
    ("question", "variables", "points"),
    [
        (CHANGED, {"size": PAGE_SIZE}, 1),
        (CHANGED, {"size": 50}, 3),
        (REST["reviews"], {}, 1),
        ('{ repository(owner: "a", name: "b") { url } }', {}, 1),
    ],
)
def test_a_question_costs_its_connections(
    question: str, variables: dict[str, int], points: int
) -> None:
    """25 whole pull requests are one point; a bigger page would cost more for each."""
    assert graphql.cost(question, variables) == points


def test_a_question_that_does_not_fit_the_schema_is_refused() -> None:
    """A misspelt field is an error without data, as it would be there."""
    answer = graphql.answer('{ repository(owner: "a", name: "b") { nme } }', {}, {})
    assert "data" not in answer
    assert "nme" in answer["errors"][0]["message"]


def test_pages_follow_one_another() -> None:
    """A cursor leads to the next page; the last page says that it is."""
    first = graphql.connection([1, 2, 3], first=2)
    assert first is not None
    assert first["nodes"] == [1, 2]
    second = graphql.connection([1, 2, 3], first=2, after=first["pageInfo"]["endCursor"])
    assert second is not None
    assert (second["nodes"], second["pageInfo"]["hasNextPage"]) == ([3], False)
