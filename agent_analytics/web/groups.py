"""Which groups of people may be shown: none whose figures would tell of fewer than five.

A single hidden group could be read off as the rest of the total, so the hidden groups together must also
hold five people or the next smallest is hidden, too.
"""

from collections.abc import Mapping
from typing import TypeVar

FEWEST_PEOPLE = 5

Group = TypeVar("Group")


def too_small(people: Mapping[Group, int]) -> frozenset[Group]:
    """Return the groups to hide, given the number of people known in each; 0 is a group of unknown people."""
    hidden: list[Group] = []
    hidden_people = 0
    for group, number in sorted(people.items(), key=lambda item: item[1]):
        if number < FEWEST_PEOPLE or (hidden and hidden_people < FEWEST_PEOPLE):
            hidden.append(group)
            hidden_people += number
    return frozenset(hidden)
