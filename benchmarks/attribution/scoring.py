"""The family that scores: people and agents act by chance in two repositories, a ledger says who wrote what.

Nobody wrote its situations down. Whatever is in the work tree when somebody commits is in that commit: work of
several sessions, half of it changed by hand, or none because it was thrown away. What is true of a commit
follows from who wrote the lines it adds, so that it was not chosen for being easy. No threshold was chosen by
looking at it, and it shares no code with the family called tuning.
"""

from collections.abc import Callable

from company import Company
from desk import Desk
from prose import Prose
from stage import AGENT, HUMAN, Person, Truth

STEPS = 160
_NIGHT = 14 * 60
_FEWEST_BEFORE = 3
"""Commits without which there is no older state to pick something to."""


class Office(Desk):
    """What happens at a desk."""

    def run(self) -> None:
        """Let things happen."""
        self.by_hand(self.anybody())
        self.keep(self.anybody(), "begin")
        actions, weights = zip(*_ACTIONS, strict=True)
        for _ in range(STEPS):
            self.clock.wait(self.draw.choice((1, 4, 11, 27, 70)))
            if not self.draw.randrange(12):
                self.clock.wait(_NIGHT)
                self.open.clear()
            (action,) = self.draw.choices(actions, weights)
            action(self, self.anybody())
        self.keep(self.anybody(), "end")

    def agent_edits(self, person: Person) -> None:
        """An agent, new or still open, changes up to three files."""
        mine = [session for session in self.open if session.person is person]
        agent = self.draw.choice(mine) if mine and self.draw.randrange(3) else self._begun(person)
        for path in dict.fromkeys(self._file() for _ in range(self.draw.choice((1, 1, 2, 3)))):
            before = self.repository.read(path)
            after = self.prose.changed(before, AGENT)
            agent.edit(path, after)
            self.ledger.write(after, before, agent.id)

    def by_hand(self, person: Person) -> None:  # noqa: ARG002 - whoever it is, nobody sees it
        """A person changes a file, perhaps lines that an agent has just written."""
        dirty = self._dirty()
        path = self.draw.choice(dirty) if dirty and self.draw.randrange(2) else self._file()
        before = self.repository.read(path)
        after = self.prose.changed(before, HUMAN)
        self.repository.write(path, after)
        self.ledger.write(after, before, None)

    def agent_commits(self, person: Person) -> None:
        """A session commits what lies there, if nobody else's agent left anything."""
        pending = self._pending()
        mine = [one for one in self.open if one.person is person]
        writers = [one for one in mine if one.id in pending]
        agent = (writers or mine or [self._begun(person)])[-1]
        if self._dirty() and not pending - {agent.id}:
            sha = agent.commit("update", Truth("agent_commits", frozenset([agent.id]), "explicit"))
            self.ledger.committed(sha)

    def agent_works(self, person: Person) -> None:
        """A session changes something and commits it at once."""
        self.agent_edits(person)
        self.agent_commits(person)

    def person_commits(self, person: Person) -> None:
        """A person commits all that lies there, whoever wrote it."""
        self.keep(person, "person_commits")

    def person_commits_some(self, person: Person) -> None:
        """A person commits one of the changed files and leaves the others."""
        dirty = self._dirty()
        if dirty:
            path = self.draw.choice(dirty)
            self.repository.git("add", "--", path)
            self.repository.git("commit", "--quiet", "-m", "part", person=person)
            self._label("person_commits_some")

    def nothing_is_kept(self, person: Person) -> None:
        """All that lies there is thrown away."""
        self.repository.git("checkout", "--quiet", "--", ".", person=person)
        self.repository.git("clean", "--quiet", "-fd")

    def agent_is_asked(self, person: Person) -> None:
        """A session answers a question and changes nothing."""
        self._begun(person).ask("git diff --stat")

    def amended(self, person: Person) -> None:
        """A person writes a little more and amends the last commit."""
        old = self.repository.git("rev-parse", "HEAD")
        if self._is_merge(old) or self.repository.truth[old].is_move or self._pending():
            return
        self.by_hand(person)
        kept = self.repository.truth.pop(old)
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "--amend", "--no-edit", person=person)
        new = self._label("amended", anew=True)
        if kept.evidence == "explicit":
            found = self.repository.truth[new].sessions | kept.sessions
            self.repository.truth[new] = Truth("amended", found, "explicit")

    def squashed(self, person: Person) -> None:
        """Two or three commits on a branch become one on main; the branch is kept or deleted."""
        self.keep(person, "before_squash")
        branch = f"work-{self.draw.randrange(10**6)}"
        self.repository.git("checkout", "--quiet", "-b", branch)
        for _ in range(self.draw.choice((2, 3))):
            self.draw.choice((self.agent_edits, self.agent_edits, self.by_hand))(person)
            self.keep(person, "on_branch")
        steps = self.repository.git("rev-list", f"main..{branch}").splitlines()
        self.repository.git("checkout", "--quiet", "main")
        if not steps:
            return
        self.clock.wait(self.draw.choice((30, 1_500)))
        self.repository.git("merge", "--quiet", "--squash", branch)
        if self.draw.randrange(2):
            self.repository.git("branch", "--quiet", "-D", branch)
            for sha in steps:
                self.repository.truth.pop(sha)
        self.repository.git("commit", "--quiet", "-m", "all of it (#7)", person=person)
        self._label("squashed", anew=True)

    def picked(self, person: Person) -> None:
        """One of the last commits is picked to a release, if it fits there."""
        self.keep(person, "before_pick")
        if (
            int(self.repository.git("rev-list", "--first-parent", "--count", "HEAD"))
            < _FEWEST_BEFORE
        ):
            return
        shas = self.repository.git("log", "-6", "--no-merges", "--format=%H").splitlines()
        sha = self.draw.choice(shas)
        name = f"release-{self.draw.randrange(10**6)}"
        self.repository.git("checkout", "--quiet", "-b", name, "HEAD~2")
        if self._done("cherry-pick", sha, person=person):
            is_move = self.repository.truth[sha].is_move
            self._label("picked", anew=True, is_move=is_move)
        self.repository.git("checkout", "--quiet", "main")

    def rebased(self, person: Person) -> None:
        """A commit on a branch is put on top of what happened on main meanwhile."""
        self.keep(person, "before_rebase")
        branch = f"late-{self.draw.randrange(10**6)}"
        self.repository.git("checkout", "--quiet", "-b", branch)
        self.agent_edits(person)
        old = self.keep(person, "on_branch")
        self.repository.git("checkout", "--quiet", "main")
        self.by_hand(self.anybody())
        self.keep(self.anybody(), "meanwhile")
        self.repository.git("checkout", "--quiet", branch)
        self.clock.wait(5)
        if old and self._done("rebase", "main", person=person):
            self.repository.truth.pop(old)
            self._label("rebased", anew=True)
        self.repository.git("checkout", "--quiet", "main")
        self._done("merge", "--quiet", "--no-ff", "-m", "merge", branch, person=person)

    def put_in_order(self, person: Person) -> None:
        """Commits on a branch are put into another order, or a later one becomes part of the first."""
        self.keep(person, "before_order")
        self.repository.git("checkout", "--quiet", "-b", f"order-{self.draw.randrange(10**6)}")
        self.agent_works(person)
        first = self.keep(person, "on_branch") or self.repository.git("rev-parse", "HEAD")
        for _ in range(2):
            self.draw.choice((self.agent_edits, self.by_hand))(person)
            self.keep(person, "on_branch")
        is_fixed = bool(self.draw.randrange(2))
        if is_fixed:
            self.by_hand(person)
            self._fix(first, person)
        old = self.repository.git("rev-list", "main..").splitlines()
        self.clock.wait(9)
        if self._done("rebase", *self._order(is_fixed=is_fixed), "main", person=person):
            for sha in old:
                self.repository.truth.pop(sha)
            self._label_all("main..", "put_in_order")
        self._to_main(person)

    def split(self, person: Person) -> None:
        """The last commit of a branch is taken apart, file by file."""
        self.keep(person, "before_split")
        self.repository.git("checkout", "--quiet", "-b", f"split-{self.draw.randrange(10**6)}")
        before = self.repository.git("rev-parse", "HEAD")
        self.agent_works(person)
        self.keep(person, "on_branch")
        for sha in self.repository.git("rev-list", "main..").splitlines():
            self.repository.truth.pop(sha)
        self.repository.git("reset", "--quiet", before)
        self.clock.wait(3)
        for path in self._dirty():
            self.repository.git("add", "--", path)
            self.repository.git("commit", "--quiet", "-m", "part of it", person=person)
            self._label("split", anew=True)
        self._to_main(person)

    def taken_back(self, person: Person) -> None:
        """One of the last commits is reverted, sometimes the revert of another one."""
        self.keep(person, "before_revert")
        shas = self.repository.git("log", "-5", "--no-merges", "--format=%H").splitlines()
        if self._done("revert", "--no-edit", self.draw.choice(shas), person=person):
            self.repository.label(Truth("taken_back", is_move=True))

    def moved(self, person: Person) -> None:
        """A file gets another name and place."""
        self.keep(person, "before_move")
        path = self._old_file()
        place = self.prose.path(self.draw.randrange(10**6))
        (self.repository.folder / place).parent.mkdir(parents=True, exist_ok=True)
        self.repository.git("mv", path, place)
        self.repository.git("commit", "--quiet", "-m", "tidy", person=person)
        self.repository.label(Truth("moved", is_move=True))


_ACTIONS: tuple[tuple[Callable[[Office, Person], None], int], ...] = (
    (Office.agent_edits, 34),
    (Office.by_hand, 22),
    (Office.agent_commits, 18),
    (Office.agent_works, 14),
    (Office.person_commits, 20),
    (Office.person_commits_some, 7),
    (Office.nothing_is_kept, 4),
    (Office.agent_is_asked, 6),
    (Office.amended, 4),
    (Office.squashed, 4),
    (Office.picked, 4),
    (Office.rebased, 3),
    (Office.put_in_order, 3),
    (Office.split, 2),
    (Office.taken_back, 4),
    (Office.moved, 3),
)


def play(company: Company) -> None:
    """Let two offices work, one after the other."""
    lea, max_, noa = (company.person(name) for name in ("lea", "max", "noa"))
    for name, people in (("ledgers", [lea, max_]), ("terraforming", [max_, noa])):
        prose = Prose(company.draw, name == "ledgers")
        Office(company, company.repository(name), people, prose).run()
