"""What a set-up asks: where things go."""

from pathlib import Path

import pytest

from agent_analytics.setup.wish import Wish


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("http://127.0.0.1:4318", True),
        ("http://127.9.9.9", True),
        ("http://localhost:4318", True),
        ("http://[::1]:4318", True),
        ("http://10.0.0.1:4318", False),
        ("https://telemetry.example.com", False),
        ("nonsense", False),
    ],
)
def test_only_loopback_is_this_machine(address: str, is_local: bool) -> None:
    """What is sent anywhere else leaves the machine."""
    assert Wish(Path("/home/d"), http=address).is_local is is_local
