"""Editing JSON text in place: order, comments, blanks and everything not asked for stay as they are.

Reads JSON with comments and trailing commas, as clients allow in their settings. Only members of objects
and items of lists are set or added; what they mean belongs to the modules of the clients.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agent_analytics.errors import SetupError

_BLANK = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}/]+")
_INDENT = re.compile(r"\n([ \t]+)\S")
_SHORT = 100
"""Characters up to which a value is written on one line."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class _Part:
    """A member or item: its key (None in a list), its value and where that stands.

    `begin` is where the key stands, or the value of an item.
    """

    key: str | None
    value: Any
    begin: int
    start: int
    end: int


def decoded(text: str) -> Any:
    """Return the value of JSON text with comments. Raises `SetupError` when it is not JSON."""
    if not text.strip():
        return {}
    start = _skip(text, 0)
    try:
        value, end = _value(text, start)
    except RecursionError:
        message = "it is nested too deeply"
        raise SetupError(message) from None
    if _skip(text, end) != len(text):
        message = f"there is text after the end of the JSON, at character {end}"
        raise SetupError(message)
    return value


def with_value(text: str, path: Sequence[str], value: Any) -> str:
    """Return the text with the member at a path set, its objects made where they are missing."""
    text = text if text.strip() else "{}\n"
    place, rest = _deepest(text, path)
    if not rest:
        return text[: place.start] + _written(value, text, place.start) + text[place.end :]
    for key in reversed(rest[1:]):
        value = {key: value}
    return _inserted(text, place, f"{json.dumps(rest[0])}: ", value)


def with_item(text: str, path: Sequence[str], item: Any) -> str:
    """Return the text with an item added to the list at a path; the list is made when there is none."""
    text = text if text.strip() else "{}\n"
    place, rest = _deepest(text, path)
    if rest:
        return with_value(text, path, [item])
    return _inserted(text, place, "", item)


def without(text: str, path: Sequence[str]) -> str:
    """Return the text without the member at a path; as it is when there is none."""
    place, rest = _deepest(text, path[:-1])
    if rest or text[place.start] != "{":
        return text
    parts = list(_parts(text, place.start))
    for number, part in enumerate(parts):
        if part.key != path[-1]:
            continue
        if number:
            return text[: parts[number - 1].end] + text[part.end :]
        if len(parts) > 1:
            return text[: part.begin] + text[parts[1].begin :]
        return f"{text[: place.start]}{{}}{text[place.end :]}"
    return text


def _deepest(text: str, path: Sequence[str]) -> tuple[_Part, Sequence[str]]:
    """Return the deepest value that exists along a path, and the keys that are still missing."""
    start = _skip(text, 0)
    value, end = _value(text, start)
    place = _Part(None, value, start, start, end)
    for depth, key in enumerate(path):
        if text[place.start] != "{":
            message = f"{'.'.join(path[:depth]) or 'the file'} is not an object"
            raise SetupError(message)
        found = [part for part in _parts(text, place.start) if part.key == key]
        if not found:
            return place, path[depth:]
        place = found[-1]
    return place, ()


def _inserted(text: str, container: _Part, label: str, value: Any) -> str:
    """Return the text with a new last member or item in a container."""
    if text[container.start] not in "{[":
        line = text.count("\n", 0, container.start) + 1
        message = f"a list was expected at line {line}, and something else stands there"
        raise SetupError(message)
    parts = list(_parts(text, container.start))
    outer = _indent_of_line(text, container.start)
    inner = _indent_of_line(text, parts[-1].start) if parts else outer + _step(text)
    written = label + _indented(value, inner, _step(text))
    if not parts:
        closing = container.end - 1
        return f"{text[: container.start + 1]}\n{inner}{written}\n{outer}{text[closing:]}"
    end = parts[-1].end
    on_one_line = "\n" not in text[container.start : container.end]
    gap = " " if on_one_line else f"\n{inner}"
    return f"{text[:end]},{gap}{written}{text[end:]}"


def _written(value: Any, text: str, position: int) -> str:
    return _indented(value, _indent_of_line(text, position), _step(text))


def _indented(value: Any, indent: str, step: str) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if len(short) <= _SHORT:
        return short
    return json.dumps(value, indent=step, ensure_ascii=False).replace("\n", f"\n{indent}")


def _step(text: str) -> str:
    found = _INDENT.search(text)
    return found[1] if found else "  "


def _indent_of_line(text: str, position: int) -> str:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line[: len(line) - len(line.lstrip())]


def _parts(text: str, start: int) -> Iterator[_Part]:
    """Yield the members or items of the object or list that begins at `start`."""
    closing = "}" if text[start] == "{" else "]"
    position = _skip(text, start + 1)
    while text[position : position + 1] != closing:
        key, begin = None, position
        if closing == "}":
            key, position = _value(text, position)
            position = _skip(text, _expect(text, _skip(text, position), ":"))
        value, end = _value(text, position)
        yield _Part(key, value, begin, position, end)
        position = _skip(text, end)
        if text[position : position + 1] != closing:
            position = _skip(text, _expect(text, position, ","))


def _value(text: str, start: int) -> tuple[Any, int]:
    """Return the value that begins at `start`, and where it ends."""
    opening = text[start : start + 1]
    if opening in ("{", "["):
        parts = list(_parts(text, start))
        closing = _skip(text, parts[-1].end if parts else start + 1)
        closing += text[closing] == ","
        end = _skip(text, closing) + 1
        if opening == "[":
            return [part.value for part in parts], end
        return {part.key: part.value for part in parts}, end
    found = (_STRING if opening == '"' else _SCALAR).match(text, start)
    try:
        return json.loads(found[0] if found else ""), found.end() if found else start
    except ValueError:
        message = f"not JSON at line {text.count(chr(10), 0, start) + 1}"
        raise SetupError(message) from None


def _expect(text: str, position: int, mark: str) -> int:
    if text[position : position + 1] != mark:
        line = text.count("\n", 0, position) + 1
        message = f"expected {mark!r} at line {line}"
        raise SetupError(message)
    return position + 1


def _skip(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position
