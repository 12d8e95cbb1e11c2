"""Old data are called old; missing data are called missing."""

from datetime import UTC, datetime, timedelta

from agent_analytics.web.freshness import freshness

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def state(age: timedelta | None) -> bool:
    """Return whether a source with an event of this age counts as stale."""
    row = {
        "source": "git",
        "layer": None,
        "newest_event_at": None if age is None else NOW - age,
        "newest_loaded_at": NOW,
    }
    (one,) = freshness([row], NOW, "UTC")
    return one.is_stale


def test_two_days_are_fresh_enough() -> None:
    """Stale begins after two days, and without any event."""
    assert not state(timedelta(days=2))
    assert state(timedelta(days=2, seconds=1))
    assert state(None)


def test_times_are_those_of_the_installation() -> None:
    """A UTC event is told in the configured zone, with its age."""
    row = {
        "source": "otlp",
        "layer": "otlp_event",
        "newest_event_at": NOW - timedelta(hours=13),
        "newest_loaded_at": None,
    }
    (one,) = freshness([row], NOW, "Asia/Tokyo")
    assert (one.event, one.event_age, one.load) == (
        "21 Nov 2026, 08:00",
        "13 hours ago",
        "never loaded",
    )
