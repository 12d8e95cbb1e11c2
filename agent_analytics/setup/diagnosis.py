"""Whether clients, hooks and folders are as the set-up left them: findings, each with what mends it.

Looks at the machine and at the clients' settings only; what undoes a set-up from outside is in `obstacles`,
what has arrived is asked by the command line, which may know the spool and the marts.
"""

import os
import shlex
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent_analytics.errors import SetupError
from agent_analytics.setup import claude_code, claude_hooks, git_hook
from agent_analytics.setup.clients import CLIENTS
from agent_analytics.setup.files import current
from agent_analytics.setup.finding import Finding
from agent_analytics.setup.obstacles import settings_in
from agent_analytics.setup.wish import Wish

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LEAST_FREE_BYTES = 256 * 1024 * 1024
"""Room below which the disk is soon full: the receiver stops taking at a quarter of it."""

_INIT = "agent-analytics init --client claude-code"


def of_clients(wish: Wish) -> Iterator[Finding]:
    """Yield whether each client that was found sends its telemetry here."""
    found = False
    for name, client in CLIENTS.items():
        if not client.is_present(wish.home):
            continue
        found = True
        try:
            changes, conflicts = client.changes(_as_set_up(wish))
        except SetupError as error:
            yield Finding("problem", str(error), "mend the file, then `agent-analytics doctor`")
            continue
        if any(change.is_needed for change in changes):
            yield Finding(
                "problem",
                f"{client.NAME} does not send here",
                f"agent-analytics init --client {name}",
            )
        elif conflicts:
            differing = ", ".join(conflict.setting for conflict in conflicts)
            yield Finding(
                "problem",
                f"{client.NAME} is set otherwise: {differing}",
                f"agent-analytics init --client {name} --replace",
            )
        else:
            yield Finding("ok", f"{client.NAME} sends here")
    if not found:
        yield Finding("note", f"no coding agent was found in {wish.home}")


def of_hooks(wish: Wish, version: tuple[int, ...] | None) -> Iterator[Finding]:
    """Yield whether Claude Code's hooks can report; `version` is the client's, None when not known."""
    settings = settings_in(claude_code.settings_file(wish))
    if not claude_code.is_present(wish.home):
        return
    if not claude_hooks.reports_in(settings):
        yield Finding("note", "Claude Code's hooks do not report", _INIT)
        return
    if version is not None and version < claude_hooks.SINCE:
        told = ".".join(map(str, version))
        yield Finding("problem", f"Claude Code {told} runs no hooks", "claude update")
        return
    programs = set(_programs(settings))
    missing = sorted(program for program in programs if not Path(program).exists())
    for program in missing:
        yield Finding("problem", f"a hook would run {program}, which is gone", _INIT)
    if programs and wish.hook_spool is not None and not _is_writable(wish.hook_spool):
        yield Finding("problem", f"hooks cannot append to {wish.hook_spool}", _INIT)
    elif not missing:
        yield Finding("ok", "Claude Code's hooks report")


def of_git_hooks(changed: Iterable[Path]) -> Iterator[Finding]:
    """Yield which of the files that the set-up changed tell of commits no more."""
    for path in changed:
        if path.name != git_hook.NAME:
            continue
        if git_hook.is_in(current(path)):
            yield Finding("ok", f"{path} tells of commits")
        else:
            mend = "agent-analytics init --git " + shlex.quote(str(_repository_of(path)))
            yield Finding("problem", f"{path} was replaced and tells of no commit", mend)


def of_history(wish: Wish) -> Iterator[Finding]:
    """Yield whether the client will delete transcripts before they are thirteen months old."""
    if not claude_code.is_present(wish.home):
        return
    try:
        days = claude_code.retention_days(wish.home)
    except SetupError:
        return  # said of the client already
    if days < claude_code.KEPT_DAYS:
        yield Finding(
            "note",
            f"Claude Code deletes transcripts after {days} days; what was loaded stays",
            f"{_INIT} --keep-history",
        )


def of_folder(folder: Path) -> Iterator[Finding]:
    """Yield whether the data folder can be used, is its owner's alone, and has room."""
    if not folder.exists():
        yield Finding("note", f"{folder} does not exist yet", "agent-analytics refresh")
        return
    quoted = shlex.quote(str(folder))
    if not folder.is_dir():
        yield Finding("problem", f"{folder} is not a folder", f"mv {quoted} {quoted}.old")
        return
    if not _is_writable(folder):
        yield Finding("problem", f"{folder} may not be written to", f"chmod u+rwx {quoted}")
    elif folder.stat().st_mode & _OTHERS:
        yield Finding("problem", f"{folder} is open to other users", f"chmod 700 {quoted}")
    else:
        yield Finding("ok", f"{folder} is private")
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE_BYTES:
        text = f"only {free / 1e6:,.0f} MB are free on the disk of {folder}"
        yield Finding("problem", text, f"df -h {quoted}, and make room")


def _as_set_up(wish: Wish) -> Wish:
    """Return the wish with or without hooks, as they are now: either is somebody's choice."""
    has_hooks = claude_hooks.reports_in(settings_in(claude_code.settings_file(wish)))
    return replace(wish, has_hooks=has_hooks)


def _programs(settings: dict[str, Any]) -> Iterator[str]:
    """Yield the interpreter and the script of each of our command hooks."""
    events = settings.get("hooks")
    for groups in events.values() if isinstance(events, dict) else ():
        for hook in claude_hooks.ours_in(groups):
            yield from claude_hooks.programs_of(hook)


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


def _repository_of(hook: Path) -> Path:
    """Return the folder to name for a hook: the one that holds `.git`, else that of the hook."""
    parts = hook.parts
    return Path(*parts[: parts.index(".git")]) if ".git" in parts else hook.parent
