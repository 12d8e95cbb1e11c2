"""Reads sessions from the JSON files that opencode wrote before it had a database.

`storage/session/<project>/<session>.json`, `storage/message/<session>/<message>.json` and
`storage/part/<message>/<part>.json`; each file is one document, rewritten as a whole.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingestion.sources.opencode.sessions import Document, Message, Session, document_of

_NANOS_PER_MS = 1_000_000


def changed_sessions(storage: Path, since_ms: int) -> Iterator[Session]:
    """Yield the sessions whose files changed at or after an instant, the earliest change first."""
    known = {file.stem: file for file in storage.glob("session/*/*.json")}
    found = []
    for folder in sorted(storage.glob("message/*")):
        files = sorted(folder.glob("*.json"))
        times = [_changed_ms(file) for file in files]
        times += [_changed_ms(storage / "part" / file.stem) for file in files]
        if max(times, default=-1) >= since_ms:
            found.append((max(times), folder.name, files))
    for changed_ms, session_id, files in sorted(found):
        session = _session(session_id, known.get(session_id))
        session.changed_ms = changed_ms
        session.messages = [_message(storage, file) for file in files]
        yield session


def _session(session_id: str, file: Path | None) -> Session:
    document = (_document(file) if file else None) or {}
    return Session(
        session_id,
        _text(document.get("parentID")),
        _text(document.get("directory")),
        _text(document.get("version")),
        _created(document),
    )


def _message(storage: Path, file: Path) -> Message:
    document = _document(file)
    parts = sorted((storage / "part" / file.stem).glob("*.json"))
    return Message(
        file.stem,
        _created(document or {}),
        document,
        tuple((part.stem, _document(part)) for part in parts),
    )


def _changed_ms(path: Path) -> int:
    """Return when a file or a folder's list of files last changed; -1 for one that is not there."""
    try:
        return path.stat().st_mtime_ns // _NANOS_PER_MS
    except OSError:
        return -1


def _created(document: Document) -> int | None:
    times = document.get("time")
    created = times.get("created") if isinstance(times, dict) else None
    return created if isinstance(created, int) else None


def _document(file: Path) -> Document | None:
    try:
        return document_of(file.read_bytes())
    except OSError:
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
