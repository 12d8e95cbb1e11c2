"""Every byte on its way to disk passes one guard, and rows enter the warehouse by one door.

The receiver's spool is the only other way to the disk; it has the same guard.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUARD = "agent_analytics.privacy.redact"
ROOMS = ("agent_analytics", "ingestion", "metabase", "orchestration")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield the path and the syntax tree of every module."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text())


def test_the_guard_is_called_where_the_two_doors_are() -> None:
    """Only the gate before the warehouse and the one before the spool apply the policy."""
    callers = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == GUARD
        for alias in node.names
        if alias.name.startswith("apply")
    }
    assert callers == {"ingestion/gate.py", "ingestion/receiver/redaction.py"}


def test_the_guard_is_not_imported_whole() -> None:
    """A module that took all of it could call anything unseen."""
    whole = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and GUARD in {alias.name for alias in node.names})
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "agent_analytics.privacy"
            and "redact" in {alias.name for alias in node.names}
        )
    }
    assert whole == set()


def test_one_module_opens_the_loader() -> None:
    """The destination, its state and its limits are chosen once."""
    opening = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "dlt.pipeline"
    }
    assert opening == {"ingestion/pipeline.py"}


def test_no_source_chooses_its_own_policy() -> None:
    """Tier and pseudonyms are settings: a policy made of less would store what somebody forbade."""
    choosing = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and ast.unparse(node).split(".")[-1] == "policy_for"
    }
    assert choosing == {"agent_analytics/privacy/policy.py"}
