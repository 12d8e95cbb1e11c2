"""The arrow between the rooms holds, and the house stays small enough to read."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("agent_analytics", "ingestion", "metabase", "orchestration")
MODULES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff"}
LONGEST_MODULE = 300


def name_of(path: Path) -> str:
    """Return a module's path from the root."""
    return str(path.relative_to(ROOT))


EVERY_MODULE = pytest.mark.parametrize("module", MODULES, ids=name_of)


def test_imports_run_one_way() -> None:
    """The contracts of import-linter are kept."""
    linter = Path(sys.executable).parent / "lint-imports"
    finished = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout


@EVERY_MODULE
def test_a_module_opens_by_saying_what_belongs_in_it(module: Path) -> None:
    """Every module has a docstring."""
    assert ast.get_docstring(ast.parse(module.read_text()))


@EVERY_MODULE
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    """Modules are short."""
    assert len(module.read_text().splitlines()) <= LONGEST_MODULE


def test_no_name_is_vague() -> None:
    """Nothing is called utils: such modules have no end."""
    names = {part for module in MODULES for part in module.relative_to(ROOT).with_suffix("").parts}
    assert names & VAGUE == set()


def test_definitions_fit_on_a_page() -> None:
    """Dagster's entry is wiring and nothing else."""
    assert len((ROOT / "orchestration" / "definitions.py").read_text().splitlines()) <= 60


def test_dagster_is_imported_where_the_clock_is() -> None:
    """Only orchestration imports Dagster, and only its runs and settings call dbt."""
    importing = {name_of(module) for module in MODULES if imports(module, "dbt")}
    assert importing == {"orchestration/transformation/runs.py"}
    rooms = {name_of(module).split("/")[0] for module in MODULES if imports(module, "dagster")}
    assert rooms == {"orchestration"}


def imports(module: Path, package: str) -> bool:
    """Return whether a module imports a package, at its top or inside a function."""
    for node in ast.walk(ast.parse(module.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        if any(name.split(".")[0] == package for name in names):
            return True
    return False
