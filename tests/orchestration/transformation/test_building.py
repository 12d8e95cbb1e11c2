"""A build says what it did, and what failed by name."""

from typing import Any

import pytest

from agent_analytics.errors import TransformError
from agent_analytics.settings import Settings
from orchestration.transformation.building import (
    NAMED_FAILURES,
    BuildReport,
    arguments,
    raise_for_failures,
)
from orchestration.transformation.runs import NodeResult


def node(name: str = "fct_x", **changed: Any) -> NodeResult:
    """Return the result of a node, a model that was built unless told otherwise."""
    given = {"kind": "model", "status": "passed", "message": "", "failures": None} | changed
    return NodeResult(unique_id=f"id.{name}", name=name, seconds=0.1, **given)


def test_nothing_done_is_up_to_date() -> None:
    """A build that was spared says so."""
    assert BuildReport(()).in_words() == "up to date"


def test_models_and_tests_are_counted_apart() -> None:
    """Warnings are tests that passed, and are mentioned."""
    results = (
        node(),
        node(kind="test"),
        node(kind="unit_test"),
        node(kind="test", status="warned"),
    )
    words = BuildReport(results).in_words()
    assert words == "1 models built, 3 tests passed, 1 of them with a warning"


def test_a_warning_is_no_failure() -> None:
    """Only severity error keeps readers on the previous snapshot."""
    raise_for_failures(BuildReport((node(kind="test", status="warned", failures=3),)))


def test_a_failing_test_is_named_with_its_rows() -> None:
    """The message says which rule is broken, and how often."""
    report = BuildReport((node("unique_x", kind="test", status="failed", failures=3),))
    with pytest.raises(TransformError, match="test unique_x: 3 rows break the rule"):
        raise_for_failures(report)


def test_a_failing_model_is_named_with_its_reason() -> None:
    """The database's words are on one line."""
    report = BuildReport((node(status="failed", message="no\n such   column"),))
    with pytest.raises(TransformError, match="model fct_x: no such column"):
        raise_for_failures(report)


def test_many_failures_are_cut_short() -> None:
    """Some are named, the rest are counted."""
    results = tuple(node(f"m{n}", status="failed") for n in range(NAMED_FAILURES + 2))
    with pytest.raises(TransformError, match="and 2 more"):
        raise_for_failures(BuildReport(results))


def test_too_little_memory_names_the_setting() -> None:
    """Whoever has more data than memory is told what to change."""
    failed = node(status="failed", message="Out of Memory Error: (381 MiB/381 MiB used)")
    with pytest.raises(TransformError, match=r"set `warehouse\.memory_mb` to more"):
        raise_for_failures(BuildReport((failed,)))


def test_dbt_writes_only_into_the_data_directory() -> None:
    """Targets and logs are under the state folder, and nothing is sent anywhere."""
    given = arguments(Settings(data_dir="/data", timezone="Europe/Berlin"), full=False)
    assert given[given.index("--target-path") + 1] == "/data/state/dbt/target"
    assert given[given.index("--log-path") + 1] == "/data/state/dbt/logs"
    assert "--no-send-anonymous-usage-stats" in given
    assert '"Europe/Berlin"' in given[given.index("--vars") + 1]


@pytest.mark.parametrize(("full", "select"), [(True, ()), (False, ("fct_x",)), (True, ("a", "b"))])
def test_what_is_asked_for_reaches_dbt(full: bool, select: tuple[str, ...]) -> None:
    """A full rebuild and a selection become dbt's own options."""
    given = arguments(Settings(), full, select)
    assert ("--full-refresh" in given) is full
    assert tuple(given[given.index("--select") + 1 :] if "--select" in given else ()) == select


@pytest.mark.parametrize("full", [True, False])
def test_unit_tests_stay_out_of_a_users_warehouse(full: bool) -> None:
    """They judge the project, which a build does not change."""
    given = arguments(Settings(), full)
    assert given[given.index("--exclude-resource-type") + 1] == "unit_test"
