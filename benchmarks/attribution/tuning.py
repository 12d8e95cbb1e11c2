"""The family that the rules were tuned on: small Python services, one scene after the other.

Every scene is one situation of daily work; each is played several times with other sizes. Scores of this family
say little, because the thresholds were chosen while looking at it.
"""

import random
from collections.abc import Callable

from company import Company
from sessions import Session
from stage import AGENT, HUMAN, UNSEEN, Line, Person, Repository, Truth, by

ROUNDS = 3
_NOUNS = tuple(
    "order basket invoice parcel refund voucher stock shelf depot courier label tariff".split()
)
_VERBS = tuple("load merge check price split close audit match route count rank trim".split())

Scene = Callable[["Play"], None]


class Play:
    """One scene at work: who plays, where, and lines to write."""

    def __init__(
        self, company: Company, person: Person, repository: Repository, scene: str
    ) -> None:
        self.company, self.person, self.repository, self.scene = company, person, repository, scene
        self.draw = company.draw
        self.path = f"service/{scene}_{self.draw.randrange(10**6)}.py"

    def code(self, writer: str, count: int = 2) -> list[Line]:
        """Return some functions nobody has written before, with the lines that every program has."""
        return [line for _ in range(count) for line in by(writer, _function(self.draw))]

    def truth(self, evidence: str, *sessions: Session, is_move: bool = False) -> Truth:
        """Return what is true of a commit of this scene."""
        return Truth(self.scene, frozenset(s.id for s in sessions), evidence, is_move)

    def by_hand(self, path: str | None = None, lines: list[Line] | None = None) -> str:
        """Let the person write something and commit it, without any agent."""
        self.company.clock.wait(self.draw.randrange(2, 9))
        name = path or f"service/hand_{self.draw.randrange(10**6)}.py"
        self.repository.write(name, lines or self.code(HUMAN, 1))
        return self.repository.commit(self.person, "work by hand", self.truth(""))

    def session(self) -> Session:
        """Start an agent."""
        return self.company.claude(self.person, self.repository)


def play(company: Company) -> None:
    """Play every scene `ROUNDS` times, in one repository per person."""
    for name in ("ana", "ben", "cem"):
        person, repository = company.person(name), company.repository(f"{name}-service")
        for _ in range(ROUNDS):
            for scene in SCENES:
                company.clock.wait(company.draw.randrange(60, 400))
                one = Play(company, person, repository, scene.__name__)
                one.by_hand()
                scene(one)


def agent_commits(play: Play) -> None:
    """The agent edits and commits; the person goes on elsewhere."""
    agent = play.session()
    agent.edit(play.path, play.code(AGENT, 3))
    agent.commit("add it", play.truth("explicit", agent))
    play.by_hand()


def person_commits(play: Play) -> None:
    """The agent edits, the person commits later."""
    agent = play.session()
    agent.edit(play.path, play.code(AGENT, 2))
    play.company.clock.wait(play.draw.randrange(1, 300))
    play.repository.commit(play.person, "add it", play.truth("content", agent))


def person_changes_and_commits(play: Play) -> None:
    """The person rewrites a part of what the agent wrote before committing."""
    agent = play.session()
    lines = play.code(AGENT, 3)
    agent.edit(play.path, lines)
    play.company.clock.wait(10)
    kept = lines[: len(lines) * 2 // 3] + play.code(HUMAN, 1)
    play.repository.write(play.path, kept)
    play.repository.commit(play.person, "add it, changed", play.truth("content", agent))


def person_works_beside(play: Play) -> None:
    """During a session that changes nothing the person commits something else."""
    agent = play.session()
    agent.ask("ls service")
    play.by_hand()
    agent.ask("git log")


def person_goes_on(play: Play) -> None:
    """After the agent's commit the person goes on in the same file."""
    agent = play.session()
    lines = play.code(AGENT, 2)
    agent.edit(play.path, lines)
    agent.commit("add it", play.truth("explicit", agent))
    play.by_hand(play.path, [*lines, *play.code(HUMAN, 1)])


def thrown_away(play: Play) -> None:
    """The person throws the agent's edits away and writes their own into the same file."""
    play.repository.write(play.path, play.code(HUMAN, 1))
    play.repository.commit(play.person, "begin", play.truth(""))
    before = play.repository.read(play.path)
    agent = play.session()
    agent.edit(play.path, [*before, *play.code(AGENT, 2)])
    play.by_hand(play.path, [*before, *play.code(HUMAN, 2)])


def two_sessions(play: Play) -> None:
    """Two agents work side by side, one commit holds the work of both."""
    one, other = play.session(), play.company.codex(play.person, play.repository)
    one.edit(play.path, play.code(AGENT, 2))
    other.edit(play.path.replace(".py", "_more.py"), play.code(AGENT, 2))
    play.company.clock.wait(5)
    play.repository.commit(play.person, "both", play.truth("content", one, other))


def amended(play: Play) -> None:
    """The agent amends its own commit."""
    agent = play.session()
    lines = play.code(AGENT, 1)
    agent.edit(play.path, lines)
    first = agent.commit("first", play.truth("explicit", agent))
    agent.edit(play.path, [*lines, *play.code(AGENT, 1)])
    agent.commit("better", play.truth("explicit", agent), "--amend")
    del play.repository.truth[first]


def squashed(play: Play) -> None:
    """A branch of two commits is squashed into one; the branch stays."""
    branch = f"topic-{play.draw.randrange(10**6)}"
    play.repository.git("checkout", "--quiet", "-b", branch)
    agent = play.session()
    lines = play.code(AGENT, 2)
    agent.edit(play.path, lines)
    agent.commit("one", play.truth("explicit", agent))
    agent.edit(play.path, [*lines, *play.code(AGENT, 2)])
    agent.commit("two", play.truth("explicit", agent))
    play.repository.git("checkout", "--quiet", "main")
    play.by_hand()
    play.company.clock.wait(1_500)
    play.repository.git("merge", "--squash", branch)
    play.repository.commit(play.person, "topic", play.truth("content", agent))


def picked(play: Play) -> None:
    """A commit is picked to another branch."""
    agent = play.session()
    agent.edit(play.path, play.code(AGENT, 2))
    sha = agent.commit("fix", play.truth("explicit", agent))
    play.repository.git(
        "checkout", "--quiet", "-b", f"release-{play.draw.randrange(10**6)}", "HEAD~1"
    )
    play.company.clock.wait(700)
    play.repository.git("cherry-pick", sha, person=play.person)
    play.repository.label(play.truth("content", agent))
    play.repository.git("checkout", "--quiet", "main")


def reverted(play: Play) -> None:
    """A person takes the agent's commit back, and back again."""
    agent = play.session()
    agent.edit(play.path, play.code(AGENT, 2))
    agent.commit("risky", play.truth("explicit", agent))
    for _ in range(2):
        play.company.clock.wait(30)
        play.repository.git("revert", "--no-edit", "HEAD", person=play.person)
        play.repository.label(play.truth("", is_move=True))


def moved(play: Play) -> None:
    """A person moves what the agent wrote to another file."""
    agent = play.session()
    lines = play.code(AGENT, 2)
    keep = play.code(AGENT, 1)
    agent.edit(play.path, [*keep, *lines])
    agent.commit("add", play.truth("explicit", agent))
    play.company.clock.wait(20)
    play.repository.write(play.path, keep)
    play.repository.write(play.path.replace(".py", "_parts.py"), lines)
    play.repository.commit(play.person, "move", play.truth("", is_move=True))


def formatted(play: Play) -> None:
    """A person formats what the agent wrote."""
    agent = play.session()
    lines = play.code(AGENT, 2)
    agent.edit(play.path, lines)
    agent.commit("add", play.truth("explicit", agent))
    play.company.clock.wait(20)
    play.repository.write(play.path, [(f"  {text}" if text else text, who) for text, who in lines])
    play.repository.commit(play.person, "indent", play.truth("", is_move=True))


def through_a_shell(play: Play) -> None:
    """The agent writes through a command and names its session in the message."""
    agent = play.session()
    agent.run(play.path, play.code(UNSEEN, 2))
    play.company.clock.wait(3)
    message = f"generate\n\nClaude-Session: https://claude.ai/code/{agent.id}"
    play.repository.commit(play.person, message, play.truth("explicit", agent))


def only_removed(play: Play) -> None:
    """The agent takes lines out of a file, the person commits."""
    lines = play.code(HUMAN, 2)
    play.by_hand(play.path, lines)
    agent = play.session()
    agent.edit(play.path, lines[: len(lines) // 2])
    play.company.clock.wait(4)
    play.repository.commit(play.person, "simplify", play.truth("file", agent))


SCENES: tuple[Scene, ...] = (
    agent_commits,
    person_commits,
    person_changes_and_commits,
    person_works_beside,
    person_goes_on,
    thrown_away,
    two_sessions,
    amended,
    squashed,
    picked,
    reverted,
    moved,
    formatted,
    through_a_shell,
    only_removed,
)


def _function(draw: random.Random) -> list[str]:
    verb, noun, other = draw.choice(_VERBS), draw.choice(_NOUNS), draw.choice(_NOUNS)
    mark = draw.randrange(1_000)
    return [
        f"def {verb}_{noun}_{mark}({other}s):",
        f"    {noun} = []",
        f"    for {other} in {other}s:",
        f"        if {other}.weight > {mark}:",
        f"            {noun}.append({other}.{verb}({draw.randrange(90)}))",
        f"        elif {other}.{draw.choice(_VERBS)}ed:",
        "            continue",
        "    return result" if not draw.randrange(3) else f"    return {noun}",
        "",
        "",
    ]
