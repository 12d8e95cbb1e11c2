"""Delivers what hooks appended to a receiver elsewhere, behind the agent's back.

    python -I -S delivery.py FOLDER

Left behind by `hook` and `commit_hook`. One process at a time delivers from a folder; what it could not deliver
stays there, and the next one goes on where the receiver last said yes. A receiver that is down or hangs is let
alone for a while. How much a folder may hold is the hooks' matter; after a month it is given up and counted.
Standard library only.
"""

import fcntl
import json
import os
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

PATH = "/v1/hooks/appended"
RECEIVER, PAUSE, LOCK, SENT = "receiver", "pause", "lock", "sent.json"
"""Files beside the events: where they go, until when that rests, who delivers, and what has arrived."""

SECONDS = 5.0
"""How long the receiver is waited for, once."""

WHOLE_SECONDS = 60.0
"""How long one process delivers; the next hook starts another."""

GATHER_SECONDS = 1.0
"""How long events are waited for before the first is sent; `hook` starts nobody else meanwhile."""

PAUSE_SECONDS = 30.0
BATCH_BYTES = 256 * 1024
KEPT_DAYS = 30
"""Days after which what could not be delivered is given up."""

_KINDS = ("hooks", "commits", "missed")
_DAY = "%Y%m%d"


def address_text(url: str, key: str | None) -> bytes:
    """Return what the file that names a receiver holds."""
    return f"{url}\n{key or ''}\n".encode()


def is_late(folder: Path, now: datetime) -> bool:
    """Return whether events wait that were appended too long ago for everything to be well."""
    waiting = _next_batch(folder, _sent(folder))
    if waiting is None:
        return False
    appended_at = _appended_at(waiting[2])
    return appended_at is None or appended_at < (now.timestamp() - WHOLE_SECONDS) * 1_000_000


def _appended_at(lines: bytes) -> int | None:
    """Return when the first of some lines was appended, in microseconds; None when it does not say."""
    first = next((line for line in lines.split(b"\n") if line.strip()), b"")
    try:
        at = json.loads(first)["received_at"]
    except (ValueError, KeyError, TypeError):
        return None
    return at if isinstance(at, int) else None


def deliver_all(folder: Path) -> None:
    """Deliver what is in a folder, unless another process does or the receiver does not answer.

    What was appended while the other one ended is looked for again, so that none of both leaves it.
    """
    deadline = time.monotonic() + WHOLE_SECONDS
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
    while _next_batch(folder, _sent(folder)):
        with open(folder / LOCK, "wb", opener=lambda path, _: os.open(path, flags, 0o600)) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if not _deliver(folder, deadline):
                return


def _deliver(folder: Path, deadline: float) -> bool:
    """Deliver until nothing is left; return whether that was so before the time ended."""
    while batch := _next_batch(folder, _sent(folder)):
        if time.monotonic() > deadline:
            return False
        if not _take(folder, batch):
            give_up_old(folder, datetime.now(UTC))
            _rest(folder)
            return False
    _remove_delivered(folder, datetime.now(UTC))
    return True


def give_up_old(folder: Path, now: datetime) -> None:
    """Remove files that nobody wanted for a month; each event in them leaves a line that counts it."""
    sent = _sent(folder)
    for file in _files(folder):
        if _day_of(file) >= f"{now - timedelta(days=KEPT_DAYS):{_DAY}}":
            continue
        with file.open("rb") as stream:
            stream.seek(sent.get(file.name, 0))
            lost = sum(1 for line in stream if line.strip())
        if _kind_of(file) != "missed":
            at = int(now.timestamp() * 1_000_000)
            line = json.dumps({"received_at": at, "missed": "not delivered for a month"})
            counted = folder.with_name(f"{folder.name}-missed-{now:{_DAY}}.ndjson")
            with counted.open("a", encoding="utf-8") as stream_of_missed:
                stream_of_missed.write(f"\n{line}\n" * lost)
        file.unlink()


def _next_batch(folder: Path, sent: dict[str, int]) -> tuple[Path, int, bytes] | None:
    """Return whole lines that were not delivered: their file, where they begin, and their bytes."""
    today = f"{datetime.now(UTC):{_DAY}}"
    for file in _files(folder):
        begin = sent.get(file.name, 0)
        with file.open("rb") as stream:
            stream.seek(begin)
            content = stream.read(BATCH_BYTES)
        # Nobody ends a line any more that was torn on an earlier day.
        is_whole = _day_of(file) < today and len(content) < BATCH_BYTES
        content = content if is_whole else content[: content.rfind(b"\n") + 1]
        if content:
            return file, begin, content
    return None


def _take(folder: Path, batch: tuple[Path, int, bytes]) -> bool:
    """Deliver some lines and note that they have arrived; return whether they have."""
    file, begin, content = batch
    lines = [line.decode(errors="replace") for line in content.split(b"\n") if line.strip()]
    if lines and not _post(folder, {"sent_at": time.time_ns() // 1000, _kind_of(file): lines}):
        return False
    _note(folder, _sent(folder) | {file.name: begin + len(content)})
    return True


def _post(folder: Path, told: dict[str, object]) -> bool:
    url, key, *_ = (folder / RECEIVER).read_text("utf-8").split("\n")
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url + PATH, json.dumps(told).encode(), headers)  # noqa: S310 - from init
    # A proxy is for the world outside, and would be told of every event.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return bool(answer.status < 300)  # noqa: PLR2004 - HTTP's own border of success
    except (OSError, ValueError):
        return False


def _rest(folder: Path) -> None:
    """Let the receiver alone for a while: a file's time says how long."""
    until = time.time() + PAUSE_SECONDS
    (folder / PAUSE).touch(0o600)
    os.utime(folder / PAUSE, (until, until))


def _sent(folder: Path) -> dict[str, int]:
    """Return how much of each file has arrived; nothing when nobody can say, then all is sent again."""
    try:
        noted = json.loads((folder / SENT).read_bytes())
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _note(folder: Path, sent: dict[str, int]) -> None:
    partial = folder / f"{SENT}.partial"
    partial.write_text(json.dumps(sent), "utf-8")
    partial.replace(folder / SENT)


def _remove_delivered(folder: Path, now: datetime) -> None:
    """Remove whole files of days that are over, and forget them."""
    sent, kept = _sent(folder), {}
    for file in _files(folder):
        is_over = _day_of(file) < f"{now - timedelta(days=1):{_DAY}}"
        if is_over and sent.get(file.name, 0) >= file.stat().st_size:
            file.unlink()
        elif file.name in sent:
            kept[file.name] = sent[file.name]
    _note(folder, kept)


def _files(folder: Path) -> list[Path]:
    """Return the files of events and of counted ones, oldest first."""
    missed = folder.parent.glob(f"{folder.name}-missed-*.ndjson")
    named = (*folder.glob("hooks-*.ndjson"), *folder.glob("commits-*.ndjson"), *missed)
    return sorted(named, key=_day_of)


def _kind_of(file: Path) -> str:
    return next(kind for kind in reversed(_KINDS) if kind in file.name)


def _day_of(file: Path) -> str:
    return file.stem.rpartition("-")[2]


if __name__ == "__main__":
    time.sleep(GATHER_SECONDS)
    with suppress(OSError):  # a full disk, a folder that is gone: the events stay where they are
        deliver_all(Path(sys.argv[1]))
