"""The commit hook: tells the receiver of a commit that was just made, and never makes anybody wait.

    python -I -S commit_hook.py URL FOLDER SHA

Run in the background by the block that `git_hook` puts into post-commit. It says nothing and ends with 0,
whatever is wrong. A receiver that does not answer within a fifth of a second is given up: then a line in the
folder says what names no person, place or branch, for the loader to read or for `delivery` to bring.
Standard library only.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SECONDS = 0.2
"""How long the receiver is waited for."""

WHOLE_SECONDS = 5.0
"""How long all of it may take."""

_SEPARATOR = "\x00"
_FORMAT = "%x00".join(("%H", "%P", "%ae", "%cI"))
_SPOOLED = ("version", "sha", "committed_at", "parents", "agent", "session_id")
"""What may lie on the disk before any guard has looked at it."""

_AGENTS = (
    ("CLAUDECODE", "claude_code"),
    ("CODEX_SANDBOX", "codex"),
    ("GEMINI_CLI", "gemini_cli"),
    ("COPILOT_CLI", "copilot_cli"),
    ("OPENCODE", "opencode"),
)
"""Variables that agents set for the commands they run."""

_KEY_VARIABLE = "AGENT_ANALYTICS_INGEST_KEY"

RECEIVER = "receiver"
"""File in a folder whose content is to be delivered elsewhere."""


def told_of(sha: str, environment: dict[str, str]) -> dict[str, object]:
    """Return what is told of a commit of the repository in the working folder."""
    full, parents, email, at = _git("log", "-1", f"--format={_FORMAT}", sha).split(_SEPARATOR)
    agent = next((name for variable, name in _AGENTS if environment.get(variable)), None)
    session = environment.get("CLAUDE_CODE_SESSION_ID") if agent == "claude_code" else None
    return {
        "version": 1,
        "sha": full,
        "repository_url": _git("config", "--get", "remote.origin.url") or None,
        "root": _git("rev-parse", "--show-toplevel"),
        "branch": _git("symbolic-ref", "--short", "-q", "HEAD") or None,
        "author_email": email,
        "committed_at": at,
        "parents": parents.split(),
        "agent": agent,
        "session_id": session or None,
    }


def post(url: str, told: dict[str, object], key: str | None) -> bool:
    """Return whether the receiver took it."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url, json.dumps(told).encode(), headers)  # noqa: S310 - from init
    # A proxy is for the world outside, and would be told of every commit.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return bool(answer.status < 300)  # noqa: PLR2004 - HTTP's own border of success
    except (OSError, ValueError):
        return False


def append(folder: str, told: dict[str, object], now: float) -> None:
    """Append what may be kept to the file of the day, in one write, readable by its owner only."""
    kept = {name: told[name] for name in _SPOOLED} | {"received_at": int(now * 1_000_000)}
    line = b"\n%s\n" % json.dumps(kept, separators=(",", ":")).encode()
    name = time.strftime("commits-%Y%m%d.ndjson", time.gmtime(now))
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    descriptor = os.open(os.path.join(folder, name), flags, 0o600)  # noqa: PTH118 - as in `hook`
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed words, a hash
    return done.stdout.decode(errors="replace").strip("\n")


def main(arguments: list[str]) -> None:
    """Tell of one commit."""
    url, folder, sha = arguments
    told = told_of(sha, dict(os.environ))
    has_arrived = post(url, told, os.environ.get(_KEY_VARIABLE))
    if not folder:
        return
    if not has_arrived:
        append(folder, told, time.time())
    elif Path(folder, RECEIVER).exists():
        signal.setitimer(signal.ITIMER_REAL, 0)  # it outlives exec, and would end the delivery
        script = str(Path(__file__).with_name("delivery.py"))
        os.execv(sys.executable, [sys.executable, "-I", "-S", script, folder])  # noqa: S606 - ours


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
    signal.setitimer(signal.ITIMER_REAL, WHOLE_SECONDS)
    try:
        main(sys.argv[1:])
    finally:
        os._exit(0)
