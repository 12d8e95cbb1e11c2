"""The command hook: takes one event from an agent, appends what may be kept of it, and gets out of the way.

    python -I -S hook.py FOLDER AGENT [EVENT]

It says nothing, always ends with 0 and within a quarter of a second, whatever it is given and whatever is
wrong: an agent must never wait for it or be stopped by it. It keeps names, identifiers and measures only; what
is kept goes through the guard once more when it is loaded. Where the folder names a receiver, a process of its
own is left behind to deliver what was appended: that is `delivery`.

It imports modules that the interpreter has in C and nothing else: what `json`, `hashlib`, `signal` and `os`
add to them in Python takes longer to import than all else that happens here.
"""

import _signal
import posix
import sys
import time
from _blake2 import blake2b
from _json import encode_basestring_ascii as quoted
from _json import make_scanner

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
MAX_DAY_BYTES = 64 * 1024 * 1024
"""A day's file takes no more: nobody loads it, and it must not fill the disk."""

MISSED = "-missed"
"""Added to the folder's name for the files that only count events which could not be kept."""

RECEIVER = "receiver"
"""File in the folder that names the receiver elsewhere; without it, the folder is loaded on this machine."""

PAUSE = "pause"
"""File in the folder whose time says until when no further process is left behind."""

GATHER_SECONDS = 1.0
"""How long the process that is left behind waits: events come in bursts, and an agent needs the machine."""

_NICENESS = 10

_DIGEST_BYTES = 16
_BLANKS = " \t\r\n"
_FLAGS = posix.O_WRONLY | posix.O_APPEND | posix.O_CREAT | posix.O_NOFOLLOW


class _Json:
    """What the C scanner asks for: plain JSON, in which NaN and infinities are nothing."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int = float, int

    @staticmethod
    def parse_constant(_: str) -> None:
        """Return nothing for what is no JSON."""


_scan = make_scanner(_Json)  # type: ignore[arg-type, unused-ignore]


class NoRoomError(OSError):
    """The day's file has reached its size."""


def digest_of(body: bytes) -> str:
    """Return what tells an event from every other: the same whether it was posted or came this way."""
    return blake2b(body.strip(), digest_size=_DIGEST_BYTES).hexdigest()


def line_of(body: bytes, agent: str, event_name: str, received_at: int) -> bytes:
    """Return the line to append for an event; an event that cannot be read becomes a line that says so.

    It begins and ends with an end of line: a torn one before it costs nobody else.
    """
    kept = {"agent": agent, "received_at": received_at, "digest": digest_of(body)}
    event = _read(body)
    if isinstance(event, str):
        return _line(kept | {"unreadable": event})
    named = {"hook_event_name": event_name, **event} if event_name else event
    return _line(
        kept | {name: _bounded(named[name]) for name in KEPT if _is_plain(named.get(name))}
    )


def append(folder: str, line: bytes, now: float) -> None:
    """Append a line in one write to the file of the day, readable by its owner only.

    A folder that somebody removed is made again. Raises `OSError`.
    """
    try:
        _append(folder, "hooks", line, now)
    except FileNotFoundError:
        posix.mkdir(folder, 0o700)
        _append(folder, "hooks", line, now)


def count_missed(folder: str, agent: str, problem: OSError, now: float) -> None:
    """Leave word beside the folder that an event could not be kept, and why. Raises `OSError`."""
    missed = {"agent": agent, "received_at": int(now * 1_000_000), "missed": str(problem.strerror)}
    parent, _, name = folder.rpartition("/")
    _append(parent, name + MISSED, _line(missed), now)


def hand_over(folder: str, now: float) -> None:
    """Leave a process behind that delivers what is in the folder, where it is to go elsewhere.

    `now` is after the event was appended: who started last reads after all that start nobody. Raises `OSError`.
    """
    pause = f"{folder}/{PAUSE}"
    if not _exists_after(f"{folder}/{RECEIVER}", 0) or _exists_after(pause, now):
        return
    posix.close(posix.open(pause, _FLAGS, 0o600))
    posix.utime(pause, (now + GATHER_SECONDS,) * 2)
    if posix.fork():
        return
    posix.setsid()  # the agent may end everything it started
    posix.closerange(0, 10)
    posix.open("/dev/null", posix.O_RDWR)
    posix.dup2(0, 1)
    posix.dup2(0, 2)
    script = __file__.rpartition("/")[0] + "/delivery.py"
    posix.nice(_NICENESS)
    posix.execv(sys.executable, [sys.executable, "-I", "-S", script, folder])


def _exists_after(path: str, moment: float) -> bool:
    try:
        return posix.stat(path).st_mtime > moment
    except FileNotFoundError:
        return False


def _append(folder: str, name: str, line: bytes, now: float) -> None:
    day = time.strftime("%Y%m%d", time.gmtime(now))
    descriptor = posix.open(f"{folder}/{name}-{day}.ndjson", _FLAGS, 0o600)
    try:
        if posix.fstat(descriptor).st_size >= MAX_DAY_BYTES:
            raise NoRoomError(0, "the file of the day is full")
        posix.write(descriptor, line)
    finally:
        posix.close(descriptor)


def _read(body: bytes) -> dict[str, object] | str:
    """Return an event, or the reason why it is none."""
    if len(body) > MAX_BYTES:
        return "too_large"
    try:
        text = body.decode("utf-8", "surrogatepass").lstrip("\ufeff").strip(_BLANKS)
        event, end = _scan(text, 0)
    except (ValueError, StopIteration, RecursionError):
        return "not_json"
    if end != len(text):
        return "not_json"
    return event if isinstance(event, dict) else "not_an_object"


def _line(kept: dict[str, object]) -> bytes:
    pairs = [f"{quoted(name)}:{_literal(value)}" for name, value in kept.items()]
    return f"\n{{{','.join(pairs)}}}\n".encode()


def _literal(value: object) -> str:
    if isinstance(value, str):
        return str(quoted(value))
    return repr(value).lower() if isinstance(value, bool) else repr(value)


def _is_plain(value: object) -> bool:
    """Return whether a value is a number or may be a name: no name has a blank or begins as a path does."""
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor no number
    if isinstance(value, str):
        return value.split() == [value] and value[0] not in "/~\\"
    return isinstance(value, int)


def _bounded(value: object) -> object:
    return value[:MAX_TEXT] if isinstance(value, str) else value


def main(arguments: list[str]) -> None:
    """Take the event on standard input. Nothing that goes wrong here may be noticed by the agent."""
    folder, agent, *event_name = arguments
    now = time.time()
    body = sys.stdin.buffer.read(MAX_BYTES + 1)
    line = line_of(body, agent, "".join(event_name[:1]), int(now * 1_000_000))
    try:
        append(folder, line, now)
    except OSError as problem:
        count_missed(folder, agent, problem, now)
    hand_over(folder, time.time())


if __name__ == "__main__":
    _signal.signal(_signal.SIGALRM, lambda *_: posix._exit(0))
    _signal.setitimer(_signal.ITIMER_REAL, SECONDS)
    try:
        main(sys.argv[1:])
    finally:
        posix._exit(0)
