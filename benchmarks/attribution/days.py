"""Days of mixed work: a monorepo of two people in TypeScript and a service in Go.

Unlike the family called tuning it is played day by day: several things happen in one repository at a time,
files have the lines that all such programs share, and work is left lying, taken over, rebased and put together
by hand.
No threshold was chosen by looking at it.
"""

from collections.abc import Callable

import code_of_days as code
from company import Company
from sessions import Session
from stage import AGENT, HUMAN, Line, Person, Repository, Truth, by

DAYS = 6


class Days:
    """A repository over some days, and the writing that is done in it."""

    def __init__(self, company: Company, repository: Repository, people: list[Person]) -> None:
        self.company, self.repository, self.people = company, repository, people
        self.draw = company.draw
        self.write = code.component if repository.folder.name == "shopfront" else code.handler
        self.extension = "tsx" if repository.folder.name == "shopfront" else "go"

    def run(self) -> None:
        """Play all days, every event once a day in another order."""
        self.hand(self.people[0], "begin")
        events = list(_EVENTS)
        for _ in range(DAYS):
            self.draw.shuffle(events)
            for event in events:
                self.company.clock.wait(self.draw.randrange(12, 45))
                event(self, self.draw.choice(self.people))
            self.company.clock.wait(9 * 60)

    def text(self, writer: str, size: int = 1) -> list[Line]:
        """Return new code of one writer."""
        return [line for _ in range(size) for line in by(writer, self.write(self.draw))]

    def file(self, package: str = "web") -> str:
        """Return the path of a file that does not exist yet."""
        name = f"{self.draw.choice(code.THINGS)}{self.draw.randrange(10**6)}"
        return f"packages/{package}/src/{name}.{self.extension}"

    def some(self) -> str:
        """Return the path of a file that exists."""
        files = self.repository.git("ls-files", f"*.{self.extension}").splitlines()
        return self.draw.choice(files)

    def hand(self, person: Person, scenario: str, path: str | None = None) -> str:
        """Commit some work without an agent: in a file that exists, or a new one."""
        name = path or self.file()
        self.repository.write(name, [*self.repository.read(name), *self.text(HUMAN)])
        return self.repository.commit(person, "chore: by hand", Truth(scenario))

    def keep(
        self,
        person: Person,
        scenario: str,
        evidence: str,
        *agents: Session,
        message: str = "feat: it",
    ) -> str:
        """Commit what agents left."""
        truth = Truth(scenario, frozenset(agent.id for agent in agents), evidence)
        return self.repository.commit(person, message, truth)


def play(company: Company) -> None:
    """Play both repositories."""
    ida, jon = company.person("ida"), company.person("jon")
    Days(company, company.repository("shopfront"), [ida, jon]).run()
    kim = company.person("kim")
    Days(company, company.repository("billing"), [kim]).run()


def pair_of_commits(days: Days, person: Person) -> None:
    """An agent commits twice and a person in between, in the same file."""
    agent, path = days.company.claude(person, days.repository), days.file()
    for part in range(2):
        agent.edit(path, [*days.repository.read(path), *days.text(AGENT)])
        agent.commit("feat: part", Truth("pair_of_commits", frozenset((agent.id,)), "explicit"))
        if not part:
            days.company.clock.wait(2)
            days.hand(person, "pair_of_commits", path)


def codex_commits(days: Days, person: Person) -> None:
    """Codex changes an existing file and commits."""
    agent, path = days.company.codex(person, days.repository), days.some()
    lines = days.repository.read(path)
    middle = len(lines) // 2
    agent.edit(path, [*lines[:middle], *days.text(AGENT), *lines[middle:]])
    agent.commit("fix: it", Truth("codex_commits", frozenset((agent.id,)), "explicit"))


def left_over_the_weekend(days: Days, person: Person) -> None:
    """Work of an agent is committed days later, on another branch that is merged."""
    branch = f"later-{days.draw.randrange(10**6)}"
    days.repository.git("checkout", "--quiet", "-b", branch)
    agent = days.company.claude(person, days.repository)
    agent.edit(days.file(), days.text(AGENT, 2))
    days.company.clock.wait(62 * 60)
    days.keep(person, "left_over_the_weekend", "content", agent)
    days.repository.git("checkout", "--quiet", "main")
    days.repository.git("merge", "--quiet", "--no-ff", "-m", "merge", branch, person=person)


def reworked(days: Days, person: Person) -> None:
    """A person replaces every other block of what the agent wrote."""
    agent, path = days.company.claude(person, days.repository), days.file()
    blocks = [days.text(AGENT) for _ in range(4)]
    agent.edit(path, [line for block in blocks for line in block])
    days.company.clock.wait(25)
    blocks[1], blocks[3] = days.text(HUMAN), days.text(HUMAN)
    days.repository.write(path, [line for block in blocks for line in block])
    days.keep(person, "reworked", "content", agent)


def rejected(days: Days, person: Person) -> None:
    """What the agent did is undone; the person then works on the same file, in the session's time."""
    path = days.some()
    before = days.repository.read(path)
    agent = days.company.claude(person, days.repository)
    agent.edit(path, [*days.text(AGENT), *before])
    days.repository.write(path, before)
    days.hand(person, "rejected", path)


def looked_at_only(days: Days, person: Person) -> None:
    """The agent answers questions while the person works."""
    agent = days.company.claude(person, days.repository)
    agent.ask("ls packages")
    days.company.clock.wait(3)
    days.hand(person, "looked_at_only", days.some())
    agent.ask("git status")


def in_a_worktree(days: Days, person: Person) -> None:
    """The agent works in a linked worktree, the person at the same time in the main one."""
    branch = f"side-{days.draw.randrange(10**6)}"
    folder = days.repository.folder.parent / f"{days.repository.folder.name}-{branch}"
    days.repository.git("worktree", "add", "--quiet", "-b", branch, str(folder))
    agent = days.company.claude(person, days.repository, folder)
    agent.edit(days.file(), days.text(AGENT, 2))
    days.hand(person, "in_a_worktree")
    agent.commit("feat: aside", Truth("in_a_worktree", frozenset((agent.id,)), "explicit"))


def rebased(days: Days, person: Person) -> None:
    """A branch with an agent's and a person's commit is rebased; its old commits are gone."""
    branch = f"re-{days.draw.randrange(10**6)}"
    days.repository.git("checkout", "--quiet", "-b", branch)
    agent = days.company.codex(person, days.repository)
    agent.edit(days.file(), days.text(AGENT, 2))
    explicit = Truth("rebased", frozenset((agent.id,)), "explicit")
    old = [agent.commit("feat: one", explicit)]
    old.append(days.hand(person, "rebased"))
    days.repository.git("checkout", "--quiet", "main")
    days.hand(person, "rebased")
    days.repository.git("checkout", "--quiet", branch)
    days.company.clock.wait(15)
    days.repository.git("rebase", "--quiet", "main", person=person)
    for sha in old:
        days.repository.truth.pop(sha)
    tip = days.repository.label(Truth("rebased"))
    below = days.repository.git("rev-parse", f"{tip}~1")
    days.repository.truth[below] = Truth("rebased", frozenset((agent.id,)), "content")
    days.repository.git("checkout", "--quiet", "main")
    days.repository.git("merge", "--quiet", "--ff-only", branch)


def put_together(days: Days, person: Person) -> None:
    """Two agents change one file; one commit squashes both, and their branch is deleted."""
    branch, path = f"sq-{days.draw.randrange(10**6)}", days.file("api")
    days.repository.git("checkout", "--quiet", "-b", branch)
    one = days.company.claude(person, days.repository)
    other = days.company.codex(person, days.repository)
    one.edit(path, days.text(AGENT, 2))
    one.commit("wip", Truth("put_together", frozenset((one.id,)), "explicit"))
    other.edit(path, [*days.repository.read(path), *days.text(AGENT, 2)])
    other.commit("wip", Truth("put_together", frozenset((other.id,)), "explicit"))
    gone = days.repository.git("rev-list", f"main..{branch}").splitlines()
    days.repository.git("checkout", "--quiet", "main")
    days.company.clock.wait(90)
    days.repository.git("merge", "--quiet", "--squash", branch)
    days.repository.git("branch", "--quiet", "-D", branch)
    for sha in gone:
        days.repository.truth.pop(sha)
    days.keep(person, "put_together", "content", one, other)


def taken_over(days: Days, person: Person) -> None:
    """Somebody else commits what an agent of a colleague left in a shared folder."""
    agent = days.company.claude(person, days.repository)
    agent.edit(days.file(), days.text(AGENT, 2))
    days.company.clock.wait(40)
    days.keep(days.draw.choice(days.people), "taken_over", "content", agent)


def partly_kept(days: Days, person: Person) -> None:
    """Of two files of an agent one is committed, the other thrown away."""
    agent, kept, dropped = days.company.claude(person, days.repository), days.file(), days.file()
    agent.edit(kept, days.text(AGENT))
    agent.edit(dropped, days.text(AGENT))
    (days.repository.folder / dropped).unlink()
    days.company.clock.wait(6)
    days.keep(person, "partly_kept", "content", agent)


def with_dependencies(days: Days, person: Person) -> None:
    """The agent edits a file and runs the package manager, which writes a lock file."""
    agent, lock = days.company.claude(person, days.repository), "packages/web/package-lock.json"
    agent.edit(days.file(), days.text(AGENT))
    locked = [f'    "package-{days.draw.randrange(10**6)}": "1.2.3",' for _ in range(60)]
    agent.run(lock, by(AGENT, locked))
    days.repository.generated.add(lock)
    agent.commit("feat: new part", Truth("with_dependencies", frozenset((agent.id,)), "explicit"))


def noted(days: Days, person: Person) -> None:
    """An authorship note names the session, whose client shows nothing."""
    agent, path = days.company.claude(person, days.repository), days.file()
    lines = days.text(AGENT)
    agent.run(path, lines)
    days.company.clock.wait(5)
    sha = days.keep(person, "noted", "explicit", agent)
    note = (
        f'{path}\n  s_1::t_1 1-{len(lines)}\n---\n{{"schema_version":"authorship/3.0.0","sessions":{{"s_1":'
        f'{{"agent_id":{{"tool":"claude","id":"{agent.id}","model":"claude"}}}}}}}}'
    )
    days.repository.git("notes", "--ref=ai", "add", "-m", note, sha, person=person)


def shuffled(days: Days, person: Person) -> None:
    """A person puts a file's blocks into another order and renames it."""
    path = days.some()
    lines = days.repository.read(path)
    half = len(lines) // 2
    days.repository.write(path, [*lines[half:], *lines[:half]])
    days.repository.git("mv", path, days.file())
    days.repository.commit(person, "refactor: order", Truth("shuffled", is_move=True))


def shared_words(days: Days, person: Person) -> None:
    """A person writes a file that has the same first lines as what an agent has just written."""
    agent = days.company.claude(person, days.repository)
    agent.edit(days.file(), days.text(AGENT))
    agent.commit("feat: part", Truth("shared_words", frozenset((agent.id,)), "explicit"))
    days.company.clock.wait(3)
    days.hand(person, "shared_words")


_EVENTS: tuple[Callable[[Days, Person], None], ...] = (
    pair_of_commits,
    codex_commits,
    left_over_the_weekend,
    reworked,
    rejected,
    looked_at_only,
    in_a_worktree,
    rebased,
    put_together,
    taken_over,
    partly_kept,
    with_dependencies,
    noted,
    shuffled,
    shared_words,
)
