"""A session as both kinds of storage hold it: messages and their parts, as the documents opencode writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingestion.json_lines import UnreadableError, objects_of

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its document and those of its parts by identifier, in order.

    A document that is no JSON object is None: what it held cannot be read.
    """

    id: str
    created_ms: int | None
    document: Document | None
    parts: tuple[tuple[str, Document | None], ...] = ()


@dataclass(slots=True)
class Session:
    """One session; `changed_ms` is when anything of it last changed, milliseconds since 1970."""

    id: str
    parent_id: str | None = None
    folder: str | None = None
    version: str | None = None
    created_ms: int | None = None
    changed_ms: int = 0
    messages: list[Message] = field(default_factory=list)


def document_of(data: Any) -> Document | None:
    """Return the JSON object that a document's text or bytes hold; None when that cannot be read.

    Half a character, which a client leaves where it cuts an answer, becomes U+FFFD.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if not isinstance(data, bytes):
        return None
    try:
        return next((found for found, _ in objects_of(data)), None)
    except UnreadableError:
        return None
