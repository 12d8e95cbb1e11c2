"""What the arguments and the output of a tool call tell, whichever agent made it: path, lines, command, commit.

Agents name the same facts differently; here are their words. Reducing what is found to hashes and names
belongs to the privacy guard, which every row passes later.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agent_analytics.attribution.lines import new_lines

_PATHS = ("file_path", "filePath", "path", "notebook_path", "target_file", "filename")
_WRITTEN = (
    "content",
    "file_text",
    "new_str",
    "newString",
    "new_string",
    "insert_text",
    "new_source",
)
_REPLACED = ("old_str", "oldString", "old_string")
_EDITS = ("edits", "replacements")
_COMMANDS = ("command", "cmd", "script")
_PATCH_FILE = re.compile(r"^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+?)\s*$", re.MULTILINE)
_COMMITTING = re.compile(r"\bgit\b[^\n;&|]*\bcommit\b")
_COMMITTED = re.compile(r"^\[[^\]\n]*?\s(?:\(root-commit\) )?([0-9a-f]{7,40})\] ", re.MULTILINE)
_COUNTED = re.compile(
    _COMMITTED.pattern + r".*\n(?: Author: .*\n)?(?: Date: .*\n)? \d+ files? changed", re.MULTILINE
)
_NAMING_HEAD = re.compile(r"\bgit\s+rev-parse\s+(?:--verify\s+)?HEAD\b")
_NAMED = re.compile(r"^([0-9a-f]{40})$", re.MULTILINE)
_AMENDING = re.compile(r"\s--amend\b")


def facts(arguments: Any) -> dict[str, Any]:
    """Return `file_path`, `command` and `written_text` of a call's arguments, an object or JSON text.

    Text that is no JSON may be a patch, which names its files in headers: several are `file_paths`.
    """
    if isinstance(arguments, str):
        arguments = _decoded(arguments) or {"patch": arguments}
    if not isinstance(arguments, Mapping):
        return {}
    path, command = _first_text(arguments, _PATHS), _command(arguments)
    found = {"file_path": path} if path else of_files(_patched(arguments))
    if found and (written := _written(arguments)):
        found["written_text"] = written
    return found | ({"command": command} if command else {})


def of_files(paths: Sequence[str]) -> dict[str, Any]:
    """Return the column that holds the paths of the files a call touched; nothing for none."""
    if len(paths) > 1:
        return {"file_paths": tuple(paths)}
    return {"file_path": paths[0]} if paths else {}


def patched_files(patch: str) -> tuple[str, ...]:
    """Return the files that a patch in the `*** Begin Patch` format names, in order, each once."""
    return tuple(dict.fromkeys(_PATCH_FILE.findall(patch)))


def patched_lines(patch: str) -> str | None:
    """Return the lines that a patch adds, in the format above or as a unified difference; None for none."""
    added = [row[1:] for row in patch.split("\n") if row[:1] == "+" and not row.startswith("+++ ")]
    return "\n".join(added) or None


def commit(output: str | None, command: str | None = None) -> dict[str, str]:
    """Return `commit_sha`, and `commit_kind` if it can be told, of the last commit that an output reports.

    Only git's own line counts, after a command that commits, or the hash that such a command asks for in the
    end. Where the command is not known, the count of changed files must follow: other output may look alike.
    """
    if not output:
        return {}
    if command is None:
        shas = _COUNTED.findall(output)
        return {"commit_sha": shas[-1]} if shas else {}
    committing = _COMMITTING.search(command)
    if committing is None:
        return {}
    shas = _COMMITTED.findall(output)
    if not shas and _NAMING_HEAD.search(command, committing.end()):
        shas = _NAMED.findall(output)
    if not shas:
        return {}
    kind = "amended" if _AMENDING.search(command) else "committed"
    return {"commit_sha": shas[-1], "commit_kind": kind}


def _decoded(text: str) -> Any:
    if not text.lstrip().startswith("{"):
        return None
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _first_text(arguments: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = arguments.get(name)
        if isinstance(value, str) and value:
            return value
    return None


def _command(arguments: Mapping[str, Any]) -> str | None:
    for name in _COMMANDS:
        value = arguments.get(name)
        if isinstance(value, list):
            value = " ".join(part for part in value if isinstance(part, str))
        if isinstance(value, str) and value:
            return value
    return None


def _written(arguments: Mapping[str, Any]) -> str | None:
    """Return the lines that an edit of a named file adds; None when the arguments do not show them."""
    many = next((edits for name in _EDITS if isinstance(edits := arguments.get(name), list)), None)
    if many is not None:
        parts = [_replacement(edit) for edit in many if isinstance(edit, Mapping)]
        return "\n".join(filter(None, parts)) or None
    patch = next((text for text in _texts(arguments) if patched_files(text)), None)
    return _replacement(arguments) if patch is None else patched_lines(patch)


def _replacement(edit: Mapping[str, Any]) -> str | None:
    after = _first_text(edit, _WRITTEN)
    return new_lines(_first_text(edit, _REPLACED) or "", after) if after else None


def _patched(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    return next((files for text in _texts(arguments) if (files := patched_files(text))), ())


def _texts(arguments: Mapping[str, Any]) -> list[str]:
    return [value for value in arguments.values() if isinstance(value, str)]
