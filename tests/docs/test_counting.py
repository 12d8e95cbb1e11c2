"""The page on counting names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "counting.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\|(?!-)(.+)\|$", PAGE, re.MULTILINE)


def existing() -> set[str]:
    """Return the names of all tests: Python's, dbt's unit tests and its singular ones."""
    python = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("test_*.py"))
    models = "\n".join(file.read_text() for file in (ROOT / "dbt_project").rglob("*unit_tests.yml"))
    return {
        *re.findall(r"^def (test_\w+)", python, re.MULTILINE),
        *re.findall(r"^  - name: (\w+)", models, re.MULTILINE),
        *(file.stem for file in (ROOT / "dbt_project" / "tests" / "singular").glob("*.sql")),
    }


@pytest.mark.parametrize("rule", [row for row in RULES if not row.startswith(" what ")])
def test_every_rule_names_tests_that_exist(rule: str) -> None:
    """A test that was renamed or removed is noticed here."""
    named = re.findall(r"`(\w*__\w+|test_\w+|assert_\w+)`", rule.rsplit("|", 1)[-1])
    assert named
    assert set(named) <= existing()
