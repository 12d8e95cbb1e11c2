"""A desk of the family that scores: a repository, who works in it, and what is known of every commit there.

What people and agents do at it is in `scoring`.
"""

import subprocess
from contextlib import suppress

from company import Company
from ledger import Ledger
from prose import Prose
from sessions import Session
from stage import Person, Repository, Truth

_LONG_SESSION = 6


class Desk:
    """A repository, the people who work in it and the sessions they have open."""

    def __init__(
        self, company: Company, repository: Repository, people: list[Person], prose: Prose
    ) -> None:
        self.company, self.repository, self.people, self.prose = company, repository, people, prose
        self.draw, self.clock = company.draw, company.clock
        self.ledger = Ledger(repository)
        self.open: list[Session] = []
        self._clients = (company.claude, company.claude, company.codex, company.other)

    def anybody(self) -> Person:
        """Return somebody."""
        return self.draw.choice(self.people)

    def keep(self, person: Person, scenario: str) -> str | None:
        """Commit all that lies there and return the hash; None when nothing does."""
        if not self._dirty():
            return None
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "-m", "work", person=person)
        return self._label(scenario)

    def _fix(self, sha: str, person: Person) -> None:
        """Commit what lies there as a part of an earlier commit."""
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", f"--fixup={sha}", person=person)
        self._label("on_branch")

    def _order(self, *, is_fixed: bool) -> tuple[str, ...]:
        """Return the options of a rebase that puts parts to their commits, or the second commit first."""
        editor = "true" if is_fixed else "sed -i '1{h;d};2{G}'"
        self.repository.git("config", "sequence.editor", editor)
        return ("--interactive", "--autosquash" if is_fixed else "--no-autosquash")

    def _label_all(self, commits: str, scenario: str) -> None:
        """Say what is true of commits that were made anew, by the lines that each brings."""
        for sha in self.repository.git("rev-list", "--reverse", commits).splitlines():
            found = self.ledger.committed(sha, anew=True)
            self.repository.truth[sha] = Truth(scenario, found, "content" if found else "")

    def _to_main(self, person: Person) -> None:
        branch = self.repository.git("branch", "--show-current")
        self.repository.git("checkout", "--quiet", "main")
        self._done("merge", "--quiet", "--no-ff", "-m", "merge", branch, person=person)

    def _begun(self, person: Person) -> Session:
        agent = self.draw.choice(self._clients)(person, self.repository)
        self.open = [*self.open, agent][-_LONG_SESSION:]
        return agent

    def _file(self) -> str:
        return (
            self._old_file()
            if self.draw.randrange(3)
            else self.prose.path(self.draw.randrange(10**6))
        )

    def _old_file(self) -> str:
        known = self.repository.git(
            "ls-files", "--deduplicate", f"*{self.prose.ending}"
        ).splitlines()
        return self.draw.choice(known) if known else self.prose.path(0)

    def _dirty(self) -> list[str]:
        """Return the files that differ from HEAD or are new."""
        changed = self.repository.git("diff", "--name-only", "HEAD") if self._has_head() else ""
        others = self.repository.git("ls-files", "--others", "--exclude-standard")
        return sorted({*changed.splitlines(), *others.splitlines()})

    def _has_head(self) -> bool:
        return bool(self.repository.truth)

    def _pending(self) -> set[str]:
        """Return the sessions whose lines lie in the work tree and were never committed."""
        texts = [text for path in self._dirty() for text, _ in self.repository.read(path)]
        return self.ledger.writers(texts)

    def _label(self, scenario: str, *, anew: bool = False, is_move: bool = False) -> str:
        """Say what is true of the commit that HEAD names: `anew` also counts what was committed before."""
        sha = self.repository.git("rev-parse", "HEAD")
        sessions = frozenset() if is_move else self.ledger.committed(sha, anew=anew)
        return self.repository.label(
            Truth(scenario, sessions, "content" if sessions else "", is_move)
        )

    def _is_merge(self, sha: str) -> bool:
        return sha not in self.repository.truth

    def _done(self, command: str, *arguments: str, person: Person) -> bool:
        """Return whether git could do something to the history; what it could not do is undone."""
        try:
            self.repository.git(command, *arguments, person=person)
        except subprocess.CalledProcessError:
            # What changes nothing ends with an error, too, and leaves nothing to undo.
            with suppress(subprocess.CalledProcessError):
                self.repository.git(command, "--abort")
            return False
        return True
