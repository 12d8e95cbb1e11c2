"""What the written files really hold, as each writer notes it while writing.

The truth counts only what is here: a line that was torn or lost with the collector is in no ledger.
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ledger:
    """Identifiers one layer holds, and how often each planted oddity was written."""

    requests: set[str] = field(default_factory=set)
    tools: set[str] = field(default_factory=set)
    prompts: set[str] = field(default_factory=set)
    commits: set[str] = field(default_factory=set)
    planted: Counter[str] = field(default_factory=Counter)
    files: int = 0
    lines: int = 0
    size: int = 0

    def wrote(self, lines: int, size: int) -> None:
        """Count one file."""
        self.files += 1
        self.lines += lines
        self.size += size

    def add(self, other: "Ledger") -> None:
        """Take over everything another ledger of the same layer holds."""
        self.requests |= other.requests
        self.tools |= other.tools
        self.prompts |= other.prompts
        self.commits |= other.commits
        self.planted.update(other.planted)
        self.files += other.files
        self.lines += other.lines
        self.size += other.size
