"""What the receiver says of itself, and when it takes nothing more."""

import json
import time
from collections.abc import Callable

import pytest

from agent_analytics.errors import SpoolError
from ingestion.receiver.counters import RUN_LIMIT
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from tests.fixtures.receivers import Receiver, export, log

PATH = "/v1/hooks/claude-code"


def _outcomes(receiver: Receiver) -> tuple[int, int, int, int, int]:
    receiver.stop()
    paths = SpoolFolder(receiver.settings.paths.spool).sealed()
    stretches = [stretch_of(Segment(path, 0, path.stat().st_size)) for path in paths]
    names = ("received", "accepted", "ignored", "rejected")
    counts = [sum(getattr(stretch, name) for stretch in stretches) for name in names]
    received, accepted, ignored, rejected = counts
    return received, accepted, ignored, rejected, sum(len(each.dead_letters) for each in stretches)


def test_every_record_has_one_outcome_and_they_add_up(receiver: Receiver) -> None:
    """Good, refused and rejected records are counted once each, and the counters go with the spool."""
    receiver.post(export(log(1), log(2)))
    receiver.post(b"{", PATH, Content_Type="application/json")
    receiver.post(b"garbage")
    receiver.post(b"x", Content_Encoding="br")
    text = receiver.client.get("/metrics").text
    assert 'agent_analytics_records_total{outcome="accepted"} 2' in text
    assert 'agent_analytics_records_total{outcome="dead_lettered"} 1' in text
    assert 'agent_analytics_records_total{outcome="rejected"} 2' in text
    assert _outcomes(receiver) == (5, 2, 0, 2, 1)


def test_names_that_were_dropped_are_counted(receiver: Receiver) -> None:
    """Drift of a client is seen: the name is counted, the value is not stored."""
    receiver.post(export(log(1, novelty="xCANARYx"), log(2, novelty="xCANARYx")))
    receiver.stop()
    (path,) = SpoolFolder(receiver.settings.paths.spool).sealed()
    stretch = stretch_of(Segment(path, 0, path.stat().st_size))
    assert stretch.dropped["claude_code", "2.1.329", "request", "novelty", "unknown"] == 2
    assert b"xCANARYx" not in path.read_bytes()


def test_row_75_a_run_of_refused_records_stops_the_intake(receiver: Receiver) -> None:
    """After a bad deploy not everything becomes a dead letter: senders keep it and come again."""
    bad = json.dumps({"hook_event_name": "Stop"}).encode()
    for _ in range(RUN_LIMIT - 1):
        assert receiver.post(bad, PATH, Content_Type="application/json").status_code == 200
    assert receiver.client.get("/readyz").status_code == 200
    assert receiver.post(bad, PATH, Content_Type="application/json").status_code == 200
    answer = receiver.post(export(log(1)))
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 50) == (503, True)
    assert receiver.client.get("/readyz").status_code == 503
    assert receiver.client.get("/healthz").status_code == 200
    assert _outcomes(receiver)[4] == RUN_LIMIT


def test_a_good_record_ends_the_run(receiver: Receiver) -> None:
    """Bad records among good ones are the senders' own."""
    bad = json.dumps({"hook_event_name": "Stop"}).encode()
    for number in range(4):
        for _ in range(RUN_LIMIT // 2):
            receiver.post(bad, PATH, Content_Type="application/json")
        assert receiver.post(export(log(number))).status_code == 200


def test_row_69_the_receiver_does_not_start_on_an_unsafe_spool(
    start: Callable[..., Receiver],
) -> None:
    """What others could write to is not used."""
    receiver = start()
    receiver.stop()
    receiver.settings.paths.spool.chmod(0o777)
    with pytest.raises(SpoolError, match="mode 777"):
        start()


def test_what_is_acknowledged_is_on_disk_already(receiver: Receiver) -> None:
    """The row can be read from the open segment at the moment of the answer."""
    assert receiver.post(export(log(77))).status_code == 200
    (path,) = receiver.settings.paths.spool.glob("*.open")
    assert b'"sequence":77' in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_segment_is_handed_over_while_the_receiver_runs(
    start: Callable[..., Receiver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Age seals it, without a stop."""
    monkeypatch.setattr("ingestion.spool.writer.SegmentWriter.__init__.__defaults__", (0.2,))
    receiver = start()
    receiver.post(export(log(1)))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not SpoolFolder(receiver.settings.paths.spool).sealed():
        time.sleep(0.1)
    assert SpoolFolder(receiver.settings.paths.spool).sealed()
