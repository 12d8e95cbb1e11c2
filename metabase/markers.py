"""The line in a description that says which template a thing was made from.

Metabase gives collections and dashboards entity ids of its own, so this line finds them again when nothing else
is known.
"""

from typing import Any

_MARKER = "template: "


def marked(description: Any, entity_id: str) -> str:
    """Return a description with a last line that says which template it belongs to."""
    return f"{description or ''}\n\n{_MARKER}{entity_id}".strip()


def unmarked(description: Any) -> str | None:
    """Return a description without that line; null when nothing is left."""
    text = str(description or "").strip()
    if marker_of(text) is not None:
        text = text.rpartition("\n")[0].strip()
    return text or None


def marker_of(description: Any) -> str | None:
    """Return the entity id in the last line of a description; null when there is none."""
    last = str(description or "").rstrip().rpartition("\n")[2]
    return last.removeprefix(_MARKER).strip() if last.startswith(_MARKER) else None
