"""Which files may hold what a proxy logged: its names, rotated and compressed."""

import re
from pathlib import Path

SUFFIXES = (".jsonl", ".ndjson", ".json", ".log", ".gz", ".zst", *"0123456789")
"""How names end: with a kind, a compression, or the number or date that a rotation adds."""

_NAME = re.compile(r".+\.(?:jsonl|ndjson|json|log)(?:[.-][0-9T:_.-]+)?(?:\.(?:gz|zst))?")


def is_log_file(path: Path) -> bool:
    """Return whether a name is that of a log, also after a rotation: `proxy.jsonl.2.gz`."""
    return _NAME.fullmatch(path.name) is not None
