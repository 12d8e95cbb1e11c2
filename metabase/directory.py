"""Who is who in one Metabase: numbers by name and names by number, and values changed from one to the other.

What has no counterpart stays as it is when it is read back, so that an export of somebody's own work loses
nothing. Which keys of a document hold references is for `portable`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.errors import MetabaseError
from metabase.documents import DATABASE, Kind
from metabase.resolve import Catalog, field_name

LINKED: Mapping[str, Kind] = {"dashboard": "dashboard", "question": "card"}
"""What a click behaviour calls the kinds of documents that it may lead to."""


@dataclass(slots=True)
class Directory:
    """Numbers of one Metabase by name, and names by number."""

    catalog: Catalog
    numbers: dict[tuple[Kind, str], int] = field(default_factory=dict)
    _names: dict[tuple[Kind, int], str] = field(default_factory=dict)
    _columns: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Turn the catalog round."""
        self._columns = self.catalog.names()

    def add(self, kind: Kind, entity_id: str, number: int) -> None:
        """Take note of a thing's number."""
        self.numbers[kind, entity_id] = number
        self._names[kind, number] = entity_id

    def number(self, kind: Kind, entity_id: Any) -> int:
        """Return a thing's number. Raises `MetabaseError` when it has none."""
        number = self.numbers.get((kind, str(entity_id)))
        if number is None:
            message = (
                f"no {kind} {entity_id!r} to refer to; `agent-analytics metabase lint` shows where"
            )
            raise MetabaseError(message)
        return number

    def name(self, kind: Kind, number: Any) -> Any:
        """Return a thing's entity id, or the number as it is when nothing is known of it."""
        return self._names.get((kind, number), number) if isinstance(number, int) else number

    def column_number(self, reference: Any) -> Any:
        """Return the number of a portable field reference; anything else as it is."""
        name = field_name(reference)
        return self.catalog.fields.get(name, reference) if name else reference

    def column_name(self, number: Any) -> Any:
        """Return the portable reference of a field's number; anything else as it is."""
        known = self._columns.get(number) if isinstance(number, int) else None
        return [DATABASE, *known] if known else number


def collection_number(entity_id: Any, directory: Directory) -> int | None:
    """Return a collection's number; null for the root."""
    return None if entity_id is None else directory.number("collection", entity_id)


def linked_numbers(settings: Any, directory: Directory) -> dict[str, Any]:
    """Return settings of a picture with numbers in place of names."""
    changed: dict[str, Any] = _links(
        with_columns(settings or {}, directory.column_number),
        directory.number,
    )
    return changed


def linked_names(settings: Any, directory: Directory) -> dict[str, Any]:
    """Return settings of a picture with names in place of numbers, as far as they are known."""
    changed: dict[str, Any] = _links(
        with_columns(settings or {}, directory.column_name),
        directory.name,
    )
    return changed


def _links(value: Any, target: Callable[[Kind, Any], Any]) -> Any:
    """Return settings whose links to dashboards and questions have other targets."""
    if isinstance(value, list):
        return [_links(item, target) for item in value]
    if not isinstance(value, Mapping):
        return value
    found = {key: _links(item, target) for key, item in value.items()}
    kind = LINKED.get(str(found.get("linkType")))
    if kind and "targetId" in found:
        found["targetId"] = target(kind, found["targetId"])
    return found


def with_columns(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value whose field clauses refer by name where they had numbers, or the other way round."""
    if isinstance(value, Mapping):
        return {key: with_columns(item, change) for key, item in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if value and value[0] == "field":
        return ["field", *(with_columns(change(item), change) for item in value[1:])]
    return [with_columns(item, change) for item in value]
