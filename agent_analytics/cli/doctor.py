"""`agent-analytics status` and `doctor`: what is set up, what arrives, and what is wrong."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.ports import base_address

if TYPE_CHECKING:
    from agent_analytics.settings import Settings
    from agent_analytics.setup.finding import Finding
    from agent_analytics.setup.wish import Wish

_MARKS = {"ok": "ok  ", "note": "note", "problem": "!!  "}
_NO_HOST = ("", "0.0.0.0", "::")  # noqa: S104 - what nobody can send to, not what is listened on

_STATUS_EXAMPLES = """\b
Examples:
  agent-analytics status      what sends, what came last, what waits
  agent-analytics doctor      what is wrong, and which command mends it
"""
_DOCTOR_EXAMPLES = """\b
Examples:
  agent-analytics doctor                                   agents that send to this machine
  agent-analytics doctor --endpoint https://otel.example   agents that send to a receiver elsewhere
"""


@click.command(epilog=_STATUS_EXAMPLES)
@click.pass_obj
def status(config: Path | None) -> None:
    """Show what is set up, what arrived last from each source, and what waits."""
    from agent_analytics.cli import arrivals
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.settings import load_settings
    from agent_analytics.setup import diagnosis
    from agent_analytics.setup.files import Journal

    settings = load_settings(config).settings
    for finding in diagnosis.of_clients(_wish(settings)):
        click.echo(f"Agent: {finding.text}{f' ({finding.mend})' if finding.mend else ''}")
    paths = Journal(settings.paths.setup).paths()
    click.echo("Set up: " + (", ".join(map(str, paths)) or "nothing; see `agent-analytics init`"))
    for line in arrivals.waiting_lines(settings):
        click.echo(line)
    rows = arrivals.sources(settings)
    if rows is None:
        click.echo("Nothing was published yet; run `agent-analytics refresh`.")
        return
    for line in table_lines(("source", "layer", "newest event", "loaded", "rows"), rows):
        click.echo(line)
    click.echo(f"Dead letters: {arrivals.dead_letters(settings)}")


@click.command(epilog=_DOCTOR_EXAMPLES)
@click.option(
    "--endpoint",
    callback=base_address,
    help="OTLP/HTTP address that agents shall send to, as given to `init`.",
)
@click.pass_obj
@click.pass_context
def doctor(context: click.Context, config: Path | None, endpoint: str | None) -> None:
    """Look for what keeps telemetry from arriving; each finding names what mends it.

    The exit code is 1 when there is a problem.
    """
    from agent_analytics.cli.printing import printable
    from agent_analytics.settings import load_settings

    findings = list(_findings(load_settings(config).settings, endpoint))
    for finding in findings:
        click.echo(f"{_MARKS[finding.level]}  {printable(finding.text)}")
        if finding.mend:
            click.echo(f"      → {printable(finding.mend)}")
    problems = sum(finding.level == "problem" for finding in findings)
    click.echo(f"{problems} problems" if problems != 1 else "1 problem")
    context.exit(1 if problems else 0)


def _findings(settings: "Settings", endpoint: str | None) -> Iterator["Finding"]:
    from agent_analytics.cli import arrivals
    from agent_analytics.setup import diagnosis, obstacles
    from agent_analytics.setup.files import Journal
    from agent_analytics.setup.programs import version_of

    wish = _wish(settings, endpoint)
    yield from diagnosis.of_folder(settings.paths.root)
    yield from diagnosis.of_clients(wish)
    yield from diagnosis.of_hooks(wish, version_of("claude"))
    yield from obstacles.of_settings(wish, os.environ)
    yield from obstacles.of_managed_settings(wish)
    yield from diagnosis.of_git_hooks(Journal(settings.paths.setup).paths())
    yield from diagnosis.of_history(wish)
    yield from arrivals.of_receiver(wish)
    yield from arrivals.of_spool(settings)
    yield from arrivals.of_sources(settings)


def _wish(settings: "Settings", endpoint: str | None = None) -> "Wish":
    from agent_analytics.setup.wish import Wish

    host = "127.0.0.1" if settings.collect.host in _NO_HOST else settings.collect.host
    wish = Wish(
        home=Path.home(),
        http=endpoint or f"http://{host}:{settings.collect.http_port}",
        tier=settings.privacy.tier,
    )
    return replace(wish, hook_spool=settings.paths.hooks_of(is_local=wish.is_local))
