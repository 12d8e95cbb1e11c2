"""OTLP over HTTP: each kind of odd request gets its answer, and nothing of it is stored."""

import gzip
import json
import socket
import ssl
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, TracesData

from ingestion.receiver import http
from ingestion.receiver.bodies import MAX_WIRE_BYTES
from tests.fixtures.receivers import Receiver, export, log

GOOD = export(log(1))


def _is_unharmed(receiver: Receiver) -> bool:
    """Return whether the receiver still takes a good request, and only that was stored."""
    assert receiver.post(GOOD).status_code == 200
    return [row["sequence"] for row in receiver.stored()] == [1]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_row_1_a_content_type_that_is_not_otlp_is_415(receiver: Receiver, kind: str) -> None:
    """What a web form can send without asking is not taken."""
    assert receiver.post(GOOD, Content_Type=kind).status_code == 415
    assert _is_unharmed(receiver)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_row_2_another_method_is_405_and_told_which(receiver: Receiver, method: str) -> None:
    """Only POST exports."""
    answer = receiver.client.request(method, "/v1/logs")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("row", "encoding", "body", "status"),
    [
        (3, "br", GOOD, 400),
        (4, "gzip", GOOD, 400),
        (5, "gzip", gzip.compress(GOOD)[:-9], 400),
        (5, "gzip", gzip.compress(GOOD)[:-8] + b"\0" * 8, 400),
        (5, "gzip", gzip.compress(GOOD) + b"rest", 400),
        (7, "gzip", gzip.compress(gzip.compress(GOOD)), 400),
        (7, "gzip, gzip", gzip.compress(GOOD), 400),
    ],
)
def test_rows_3_to_7_a_body_that_cannot_be_unpacked_is_400(
    receiver: Receiver, row: int, encoding: str, body: bytes, status: int
) -> None:
    """Nothing of a body that is not wholly as it says is stored."""
    assert receiver.post(body, Content_Encoding=encoding).status_code == status
    assert _is_unharmed(receiver)


def test_row_3_the_encoding_is_named(receiver: Receiver) -> None:
    """The sender learns which encoding was not understood."""
    assert b"zstd" in receiver.post(GOOD, Content_Encoding="zstd").content


def test_a_gzip_body_is_read(receiver: Receiver) -> None:
    """What clients send with compression on is stored."""
    assert receiver.post(gzip.compress(GOOD), Content_Encoding="gzip").status_code == 200
    assert len(receiver.stored()) == 1


def test_row_6_a_gzip_bomb_is_413_at_once(receiver: Receiver) -> None:
    """A gigabyte in a megabyte is not unpacked to its end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(256)) + packer.flush()
    started = time.monotonic()
    assert receiver.post(bomb, Content_Encoding="gzip").status_code == 413
    assert time.monotonic() - started < 2
    assert _is_unharmed(receiver)


def test_row_8_a_body_over_the_limit_is_413_and_the_connection_lives(receiver: Receiver) -> None:
    """The rest of the body is read away; the next request on the connection works."""
    with socket.create_connection(("127.0.0.1", receiver.addresses.http_port)) as client:
        length = MAX_WIRE_BYTES * 3 // 2
        client.sendall(_head(length))
        client.sendall(bytes(length))
        assert b" 413 " in _answer(client)
        client.sendall(_head(len(GOOD)) + GOOD)
        assert b" 200 " in _answer(client)


def test_row_9_a_request_that_never_ends_is_408(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that does not come, or a header that drips, frees its place after the time-out."""
    monkeypatch.setattr(http, "REQUEST_SECONDS", 0.2)
    for beginning in (_head(1000) + b"some", b"POST /v1/logs HT"):
        with socket.create_connection(("127.0.0.1", receiver.addresses.http_port)) as client:
            client.sendall(beginning)
            client.settimeout(5)
            assert b" 408 " in client.recv(1000)
            assert client.recv(1000) == b""


@pytest.mark.parametrize("port", ["http_port", "grpc_port"])
def test_row_40_a_sender_that_speaks_tls_gets_no_connection(
    start: Callable[..., Receiver], port: str
) -> None:
    """It fails at once, and the receiver takes others' requests."""
    receiver = start(grpc_port=0)
    context = ssl.create_default_context()
    address = ("127.0.0.1", getattr(receiver.addresses, port))
    with socket.create_connection(address, timeout=5) as client, pytest.raises(ssl.SSLError):
        context.wrap_socket(client, server_hostname="localhost")
    assert _is_unharmed(receiver)


def test_row_10_a_client_that_leaves_in_mid_body_leaves_nothing(receiver: Receiver) -> None:
    """Half a request is no request."""
    with socket.create_connection(("127.0.0.1", receiver.addresses.http_port)) as client:
        client.sendall(_head(len(GOOD)) + GOOD[:-1])
    assert _is_unharmed(receiver)


def test_row_11_an_empty_body_is_an_empty_request(receiver: Receiver) -> None:
    """Zero bytes are valid protobuf with no records."""
    answer = receiver.post(b"")
    assert (answer.status_code, answer.content) == (200, b"")
    assert receiver.stored() == []


@pytest.mark.parametrize("body", [b"random bytes", b"\x80" * 65_536, GOOD[:-3]])
def test_row_12_bytes_that_are_no_request_are_400_with_a_status(
    receiver: Receiver, body: bytes
) -> None:
    """The answer is a google.rpc.Status in the sender's encoding."""
    answer = receiver.post(body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/x-protobuf")
    assert answer.content.startswith(b"\x08\x03\x12")
    assert _is_unharmed(receiver)


def test_row_13_traces_sent_to_logs_are_not_stored(receiver: Receiver) -> None:
    """Spans parse as log records; they are refused all the same."""
    span = Span(trace_id=b"t" * 16, span_id=b"s" * 8, name="n", start_time_unix_nano=1)
    traces = TracesData(resource_spans=[ResourceSpans(scope_spans=[ScopeSpans(spans=[span])])])
    assert receiver.post(traces.SerializeToString()).status_code == 400
    assert _is_unharmed(receiver)


def test_row_18_deep_json_is_400(receiver: Receiver) -> None:
    """100,000 opening brackets stop at the parser's limit."""
    answer = receiver.post(b"[" * 100_000, Content_Type="application/json")
    assert answer.status_code == 400
    assert _is_unharmed(receiver)


def test_row_19_good_records_are_kept_and_bad_ones_counted(receiver: Receiver) -> None:
    """One bad record does not cost the good one, and the sender must not send either again."""
    answer = receiver.post(export(log(1), LogRecord(trace_id=b"short")))
    said = ExportLogsServiceResponse.FromString(answer.content)
    assert (answer.status_code, said.partial_success.rejected_log_records) == (200, 1)
    assert "bad_identifier" in said.partial_success.error_message
    assert len(receiver.stored()) == 1


def test_row_19_partial_success_is_said_in_json_too(receiver: Receiver) -> None:
    """A JSON sender gets the same in its encoding."""
    records = [
        {"timeUnixNano": "1790000000000000000", "attributes": []},
        {"timeUnixNano": "1790000000000000000", "traceId": "short"},
    ]
    body = {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}
    answer = receiver.post(json.dumps(body).encode(), Content_Type="application/json")
    assert answer.json()["partialSuccess"]["rejectedLogRecords"] == "1"


def test_row_20_a_huge_attribute_is_hashed_or_dropped(receiver: Receiver) -> None:
    """A megabyte in a name becomes its hash; in an unknown attribute it is not stored at all."""
    assert receiver.post(export(log(1, model="m" * 2**20, other="o" * 2**20))).status_code == 200
    (row,) = receiver.stored()
    assert row["model"].startswith("hidden:")
    assert len(str(row)) < 1_000


def test_row_20_too_many_attributes_refuse_the_record(receiver: Receiver) -> None:
    """Ten thousand attributes are no telemetry of an agent."""
    many = {f"a{number}": "v" for number in range(10_000)}
    answer = receiver.post(export(log(1), log(2, **many)))
    assert ExportLogsServiceResponse.FromString(answer.content).partial_success.rejected_log_records
    assert [row["sequence"] for row in receiver.stored()] == [1]


def test_row_72_requests_on_a_connection_that_waits_are_all_answered(receiver: Receiver) -> None:
    """Requests sent without waiting for answers are answered in their order."""
    with socket.create_connection(("127.0.0.1", receiver.addresses.http_port)) as client:
        client.sendall(b"".join(_head(len(GOOD)) + GOOD for _ in range(50)))
        answers = b""
        while answers.count(b"HTTP/1.1 200") < 50:
            answers += client.recv(65_536)


def test_row_73_more_connections_than_the_limit_are_turned_away(
    start: Callable[..., Receiver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fork bomb of clients is told to come again; those inside go on."""
    monkeypatch.setattr(http, "MAX_CONNECTIONS", 5)
    receiver = start()
    address = ("127.0.0.1", receiver.addresses.http_port)
    clients = [socket.create_connection(address) for _ in range(8)]
    clients[0].sendall(_head(len(GOOD)) + GOOD)
    assert b" 200 " in _answer(clients[0])
    assert b" 503 " in _answer(clients[7])
    for client in clients:
        client.close()
    time.sleep(0.1)
    assert receiver.post(GOOD).status_code == 200


def test_row_41_too_many_bytes_under_way_are_429_with_a_time_to_wait(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overload is said, with when to come again, and passes."""
    monkeypatch.setattr(http, "MAX_BYTES_IN_FLIGHT", 10)
    answer = receiver.post(GOOD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    monkeypatch.undo()
    assert _is_unharmed(receiver)


def test_headers_are_bounded(receiver: Receiver) -> None:
    """A header without end is cut off."""
    assert receiver.post(GOOD, X_Long="x" * 20_000).status_code == 431


def _head(length: int) -> bytes:
    return (
        b"POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
        b"Content-Length: %d\r\n\r\n" % length
    )


def _answer(client: socket.socket) -> bytes:
    client.settimeout(10)
    head = b""
    while b"\r\n\r\n" not in head:
        part = client.recv(1)
        if not part:
            break
        head += part
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
    return head + (client.recv(length, socket.MSG_WAITALL) if length else b"")


def test_row_10_a_reset_in_mid_body_leaves_nothing(receiver: Receiver) -> None:
    """A connection that breaks off without a good-bye is forgotten."""
    client = socket.create_connection(("127.0.0.1", receiver.addresses.http_port))
    client.sendall(_head(len(GOOD)) + GOOD[:-1])
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    assert _is_unharmed(receiver)
