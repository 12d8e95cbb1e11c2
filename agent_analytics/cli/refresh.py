"""`agent-analytics refresh`: load what is new, build what changed, publish it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.records import SOURCE_TABLES

if TYPE_CHECKING:
    from agent_analytics.settings import Settings

_EXAMPLES = """\b
Examples:
  agent-analytics refresh                       everything that is configured
  agent-analytics refresh --source git          only the repositories
  agent-analytics refresh --full                rebuild every model from the raw tables
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help=f"Load only this source ({', '.join(SOURCE_TABLES)}); may be repeated.",
)
@click.option("--full", is_flag=True, help="Rebuild every model from nothing.")
@click.pass_obj
def refresh(config: Path | None, sources: tuple[str, ...], full: bool) -> None:
    """Load what is new, build what changed and publish it to readers.

    It may be stopped at any moment and run again; a second run changes nothing. A source that fails does
    not stop the others; the exit code is then 1.
    """
    from agent_analytics.cli.printing import printable
    from agent_analytics.cli.unmatched import unmatched_paths
    from agent_analytics.settings import load_settings

    loaded = load_settings(config)
    for sentence in unmatched_paths(loaded):
        click.echo(f"Note: {printable(sentence)}", err=True)
    run_refresh(loaded.settings, sources, full=full)


def run_refresh(settings: "Settings", sources: Sequence[str] = (), *, full: bool = False) -> None:
    """Refresh the installation of some settings before the person's eyes; exit with 1 when a step failed."""
    from agent_analytics.cli.progress import TerminalWatch

    watch = TerminalWatch()
    with watch:
        from orchestration.refresh import refresh as run

        report = run(settings, sources, full=full, watch=watch)
    if report.failed:
        names = ", ".join(step.name for step in report.failed)
        click.echo(f"Failed: {names}. What is above says why; then run it again.", err=True)
        sys.exit(1)
    click.echo('Done. Next: `agent-analytics serve`, or `agent-analytics sql "show tables"`.')
