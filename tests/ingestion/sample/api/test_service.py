"""The stand-in serves on loopback and fails where it is told to."""

import httpx
import pytest

from ingestion.sample.api.service import Answer, Fault, Request, Service


def echo(request: Request) -> Answer:
    """Return the path that was asked for."""
    return Answer(200, request.path.encode())


def test_a_fault_skips_and_strikes_as_often_as_told() -> None:
    """The second request of that path fails, and only that one."""
    with Service(echo) as service:
        service.faults = [Fault("/a", Answer(503), skips=1)]
        asked = ["/a", "/b", "/a", "/a"]
        statuses = [httpx.get(service.address + path).status_code for path in asked]
    assert statuses == [200, 200, 503, 200]


def test_a_cut_answer_ends_in_the_middle() -> None:
    """The client notices that bytes are missing."""
    with Service(echo) as service:
        service.faults = [Fault(cuts=True)]
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(service.address + "/long-enough")
