"""A repository's post-commit hook: a block in front of what is there already, or a hook that runs it.

Git runs one file of that name, wherever the repository says its hooks are. A file that would be committed, or
that is somebody's link, is left alone and said so. What the block starts is `commit_hook`.
"""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from agent_analytics.setup import commit_hook, marked_block
from agent_analytics.setup.files import Change, current
from agent_analytics.setup.wish import Wish

PATH = "/v1/git/commits"
NAME = "post-commit"
_KEPT_NAME = f"{NAME}.before-agent-analytics"
_BEGIN = b"# >>> agent-analytics: tells of each commit, in the background >>>"
_END = b"# <<< agent-analytics <<<\n"
_PURPOSE = "post-commit hook"
_SHELL = re.compile(rb"#![ \t]*\S*?(/env[ \t]+(-S[ \t]+)?)?\b(ba|da|z|k)?sh\b")
_MAY_RUN = 0o111


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change for one repository, and what to know; without changes, why there are none."""

    changes: list[Change]
    note: str | None = None


def plan(repository: Path, wish: Wish) -> Plan:
    """Return how a repository's commits come to be told. Raises `SetupError` for an unreadable hook."""
    if _git(repository, "rev-parse", "--is-bare-repository") == "true":
        return Plan([], f"{repository} is bare: nothing is committed there")
    top = _git(repository, "rev-parse", "--show-toplevel")
    if not top:
        return Plan([], f"{repository} is no git repository")
    path = hook_of(Path(top))
    refusal = _refusal(Path(top), path)
    if refusal:
        return Plan([], f"{path} {refusal}; list {top} under sources.git instead")
    before = current(path)
    if before is not None and not path.stat().st_mode & _MAY_RUN:
        return Plan(
            [], f"{path} may not be run, so git ignores it; make it executable or remove it"
        )
    note = None
    if not path.resolve().is_relative_to(Path(top).resolve()):
        common = Path(top, _git(Path(top), "rev-parse", "--git-common-dir")).resolve()
        if not path.resolve().is_relative_to(common):
            note = f"{path} serves every repository that uses this folder of hooks"
    return Plan(_changes(path, before, _block(wish), is_private=bool(wish.key)), note)


def hook_of(top: Path) -> Path:
    """Return the file that git runs after a commit in a working folder."""
    return top / _git(top, "rev-parse", "--git-path", "hooks") / NAME


def is_in(content: bytes | None) -> bool:
    """Return whether a hook tells of commits."""
    return content is not None and marked_block.is_in(content)


def _refusal(top: Path, path: Path) -> str | None:
    if path.is_symlink():
        return "is a link to somebody's file"
    inside = path.resolve().is_relative_to(top.resolve())
    git_folder = (top / ".git").resolve()
    if inside and not path.resolve().is_relative_to(git_folder):
        ignored = _answers(top, "check-ignore", "--quiet", str(path))
        if not ignored:
            return "is part of the repository, and would be committed"
    return None


def _changes(path: Path, before: bytes | None, block: bytes, *, is_private: bool) -> list[Change]:
    def change(file: Path, was: bytes | None, becomes: bytes) -> Change:
        return Change(file, was, becomes, _PURPOSE, is_private, is_program=True)

    if before is None:
        return [change(path, None, b"#!/bin/sh\n" + block)]
    if is_in(before):
        return [change(path, before, marked_block.replaced(before, block))]
    first, newline, rest = before.partition(b"\n")
    if _SHELL.match(first):
        return [change(path, before, first + (newline or b"\n") + block + rest)]
    if not first.startswith(b"#!") and b"\0" not in before:
        return [change(path, before, block + before)]
    kept = path.with_name(_KEPT_NAME)
    chained = b'#!/bin/sh\n%sexec "${0%%/*}/%s" "$@"\n' % (block, _KEPT_NAME.encode())
    return [change(kept, current(kept), before), change(path, before, chained)]


def _block(wish: Wish) -> bytes:
    """Return the lines that tell of a commit: its hash is taken at once, the rest happens behind it."""
    key = f"AGENT_ANALYTICS_INGEST_KEY={shlex.quote(wish.key)} " if wish.key else ""
    script, folder = str(Path(commit_hook.__file__)), str(wish.hook_spool or "")
    program = shlex.join([sys.executable, "-I", "-S", script, wish.http + PATH, folder])
    lines = (
        "agent_analytics_commit=$(git rev-parse HEAD 2>/dev/null || :)",
        f'{key}{program} "$agent_analytics_commit" </dev/null >/dev/null 2>&1 &',
    )
    return _BEGIN + b"\n" + "\n".join(lines).encode() + b"\n" + _END


def _git(folder: Path, *arguments: str) -> str:
    """Return what git answers, without its last end of line; nothing when it refuses."""
    done = _run(folder, *arguments)
    return done.stdout.decode(errors="surrogateescape").removesuffix("\n")


def _answers(folder: Path, *arguments: str) -> bool:
    return _run(folder, *arguments).returncode == 0


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed words
