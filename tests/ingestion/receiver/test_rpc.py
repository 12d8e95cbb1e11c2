"""OTLP over gRPC: the same exports with gRPC's own codes."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

from agent_analytics.keys import create_key
from agent_analytics.settings import Settings
from ingestion.receiver.bodies import MAX_UNPACKED_BYTES
from tests.fixtures.receivers import Receiver, export, log

METHOD = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
GOOD = export(log(1))

Call = Callable[..., ExportLogsServiceResponse]


@pytest.fixture
def rpc_receiver(start: Callable[..., Receiver]) -> Receiver:
    """Return a receiver that listens for gRPC as well."""
    return start(grpc_port=0)


@pytest.fixture
def call(rpc_receiver: Receiver) -> Iterator[Call]:
    """Return a caller of the logs service."""
    limit = [("grpc.max_send_message_length", -1)]
    address = f"127.0.0.1:{rpc_receiver.addresses.grpc_port}"
    with grpc.insecure_channel(address, options=limit) as channel:

        def send(body: bytes, method: str = METHOD, **metadata: str) -> ExportLogsServiceResponse:
            export_to = channel.unary_unary(
                method, lambda raw: raw, ExportLogsServiceResponse.FromString
            )
            return export_to(body, metadata=tuple(metadata.items()), timeout=20)

        yield send


def _code(call: Call, body: bytes, method: str = METHOD, **metadata: str) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as caught:
        call(body, method, **metadata)
    return caught.value.code()


def test_an_export_is_stored_before_it_is_answered(rpc_receiver: Receiver, call: Call) -> None:
    """The answer to a good request is empty, and its records are in the spool."""
    assert not call(GOOD).HasField("partial_success")
    assert [row["sequence"] for row in rpc_receiver.stored()] == [1]


def test_row_19_refused_records_are_counted(call: Call) -> None:
    """A bad record is a partial success, as over HTTP."""
    answer = call(export(log(1), LogRecord(trace_id=b"short")))
    assert answer.partial_success.rejected_log_records == 1


def test_row_12_what_cannot_be_read_is_not_to_be_sent_again(call: Call) -> None:
    """Garbage is the sender's fault, which the code says."""
    assert _code(call, b"\x80" * 100) == grpc.StatusCode.INVALID_ARGUMENT


def test_row_40_a_message_too_large_or_a_wrong_method_is_final(call: Call) -> None:
    """Neither is worth another try."""
    too_large = bytes(MAX_UNPACKED_BYTES + 1)
    assert _code(call, too_large) == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert _code(call, GOOD, METHOD + "s") == grpc.StatusCode.UNIMPLEMENTED
    assert not call(GOOD).HasField("partial_success")


def test_row_96_a_key_is_needed_beyond_loopback(
    tmp_path: object, start: Callable[..., Receiver]
) -> None:
    """Without its key a call is unauthenticated."""
    _, text = create_key(Settings(data_dir=f"{tmp_path}/data").paths.keys, "a", "ingest")
    receiver = start(grpc_port=0, host="0.0.0.0")  # noqa: S104 - that is the point
    with grpc.insecure_channel(f"127.0.0.1:{receiver.addresses.grpc_port}") as channel:
        send = channel.unary_unary(METHOD)
        with pytest.raises(grpc.RpcError) as caught:
            send(GOOD, timeout=20)
        assert caught.value.code() == grpc.StatusCode.UNAUTHENTICATED
        assert send(GOOD, metadata=(("authorization", f"Bearer {text}"),), timeout=20) == b""


def test_row_41_a_full_spool_is_unavailable_with_a_time_to_wait(
    start: Callable[..., Receiver],
) -> None:
    """The sender is told to come again, and when."""
    receiver = start(grpc_port=0, quota_mb=1)
    records = [log(number, model=f"{number:0>200}") for number in range(4_000)]
    with grpc.insecure_channel(f"127.0.0.1:{receiver.addresses.grpc_port}") as channel:
        send = channel.unary_unary(METHOD)
        with pytest.raises(grpc.RpcError) as caught:
            for _ in range(10):
                send(export(*records), timeout=20)
        assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
        trailing = dict(caught.value.trailing_metadata())
        assert trailing["google.rpc.retryinfo-bin"] == b"\x0a\x02\x08\x1e"
    answer = receiver.post(export(*records))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert receiver.client.get("/healthz").status_code == 200
