"""One line of a comparison: what a measure should be, what it is, and what that means."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["equal", "differs", "for information"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure, as it should be and as it is."""

    measure: str
    expected: int
    actual: int
    verdict: Verdict
