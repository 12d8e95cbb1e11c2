"""A client's JSON settings while they are changed: values are set once, and what others set is respected."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent_analytics.errors import SetupError
from agent_analytics.setup import jsonc
from agent_analytics.setup.wish import Conflict

_BYTE_ORDER_MARK = "\ufeff"
"""Some editors begin a file with it; it is no part of the JSON, and stays where it is."""


class SettingsText:
    """The text of a JSON settings file; `conflicts` lists what was left because somebody set it otherwise."""

    def __init__(self, path: Path, content: bytes | None, *, replaces: bool) -> None:
        self._path = path
        self._replaces = replaces
        self.conflicts: list[Conflict] = []
        try:
            text = (content or b"").decode("utf-8")
            self._text = text.removeprefix(_BYTE_ORDER_MARK)
            self._mark = text[: len(text) - len(self._text)]
            jsonc.decoded(self._text)
        except (UnicodeDecodeError, SetupError) as error:
            raise _unusable(path, error) from None

    def get(self, keys: Sequence[str]) -> Any:
        """Return the value at some keys; None when there is none."""
        value = jsonc.decoded(self._text)
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def set(self, keys: Sequence[str], value: Any) -> None:
        """Set a value, unless somebody gave it another one and replacing was not asked for."""
        present = self.get(keys)
        if present == value:
            return
        if present is not None and not self._replaces:
            conflict = Conflict(self._path, ".".join(keys), str(present), str(value))
            self.conflicts.append(conflict)
            return
        self.put(keys, value)

    def put(self, keys: Sequence[str], value: Any) -> None:
        """Set a value that is ours to set, whatever is there."""
        try:
            self._text = jsonc.with_value(self._text, keys, value)
        except SetupError as error:
            raise _unusable(self._path, error) from None

    def add(self, keys: Sequence[str], item: Any) -> None:
        """Add an item to a list."""
        try:
            self._text = jsonc.with_item(self._text, keys, item)
        except SetupError as error:
            raise _unusable(self._path, error) from None

    def encoded(self) -> bytes:
        """Return the text as it shall be written."""
        return (self._mark + self._text).encode()


def _unusable(path: Path, error: Exception) -> SetupError:
    return SetupError(
        f"{path} cannot be read as settings ({error}); mend it, then run the command again"
    )
