"""Which session wrote a line first, and which lines were ever committed: what truth is reckoned from.

Lines that more than one writer wrote say nothing and are left out. Read with git alone, apart from how the
product reads it.
"""

from collections.abc import Iterable, Sequence

from stage import Line, Repository


class Ledger:
    """Who wrote each line of a repository; None is a person."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._writers: dict[str, str | None] = {}
        self._shared: set[str] = set()
        self._kept: set[str] = set()

    def write(self, after: Sequence[Line], before: Sequence[Line], session: str | None) -> None:
        """Take note of the lines that an edit brought."""
        old = {text for text, _ in before}
        for text, _ in after:
            if text in old:
                continue
            if self._writers.setdefault(text, session) != session:
                self._shared.add(text)

    def writers(self, texts: Iterable[str]) -> set[str]:
        """Return the sessions that wrote some of these lines, if they were not committed before."""
        return set(self._sessions(text for text in texts if text not in self._kept))

    def committed(self, sha: str, *, anew: bool = False) -> frozenset[str]:
        """Return the sessions whose lines a commit brings for the first time, or at all when made `anew`."""
        patch = self._repository.print("show", "--format=", "--unified=0", "--no-color", "-M", sha)
        rows = [row for row in patch.splitlines() if not row.startswith(("+++", "---"))]
        gone = {row[1:] for row in rows if row.startswith("-")}
        added = {row[1:] for row in rows if row.startswith("+")} - gone
        sessions = frozenset(self._sessions(added if anew else added - self._kept))
        self._kept |= added
        return sessions

    def _sessions(self, texts: Iterable[str]) -> Iterable[str]:
        for text in texts:
            session = self._writers.get(text)
            if session is not None and text not in self._shared:
                yield session
