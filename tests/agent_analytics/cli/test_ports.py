"""A taken port is told, with the process that holds it where the system says so."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_analytics.cli.ports import holder_of
from agent_analytics.cli.serve import run_server
from agent_analytics.errors import ServingError
from agent_analytics.settings import Settings
from agent_analytics.view_settings import WebSettings


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port this process listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_holder_of_a_port_is_named(taken: int) -> None:
    """Our own process is found behind our own port."""
    holder = holder_of(taken)
    assert holder is not None
    assert holder.endswith(f"process {os.getpid()}")


def test_without_the_systems_tables_nobody_is_named(taken: int, tmp_path: Path) -> None:
    """Where there is no /proc, the holder is unknown."""
    assert holder_of(taken, tmp_path) is None


def test_serving_on_a_taken_port_says_who_holds_it(taken: int) -> None:
    """The message names the port, its holder and the setting to change."""
    settings = Settings(web=WebSettings(port=taken))
    with pytest.raises(ServingError, match=f"{taken}.*process {os.getpid()}.*WEB__PORT"):
        run_server(settings)
