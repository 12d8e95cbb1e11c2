"""What is kept of records that were refused while they were decoded, and taken after all."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue

from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.letters import Letterbox
from ingestion.spool.segments import read_file, read_lines
from ingestion.stretches import Stretch
from tests.fixtures.receivers import Receiver, export, log


def _stretches(folder: SpoolFolder) -> list[Stretch]:
    return [stretch_of(Segment(path, 0, path.stat().st_size)) for path in folder.sealed()]


def _letter_rows(receiver: Receiver) -> list[dict[str, Any] | None]:
    receiver.stop()
    (path,) = SpoolFolder(receiver.settings.paths.spool).sealed()
    assert b"xCANARYx" not in path.read_bytes()
    lines = [read.line for read in read_lines(read_file(path))]
    return [line.letter.row for line in lines if line and line.letter]


def test_row_78_what_can_be_read_of_a_refused_record_is_kept_reduced(receiver: Receiver) -> None:
    """A bad identifier costs the identifier: the rest waits, without the text that tier 1 drops."""
    bad = log(1, prompt="xCANARYx", **{"repository": "xCANARYx is a text of several words"})
    bad.trace_id = b"short"
    receiver.post(export(bad))
    (row,) = _letter_rows(receiver)
    assert row is not None
    assert (row["sequence"], row["input_tokens"], row["flags"]) == (1, "5", "bad_identifier")
    assert "prompt_text" not in row


def test_row_20_of_too_many_attributes_the_first_are_kept(receiver: Receiver) -> None:
    """What names the record stands at the front."""
    receiver.post(export(log(1, **{f"a{number}": "v" for number in range(1_000)})))
    (row,) = _letter_rows(receiver)
    assert row is not None
    assert (row["session_id"], row["flags"]) == ("s", "too_many_attributes")


@pytest.mark.parametrize("encoding", ["protobuf", "json"])
def test_row_16_only_the_value_that_cannot_be_read_is_missing(
    receiver: Receiver, encoding: str
) -> None:
    """A value nested too deep refuses its record in either encoding; its neighbours wait."""
    if encoding == "protobuf":
        deep = AnyValue(int_value=1)
        for _ in range(40):
            deep = AnyValue(array_value=ArrayValue(values=[deep]))
        record = log(1)
        record.attributes.append(KeyValue(key="deep", value=deep))
        assert receiver.post(export(record)).status_code == 200
    else:
        pairs = [
            {"key": "event.name", "value": {"stringValue": "api_request"}},
            {"key": "session.id", "value": {"stringValue": "s"}},
            {"key": "deep", "value": {"arrayValue": {"values": 3}}},
        ]
        scope = {"name": "com.anthropic.claude_code.events"}
        logs = [{"timeUnixNano": "1790000000000000000", "attributes": pairs}]
        body = {"resourceLogs": [{"scopeLogs": [{"scope": scope, "logRecords": logs}]}]}
        receiver.post(json.dumps(body).encode(), Content_Type="application/json")
    (row,) = _letter_rows(receiver)
    assert row is not None
    assert (row["event_name"], row["session_id"]) == ("request", "s")


def test_row_76_a_refused_record_is_taken_after_all_once(receiver: Receiver) -> None:
    """Replayed twice it is two segments and one key; outcomes add up in each."""
    bad = log(7)
    bad.trace_id = b"short"
    receiver.post(export(log(1), bad))
    receiver.stop()
    folder = SpoolFolder(receiver.settings.paths.spool)
    (stretch,) = _stretches(folder)
    assert (stretch.received, stretch.accepted, len(stretch.dead_letters)) == (2, 1, 1)
    letter = {
        "dead_letter_id": "d",
        "file_key": stretch.scope_key,
        "file_offset": stretch.dead_letters[0].file_offset,
        "reason": "bad_identifier",
        "detail": "",
        "read_at": datetime.now(UTC),
    }
    folder.put_away(folder.sealed())
    box = Letterbox(folder, receiver.settings.paths.settled_letters, [letter])
    assert [box.replay(box.all()) for _ in range(2)] == [1, 1]
    rows = [row for s in _stretches(folder) for rows in s.records.values() for row in rows]
    assert [row["sequence"] for row in rows] == [7, 7]
    assert len({row["event_id"] for row in rows}) == 1
