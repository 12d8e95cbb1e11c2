"""What a file that somebody changed since the set-up holds without what the set-up put there.

Settings are compared value by value: what is still as it was written becomes what it was before, everything
else is somebody's and stays. In scripts the marked block is taken out. Reading and writing files belongs to
`files`.
"""

from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from agent_analytics.errors import SetupError
from agent_analytics.setup import jsonc, marked_block

_NO_SCRIPT = (b"", b"#!/bin/sh")
_BYTE_ORDER_MARK = "\ufeff"


class _Absent:
    """Stands for a value that was not there."""


_ABSENT: Final = _Absent()


def without_ours(path: Path, now: bytes, written: bytes, before: bytes | None) -> bytes | None:
    """Return a file's content without what the set-up wrote; empty when nothing else is in it.

    `written` is what the set-up made of `before`, which is null when there was no file. Null when ours cannot
    be told from the rest.
    """
    try:
        if path.suffix == ".json":
            return _without_in_json(now, written, before)
        if path.suffix == ".toml":
            return _without_in_toml(now, written, before)
    except (SetupError, TOMLKitError, UnicodeDecodeError):
        return None
    return _without_in_script(now, written, before)


def reverted(now: Any, written: Any, before: Any) -> Any:
    """Return a value with what was written and is unchanged as it was before; `_ABSENT` for none."""
    if now == written:
        return before
    if isinstance(now, dict) and isinstance(written, dict):
        base = before if isinstance(before, dict) else {}
        kept = {
            key: reverted(value, written[key], base.get(key, _ABSENT)) if key in written else value
            for key, value in now.items()
        }
        found = {key: value for key, value in kept.items() if value is not _ABSENT}
        return _unless_made(found, before)
    if isinstance(now, list) and isinstance(written, list):
        there = before if isinstance(before, list) else []
        ours = [item for item in written if item not in there]
        return _unless_made([item for item in now if item not in ours], before)
    return now


def _unless_made(rest: Any, before: Any) -> Any:
    """Return what is left of an object or list; `_ABSENT` for an empty one that the set-up made."""
    return rest if rest or before is not _ABSENT else _ABSENT


def _without_in_json(now: bytes, written: bytes, before: bytes | None) -> bytes:
    text = now.decode()
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    text = text.removeprefix(_BYTE_ORDER_MARK)
    tree = jsonc.decoded(text)
    old = _ABSENT if before is None else _json(before)
    rest = reverted(tree, _json(written), old)
    if rest is _ABSENT:
        return b""
    return (mark + _json_changed(text, (), tree, rest)).encode()


def _json(content: bytes) -> Any:
    return jsonc.decoded(content.decode().removeprefix(_BYTE_ORDER_MARK))


def _json_changed(text: str, place: tuple[str, ...], tree: Any, rest: Any) -> str:
    """Return the text with what differs between two values changed, all else as it stands."""
    if not isinstance(tree, dict) or not isinstance(rest, dict):
        return jsonc.with_value(text, place, rest)
    for key, value in tree.items():
        if key not in rest:
            text = jsonc.without(text, (*place, key))
        elif rest[key] != value:
            text = _json_changed(text, (*place, key), value, rest[key])
    return text


def _without_in_toml(now: bytes, written: bytes, before: bytes | None) -> bytes:
    document = tomlkit.parse(now.decode())
    old = _ABSENT if before is None else tomlkit.parse(before.decode()).unwrap()
    tree = document.unwrap()
    rest = reverted(tree, tomlkit.parse(written.decode()).unwrap(), old)
    if rest is _ABSENT:
        return b""
    _change_toml(document, tree, rest)
    return tomlkit.dumps(document).encode()


def _change_toml(table: Any, tree: dict[str, Any], rest: dict[str, Any]) -> None:
    for key, value in tree.items():
        if key not in rest:
            del table[key]
        elif isinstance(value, dict) and isinstance(rest[key], dict):
            _change_toml(table[key], value, rest[key])
        elif rest[key] != value:
            table[key] = rest[key]


def _without_in_script(now: bytes, written: bytes, before: bytes | None) -> bytes | None:
    around = _NO_SCRIPT if before is None else (before.strip(),)
    if not marked_block.is_in(written) or marked_block.replaced(written, b"").strip() not in around:
        return None  # something else than a block was put there
    rest = marked_block.replaced(now, b"")
    return b"" if before is None and rest.strip() in _NO_SCRIPT else rest
