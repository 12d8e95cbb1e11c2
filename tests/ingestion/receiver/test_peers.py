"""Other users of the same machine: loopback is theirs, too."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from agent_analytics.keys import create_key
from agent_analytics.settings import Settings
from ingestion.receiver.peers import NOBODY, is_stranger, user_of
from tests.fixtures.receivers import Receiver, export, log

SOMEBODY = 65_534
EXPORT = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
AS_SOMEBODY = f"""
import os, sys
import grpc, httpx
url, address, key = sys.argv[1:]
httpx.get(url + "/healthz", trust_env=False)  # imports what it needs while it may
os.setuid({SOMEBODY})
for named in ({{}}, {{"authorization": "Bearer " + key}}):
    headers = {{"Content-Type": "application/x-protobuf"}} | named
    print(httpx.post(url + "/v1/logs", headers=headers, verify=False, trust_env=False).status_code)
    with grpc.insecure_channel(address) as channel:
        try:
            channel.unary_unary("{EXPORT}")(b"", metadata=tuple(named.items()), timeout=20)
            print("OK")
        except grpc.RpcError as error:
            print(error.code().name)
"""


@pytest.fixture(params=["127.0.0.1", "::1"])
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return the two ends of a connection over loopback: the listener's and the caller's."""
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with (
        socket.create_server((request.param, 0), family=family) as listener,
        socket.create_connection(listener.getsockname()[:2]) as caller,
    ):
        accepted, _ = listener.accept()
        with accepted:
            yield accepted, caller


def test_the_other_end_of_a_connection_is_its_owners(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """Who runs this test made the connection, and is no stranger to itself."""
    local, peer = ends[0].getsockname(), ends[0].getpeername()
    assert user_of(local, peer) == os.getuid()
    assert not is_stranger(local, peer)


def test_a_sender_that_has_gone_is_nobody(ends: tuple[socket.socket, socket.socket]) -> None:
    """A request sent and given up at once passes for no user, and so not for root either."""
    local, peer = ends[0].getsockname(), ends[0].getpeername()
    ends[1].close()
    assert user_of(local, peer) == NOBODY
    assert is_stranger(local, peer)


def test_a_connection_from_elsewhere_has_no_user_here() -> None:
    """Nothing is known of it, so that its key alone decides."""
    assert user_of(("127.0.0.1", 1), ("192.0.2.1", 2)) is None
    assert not is_stranger(("127.0.0.1", 1), ("192.0.2.1", 2))
    assert not is_stranger(None, None)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_another_user_needs_a_key_on_loopback(
    tmp_path: object, start: Callable[..., Receiver]
) -> None:
    """Without one their request is refused by either road; with one it is taken."""
    _, key = create_key(Settings(data_dir=f"{tmp_path}/data").paths.keys, "them", "ingest")
    addresses = start(grpc_port=0).addresses
    http, rpc = (f"127.0.0.1:{port}" for port in (addresses.http_port, addresses.grpc_port))
    command = [sys.executable, "-c", AS_SOMEBODY, f"http://{http}", rpc, key]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["401", "UNAUTHENTICATED", "200", "OK"]


def test_a_web_page_has_no_words_for_the_grpc_port(start: Callable[..., Receiver]) -> None:
    """Browsers speak HTTP/1.1 where there is no TLS; gRPC's port does not, whatever the page calls it."""
    receiver = start(grpc_port=0)
    body = export(log(1))
    request = (
        f"POST {EXPORT} HTTP/1.1\r\n"
        "Host: evil.example\r\nContent-Type: application/grpc\r\n"
        f"Content-Length: {len(body) + 5}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", receiver.addresses.grpc_port or 0)) as page:
        page.sendall(request + b"\0" + len(body).to_bytes(4, "big") + body)
        page.settimeout(5)
        assert b"HTTP/1.1 200" not in page.recv(4096)
    assert receiver.stored() == []
