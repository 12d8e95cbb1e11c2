"""The company's pull requests: one per branch, those of bots, and those that take another one back.

What a reader must find is stated beside each. Their shape on the forge is in `wire.github`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from ingestion.sample.clock import seconds
from ingestion.sample.commits import MAIN_BRANCH
from ingestion.sample.company import Company, milliseconds
from ingestion.sample.dice import Dice, chance, dice_for, fingerprint
from ingestion.sample.people import Person, forge_account
from ingestion.sample.vocabulary import NOUNS
from ingestion.sample.wire.repositories import CommitFact

OWNER = "meridian"

_MINUTE = 60_000
_REVIEWED_SHARE, _SENT_BACK_SHARE = 0.8, 0.3
_REOPENED_EVERY, _REVERTED_EVERY, _DRAFT_EVERY = 5, 6, 4
_BOT_EVERY_DAYS, _FIRST_BOT_DAY = 9, 2

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A pull request that nobody here wrote: its account (None for a person's) and what gives it away."""

    account: Row | None
    prefix: str
    committer: str
    agent: str | None
    signal: str | None


def _bot(login: str, number: int) -> Row:
    return {"__typename": "Bot", "login": login, "databaseId": number}


_KINDS = (
    _Kind(
        _bot("copilot-swe-agent", 198_982_749),
        "topic/fix",
        "copilot-swe-agent[bot]",
        "copilot",
        "author_number",
    ),
    _Kind(_bot("dependabot", 49_699_333), "dependabot/pip", "dependabot[bot]", None, None),
    _Kind(None, "codex/fix", "web-flow", "codex", "branch"),
    _Kind(
        _bot("google-labs-jules", 4_711),
        "topic/jules",
        "google-labs-jules[bot]",
        "jules",
        "author_login",
    ),
)


@dataclass(slots=True)
class Pull:
    """One pull request in the making; times are milliseconds, `agent` and `signal` what a reader must find."""

    author: Row
    branch: str
    title: str
    opened: int
    commits: list[Row]
    body: str = ""
    merge_sha: str | None = None
    merged: int | None = None
    closed: int | None = None
    agent: str | None = None
    signal: str | None = None
    is_revert: bool = False
    is_reverted: bool = False
    is_draft: bool = False
    reviews: list[Row] = field(default_factory=list)
    events: list[tuple[str, int]] = field(default_factory=list)
    reviewer: Row | None = None

    @property
    def state(self) -> str:
        """Return its state in GitHub's words."""
        if self.merged is not None:
            return "MERGED"
        return "OPEN" if self.closed is None else "CLOSED"


def forge_of(company: Company, commits: dict[str, CommitFact]) -> dict[str, list[Pull]]:
    """Return the pull requests of every repository in the order of their numbers, which start at 1."""
    names = sorted({name for person in company.people for name in person.repositories})
    return {
        name: _Repository(company, name, place, commits).pulls() for place, name in enumerate(names)
    }


class _Repository:
    """One repository on the forge."""

    def __init__(
        self, company: Company, name: str, place: int, commits: dict[str, CommitFact]
    ) -> None:
        self._company, self._name, self._place, self._commits = company, name, place, commits
        self._team = [p for p in company.people if name in p.repositories and p.email]
        self._people = {person.login: person for person in company.people}

    def pulls(self) -> list[Pull]:
        pulls = [*self._of_branches(), *self._of_bots()]
        pulls.sort(key=lambda pull: (pull.opened, pull.branch))
        reverts = [
            self._revert(pull, number)
            for number, pull in enumerate(pulls, start=1)
            if pull.merged and number % _REVERTED_EVERY == 1
        ]
        return pulls + sorted(reverts, key=lambda pull: pull.opened)

    def _of_branches(self) -> Iterator[Pull]:
        """Yield what became of every branch that has commits."""
        branches: dict[str, list[CommitFact]] = {}
        for fact in self._commits.values():
            if fact.repository == self._name and fact.branch != MAIN_BRANCH and not fact.merge:
                branches.setdefault(fact.branch, []).append(fact)
        for number, (branch, facts) in enumerate(sorted(branches.items())):
            facts.sort(key=lambda fact: (fact.at, fact.key))
            yield self._of_branch(branch, facts, number)

    def _of_branch(self, branch: str, facts: list[CommitFact], number: int) -> Pull:
        dice = dice_for(self._company.seed, "pull", self._name, branch)
        person = self._people[facts[-1].author_login]
        opened = facts[0].at + 10 * _MINUTE
        end = self._commits.get(f"merge:{branch}") or self._commits.get(f"squash:{branch}")
        pull = Pull(
            author=forge_account(person),
            branch=branch,
            title=f"feat: {facts[0].subject} on {branch}",
            opened=opened,
            commits=[_commit(fact, self._people[fact.author_login]) for fact in facts],
        )
        if any(fact.trailer for fact in facts):
            pull.signal = "trailer"
        if number % _REOPENED_EVERY == 1:
            pull.events += [
                ("ClosedEvent", opened + 2 * _MINUTE),
                ("ReopenedEvent", opened + 9 * _MINUTE),
            ]
        last = max(facts[-1].at, opened) + 15 * _MINUTE
        self._review(pull, person, dice, last)
        if end is not None:
            pull.merge_sha, pull.merged = end.sha, max(end.at, last)
        elif chance(dice, 0.5):
            pull.closed = last + 30 * _MINUTE
        else:
            pull.is_draft = number % _DRAFT_EVERY == 0
        return pull

    def _of_bots(self) -> Iterator[Pull]:
        """Yield the pull requests of a bot that is no agent and of agents, each told in another way."""
        first = list(self._company.dates())[_FIRST_BOT_DAY::_BOT_EVERY_DAYS]
        for number, day in enumerate(first, start=self._place):
            dice = dice_for(self._company.seed, "bot", self._name, day)
            kind = _KINDS[number % len(_KINDS)]
            noun = dice.choice(NOUNS)
            opened = milliseconds(day, time(7, 10))
            message = f"Update {noun} to {day:%y}.{day:%j}"
            pull = Pull(
                author=kind.account or forge_account(self._company.people[0]),
                branch=f"{kind.prefix}-{noun}-{day:%j}",
                title=message,
                opened=opened,
                commits=[_made_up(message, opened - _MINUTE, self._name, kind.committer)],
                agent=kind.agent,
                signal=kind.signal,
            )
            if dice.random() < _REVIEWED_SHARE:
                pull.merge_sha = fingerprint("merge", self._name, pull.branch)[:40]
                pull.merged = opened + dice.randint(30, 300) * _MINUTE
            yield pull

    def _review(self, pull: Pull, author: Person, dice: Dice, at: int) -> None:
        everybody = [person for person in self._company.people if person.email]
        others = [person for person in self._team if person != author]
        others = others or [person for person in everybody if person != author]
        if not others or not chance(dice, _REVIEWED_SHARE):
            return
        pull.reviewer = forge_account(dice.choice(others))
        states = ["CHANGES_REQUESTED"] if chance(dice, _SENT_BACK_SHARE) else []
        for number, state in enumerate([*states, "APPROVED"]):
            submitted = at - (10 - 5 * number) * _MINUTE
            pull.reviews.append({"state": state, "at": submitted, "author": pull.reviewer})

    def _revert(self, pull: Pull, number: int) -> Pull:
        """Return the pull request that takes a merged one back; that one is marked so."""
        pull.is_reverted = True
        opened = (pull.merged or 0) + 50 * _MINUTE
        title = f'Revert "{pull.title}"'
        return Pull(
            author=pull.reviewer or (forge_account(self._team[0]) if self._team else pull.author),
            branch=f"revert-{number}-{pull.branch}",
            title=title,
            body=f"Reverts {OWNER}/{self._name}#{number}",
            opened=opened,
            commits=[_made_up(title, opened - _MINUTE, self._name, "web-flow")],
            merge_sha=fingerprint("merge", self._name, title)[:40],
            merged=opened + 12 * _MINUTE,
            is_revert=True,
        )


def truth_rows(forge: dict[str, list[Pull]]) -> list[Row]:
    """Return what a reader must find in every pull request."""
    return [
        {
            "repository": name,
            "number": number,
            "state": pull.state.lower(),
            "author_login": pull.author["login"],
            "agent_signal": pull.signal,
            "is_revert": pull.is_revert,
            "is_reverted": pull.is_reverted,
            "reopened": sum(kind == "ReopenedEvent" for kind, _ in pull.events),
            "reviews": len(pull.reviews),
            "commits": len(pull.commits),
        }
        for name, pulls in forge.items()
        for number, pull in enumerate(pulls, start=1)
    ]


def _commit(fact: CommitFact, person: Person) -> Row:
    at, account = seconds(fact.at), forge_account(person)
    author = {"name": person.name, "email": fact.author_email, "user": account}
    return {
        "commit": {
            "oid": fact.sha,
            "authoredDate": at,
            "committedDate": at,
            "message": fact.message,
            "author": author,
            "committer": {"email": fact.author_email},
        }
    }


def _made_up(message: str, at: int, repository: str, name: str) -> Row:
    """Return a commit that no local clone has."""
    email = f"1+{name}@users.noreply.github.com"
    return {
        "commit": {
            "oid": fingerprint("commit", repository, message)[:40],
            "authoredDate": seconds(at),
            "committedDate": seconds(at),
            "message": message,
            "author": {"name": name, "email": email, "user": None},
            "committer": {"email": "noreply@github.com"},
        }
    }
