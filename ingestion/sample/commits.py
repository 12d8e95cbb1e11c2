"""Files, edits, branches and the commits people make without an agent.

Pure: the text of edits and the order of commits are decided here, the repositories that result are built
in `wire.repositories`.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from ingestion.sample.activity import Commit, Edit
from ingestion.sample.company import Company, milliseconds
from ingestion.sample.dice import Dice, chance, dice_for, hexadecimal
from ingestion.sample.people import Person
from ingestion.sample.vocabulary import CANARIES, EXTENSIONS, NOUNS, SUBJECTS, TOPICS, VERBS

MAIN_BRANCH = "main"
_AREA_FILES = 6
_BRANCH_SHARE = 0.3
_ALIAS_SHARE = 0.3
_RENAME_SHARE = 0.05
_CREATE_SHARE = 0.2
_CANARY_SHARE = 0.03
_SECOND_REPOSITORY_SHARE = 0.3
_COMMITS_BESIDE_AGENT = (0.45, 0.35, 0.15, 0.05)
_COMMITS_ALONE = (0.15, 0.3, 0.3, 0.25)

BranchEnd = Literal["merge", "squash", "open"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A developer's branch of one week and how it ends."""

    name: str
    end: BranchEnd
    ends_at: int


def area_files(person: Person) -> tuple[str, ...]:
    """Return the paths somebody works on in every repository of theirs."""
    nouns = dice_for(0, "area", person.login).sample(NOUNS, _AREA_FILES)
    paths = [
        f"src/{person.login}/{noun}{EXTENSIONS[index % len(EXTENSIONS)]}"
        for index, noun in enumerate(nouns)
    ]
    if person.plants:
        paths[-1] = f"src/{person.login}/{CANARIES['path']}.py"
    return tuple(paths)


def code_lines(dice: Dice, count: int) -> tuple[str, ...]:
    """Return lines of invented code; a line hardly ever occurs twice."""
    lines = []
    for _ in range(count):
        verb, noun = dice.choice(VERBS), dice.choice(NOUNS)
        mark = CANARIES["code"] if chance(dice, _CANARY_SHARE) else hexadecimal(dice, 6)
        lines.append(f"    {noun} = {verb}_{noun}({mark!r}, {dice.randint(1, 99)})")
    return tuple(lines)


def new_edit(dice: Dice, person: Person, key: str, *, creates: bool | None = None) -> Edit:
    """Return an edit of one of somebody's files, or of a new file; `creates` None lets chance decide."""
    create = chance(dice, _CREATE_SHARE) if creates is None else creates
    path = dice.choice(area_files(person))
    if create:
        stem, _, extension = path.rpartition(".")
        path = f"{stem}_{hexadecimal(dice, 5)}.{extension}"
    return Edit(key, path, code_lines(dice, dice.randint(2, 9)), create)


def branch_of(company: Company, person: Person, repository: str, day: date) -> Branch | None:
    """Return the branch somebody uses in a repository during that week; None for the main branch."""
    year, week, _ = day.isocalendar()
    dice = dice_for(company.seed, "branch", person.login, repository, year, week)
    if repository != person.repositories[0] or not chance(dice, _BRANCH_SHARE):
        return None
    end: BranchEnd = dice.choices(("merge", "squash", "open"), (0.5, 0.35, 0.15))[0]
    sunday = day + timedelta(days=6 - day.weekday())
    name = f"feat/{dice.choice(TOPICS)}-{person.login}-{week}"
    return Branch(name, end, milliseconds(sunday, time(21, 30)) + dice.randint(0, 1_200_000))


def author_email(person: Person, repository: str, at: int, dice: Dice) -> str:
    """Return the address somebody commits with; some use a second one in some repositories."""
    second = person.alias is not None and repository in {"ops-tools", "storefront"}
    if second and chance(dice, _ALIAS_SHARE):
        return person.alias or ""
    return person.signed_in(repository, at).email or f"{person.login}@meridian.example"


def subject(dice: Dice) -> str:
    """Return the first line of a commit message."""
    return dice.choice(SUBJECTS).format(noun=dice.choice(NOUNS))


def human_commits(company: Company, person: Person) -> list[Commit]:
    """Return the commits somebody makes by hand over the whole period, in order."""
    if person.rhythm == "ci":
        return []
    hand = _Hand(company, person)
    commits = [
        hand.commit(day, number)
        for day in company.dates()
        if company.works(person, day)
        for number in range(hand.count())
    ]
    return sorted(commits, key=lambda commit: commit.at)


class _Hand:
    """A person at the keyboard: remembers the files they created, because those get renamed."""

    def __init__(self, company: Company, person: Person) -> None:
        self._company, self._person = company, person
        self._dice = dice_for(company.seed, "hand", person.login)
        self._created: dict[str, list[str]] = {}

    def count(self) -> int:
        """Return how many commits are made on the next day."""
        weights = _COMMITS_BESIDE_AGENT if self._person.adopts else _COMMITS_ALONE
        return self._dice.choices(range(len(weights)), weights)[0]

    def commit(self, day: date, number: int) -> Commit:
        """Return a day's commit of that number: one or two edits, now and then a rename."""
        dice, person = self._dice, self._person
        repository = person.repositories[chance(dice, _SECOND_REPOSITORY_SHARE)]
        branch = branch_of(self._company, person, repository, day)
        key = f"{person.login}:{day}:{number}"
        edits = tuple(new_edit(dice, person, f"{key}:{part}") for part in range(dice.randint(1, 2)))
        renames = None if branch else self._rename(repository, edits)
        at = milliseconds(day, time(8, 45)) + dice.randint(0, 9 * 3_600_000)
        return Commit(
            key=key,
            at=at,
            login=person.login,
            email=author_email(person, repository, at, dice),
            repository=repository,
            branch=branch.name if branch else MAIN_BRANCH,
            kind="rename" if renames else "human",
            subject=subject(dice),
            edits=edits,
            sessions=(),
            renames=renames,
        )

    def _rename(self, repository: str, edits: tuple[Edit, ...]) -> tuple[str, str] | None:
        """Return the old and new path of a file to rename; most of the time remember new files."""
        created = self._created.setdefault(repository, [])
        if created and chance(self._dice, _RENAME_SHARE):
            old = created.pop(0)
            return old, old.replace("_", "_v2_", 1)
        created.extend(edit.path for edit in edits if edit.creates)
        return None
