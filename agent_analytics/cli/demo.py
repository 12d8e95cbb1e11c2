"""`agent-analytics demo`: a sample company from nothing to the overview page."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from agent_analytics.errors import ServingError
from agent_analytics.settings import FILE_NAME, load_settings


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder for the sample company and its warehouse; its wire files are written anew.",
)
@click.option("--developers", type=click.IntRange(1, 500), default=40, show_default=True)
@click.option("--days", type=click.IntRange(1, 730), default=182, show_default=True)
@click.option(
    "--seed", type=int, default=7, show_default=True, help="Another seed, another company."
)
@click.option("--serve/--no-serve", default=True, help="Open the overview page at the end.")
def demo(folder: Path, developers: int, days: int, seed: int, serve: bool) -> None:
    """Make a sample company, load it, check its numbers and open its overview page.

    The company's transcripts, telemetry and repositories are written as real clients write them; what they
    add up to is in truth.json beside them, and the marts are compared with it.
    """
    timings: list[tuple[str, float]] = []
    with _timed(timings, "generate the company"):
        _generate(folder, seed, developers, days)
    _link_settings(folder)
    settings_file = folder / FILE_NAME
    with _timed(timings, "load, build, test and publish"):
        _refresh(settings_file)
    with _timed(timings, "compare with truth.json"):
        _verify(settings_file, folder / "truth.json")
    click.echo("\nDone:")
    for name, seconds in timings:
        click.echo(f"  {seconds:6.1f} s  {name}")
    _say_what_next(folder)
    if serve:
        from agent_analytics.cli.serve import run_server

        run_server(load_settings(settings_file).settings)


@contextmanager
def _timed(timings: list[tuple[str, float]], name: str) -> Iterator[None]:
    click.echo(f"\n{name[0].upper()}{name[1:]} …")
    started = time.monotonic()
    yield
    timings.append((name, time.monotonic() - started))


def _generate(folder: Path, seed: int, developers: int, days: int) -> None:
    from ingestion.sample import generate

    generate(folder.absolute(), seed=seed, developers=developers, days=days, progress=click.echo)


def _refresh(settings_file: Path) -> None:
    from agent_analytics.cli.progress import TerminalWatch
    from orchestration.refresh import refresh

    with TerminalWatch() as watch:
        report = refresh(load_settings(settings_file).settings, watch=watch)
    if report.failed:
        message = f"the demo stopped at: {', '.join(step.name for step in report.failed)}"
        raise ServingError(message)


def _verify(settings_file: Path, truth: Path) -> None:
    from agent_analytics.cli.sample import print_comparison

    print_comparison(load_settings(settings_file).settings, truth)


def _link_settings(folder: Path) -> None:
    """Let commands in this folder find the demo, unless there are settings of one's own."""
    here = Path(FILE_NAME)
    if os.path.lexists(here) or not folder.absolute().is_relative_to(Path.cwd()):
        return
    here.symlink_to(folder / FILE_NAME)


_NEXT = """
Try next:
  {command} sql "from fct_agent_costs limit 5"
  {command} sql "select * from fct_price_coverage"
  {command} refresh        nothing is new, so nothing is rebuilt
  {command} serve          the overview page on http://127.0.0.1:8420
  make dev                 lineage and runs in the Dagster UI
  make clean-demo          remove it all"""


def _say_what_next(folder: Path) -> None:
    found = Path(FILE_NAME).exists()
    command = "agent-analytics" if found else f"agent-analytics --config {folder / FILE_NAME}"
    click.echo(_NEXT.format(command=command))
