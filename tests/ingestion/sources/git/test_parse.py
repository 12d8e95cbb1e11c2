"""A commit becomes measures, hashes and claims; its text goes no further."""

from dataclasses import replace

import pytest

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
)


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
    """Neither message nor path is in any row."""
    rows = [
        commit_row("repo", COMMIT, is_boundary=False),
        *file_rows(Pseudonymizer(bytes(32)), "repo", COMMIT.sha, COMMIT.changes),
        *claim_rows("repo", COMMIT.sha, commit_claims(COMMIT)),
    ]
    assert not [text for text in ("totals", "cart", "src", "logo") if text in repr(rows)]


def test_paths_meet_those_of_sessions() -> None:
    """A file's key is among the keys of the absolute path an agent touched."""
    hashing = Pseudonymizer(bytes(32))
    (row,) = file_rows(hashing, "repo", COMMIT.sha, COMMIT.changes[:1])
    touched = hashing.path_endings("/home/ana/shop/src/a.py")
    assert touched is not None
    assert row["path_key"] in touched.split("/")
    assert (row["file_extension"], row["previous_path_key"]) == ("py", None)
