"""Seeded chance."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ingestion.sample.dice import dice_for, hexadecimal, lognormal, token, uuid


def test_names_separate_streams() -> None:
    """The same name gives the same choices, another name others."""
    assert dice_for(7, "a").random() == dice_for(7, "a").random()
    assert dice_for(7, "a").random() != dice_for(7, "b").random()


@given(st.integers())
def test_identifiers_have_their_shape(seed: int) -> None:
    """UUIDs are version 4, tokens and hexadecimal digits have the length asked for."""
    dice = dice_for(seed, "ids")
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", uuid(dice)
    )
    assert re.fullmatch(r"req_[A-Za-z0-9]{9}", token(dice, "req_", 9))
    assert re.fullmatch(r"[0-9a-f]{5}", hexadecimal(dice, 5))


@given(st.integers(), st.floats(0.1, 3.0))
def test_long_tails_stay_between_their_bounds(seed: int, spread: float) -> None:
    """A number around a median never leaves its bounds."""
    assert 5 <= lognormal(dice_for(seed, "tail"), 10, spread, low=5, high=40) <= 40
