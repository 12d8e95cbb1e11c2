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

import click

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "docs" / "faults.md"

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


def catalogue() -> str:
    """Return the catalogue as Markdown."""
    lines = []
    for name, place in {*_python_tests(), *_unit_tests()}:
        if found := _NUMBERED.search(name):
            first, joint, last, said = found.groups()
            numbers = first + (", " if joint == "and" else "–") + last if last else first
            lines.append((int(first), numbers, f"{_sentence(said)} | `{place}` |"))
    return "\n".join([_INTRODUCTION, *(f"| {n} | {line}" for _, n, line in sorted(lines))]) + "\n"


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


def main(arguments: list[str]) -> int:
    """Write the catalogue, or with `--check` compare it; return the exit code."""
    text = catalogue()
    if CATALOGUE.is_file() and CATALOGUE.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in arguments:
        click.echo("out of date: faults.md; run `make docs`", err=True)
        return 1
    CATALOGUE.write_text(text, encoding="utf-8")
    click.echo("wrote docs/faults.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
