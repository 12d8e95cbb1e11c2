"""Writes the catalogue of faults from the names of the tests that hold it.

    python scripts/fault_docs.py           write it
    python scripts/fault_docs.py --check   say whether it is out of date, exit 1 if so

A fault has a number, which stands in the name of every test of it, `test_row_66_…`; what becomes of it is said
by the rest of the name. How it is tested is for the tests.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.generated import ROOT, settle

_NUMBERED = re.compile(r"(?:^test|_)_rows?_(\d+)(?:_(and|to)_(\d+))?_(\w+)")
_UNIT_TEST = re.compile(r"^  - name: (\w+)$", re.MULTILINE)
_SPELLED = {"otlp": "OTLP", "json": "JSON", "tls": "TLS", "providers": "provider's"}

_INTRODUCTION = """\
# Faults

<!-- Written by `make docs` from the names of tests. Rename a test, not a line here. -->

What may be wrong with what comes in, or fail on the way, and what becomes of it. Each line is an automated test
that fails without the defence; the number stands in its name. A number is a name: it never changes, and those
left out are of faults whose tests bear none.

| fault | what becomes of it | held by |
|---|---|---|"""


def rendered() -> dict[Path, str]:
    """Return the text of the catalogue by its path."""
    lines = []
    for name, place in {*_python_tests(), *_unit_tests()}:
        if found := _NUMBERED.search(name):
            first, joint, last, said = found.groups()
            numbers = first + (", " if joint == "and" else "–") + last if last else first
            lines.append((int(first), numbers, f"{_sentence(said)} | `{place}` |"))
    rows = (f"| {numbers} | {line}" for _, numbers, line in sorted(lines))
    return {ROOT / "docs" / "faults.md": "\n".join([_INTRODUCTION, *rows]) + "\n"}


def _python_tests() -> Iterator[tuple[str, str]]:
    """Yield the name of each test function, and its file."""
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield node.name, str(file.relative_to(ROOT))


def _unit_tests() -> Iterator[tuple[str, str]]:
    """Yield the name of each unit test of a model, and its file."""
    for file in (ROOT / "dbt_project" / "models").rglob("*unit_tests.yml"):
        for name in _UNIT_TEST.findall(file.read_text(encoding="utf-8")):
            yield name, str(file.relative_to(ROOT))


def _sentence(said: str) -> str:
    return " ".join(_SPELLED.get(word, word) for word in said.split("_"))


if __name__ == "__main__":
    sys.exit(settle(rendered(), sys.argv[1:]))
