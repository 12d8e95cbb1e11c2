"""Hooks whose events are loaded elsewhere: nobody waits for that place, and nothing is lost on the way."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from agent_analytics.setup import claude_hooks, commit_hook, delivery, hook

NOW = datetime.now(UTC)
EVENT = b'{"hook_event_name":"Stop","session_id":"s%d"}'
SLOW_SECONDS = 20


class Elsewhere:
    """A receiver elsewhere: what it was told, and with which status it answers."""

    def __init__(self) -> None:
        """Start it."""
        self.told: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.status = 200
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if elsewhere.status == 200:
                    elsewhere.told.append(json.loads(body))
                    elsewhere.keys.append(self.headers["Authorization"])
                self.send_response(elsewhere.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def sessions(self) -> list[str]:
        """Return the sessions of the events it was told, in order."""
        return [json.loads(line)["session_id"] for told in self.told for line in told["hooks"]]


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Return a receiver elsewhere."""
    made = Elsewhere()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def outbox(tmp_path: Path, elsewhere: Elsewhere) -> Path:
    """Return a folder whose events go there."""
    folder = tmp_path / "the outbox"
    folder.mkdir()
    _address(folder, elsewhere.server.server_port)
    return folder


def _address(outbox: Path, port: int) -> None:
    text = delivery.address_text(f"http://127.0.0.1:{port}", "k3y")
    (outbox / delivery.RECEIVER).write_bytes(text)


def _append(outbox: Path, *numbers: int, at: datetime = NOW) -> Path:
    for number in numbers:
        line = hook.line_of(EVENT % number, "claude_code", "", int(at.timestamp() * 1e6))
        hook.append(str(outbox), line, at.timestamp())
    return outbox / f"hooks-{at:%Y%m%d}.ndjson"


def _wait_until(seen: Any) -> None:
    deadline = time.monotonic() + SLOW_SECONDS
    while not seen() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seen()


def _run_hook(outbox: Path, *, waits: bool) -> float:
    """Run a hook as the agent does and return how long that took."""
    command = ["/bin/sh", "-c", claude_hooks.command_of(outbox, waits=waits)]
    started = time.monotonic()
    done = subprocess.run(command, input=EVENT % 1, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return time.monotonic() - started


@pytest.mark.parametrize("waits", [True, False])
def test_row_45_an_event_arrives_and_the_agent_hears_nothing(
    waits: bool, outbox: Path, elsewhere: Elsewhere
) -> None:
    """The process that is left behind delivers it, with the key."""
    _run_hook(outbox, waits=waits)
    _wait_until(lambda: elsewhere.told)
    assert (elsewhere.sessions, elsewhere.keys) == (["s1"], ["Bearer k3y"])
    assert elsewhere.told[0]["sent_at"] > NOW.timestamp() * 1e6


@pytest.mark.parametrize("waits", [True, False])
def test_row_46_a_receiver_that_never_answers_is_not_waited_for(waits: bool, outbox: Path) -> None:
    """The hook ends while its event is still being delivered, and the event stays."""
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        _address(outbox, hanging.getsockname()[1])
        assert _run_hook(outbox, waits=waits) < delivery.SECONDS
        connection, _ = hanging.accept()  # somebody does wait for it
        connection.close()
    _wait_until(lambda: (outbox / delivery.PAUSE).stat().st_mtime > time.time() + 1)
    assert delivery._next_batch(outbox, delivery._sent(outbox))


@pytest.mark.parametrize("status", [401, 503])
def test_what_is_refused_waits_and_is_delivered_once(
    status: int, outbox: Path, elsewhere: Elsewhere
) -> None:
    """After a refusal the receiver rests, then it gets everything, in order, and nothing again."""
    _append(outbox, 1, 2)
    elsewhere.status = status
    delivery.deliver_all(outbox)
    until = (outbox / delivery.PAUSE).stat().st_mtime - time.time()
    assert 0 < until <= delivery.PAUSE_SECONDS
    elsewhere.status = 200
    _append(outbox, 3)
    for _ in range(2):
        delivery.deliver_all(outbox)
    assert elsewhere.sessions == ["s1", "s2", "s3"]


def test_a_hook_starts_nobody_while_the_receiver_rests(outbox: Path, elsewhere: Elsewhere) -> None:
    """Otherwise every event of an agent would start a process in vain."""
    later = time.time() + 60
    (outbox / delivery.PAUSE).touch()
    os.utime(outbox / delivery.PAUSE, (later, later))
    _run_hook(outbox, waits=True)
    assert not (outbox / delivery.LOCK).exists()
    assert elsewhere.told == []


def test_events_that_start_nobody_are_delivered_by_who_was_started(
    outbox: Path, elsewhere: Elsewhere
) -> None:
    """The process that is left behind waits for the others of a burst."""
    for _ in range(3):
        _run_hook(outbox, waits=True)
    _wait_until(lambda: len(elsewhere.sessions) == 3)


def test_the_scripts_mean_the_same_files() -> None:
    """They run alone and import nothing of each other."""
    assert hook.RECEIVER == delivery.RECEIVER == commit_hook.RECEIVER
    assert (hook.PAUSE, hook.GATHER_SECONDS) == (delivery.PAUSE, delivery.GATHER_SECONDS)


def test_one_delivers_at_a_time(outbox: Path, elsewhere: Elsewhere) -> None:
    """The others end at once; the one that delivers looks again before it ends."""
    _append(outbox, 1)
    with (outbox / delivery.LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        delivery.deliver_all(outbox)
        assert elsewhere.told == []
    delivery.deliver_all(outbox)
    assert elsewhere.sessions == ["s1"]


def test_killed_before_it_noted_an_arrival_it_sends_the_same_again(
    outbox: Path, elsewhere: Elsewhere
) -> None:
    """Nothing is lost; that an event counts once is the loader's matter."""
    _append(outbox, 1)
    delivery.deliver_all(outbox)
    (outbox / delivery.SENT).write_bytes(b'{"hooks-')
    delivery.deliver_all(outbox)
    first, second = elsewhere.told
    assert first["hooks"] == second["hooks"]


def test_only_whole_lines_are_sent(outbox: Path, elsewhere: Elsewhere) -> None:
    """Half a line waits for the rest of it."""
    file = _append(outbox, 1)
    whole = file.read_bytes()
    file.write_bytes(whole[:-5])
    delivery.deliver_all(outbox)
    assert elsewhere.told == []
    file.write_bytes(whole)
    delivery.deliver_all(outbox)
    assert elsewhere.sessions == ["s1"]


def test_many_events_go_in_batches(
    outbox: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No request outgrows what the receiver takes."""
    monkeypatch.setattr(delivery, "BATCH_BYTES", 400)
    _append(outbox, *range(9))
    delivery.deliver_all(outbox)
    assert elsewhere.sessions == [f"s{number}" for number in range(9)]
    assert len(elsewhere.told) > 4


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (1, True), (2, False)])
def test_a_file_of_a_day_that_is_over_goes_once_it_has_arrived(
    days: int, is_kept: bool, outbox: Path, elsewhere: Elsewhere
) -> None:
    """A late hook may still append to yesterday's."""
    file = _append(outbox, 1, at=NOW - timedelta(days=days))
    delivery.deliver_all(outbox)
    assert elsewhere.sessions == ["s1"]
    assert file.exists() is is_kept
    assert (file.name in delivery._sent(outbox)) is is_kept


@pytest.mark.parametrize(("days", "lost"), [(30, 0), (31, 2)])
def test_row_47_what_nobody_took_for_a_month_is_given_up_and_counted(
    days: int, lost: int, outbox: Path, elsewhere: Elsewhere
) -> None:
    """The disk of a laptop is no archive; the receiver is told how much is missing."""
    _append(outbox, 1, 2, at=NOW - timedelta(days=days))
    elsewhere.status = 503
    delivery.deliver_all(outbox)
    elsewhere.status = 200
    delivery.deliver_all(outbox)
    assert sum(len(told.get("missed", ())) for told in elsewhere.told) == lost
    assert sum(len(told.get("hooks", ())) for told in elsewhere.told) == 2 - lost


@pytest.mark.parametrize(("seconds", "is_late"), [(59, False), (61, True)])
def test_events_that_wait_for_a_minute_are_late(
    seconds: int, is_late: bool, outbox: Path, elsewhere: Elsewhere
) -> None:
    """Somebody should look, also while more is appended; once they have arrived, nobody need."""
    _append(outbox, 1, at=NOW - timedelta(seconds=seconds))
    _append(outbox, 2)
    assert delivery.is_late(outbox, NOW) is is_late
    delivery.deliver_all(outbox)
    assert elsewhere.sessions == ["s1", "s2"]
    assert not delivery.is_late(outbox, NOW)


def test_a_folder_that_is_gone_is_no_traceback(tmp_path: Path) -> None:
    """Nobody sees what it says; it ends."""
    command = [sys.executable, "-I", "-S", str(Path(delivery.__file__)), str(tmp_path / "gone")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
