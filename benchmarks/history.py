"""From a long history and six months of telemetry to linked commits: the first run, the next, and the memory.

python benchmarks/history.py [--commits N]

Measured are the loading of both and every model up to the marts that say which session made a commit and what
became of its lines, beside `git log --numstat` alone. What has to do with commits is also summed by itself.
"""

import argparse
import multiprocessing
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness import peak_megabytes
from long_history import LongHistory

if TYPE_CHECKING:
    from agent_analytics.settings import Settings

DEFAULT_COMMITS = 100_000
_NEW_COMMITS = 200
_LINKS = ("path:models/intermediate/attribution", "fct_commit_attribution", "fct_git_commits")
_MARTS = ("+fct_commit_attribution", "+fct_git_commits", "+stg_agent_batches")
"""The batches that were taken in are part of every build: without their list the next one takes in all."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step took: seconds on the clock and of both processors, and the most memory of one process."""

    name: str
    seconds: float
    cpu_seconds: float
    megabytes: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=DEFAULT_COMMITS)
    count = parser.parse_args().commits
    with tempfile.TemporaryDirectory() as folder:
        clone, homes = Path(folder) / "long", Path(folder) / "homes"
        git(Path(folder), "init", "--quiet", "--bare", "--initial-branch=main", str(clone))
        history = LongHistory(clone, homes, count)
        _extend(history, count)
        (floor,) = _apart(_log, folder)
        first = _apart(_run, folder)
        _extend(history, _NEW_COMMITS)
        _print(count, floor, first, _apart(_run, folder))


def git(folder: Path, *arguments: str, given: bytes | None = None) -> None:
    """Run git in a folder; nobody reads what it prints."""
    command = ["git", "-C", str(folder), *arguments]
    subprocess.run(command, input=given, stdout=subprocess.DEVNULL, check=True)


def _extend(history: LongHistory, count: int) -> None:
    command = ["git", "-C", str(history.clone), "fast-import", "--quiet", "--date-format=raw"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        if process.stdin is not None:
            process.stdin.writelines(history.stream(count))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _apart(work: Callable[[str], list[Step]], folder: str) -> list[Step]:
    """Return the steps of some work that is done in a fresh process, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, folder).result()


def _run(folder: str) -> list[Step]:
    """Return the steps of one run over what is in the folder now."""
    settings = _settings(folder)
    return [
        _timed("load transcripts", lambda: _load(settings, "claude_code")),
        _timed("load commits", lambda: _load(settings, "git")),
        _timed("build all that links need, and links", lambda: _build(settings, _MARTS)),
        _timed("build links once more, alone", lambda: _build(settings, _LINKS)),
    ]


def _log(folder: str) -> list[Step]:
    """Return how long git alone takes to tell the same commits."""
    command = ("log", "--numstat", "-M", "--format=%H", "--all")
    return [_timed("git log --numstat alone", lambda: git(Path(folder) / "long", *command))]


def _timed(name: str, work: Callable[[], None]) -> Step:
    started, before = time.perf_counter(), _cpu_seconds()
    work()
    seconds, used = time.perf_counter() - started, _cpu_seconds() - before
    return Step(name, seconds, used, peak_megabytes())


def _cpu_seconds() -> float:
    """Return what this process and those it started have used of both processors."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _load(settings: "Settings", source: str) -> None:
    from orchestration.defs.ingest.assets import load_source  # noqa: PLC0415 - part of what is measured

    load_source(settings, source)


def _build(settings: "Settings", chosen: Sequence[str]) -> None:
    """Build some models, without the tests of their data."""
    from ingestion.pipeline import ensure_raw_tables, writer_lock  # noqa: PLC0415
    from orchestration.transformation.memory import memory_mb  # noqa: PLC0415
    from orchestration.transformation.project import common_arguments, parsed  # noqa: PLC0415
    from orchestration.transformation.runs import invoke  # noqa: PLC0415

    untested = ("--no-write-json", "--exclude-resource-type", "test", "unit_test")
    with writer_lock(settings):
        ensure_raw_tables(settings)
        command = ["build", *common_arguments(settings), *untested, "--select", *chosen]
        results = invoke(settings, command, parsed(settings), memory_mb(settings))
    failed = [result.name for result in results if result.status == "failed"]
    if failed or not results:
        message = f"models that failed: {failed}"
        raise RuntimeError(message)


def _settings(folder: str) -> "Settings":
    from agent_analytics.settings import Settings  # noqa: PLC0415 - part of what is measured
    from agent_analytics.source_settings import (  # noqa: PLC0415
        ClaudeCodeSource,
        GitSource,
        SourcesSettings,
    )

    sources = SourcesSettings(
        git=GitSource(repositories=[f"{folder}/long"]),
        claude_code=ClaudeCodeSource(paths=[f"{folder}/homes"]),
    )
    return Settings(data_dir=f"{folder}/data", sources=sources)


def _print(count: int, floor: Step, first: Sequence[Step], later: Sequence[Step]) -> None:
    print(f"a history of {count:,} commits and six months of transcripts")
    _line(floor.name, [floor], floor)
    for name, steps in (("first run", first), (f"next run, {_NEW_COMMITS} commits", later)):
        for step in steps:
            _line(f"  {step.name}", [step], floor)
        _line(f"{name}: commits and links", [steps[1], steps[3]], floor)
        _line(f"{name}: all of it", steps[:3], floor)


def _line(name: str, steps: Sequence[Step], floor: Step) -> None:
    """Print steps as one: their sums and the largest of their processes."""
    seconds = sum(step.seconds for step in steps)
    cpu = sum(step.cpu_seconds for step in steps)
    peak = max(step.megabytes for step in steps)
    ratio = seconds / floor.seconds
    print(f"  {name:<44}{seconds:>9.1f} s{cpu:>9.1f} s of CPU{ratio:>8.2f} x log{peak:>8,.0f} MB")


if __name__ == "__main__":
    main()
