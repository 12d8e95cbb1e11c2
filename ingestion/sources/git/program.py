"""Runs the `git` program so that nothing of a repository or its owner can change what it does.

No system or user configuration, hooks, pager, prompts, external diffs, file-system monitors or network, and
no variable that points git elsewhere. What is asked of git belongs to the other modules.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from agent_analytics.errors import SourceError

QUICK_TIMEOUT_SECONDS = 60.0
_CHUNK_BYTES = 1 << 16

MAX_PART_BYTES = 1 << 25
"""Of one part of git's output no more is kept: a commit may hold the history of another world."""

_OPTIONS = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "safe.directory=*"),
    *("-c", "core.quotepath=off"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "diff.orderFile=/dev/null"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true"),
)


def answer(folder: Path, *arguments: str) -> bytes:
    """Return what a quick git command prints. Raises `SourceError` when it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, arguments are our own
            _command(folder, arguments),
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=QUICK_TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise _missing_program() from error
    except subprocess.TimeoutExpired as error:
        message = f"git {arguments[0]} took more than {QUICK_TIMEOUT_SECONDS:.0f} s"
        raise SourceError(message) from error
    if done.returncode:
        raise _failure(arguments[0], done.returncode)
    return done.stdout


def tokens(folder: Path, *arguments: str, lines: Iterable[str] = ()) -> Iterator[bytes]:
    """Yield the NUL-separated parts of a git command's output as they come; `lines` go to its input.

    Never more than one part and one chunk are held, and of a part never more than `MAX_PART_BYTES`. Raises
    `SourceError` when git fails.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - fixed program, arguments are our own
            _command(folder, arguments),
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise _missing_program() from error
    try:
        _feed(process, lines)
        yield from _parts(process)
        if process.wait():
            raise _failure(arguments[0], process.returncode)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _feed(process: subprocess.Popen[bytes], lines: Iterable[str]) -> None:
    """Write the input; git reads all of it before it answers."""
    if process.stdin is None:
        return
    try:
        with process.stdin as stream:
            stream.writelines(f"{line}\n".encode() for line in lines)
    except BrokenPipeError:
        return  # git has given up; its exit code says so


def _parts(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    if process.stdout is None:
        return
    begun, size = [], 0
    while chunk := process.stdout.read(_CHUNK_BYTES):
        first, *others = chunk.split(b"\0")
        if size < MAX_PART_BYTES:
            begun.append(first)
            size += len(first)
        if others:
            yield b"".join(begun)
            *whole, last = others
            yield from whole
            begun, size = [last], len(last)
    if size:
        yield b"".join(begun)


def _command(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    return ["git", "-C", str(folder), *_OPTIONS, *arguments]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        # A graft would make a commit in the middle of history look like its beginning.
        "GIT_GRAFT_FILE": os.devnull,
        # Older programs do not know the switch above; without a protocol nothing can be fetched.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }


def _missing_program() -> SourceError:
    return SourceError(
        "the git program is not installed; install it or clear sources.git.repositories"
    )


def _failure(command: str, code: int) -> SourceError:
    return SourceError(f"git {command} failed with exit code {code}; run git fsck in the clone")
