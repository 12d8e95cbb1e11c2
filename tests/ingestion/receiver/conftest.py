"""A real receiver on free ports of loopback, in a thread of the test."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_analytics.collect_settings import CollectSettings
from agent_analytics.privacy.policy import Policy, policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.settings import Settings
from ingestion.receiver.server import Addresses, running
from tests.fixtures.receivers import Receiver


@pytest.fixture(scope="module")
def policy() -> Policy:
    """Return a policy of tier 1."""
    return policy_for(1, Pseudonymizer(bytes(KEY_BYTES)))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Receiver]]:
    """Return a starter of receivers; each argument is a setting of `collect`."""
    stops: list[Callable[[], None]] = []

    def begin(**collect: Any) -> Receiver:
        given = {"http_port": 0, "grpc_port": -1, **collect}
        settings = Settings(data_dir=str(tmp_path / "data"), collect=CollectSettings(**given))
        addresses, stop = _in_thread(settings)
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{addresses.http_port}", trust_env=False, timeout=30
        )
        stops.extend((client.close, stop))
        return Receiver(settings, addresses, client, stop)

    yield begin
    for stop in stops:
        stop()


def _in_thread(settings: Settings) -> tuple[Addresses, Callable[[], None]]:
    started = threading.Event()
    state: dict[str, Any] = {}

    async def main() -> None:
        state["loop"], state["end"] = asyncio.get_running_loop(), asyncio.Event()
        async with running(settings) as addresses:
            state["addresses"] = addresses
            started.set()
            await state["end"].wait()

    def run() -> None:
        try:
            asyncio.run(main())
        except Exception as error:  # noqa: BLE001 - raised again in the test's thread
            state["error"] = error
        finally:
            started.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait(20)
    if "error" in state:
        raise state["error"]

    def stop() -> None:
        if thread.is_alive():
            state["loop"].call_soon_threadsafe(state["end"].set)
            thread.join(20)

    return state["addresses"], stop


@pytest.fixture
def receiver(start: Callable[..., Receiver]) -> Receiver:
    """Return a receiver with default settings."""
    return start()
