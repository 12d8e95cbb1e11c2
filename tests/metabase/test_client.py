"""Requests over a bad line: what is tried again, how long, and in which words it is given up."""

import pytest

from agent_analytics.errors import MetabaseError
from metabase.client import AmbiguousError, Client, Credentials, version_doubt
from metabase.setup import wait_until_up
from tests.fixtures.contract_server.app import Fault, Served


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(served: Served, status: int) -> None:
    """Four failures of the way are got over, with pauses that double."""
    pauses: list[float] = []
    served.faults.append(Fault("GET", "/api/health", status, times=4))
    with Client(served.url, pause=pauses.append) as client:
        assert client.get("/api/health") == {"status": "ok"}
    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_the_fifth_failure_is_the_last(served: Served) -> None:
    """After five failures the error says what was asked, what came back and how often."""
    served.faults.append(Fault("GET", "/api/health", 502, times=5))
    with (
        Client(served.url, pause=lambda seconds: None) as client,
        pytest.raises(MetabaseError, match=r"GET .*/api/health: 502 upstream is away, 5 times"),
    ):
        client.get("/api/health")


@pytest.mark.parametrize("secret", ["k\u00e9y", "a\nb", "\x00"])
def test_a_key_that_no_header_takes_is_refused_unsaid(served: Served, secret: str) -> None:
    """It fails before anything is sent, and the message does not hold it."""
    with pytest.raises(MetabaseError, match="API key") as caught:
        Client(served.url, Credentials("x-api-key", secret))
    assert secret not in str(caught.value)


def test_a_key_may_end_with_a_line(served: Served) -> None:
    """Variables filled from files end with one."""
    with Client(served.url, Credentials("x-api-key", "mb_key\n")) as client:
        client.get("/api/health")


@pytest.mark.parametrize("status", [400, 404, 405])
def test_a_refusal_is_not_tried_again(served: Served, status: int) -> None:
    """What is refused stays refused: one request."""
    served.faults.append(Fault("GET", "/api/health", status))
    with Client(served.url) as client, pytest.raises(MetabaseError, match=str(status)):
        client.get("/api/health")
    assert len(served.requests) == 1


@pytest.mark.parametrize(("status", "requests"), [(500, 1), (502, 1), (503, 2), (429, 2)])
def test_creating_is_repeated_only_when_nothing_was_done(
    served: Served, status: int, requests: int
) -> None:
    """A server that was busy did nothing; any other failure may have made the thing."""
    served.faults.append(Fault("POST", "/api/session", status))
    with Client(served.url, pause=lambda seconds: None) as client:
        with pytest.raises(MetabaseError) as caught:
            client.create("/api/session", {"username": "a", "password": "b"})
        assert (type(caught.value) is AmbiguousError) == (requests == 1)
    assert len(served.requests) == requests


def test_a_slow_answer_is_a_failure(served: Served) -> None:
    """A request that takes too long is tried again; its cause is named when that does not help."""
    served.faults.append(Fault("GET", "/api/health", seconds=0.3, done_nevertheless=True))
    with Client(served.url, timeout=0.15, pause=lambda seconds: None) as client:
        assert client.get("/api/health") == {"status": "ok"}


def test_nobody_is_there() -> None:
    """An address where nothing listens is tried, then named."""
    with (
        Client("http://127.0.0.1:9", pause=lambda seconds: None) as client,
        pytest.raises(MetabaseError, match="refused, 5 times; see whether Metabase is up"),
    ):
        client.get("/api/health")


def test_waiting_ends(served: Served) -> None:
    """Waiting for a Metabase ends with its version, or after its time with the reason."""
    served.faults.append(Fault("GET", "/api/health", 404))
    with Client(served.url, pause=lambda seconds: None) as client:
        with pytest.raises(MetabaseError, match="did not answer in 0 s: it is still starting"):
            wait_until_up(client, 0)
        assert wait_until_up(client, 0) == "v0.60.2.3"


def test_what_is_missing_is_none(served: Served) -> None:
    """Looking for something that is not there is no error."""
    served.faults.append(Fault("GET", "/api/card/1", 404))
    with Client(served.url) as client:
        assert client.find("/api/card/1") is None


def test_credentials_show_nothing() -> None:
    """A key is in no representation."""
    assert repr(Credentials("x-api-key", "secret")) == "Credentials(x-api-key)"


@pytest.mark.parametrize(
    ("tag", "doubt"),
    [
        ("v0.58.0", None),
        ("v1.65.4.2", None),
        ("v0.66.0", "newer than 65"),
        ("vLOCAL_DEV", "no released version"),
    ],
)
def test_versions_are_known_or_doubtful(tag: str, doubt: str | None) -> None:
    """Versions 58 to 65 are known; newer ones get a warning."""
    found = version_doubt(tag)
    assert found is None if doubt is None else doubt in str(found)


@pytest.mark.parametrize("tag", ["v0.57.9", "v1.50.0"])
def test_old_versions_are_refused(tag: str) -> None:
    """Before 58 queries have another form, so nothing is tried."""
    with pytest.raises(MetabaseError, match="too old"):
        version_doubt(tag)
