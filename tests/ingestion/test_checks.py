from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from agent_analytics.records import Column, Kind
from ingestion.checks import RefusedError, check_of, future_after


def _check(kind: Kind, value: Any, name: str = "c") -> tuple[Any, str | None]:
    return check_of(Column(name, kind, ""))(value)


@pytest.mark.parametrize(
    ("kind", "value", "stored", "flag"),
    [
        ("bigint", 20, 20, None),
        ("bigint", "20", 20, None),
        ("bigint", 20.0, 20, None),
        ("bigint", "20.0", 20, None),
        ("bigint", 10**12, 10**12, None),
        ("bigint", 10**12 + 1, None, "implausible_value"),
        ("bigint", 2**63 - 1, None, "implausible_value"),
        ("double", -1e12, -1e12, None),
        ("bigint", 0, 0, None),
        ("bigint", -1, None, "negative_value"),
        ("bigint", "-1", None, "negative_value"),
        ("double", 3, 3.0, None),
        ("bool", "true", True, None),
        ("bool", "false", False, None),
        ("timestamp", datetime(2026, 1, 1, tzinfo=UTC), 1_767_225_600_000_000, None),
        ("timestamp", 946_684_800_000_000, 946_684_800_000_000, None),
        ("timestamp", 946_684_799_999_999, None, "bad_time"),
        ("timestamp", 4_102_444_800_000_000, None, "bad_time"),
        ("text", 7, "7", None),
        ("text", "", None, None),
        ("text", " ", " ", None),
        ("text", "a\x00b\nc", "abc", None),
        ("text", "cut \ud83d", "cut ?", None),
        ("text", "x" * 512, "x" * 512, None),
        ("text", "x" * 513, "x" * 512, "truncated"),
        ("decimal", Decimal("0.3"), Decimal("0.3"), None),
    ],
)
def test_value_is_stored_as(kind: Kind, value: Any, stored: Any, flag: str | None) -> None:
    """Harmless spellings are coerced; impossible measures become null with a flag."""
    assert _check(kind, value) == (stored, flag)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bigint", True),
        ("bigint", 1.9),
        ("bigint", 2**63),
        ("bigint", "1e999"),
        ("bigint", "20.5"),
        ("bigint", "20."),
        ("bigint", "--5"),
        ("bigint", "9" * 30),
        ("bigint", float("inf")),
        ("double", float("nan")),
        ("double", 10**400),
        ("double", 1.1e12),
        ("double", -1.1e12),
        ("double", True),
        ("bool", 1),
        ("timestamp", datetime(2026, 1, 1)),  # noqa: DTZ001 - a time without zone is the point
        ("timestamp", True),
        ("text", True),
        ("text", ["a"]),
        ("decimal", 0.3),
        ("decimal", Decimal("NaN")),
    ],
)
def test_value_is_refused(kind: Kind, value: Any) -> None:
    """What does not fit is refused, never rounded or guessed."""
    with pytest.raises(RefusedError):
        _check(kind, value)


@pytest.mark.parametrize(
    ("name", "most"),
    [("input_tokens", 10**10), ("cache_read_tokens", 10**10), ("amount_microusd", 10**15)],
)
def test_row_37_how_much_is_believed_depends_on_what_is_counted(name: str, most: int) -> None:
    """No model answers with ten thousand million tokens; a company may well spend more than that."""
    assert _check("bigint", most, name) == (most, None)
    assert _check("bigint", most + 1, name) == (None, "implausible_value")


def test_row_37_a_point_that_counts_more_than_is_believed_is_refused() -> None:
    """A point is nothing without its value, and the reason is told."""
    assert _check("double", 1e11, "value") == (1e11, None)
    with pytest.raises(RefusedError, match="more than is believed"):
        _check("double", 1.1e11, "value")


@pytest.mark.parametrize(
    ("kind", "name", "value", "stored", "flag"),
    [
        ("text", "effort", {"level": "high"}, None, "bad_value"),
        ("text", "effort", "high", "high", None),
        ("bigint", "status_code", "overloaded", None, "bad_value"),
        ("bigint", "attempt", 1.5, None, "bad_value"),
        ("bool", "is_success", 1, None, "bad_value"),
        ("bigint", "duration_ms", 41.7, 42, None),
        ("bigint", "duration_ms", "41.7", 42, None),
        ("bigint", "duration_ms", -0.7, None, "negative_value"),
        ("bigint", "ttft_ms", float("nan"), None, "bad_value"),
        ("bigint", "duration_ms", "soon", None, "bad_value"),
    ],
)
def test_value_that_only_describes_never_refuses_its_record(
    kind: Kind, name: str, value: Any, stored: Any, flag: str | None
) -> None:
    """A new version that nests or words one of them loses that value, not its requests."""
    assert _check(kind, value, name) == (stored, flag)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("text", "session_id"), ("text", "speed"), ("text", "model"), ("bigint", "input_tokens")],
)
def test_value_that_identifies_or_prices_refuses_its_record(kind: Kind, name: str) -> None:
    """Without it the record would be counted twice, or at a price that is not its own."""
    with pytest.raises(RefusedError):
        _check(kind, {"a": 1}, name)


def test_time_far_ahead_is_kept_and_flagged() -> None:
    """A clock that is more than 23 hours ahead is wrong, but the row is not lost."""
    ahead = future_after() + 60_000_000
    assert _check("timestamp", ahead) == (ahead, "future_time")
    assert _check("timestamp", ahead - 120_000_000)[1] is None


def test_our_own_long_text_is_not_cut() -> None:
    """Joined hashes are as long as they are."""
    assert _check("text", "x" * 9999, "file_path_keys") == ("x" * 9999, None)


def test_a_number_that_measures_nothing_has_no_bound() -> None:
    """An inode or a time in nanoseconds is kept whole, however large."""
    assert _check("bigint", 2**63 - 1, "inode") == (2**63 - 1, None)
