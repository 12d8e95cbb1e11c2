"""A commit becomes measures, hashes and claims; its text goes no further."""

from dataclasses import replace

import pytest

from agent_analytics.attribution.lines import TRIVIAL
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from ingestion.sources.git.log import FileChange, RawCommit
from ingestion.sources.git.parse import claim_rows, commit_claims, commit_row, file_rows

COMMIT = RawCommit(
    sha="a" * 40,
    parents="b" * 40,
    author_name="Ana",
    author_email="Ana@Example.org",
    committer_email="noreply@github.com",
    authored="1790000000",
    committed="1790000060",
    message="feat(cart): add totals\n",
    changes=[FileChange("src/a.py", None, 3, 1), FileChange("logo.png", None, None, None)],
    patch=b"diff --git a/src/a.py b/src/a.py\n@@ -1 +1,3 @@\n-old_price = 4\n+new_price = 5\n+\n+}\n"
    b"diff --git a/logo.png b/logo.png\nBinary files differ\n",
)
HASHING = Pseudonymizer(bytes(32))


def test_a_commit_is_measured() -> None:
    """Lines of binary files are left out of sums, times are microseconds, addresses lower case."""
    row = commit_row("repo", COMMIT, is_boundary=False)
    assert (row["files_changed"], row["lines_added"], row["lines_deleted"]) == (2, 3, 1)
    assert (row["authored_at"], row["committed_at"]) == (
        1_790_000_000_000_000,
        1_790_000_060_000_000,
    )
    assert (row["author_email"], row["parent_count"]) == ("ana@example.org", 1)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("feat: x", "feat"),
        ("Fix(api)!: x", "fix"),
        ("feature: x", None),
        ("zeppelin: x", None),
        ("fix x", None),
    ],
)
def test_only_conventional_types_are_kept(subject: str, kind: str | None) -> None:
    """The first word of a subject is kept when it is a known type, never otherwise."""
    row = commit_row("repo", replace(COMMIT, message=subject), is_boundary=False)
    assert row["commit_type"] == kind


def test_a_revert_names_its_commit() -> None:
    """The hash in git's own revert sentence is kept."""
    message = f'Revert "x"\n\nThis reverts commit {"c" * 40}.'
    row = commit_row("repo", replace(COMMIT, message=message), is_boundary=False)
    assert row["reverted_sha"] == "c" * 40


def test_an_impossible_time_is_unknown() -> None:
    """A damaged commit may have no time."""
    row = commit_row("repo", replace(COMMIT, authored=""), is_boundary=False)
    assert row["authored_at"] is None


def test_no_text_remains() -> None:
    """Neither message nor path nor line is in any row."""
    rows = [
        commit_row("repo", COMMIT, is_boundary=False),
        *file_rows(HASHING, "repo", COMMIT),
        *claim_rows("repo", COMMIT.sha, commit_claims(COMMIT)),
    ]
    assert not [text for text in ("totals", "cart", "src", "logo", "price") if text in repr(rows)]


def test_paths_meet_those_of_sessions() -> None:
    """A file's key is among the keys of the absolute path an agent touched."""
    row, _ = file_rows(HASHING, "repo", COMMIT)
    touched = HASHING.path_endings("/home/ana/shop/src/a.py")
    assert touched is not None
    assert row["path_key"] in touched.split("/")
    assert (row["file_extension"], row["previous_path_key"]) == ("py", None)


def test_lines_meet_those_of_sessions() -> None:
    """An added line has the key it has in an agent's edit; a binary file has none."""
    code, picture = file_rows(HASHING, "repo", COMMIT)
    assert code["added_line_keys"] == f"{HASHING.line('new_price=5')}{TRIVIAL * 2}"
    assert code["removed_line_keys"] == HASHING.line("old_price=4")
    assert picture["added_line_keys"] is None


@pytest.mark.parametrize(
    "commit",
    [
        replace(COMMIT, parents=f"{COMMIT.parents} {'d' * 40}"),
        replace(COMMIT, patch=b""),
        replace(COMMIT, changes=[*COMMIT.changes, FileChange("b.py", None, 1, 0)]),
        replace(COMMIT, changes=[FileChange("vendor/a.py", None, 3, 1), COMMIT.changes[1]]),
    ],
    ids=("merge", "no_patch", "other_files", "vendored"),
)
def test_what_cannot_be_compared_has_no_keys(commit: RawCommit) -> None:
    """Merges, patches that do not fit the files, and vendored files show no lines."""
    rows = list(file_rows(HASHING, "repo", commit))
    assert len(rows) == len(commit.changes)
    assert not [row for row in rows if row["added_line_keys"] or row["removed_line_keys"]]


def test_a_generated_file_is_marked() -> None:
    """Its path or its head says so."""
    patch = COMMIT.patch.replace(b"new_price = 5", b"# @generated")
    rows = [
        next(file_rows(HASHING, "repo", commit))
        for commit in (COMMIT, replace(COMMIT, patch=patch))
    ]
    assert [row["is_generated"] for row in rows] == [False, True]
