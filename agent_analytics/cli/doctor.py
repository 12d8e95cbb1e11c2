"""`agent-analytics status` and `doctor`: what is set up, what arrives, and what is wrong."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from agent_analytics.settings import Settings
    from agent_analytics.setup.diagnosis import Finding
    from agent_analytics.setup.wish import Wish

_MARKS = {"ok": "ok  ", "note": "note", "problem": "!!  "}
_STALE = timedelta(days=1)
_CLOCK_SLACK = timedelta(minutes=5)
_FULL = 0.8


@click.command()
@click.pass_obj
def status(config: Path | None) -> None:
    """Show what is set up, what arrived last from each source, and what waits."""
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.settings import load_settings
    from agent_analytics.setup.files import Journal

    settings = load_settings(config).settings
    paths = Journal(settings.paths.setup).paths()
    click.echo("Set up: " + (", ".join(map(str, paths)) or "nothing; see `agent-analytics init`"))
    waiting, used = _spool(settings)
    click.echo(f"Spool: {waiting} sealed segments wait to be loaded, {used / 1e6:.1f} MB in use")
    rows = _sources(settings)
    if rows is None:
        click.echo("Nothing was published yet; run `agent-analytics refresh`.")
        return
    for line in table_lines(("source", "layer", "newest event", "loaded", "rows"), rows):
        click.echo(line)
    click.echo(f"Dead letters: {_dead_letters(settings)}")


@click.command()
@click.pass_obj
@click.pass_context
def doctor(context: click.Context, config: Path | None) -> None:
    """Look for what keeps telemetry from arriving; each finding names what mends it.

    The exit code is 1 when there is a problem.
    """
    from agent_analytics.settings import load_settings

    findings = list(_findings(load_settings(config).settings))
    for finding in findings:
        click.echo(f"{_MARKS[finding.level]}  {finding.text}")
        if finding.mend:
            click.echo(f"      → {finding.mend}")
    problems = sum(finding.level == "problem" for finding in findings)
    click.echo(f"{problems} problems" if problems != 1 else "1 problem")
    context.exit(1 if problems else 0)


def _findings(settings: "Settings") -> Iterator["Finding"]:
    from agent_analytics.setup import diagnosis

    wish = _wish(settings)
    yield from diagnosis.of_permissions(settings.paths.root)
    yield from diagnosis.of_clients(wish)
    yield from diagnosis.of_settings_that_cancel(wish, os.environ)
    yield from diagnosis.of_history(wish)
    yield from _of_receiver(settings)
    yield from _of_spool(settings)
    yield from _of_arrival(settings)


def _wish(settings: "Settings") -> "Wish":
    from agent_analytics.setup.wish import Wish

    return Wish(
        home=Path.home(),
        http=f"http://127.0.0.1:{settings.collect.http_port}",
        tier=settings.privacy.tier,
        hook_spool=settings.paths.hook_spool,
    )


def _of_receiver(settings: "Settings") -> Iterator["Finding"]:
    import httpx

    from agent_analytics.cli.ports import holder_of
    from agent_analytics.setup.diagnosis import Finding

    port = settings.collect.http_port
    try:
        ready = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2).is_success
    except httpx.HTTPError:
        ready = False
    holder = holder_of(port)
    if ready:
        yield Finding("ok", f"the receiver answers on port {port}")
    elif holder:
        mend = "stop it, or set AGENT_ANALYTICS_COLLECT__HTTP_PORT and run `agent-analytics init`"
        yield Finding(
            "problem", f"port {port} is held by {holder}, which is not our receiver", mend
        )
    else:
        yield Finding("problem", f"nothing receives on port {port}", "agent-analytics collect")


def _of_spool(settings: "Settings") -> Iterator["Finding"]:
    from agent_analytics.setup.diagnosis import Finding

    waiting, used = _spool(settings)
    share = used / (settings.collect.quota_mb * 1_000_000)
    if share >= _FULL:
        yield Finding("problem", f"the spool is {share:.0%} full", "agent-analytics refresh")
    elif waiting:
        yield Finding("note", f"{waiting} segments wait to be loaded", "agent-analytics refresh")


def _of_arrival(settings: "Settings") -> Iterator["Finding"]:
    from agent_analytics.setup.diagnosis import Finding

    rows = _sources(settings)
    if rows is None:
        yield Finding("note", "nothing was published yet", "agent-analytics refresh")
        return
    now = datetime.now(UTC)
    for source, layer, newest, loaded, _ in rows:
        if newest and newest > now + _CLOCK_SLACK:
            text = f"{source} ({layer}) has events of the future, up to {newest:%Y-%m-%d %H:%M}"
            yield Finding("problem", text, "set the clock of the machine that sent them")
        if loaded and now - loaded > _STALE and source != "prices":
            text = f"{source} ({layer}) brought nothing new since {loaded:%Y-%m-%d %H:%M} UTC"
            yield Finding("note", text, "agent-analytics refresh")


def _spool(settings: "Settings") -> tuple[int, int]:
    """Return the number of sealed segments and the bytes in use; zeros when nothing was ever received."""
    from ingestion.spool.folder import SpoolFolder

    folder = SpoolFolder(settings.paths.spool)
    if not settings.paths.spool.exists():
        return 0, 0
    return len(folder.sealed()), folder.used_bytes()


def _sources(settings: "Settings") -> list[tuple[Any, ...]] | None:
    """Return source, layer, newest event, last load and rows; None when nothing was published yet."""
    from agent_analytics.errors import ServingError
    from agent_analytics.serving import open_snapshot

    try:
        with open_snapshot(settings) as connection:
            return connection.execute(
                "select source, layer, newest_event_at, newest_loaded_at, row_count"
                " from fct_source_freshness order by source, layer"
            ).fetchall()
    except ServingError:
        return None


def _dead_letters(settings: "Settings") -> int:
    from agent_analytics.serving import open_snapshot

    with open_snapshot(settings) as connection:
        row = connection.execute("select count(*) from fct_dead_letters").fetchone()
    return int(row[0]) if row else 0
