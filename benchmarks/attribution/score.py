"""Precision, recall, calibration and agreement of links and lines with what is true. Pure arithmetic."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[str, str]
"""A commit and a session."""

CLASSES = {
    "commit_seen": "explicit",
    "note": "explicit",
    "session_trailer": "explicit",
    "trace": "explicit",
    "lines": "content",
    "few_lines": "content",
    "files": "file",
    "files_and_claim": "file",
    "time": "time",
    "time_and_claim": "time",
}
"""Kind of evidence by method; methods that are not named here link nothing."""

_BINS = 10


@dataclass(frozen=True, slots=True)
class Link:
    """What the product says of a pair."""

    pair: Pair
    method: str
    confidence: float
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Of pairs found so many are right; of pairs that are true so many were reached."""

    found: int
    right: int
    true: int
    reached: int

    @property
    def precision(self) -> float | None:
        """Return the share of found pairs that are true; None when nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Return the share of true pairs that were found; None when none is true."""
        return self.reached / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of both; None without either."""
        precision, recall = self.precision, self.recall
        if not precision or not recall:
            return None
        return 2 * precision * recall / (precision + recall)


def score(found: Iterable[Pair], true: Iterable[Pair]) -> Score:
    """Return how found pairs compare with true ones."""
    ours, theirs = set(found), set(true)
    return Score(len(ours), len(ours & theirs), len(theirs), len(ours & theirs))


def of_class(links: Iterable[Link], true: Mapping[Pair, str], kind: str) -> Score:
    """Return the score of one kind of evidence.

    Precision is that of the links made by it; recall that of the pairs that left it as their strongest trace,
    by whatever they were found.
    """
    linked = [link for link in links if link.is_linked]
    ours = {link.pair for link in linked if CLASSES.get(link.method) == kind}
    left = {pair for pair, evidence in true.items() if evidence == kind}
    reached = left & {link.pair for link in linked}
    return Score(len(ours), len(ours & true.keys()), len(left), len(reached))


def calibration_error(links: Iterable[Link], true: Iterable[Pair]) -> float:
    """Return the expected calibration error: confidence against the share that is true, over ten bins."""
    theirs = set(true)
    counts: Counter[int] = Counter()
    sums = [0.0] * _BINS
    rights: Counter[int] = Counter()
    for link in links:
        place = min(int(link.confidence * _BINS), _BINS - 1)
        counts[place] += 1
        sums[place] += link.confidence
        rights[place] += link.pair in theirs
    total = sum(counts.values())
    return sum(abs(sums[place] - rights[place]) for place in counts) / total if total else 0.0


def agreement(
    ours: Mapping[str, Mapping[str, int]], true: Mapping[str, Mapping[str, int]]
) -> float:
    """Return the share of added lines that both call the same, commit by commit."""
    total = sum(sum(counts.values()) for counts in true.values())
    same = sum(
        min(count, ours.get(sha, {}).get(kind, 0))
        for sha, counts in true.items()
        for kind, count in counts.items()
    )
    return same / total if total else 1.0
