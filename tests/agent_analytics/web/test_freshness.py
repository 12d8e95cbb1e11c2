"""Old data are called old; missing data are called missing."""

from datetime import UTC, datetime, timedelta

import pytest

from agent_analytics.web.freshness import Freshness, freshness

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def state(event: datetime | None, load: datetime | None = NOW, layer: str = "") -> Freshness:
    """Return the state of a source in Tokyo."""
    row = {
        "source": "otlp",
        "layer": layer,
        "newest_event_at": event,
        "newest_loaded_at": load,
    }
    (one,) = freshness([row], NOW, "Asia/Tokyo")
    return one


def test_two_days_are_fresh_enough() -> None:
    """Stale begins after two days."""
    assert not state(NOW - timedelta(days=2)).is_stale
    assert state(NOW - timedelta(days=2, seconds=1)).is_stale


def test_a_source_without_events_is_as_new_as_its_load() -> None:
    """A price list has no events; it is stale when it was not loaded lately, or never."""
    assert (state(None).newest, state(None).ages) == ("no events", "loaded just now")
    assert not state(None).is_stale
    assert state(None, NOW - timedelta(days=3)).is_stale
    assert state(None, None).is_stale


def test_times_are_those_of_the_installation() -> None:
    """A UTC event is told in the configured zone, with its age."""
    one = state(NOW - timedelta(hours=13), None)
    assert (one.newest, one.ages) == ("21 Nov 2026, 08:00", "13 hours ago · never loaded")


@pytest.mark.parametrize(
    ("layer", "name"),
    [("otlp_event", "otlp · event"), ("otlp", "otlp"), ("commits", "otlp · commits")],
)
def test_a_layer_does_not_repeat_its_source(layer: str, name: str) -> None:
    """Names are told once."""
    assert state(NOW, layer=layer).source == name
