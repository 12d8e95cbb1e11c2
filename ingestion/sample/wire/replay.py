"""Commits applied in the order of time: what every file of a repository looked like after each one.

Pure. The result is a list of steps that `wire.repositories` feeds to git, and the place each edit took in
its file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingestion.sample.activity import Commit, Edit
from ingestion.sample.agents import CLAUDE_CODE, Agent
from ingestion.sample.commits import MAIN_BRANCH, Branch
from ingestion.sample.dice import fingerprint

_FULL_FILE = 90
_TAG_EVERY, _FIRST_TAG = 250, 3
_SQUASH_SUFFIX = " (squashed)"

Tree = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Hunk:
    """Where an edit landed: first line from 1, the lines it replaced and whether the file was new."""

    start: int
    removed: tuple[str, ...]
    created: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One commit for git: its parents and the files it changes. `branch` None leaves it unreachable."""

    key: str
    at: int
    name: str
    email: str
    message: str
    branch: str | None
    parents: tuple[str, ...]
    files: tuple[tuple[str, tuple[str, ...] | None], ...]
    sessions: tuple[str, ...] = ()
    trailer: bool = False
    author_login: str = ""
    agent: Agent = CLAUDE_CODE


@dataclass(slots=True)
class History:
    """The steps of one repository, in order, with tags, deleted branches and the place of every edit."""

    steps: list[Step] = field(default_factory=list)
    hunks: dict[str, Hunk] = field(default_factory=dict)
    tags: list[tuple[str, str]] = field(default_factory=list)
    deleted_branches: list[str] = field(default_factory=list)


class Replay:
    """A repository in the making: the head and the files of every branch."""

    def __init__(self, names: dict[str, str], root: Step, files: Tree) -> None:
        self.history = History(steps=[root])
        self._names = names
        self._heads = {MAIN_BRANCH: root.key}
        self._trees: dict[str, Tree] = {MAIN_BRANCH: files}
        self._changed: dict[str, set[str]] = {}
        self._commits: dict[str, list[Commit]] = {}

    def commit(self, commit: Commit, *, orphan: bool) -> None:
        """Apply a commit to its branch; an orphan is one that an amend later takes back."""
        branch = commit.branch
        if branch not in self._heads:
            self._heads[branch] = self._heads[MAIN_BRANCH]
            self._trees[branch] = dict(self._trees[MAIN_BRANCH])
        tree = dict(self._trees[branch]) if orphan else self._trees[branch]
        files: dict[str, tuple[str, ...] | None] = {}
        for edit in commit.edits:
            tree[edit.path] = files[edit.path] = self._apply(tree, edit)
        if commit.renames and commit.renames[0] in tree:
            old, new = commit.renames
            tree[new] = files[new] = tree.pop(old)
            files[old] = None
        step = Step(
            key=commit.key,
            at=commit.at,
            name=self._names[commit.login],
            email=commit.email,
            message=_message(commit),
            branch=None if orphan else branch,
            parents=(self._heads[branch],),
            files=tuple(sorted(files.items(), key=lambda item: item[0])),
            sessions=commit.sessions,
            trailer=commit.trailer is not None,
            author_login=commit.login,
            agent=commit.agent,
        )
        self.history.steps.append(step)
        if not orphan:
            self._heads[branch] = commit.key
            self._changed.setdefault(branch, set()).update(files)
            self._commits.setdefault(branch, []).append(commit)

    def close(self, branch: Branch) -> None:
        """Merge or squash a branch into the main one; an open branch, or one without commits, stays."""
        commits = self._commits.pop(branch.name, [])
        if not commits or branch.end == "open":
            return
        main, last = self._trees[MAIN_BRANCH], commits[-1]
        files = {path: self._trees[branch.name].get(path) for path in self._changed[branch.name]}
        for path, lines in files.items():
            main.pop(path, None) if lines is None else main.__setitem__(path, lines)
        squash = branch.end == "squash"
        sessions = tuple(sorted({s for c in commits for s in c.sessions})) if squash else ()
        step = Step(
            key=f"{branch.end}:{branch.name}",
            at=branch.ends_at,
            name=self._names[last.login],
            email=last.email,
            message=_squashed(commits) if squash else f"Merge branch '{branch.name}'\n",
            branch=MAIN_BRANCH,
            parents=(self._heads[MAIN_BRANCH],) + (() if squash else (self._heads[branch.name],)),
            files=tuple(sorted(files.items(), key=lambda item: item[0])),
            sessions=sessions,
            trailer=squash and any(commit.trailer for commit in commits),
            agent=next((c.agent for c in commits if sessions[:1] == c.sessions[:1]), CLAUDE_CODE),
            author_login=last.login,
        )
        self.history.steps.append(step)
        self._heads[MAIN_BRANCH] = step.key
        self._changed.setdefault(MAIN_BRANCH, set()).update(files)
        self.history.deleted_branches.append(branch.name)

    def tag(self, name: str) -> None:
        """Tag the head of the main branch."""
        self.history.tags.append((name, self._heads[MAIN_BRANCH]))

    def _apply(self, tree: Tree, edit: Edit) -> tuple[str, ...]:
        """Return the file after an edit, and remember the place the edit took at its first commit."""
        lines = tree.get(edit.path)
        if lines is None:
            self.history.hunks.setdefault(edit.key, Hunk(1, (), created=True))
            return edit.added
        place = int(fingerprint(edit.key)[:8], 16) % (len(lines) + 1)
        excess = max(len(lines) + len(edit.added) - _FULL_FILE, 0)
        removed = lines[place : place + max(excess, len(edit.added) // 4)]
        self.history.hunks.setdefault(edit.key, Hunk(place + 1, removed, created=False))
        return lines[:place] + edit.added + lines[place + len(removed) :]


def replay(
    names: dict[str, str],
    root: Step,
    files: Tree,
    commits: Sequence[Commit],
    branches: Iterable[Branch],
) -> History:
    """Return the history of one repository from everything that was committed to it."""
    replaced = {commit.replaces for commit in commits if commit.replaces}
    making = Replay(names, root, files)
    events: list[tuple[int, str, Commit | Branch]] = [(c.at, c.key, c) for c in commits]
    events += [(branch.ends_at, branch.name, branch) for branch in branches]
    for number, (_, _, event) in enumerate(sorted(events, key=lambda item: item[:2])):
        if isinstance(event, Branch):
            making.close(event)
        else:
            making.commit(event, orphan=event.key in replaced)
        if number % _TAG_EVERY == _FIRST_TAG:
            making.tag(f"v1.{number // _TAG_EVERY}.0")
    return making.history


def _message(commit: Commit) -> str:
    if commit.trailer is None:
        return f"{commit.subject}\n"
    return f"{commit.subject}\n\nCo-Authored-By: {commit.trailer}\n"


def _squashed(commits: list[Commit]) -> str:
    """Return the message of a squash merge: every subject, then every trailer once."""
    trailers = sorted({commit.trailer for commit in commits if commit.trailer})
    body = "".join(f"* {commit.subject}\n" for commit in commits)
    tail = "".join(f"Co-Authored-By: {credited}\n" for credited in trailers)
    return f"{commits[0].subject}{_SQUASH_SUFFIX}\n\n{body}" + (f"\n{tail}" if tail else "")
