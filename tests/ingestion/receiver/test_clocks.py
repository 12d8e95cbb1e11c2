"""Clocks that are wrong: what a request says of its sending puts its records right."""

from collections.abc import Callable
from email.utils import formatdate

import pytest

from agent_analytics.records import EVENTS, METRIC_POINTS
from ingestion.batches import Batch
from ingestion.receiver.clocks import SLACK, ahead_of, doubt_past, put_right
from tests.fixtures.receivers import NANOS, Receiver, export, log

NOW = 1_790_000_000 * 10**6
DAY = 86_400 * 10**6
MONTH = 30 * DAY


@pytest.mark.parametrize("ahead", [MONTH, -MONTH, SLACK + 10**6, -SLACK - 10**6])
def test_row_26_a_date_tells_how_wrong_a_clock_is(ahead: int) -> None:
    """Ahead and behind, from an hour on."""
    assert ahead_of(formatdate((NOW + ahead) / 10**6, usegmt=True), NOW) == ahead


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "yesterday",
        "Mon, 99 Nov 2026 10:00:00 GMT",
        formatdate((NOW + SLACK) / 10**6, usegmt=True),
        formatdate((NOW - SLACK) / 10**6, usegmt=True),
    ],
)
def test_row_26_nothing_is_corrected_without_a_reason(date: str | None) -> None:
    """No date, one that is none, and a request that was under way for an hour."""
    assert ahead_of(date, NOW) == 0


def test_row_26_a_row_is_dated_anew_and_keeps_what_it_was_told() -> None:
    """A point's beginning stays, because it tells which points belong together; no time stays none."""
    told = NOW + MONTH
    events = Batch(
        EVENTS, {"event_at": [told, None], "sequence": [1, 2], "flags": ["duplicate_key", None]}
    )
    points = Batch(METRIC_POINTS, {"started_at": [told - 1], "point_at": [told]})
    corrected = {"told_at": told}
    assert put_right(events, MONTH).rows() == [
        {"event_at": NOW, "sequence": 1, "flags": "duplicate_key,clock_corrected", **corrected},
        {"sequence": 2},
    ]
    assert put_right(points, MONTH).rows() == [
        {"started_at": told - 1, "point_at": NOW, "flags": "clock_corrected", **corrected}
    ]
    assert put_right(events, 0) is events


def test_row_25_a_time_long_past_is_doubted_and_stays() -> None:
    """Only the record that says it is flagged; one without a time is not."""
    columns = {"event_at": [1, NOW * 10, None], "sequence": [1, 2, 3]}
    assert doubt_past(Batch(EVENTS, columns)).rows() == [
        {"event_at": 1, "sequence": 1, "flags": "past_time"},
        {"event_at": NOW * 10, "sequence": 2},
        {"sequence": 3},
    ]


def test_row_26_records_of_a_laptop_a_month_behind_are_dated_by_our_clock(
    start: Callable[..., Receiver],
) -> None:
    """The key stays that of the record as it was sent, so that sending it again changes nothing."""
    receiver = start()
    sent = NANOS // 10**9 + 60
    body = export(log(1))
    assert receiver.post(body).status_code == 200
    assert receiver.post(body, Date=formatdate(sent, usegmt=True)).status_code == 200
    plain, corrected = receiver.stored()
    assert plain["event_id"] == corrected["event_id"]
    assert (plain["event_at"], corrected["told_at"]) == (corrected["told_at"], NANOS // 1000)
    assert corrected["flags"] == "clock_corrected"
    assert "told_at" not in plain
