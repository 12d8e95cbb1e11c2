"""No group whose figures tell of fewer than five people is shown, nor one that gives it away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.web.groups import FEWEST_PEOPLE, too_small


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ({"a": 5, "b": 9}, set()),
        ({"a": 4, "b": 3, "c": 9}, {"a", "b"}),
        ({"a": 4, "b": 9, "c": 20}, {"a", "b"}),
        ({"a": 0, "b": 9, "c": 20}, {"a", "b"}),
        ({"a": 4}, {"a"}),
    ],
)
def test_small_groups_hide(people: dict[str, int], hidden: set[str]) -> None:
    """One hidden group takes the next smallest with it; a group of unknown people may be one person."""
    assert too_small(people) == hidden


@given(st.dictionaries(st.integers(), st.integers(min_value=0, max_value=12)))
def test_what_is_hidden_cannot_be_read_off_the_total(people: dict[int, int]) -> None:
    """Either nobody hides, or five people do, or there is nobody else to hide among."""
    hidden = too_small(people)
    assert all(people[group] >= FEWEST_PEOPLE for group in people.keys() - hidden)
    together = sum(people[group] for group in hidden)
    everyone = sum(people.values())
    assert not hidden or together >= FEWEST_PEOPLE or together == everyone
