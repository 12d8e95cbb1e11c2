"""Wording tells the kind of work and what it takes back, in a forge's own phrases only."""

import pytest

from agent_analytics.attribution.wording import (
    conventional_type,
    known_labels,
    reverted_commit,
    reverted_number,
    reverted_title,
)

SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("feat: a", "feat"),
        ("Fix(core)!: b", "fix"),
        ("fixed: c", None),
        ("a feat: d", None),
        ("feat a", None),
        ("", None),
    ],
)
def test_the_conventional_type(subject: str, expected: str | None) -> None:
    """It stands at the beginning and ends with a colon."""
    assert conventional_type(subject) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ('Revert "Add a thing"', "Add a thing"),
        ('Reapply "Add a thing"', 'Revert "Add a thing"'),
        ('Revert "Revert "Add a thing""', 'Revert "Add a thing"'),
        ("Revert Add a thing", None),
        ('We should Revert "Add a thing"', None),
    ],
)
def test_a_reverted_title_is_quoted(title: str, expected: str | None) -> None:
    """Only a title that begins with the forge's words takes another back."""
    assert reverted_title(title) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Reverts acme/shop#12", 12),
        ("Reverts Acme/Shop#12\n\nIt broke.", 12),
        ("Reverts #12", 12),
        ("Broken.\nReapplies acme/shop#13", 13),
        ("Reverts acme/other#12", None),
        ("This Reverts acme/shop#12", None),
        ("Reverts acme/shop#12345678901", None),
    ],
)
def test_a_reverted_number_counts_in_its_repository(body: str, expected: int | None) -> None:
    """A number of another repository, or in the middle of a sentence, names nothing here."""
    assert reverted_number(body, "acme/shop") == expected


def test_a_reverted_commit_is_named_whole() -> None:
    """Git's own sentence, at the beginning of a line."""
    assert reverted_commit(f'Revert "x"\n\nThis reverts commit {SHA}.\n') == SHA
    assert reverted_commit(f"see: This reverts commit {SHA}") is None


def test_only_labels_of_the_list_are_known() -> None:
    """Prefixes and case do not matter; what somebody called a customer stays out."""
    labels = ["Type: Bug", "kind/feature", "bug", "customer-x", "DOCS"]
    assert known_labels(labels) == ["bug", "docs", "feature"]
