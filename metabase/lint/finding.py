"""One broken rule: where, which one, and in which words."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a file breaks. `rule` is its short name."""

    path: Path
    rule: str
    message: str
