"""Only names of this machine are answered."""

import pytest

from agent_analytics.web.security import is_local


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8420", "localhost:1", "LOCALHOST", "[::1]", "[::1]:8420"]
)
def test_this_machine_is_local(host: str) -> None:
    """Loopback names are local on any port."""
    assert is_local([host])


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.com",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "example.com:127.0.0.1",
        "127.0.0.2",
        "0.0.0.0:8420",
        "localhost:8420@example.com",
        "localhost:",
        "localhost\n",
        "[::1]:999999",
    ],
)
def test_anything_else_is_foreign(host: str) -> None:
    """A name that only resembles or resolves to this machine is not local."""
    assert not is_local([host])


@pytest.mark.parametrize("hosts", [[], ["localhost", "localhost"]])
def test_the_host_is_named_exactly_once(hosts: list[str]) -> None:
    """Without a Host, or with two, nobody can say whom the request was meant for."""
    assert not is_local(hosts)
