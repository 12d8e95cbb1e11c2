"""Every spelling of a time becomes one instant."""

from typing import Any

import pytest

from ingestion.moments import microseconds

NINE_O_CLOCK = 1_795_165_200_000_000


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-20T09:00:00.000Z", NINE_O_CLOCK),
        ("2026-11-20T10:00:00+01:00", NINE_O_CLOCK),
        ("2026-11-20T09:00:00", NINE_O_CLOCK),
        (1_795_165_200_000, NINE_O_CLOCK),
        (1_795_165_200, NINE_O_CLOCK),
        ("2026-11-20T08:59:60Z", NINE_O_CLOCK),
        ("10000-01-01T00:00:00Z", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_times_of_every_spelling_are_one_instant(written: Any, expected: int | None) -> None:
    """Zones, epochs and leap seconds become microseconds UTC; nonsense becomes unknown."""
    assert microseconds(written) == expected
