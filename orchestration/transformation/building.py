"""Building the models when something changed, and telling what came of it.

A failing test with severity error leaves the models in place but the build without a fingerprint: nothing
is published from it.
"""

import textwrap
from dataclasses import dataclass

from agent_analytics.errors import TransformError
from agent_analytics.settings import Settings
from ingestion.pipeline import ensure_raw_tables, writer_lock
from orchestration.transformation.marks import (
    Mark,
    current_fingerprint,
    read_mark,
    write_mark,
)
from orchestration.transformation.memory import memory_mb
from orchestration.transformation.project import common_arguments, parsed, project_hash
from orchestration.transformation.runs import NodeResult, invoke

NAMED_FAILURES = 10
"""A message names this many failures and counts the rest."""

MESSAGE_LENGTH = 300
"""dbt's words on a failure are cut after this many characters; its log has all of them."""

_OUT_OF_MEMORY = "Out of Memory Error"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; no results at all when everything was up to date."""

    results: tuple[NodeResult, ...]

    @property
    def failures(self) -> tuple[NodeResult, ...]:
        """Models that could not be built and tests with severity error that failed."""
        return tuple(result for result in self.results if result.status == "failed")

    def in_words(self) -> str:
        """Return what was done in a few words."""
        if not self.results:
            return "up to date"
        models = [r for r in self.results if not r.is_test and r.status == "passed"]
        tests = [r for r in self.results if r.is_test and r.status in {"passed", "warned"}]
        warned = sum(result.status == "warned" for result in tests)
        text = f"{len(models)} models built, {len(tests)} tests passed"
        return f"{text}, {warned} of them with a warning" if warned else text


def is_current(settings: Settings) -> bool:
    """Return whether the last build was made from what there is now. The caller holds the writer lock."""
    return read_mark(settings).fingerprint == current_fingerprint(settings)


def build(settings: Settings, *, full: bool = False, select: tuple[str, ...] = ()) -> BuildReport:
    """Return what dbt did to bring the models up to date: nothing at all when they are.

    `full` rebuilds from nothing, as does any change of the project. `select` names models to build
    regardless; such a part is no complete build and leaves no mark. Waits for the warehouse. Failures are
    in the report.
    """
    with writer_lock(settings):
        ensure_raw_tables(settings)
        if select:
            return _run(settings, arguments(settings, full, select))
        mark = read_mark(settings)
        fingerprint, project = current_fingerprint(settings), project_hash(settings)
        if mark.fingerprint == fingerprint and not full:
            return BuildReport(())
        full = full or mark.project != project
        write_mark(settings, Mark(None if full else project, None))
        report = _run(settings, arguments(settings, full))
        models_stand = all(r.is_test or r.status == "passed" for r in report.results)
        write_mark(
            settings,
            Mark(
                project if models_stand or not full else None,
                None if report.failures else fingerprint,
            ),
        )
    return report


def _run(settings: Settings, command: list[str]) -> BuildReport:
    results = invoke(settings, command, parsed(settings), memory_mb(settings))
    return BuildReport(tuple(results))


def arguments(settings: Settings, full: bool, select: tuple[str, ...] = ()) -> list[str]:
    """Return the arguments of `dbt build`.

    Unit tests judge the project and not the data: they run where the project is changed, never on the
    warehouse of somebody who uses it.
    """
    chosen = ["--select", *select] if select else []
    extent = ["--full-refresh"] if full else []
    return [
        "build",
        *common_arguments(settings),
        "--exclude-resource-type",
        "unit_test",
        "--no-write-json",
        *extent,
        *chosen,
    ]


def raise_for_failures(report: BuildReport) -> None:
    """Raise `TransformError` naming what failed, if anything did."""
    failures = report.failures
    if not failures:
        return
    lines = [_line(failure) for failure in failures[:NAMED_FAILURES]]
    if len(failures) > NAMED_FAILURES:
        lines.append(f"… and {len(failures) - NAMED_FAILURES} more")
    if any(_OUT_OF_MEMORY in failure.message for failure in failures):
        lines.append("set `warehouse.memory_mb` to more than what was used, then run it again")
    message = "\n  ".join([f"{len(failures)} failed; readers keep the previous snapshot:", *lines])
    raise TransformError(message)


def _line(failure: NodeResult) -> str:
    if failure.is_test and failure.failures:
        return f"test {failure.name}: {failure.failures} rows break the rule"
    return f"{failure.kind} {failure.name}: {textwrap.shorten(failure.message, MESSAGE_LENGTH)}"
