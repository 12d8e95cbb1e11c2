"""The dbt project explains and tests itself: grain, columns, key and a small test for every rule."""

import re
from collections import defaultdict
from typing import Any

import pytest

from tests.fixtures.declared import MODELS, declared_in

SQL = {file.stem: file.read_text() for file in sorted(MODELS.rglob("*.sql"))}
MODEL_NAMES = sorted(SQL | {file.stem: "" for file in MODELS.rglob("*.py")})
DECLARED: dict[str, dict[str, Any]] = {
    model["name"]: model for document in declared_in() for model in document.get("models", ())
}
BLOCKS = {
    name: " ".join(text.split())
    for file in sorted(MODELS.glob("*.md"))
    for name, text in re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", file.read_text(), re.S)
}
UNIT_TESTS: dict[str, list[dict[str, Any]]] = defaultdict(list)
for document in declared_in():
    for unit_test in document.get("unit_tests", ()):
        UNIT_TESTS[unit_test["model"]].append(unit_test)

DECIDES = re.compile(r"\b(case|over|having|qualify|arg_max|arg_min|mode)\b")
"""Words of SQL that choose between rows or values."""

EVERY_MODEL = pytest.mark.parametrize("model", MODEL_NAMES)


def text_of(described: dict[str, Any]) -> str:
    """Return a description with its block put in; empty when there is none."""
    text = described.get("description", "")
    return re.sub(r"{{ doc\('(\w+)'\) }}", lambda match: BLOCKS.get(match[1], ""), text).strip()


@EVERY_MODEL
def test_a_model_begins_with_its_grain(model: str) -> None:
    """Every model is described, and the first words say what one row is."""
    assert text_of(DECLARED.get(model, {})).startswith("One row per ")


@EVERY_MODEL
def test_every_declared_column_says_what_it_is(model: str) -> None:
    """No column is without a type or a description."""
    columns = DECLARED.get(model, {}).get("columns", [])
    assert columns
    assert [c["name"] for c in columns if not (text_of(c) and c.get("data_type"))] == []


@EVERY_MODEL
def test_the_grain_is_tested(model: str) -> None:
    """One column, or some together, are tested to be the key."""
    declared = DECLARED.get(model, {})
    by_column = [
        column["name"]
        for column in declared.get("columns", ())
        if "is_key" in column.get("data_tests", ())
    ]
    together = [test for test in declared.get("data_tests", ()) if "unique_combination" in test]
    assert by_column or together


@pytest.mark.parametrize("model", [name for name, sql in SQL.items() if DECIDES.search(sql)])
def test_a_model_that_decides_has_a_unit_test(model: str) -> None:
    """A model that chooses between rows or values has a small test that goes red with the choice."""
    assert UNIT_TESTS[model]


def test_a_unit_test_is_named_by_model_and_behaviour() -> None:
    """The name of a failing unit test says which model broke, and what."""
    named = [(test["name"], model) for model, tests in UNIT_TESTS.items() for test in tests]
    assert [name for name, model in named if not name.startswith(f"{model}__")] == []
    assert [model for _, model in named if model not in SQL] == []
