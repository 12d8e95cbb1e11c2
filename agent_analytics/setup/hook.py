"""The command hook: takes one event from an agent, appends what may be kept of it, and gets out of the way.

    python -I -S hook.py FOLDER AGENT [EVENT]

For events that an agent cannot post. It says nothing, always ends with 0 and within a quarter of a second,
whatever it is given and whatever is wrong: an agent must never wait for it or be stopped by it. It keeps
names, identifiers and measures only and imports nothing but the standard library, so that it starts in
milliseconds; what is kept goes through the guard once more when it is loaded.
"""

import hashlib
import json
import os
import signal
import sys
import time

KEPT = (
    "hook_event_name",
    "session_id",
    "prompt_id",
    "permission_mode",
    "agent_id",
    "agent_type",
    "tool_name",
    "tool_use_id",
    "duration_ms",
    "model",
    "source",
    "reason",
    "trigger",
    "notification_type",
    "is_interrupt",
    "context_tokens",
)
"""Fields that are kept; none of them holds text that somebody wrote."""

MAX_BYTES = 4 * 1024 * 1024
MAX_TEXT = 128
SECONDS = 0.25
_DIGEST_BYTES = 16


def digest_of(body: bytes) -> str:
    """Return what tells an event from every other: the same whether it was posted or came this way."""
    return hashlib.blake2b(body.strip(), digest_size=_DIGEST_BYTES).hexdigest()


def line_of(body: bytes, agent: str, event_name: str, received_at: int) -> bytes:
    """Return the line to append for an event; an event that cannot be read becomes a line that says so.

    It begins and ends with an end of line: a torn one before it costs nobody else.
    """
    try:
        event = json.loads(body)
        reason = None if isinstance(event, dict) else "not_an_object"
    except (ValueError, RecursionError):
        event, reason = {}, "too_large" if len(body) > MAX_BYTES else "not_json"
    kept = {"agent": agent, "received_at": received_at, "digest": digest_of(body)}
    if reason:
        kept["unreadable"] = reason
    else:
        named = {"hook_event_name": event_name, **event} if event_name else event
        kept |= {name: _bounded(named[name]) for name in KEPT if _is_plain(named.get(name))}
    return b"\n%s\n" % json.dumps(kept, separators=(",", ":")).encode()


def append(folder: str, line: bytes, now: float) -> None:
    """Append a line in one write to the file of the day, readable by its owner only."""
    name = time.strftime("hooks-%Y%m%d.ndjson", time.gmtime(now))
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    descriptor = os.open(os.path.join(folder, name), flags, 0o600)  # noqa: PTH118 - pathlib costs 5 ms
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _bounded(value: object) -> object:
    return value[:MAX_TEXT] if isinstance(value, str) else value


def main(arguments: list[str]) -> None:
    """Take the event on standard input. Nothing that goes wrong here may be noticed by the agent."""
    folder, agent, *event_name = arguments
    now = time.time()
    body = sys.stdin.buffer.read(MAX_BYTES + 1)
    append(folder, line_of(body, agent, "".join(event_name[:1]), int(now * 1_000_000)), now)


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        main(sys.argv[1:])
    finally:
        os._exit(0)
