"""Addresses that somebody gives, and who listens on a port of this machine (Linux only)."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import click

_LISTENING = "0A"
_STATE, _INODE = 3, 9


def base_address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return an option's HTTP address without its last slash. Raises `BadParameter` for anything else."""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        is_base = not parts.query and not parts.fragment and parts.port != 0
    except ValueError:
        is_address = is_base = False
    if not is_address or not is_base or not value.isprintable() or " " in value:
        message = (
            f"{value!r} is no address; give one as https://otel.example or http://127.0.0.1:4318"
        )
        raise click.BadParameter(message)
    return value.rstrip("/")


def holder_of(port: int, proc: Path = Path("/proc")) -> str | None:
    """Return the process that listens on a TCP port as `name, process 123`; None when unknown."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port, proc)}
    if not sockets:
        return None
    for process in proc.glob("[0-9]*"):
        if sockets & _open_files(process):
            name = (process / "comm").read_text().strip()
            return f"{name}, process {process.name}"
    return None


def _listening_inodes(port: int, proc: Path) -> set[str]:
    inodes = set()
    for table in (proc / "net" / "tcp", proc / "net" / "tcp6"):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[_STATE] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[_INODE])
    return inodes


def _open_files(process: Path) -> set[str]:
    """Return what a process has open; files closed meanwhile and other users' processes are left out."""
    targets = set()
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                targets.add(str(link.readlink()))
    return targets
