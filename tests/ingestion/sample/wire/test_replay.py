"""Commits applied in order: files, hunks, branches."""

from ingestion.sample.activity import Commit, Edit
from ingestion.sample.commits import Branch
from ingestion.sample.wire.replay import History, Step, replay

CREDIT = "Claude Sonnet 5 <noreply@anthropic.com>"
ROOT = Step("root", 0, "Ada", "ada@example.org", "Start\n", "main", (), (("a.py", ("one", "two")),))


def commit(key: str, at: int, path: str = "a.py", **more: object) -> Commit:
    """Return a commit that adds one line to a file."""
    edit = Edit(f"{key}:e", path, (f"line of {key}",), creates=path != "a.py")
    values = {"branch": "main", "kind": "human", "sessions": (), "subject": key} | more
    return Commit(
        key=key,
        at=at,
        login="ada",
        email="ada@example.org",
        repository="r",
        edits=(edit,),
        **values,
    )  # type: ignore[arg-type]


def history(*commits: Commit, branches: tuple[Branch, ...] = ()) -> History:
    """Return the history of a repository with one file of two lines."""
    return replay({"ada": "Ada"}, ROOT, {"a.py": ("one", "two")}, commits, branches)


def test_commits_are_applied_in_the_order_of_time() -> None:
    """Each commit has the one before it in time as its parent."""
    steps = history(commit("late", 20), commit("early", 10)).steps
    assert [(step.key, step.parents) for step in steps[1:]] == [
        ("early", ("root",)),
        ("late", ("early",)),
    ]


def test_an_amended_commit_leads_nowhere() -> None:
    """The commit an amend replaces is on no branch, and the next one does not follow it."""
    first = commit("first", 10)
    steps = history(first, commit("second", 20, replaces="first")).steps
    assert [(step.key, step.branch, step.parents) for step in steps[1:]] == [
        ("first", None, ("root",)),
        ("second", "main", ("root",)),
    ]


def test_a_hunk_says_where_its_lines_landed() -> None:
    """The place of an edit is the first line of what it added."""
    made = history(commit("c", 10))
    hunk = made.hunks["c:e"]
    content = dict(made.steps[-1].files)["a.py"]
    assert content is not None
    assert content[hunk.start - 1] == "line of c"
    assert not hunk.created


def test_a_merge_brings_the_files_of_its_branch() -> None:
    """Merging gives a commit with two parents and the branch's new file."""
    made = history(commit("c", 10, "b.py", branch="feat"), branches=(Branch("feat", "merge", 30),))
    assert made.steps[-1].parents == ("root", "c")
    assert made.steps[-1].files == (("b.py", ("line of c",)),)


def test_a_squash_keeps_sessions_and_trailers_but_not_the_commits() -> None:
    """Squashing gives one commit with one parent that names every session and trailer."""
    one = commit("c1", 10, "b.py", branch="feat", sessions=("s1",), trailer=CREDIT)
    two = commit("c2", 11, "c.py", branch="feat", sessions=("s2",))
    last = history(one, two, branches=(Branch("feat", "squash", 30),)).steps[-1]
    assert (last.parents, last.sessions, last.trailer) == (("root",), ("s1", "s2"), True)
    assert last.message.count(f"Co-Authored-By: {CREDIT}") == 1


def test_an_open_branch_stays_open() -> None:
    """A branch that is never merged adds nothing to the main one."""
    made = history(commit("c", 10, branch="feat"), branches=(Branch("feat", "open", 30),))
    assert [step.key for step in made.steps] == ["root", "c"]
    assert made.deleted_branches == []
