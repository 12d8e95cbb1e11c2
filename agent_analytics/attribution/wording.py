"""What the wording of a commit or pull request says about the work: its conventional type, what it takes back.

Pure functions over text; what leaves them is a type, a number, a hash or a piece to be hashed. Agents' marks
are read in `evidence`.
"""

import re

COMMIT_TYPES = (
    "build",
    "chore",
    "ci",
    "docs",
    "feat",
    "fix",
    "perf",
    "refactor",
    "revert",
    "style",
    "test",
)
LABELS = frozenset(
    [
        "bug",
        "bugfix",
        "build",
        "chore",
        "ci",
        "dependencies",
        "documentation",
        "docs",
        "enhancement",
        "feature",
        "fix",
        "hotfix",
        "performance",
        "refactor",
        "refactoring",
        "revert",
        "security",
        "technical-debt",
        "tech-debt",
        "test",
        "tests",
    ]
)
"""Labels that say what kind of work it is, with or without a `type:` or `kind/` before them."""

_TYPE = re.compile(rf"({'|'.join(COMMIT_TYPES)})(\([^)\n]*\))?!?:", re.IGNORECASE)
_REVERTS_COMMIT = re.compile(r"^This reverts commit ([0-9a-f]{7,64})\b", re.MULTILINE)
_REVERTS_NUMBER = re.compile(
    r"^(?:Reverts|Reapplies)[^\S\n]{1,9}([\w.-]+/[\w.-]+)?#(\d{1,9})\b", re.M
)
_REVERT_TITLE = re.compile(r'(Revert|Reapply) "(.{1,500})"', re.DOTALL)
_LABEL_PREFIX = re.compile(r"^(type|kind|category)\s?[:/]\s?")


def conventional_type(subject: str) -> str | None:
    """Return the conventional type that a subject or title begins with; None when it has none."""
    found = _TYPE.match(subject)
    return found[1].lower() if found else None


def reverted_commit(text: str) -> str | None:
    """Return the first commit that a text says it reverts, hexadecimal; None when it says none."""
    found = _REVERTS_COMMIT.search(text)
    return found[1] if found else None


def reverted_title(title: str) -> str | None:
    """Return the title that a title in a forge's words takes back; None for any other title.

    To reapply a thing is to take its revert back.
    """
    found = _REVERT_TITLE.match(title)
    if found is None:
        return None
    return found[2] if found[1] == "Revert" else f'Revert "{found[2]}"'


def reverted_number(body: str, repository: str) -> int | None:
    """Return the pull request of `repository` (`owner/name`) that a description says it takes back."""
    found = _REVERTS_NUMBER.search(body)
    if found is None or (found[1] or repository).lower() != repository.lower():
        return None
    return int(found[2])


def known_labels(labels: list[str]) -> list[str]:
    """Return the labels that say what kind of work it is, sorted, without prefix and repetition."""
    names = {_LABEL_PREFIX.sub("", label.strip().lower()) for label in labels}
    return sorted(names & LABELS)
