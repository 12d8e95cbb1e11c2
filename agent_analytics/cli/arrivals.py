"""What has arrived and what waits, for `status` and `doctor`: the receiver, the spool, the marts.

Settings of clients belong to `agent_analytics.setup`.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_analytics.errors import ServingError
from agent_analytics.setup import claude_code, delivery
from agent_analytics.setup.finding import Finding
from agent_analytics.setup.obstacles import settings_in

if TYPE_CHECKING:
    from agent_analytics.settings import Settings
    from agent_analytics.setup.wish import Wish

_STALE = timedelta(days=1)
_CLOCK_SLACK = timedelta(minutes=5)
_FULL = 0.8
_BYTES_PER_MEGABYTE = 1024 * 1024
_SECONDS = 2
_UNAUTHORIZED, _FORBIDDEN = 401, 403
_NEW_KEY = "agent-analytics keys create NAME, then agent-analytics init --replace --api-key KEY"


def of_receiver(wish: "Wish") -> Iterator[Finding]:
    """Yield whether a receiver answers where clients send, and whether it takes their key."""
    import httpx

    try:
        answer = httpx.get(f"{wish.http}/healthz", timeout=_SECONDS)
        is_ours = answer.is_success and answer.text == "ok\n"
    except (httpx.HTTPError, httpx.InvalidURL):
        is_ours = False
    if not is_ours:
        yield _absent(wish)
        return
    yield Finding("ok", f"the receiver answers at {wish.http}")
    status = _answer_to_client(wish)
    if status in (_UNAUTHORIZED, _FORBIDDEN):
        said = "a key" if status == _UNAUTHORIZED else "a key of scope `ingest`"
        text = f"the receiver answers {status}: Claude Code's settings lack {said} that is valid"
        yield Finding("problem", text, _NEW_KEY)


def of_spool(settings: "Settings") -> Iterator[Finding]:
    """Yield how full the spool is, and whether hooks could lately not keep their events."""
    waiting, used = _spool(settings)
    share = used / (settings.collect.quota_mb * _BYTES_PER_MEGABYTE)
    if share >= _FULL:
        yield Finding("problem", f"the spool is {share:.0%} full", "agent-analytics refresh")
    elif waiting:
        yield Finding("note", f"{waiting} segments wait to be loaded", "agent-analytics refresh")
    if delivery.is_late(settings.paths.outbox, datetime.now(UTC)):
        text = "the receiver elsewhere did not take what hooks appended: it is down, or refuses the key"
        yield Finding("problem", text, _NEW_KEY)
    since = (datetime.now(UTC) - _STALE).timestamp()
    for file in settings.paths.hook_spool.parent.glob("*-missed-*.ndjson"):
        if file.stat().st_mtime > since:
            yield Finding(
                "problem", "events of hooks were lost, today or yesterday", f"less {file}"
            )


def of_sources(settings: "Settings") -> Iterator[Finding]:
    """Yield what is old or of the future in the marts."""
    try:
        rows = sources(settings)
    except ServingError as error:
        yield Finding("problem", str(error), "agent-analytics refresh")
        return
    if rows is None:
        yield Finding("note", "nothing was published yet", "agent-analytics refresh")
        return
    yield from of_rows(rows, datetime.now(UTC))


def of_rows(rows: Iterable[tuple[Any, ...]], now: datetime) -> Iterator[Finding]:
    """Yield what is old or of the future among rows of `sources`."""
    for source, layer, newest, loaded, _ in rows:
        if loaded and loaded > now + _CLOCK_SLACK:
            text = f"{source} ({layer}) was loaded in the future: this machine's clock went back"
            yield Finding("problem", text, "timedatectl set-ntp true")
        elif newest and newest > now + _CLOCK_SLACK:
            text = f"{source} ({layer}) has events of the future, up to {newest:%Y-%m-%d %H:%M}"
            mend = "timedatectl set-ntp true, on the machine that sent them"
            yield Finding("problem", text, mend)
        if loaded and now - loaded > _STALE and source != "prices":
            text = f"{source} ({layer}) brought nothing new since {loaded:%Y-%m-%d %H:%M} UTC"
            yield Finding("note", text, "agent-analytics refresh")


def sources(settings: "Settings") -> list[tuple[Any, ...]] | None:
    """Return source, layer, newest event, last load and rows; None when nothing was published yet.

    Raises `ServingError` when what was published cannot be read.
    """
    is_here = settings.warehouse.kind == "duckdb"
    if is_here and not settings.paths.current_snapshot.exists():
        return None
    return _answered(
        settings,
        "select source, layer, newest_event_at, newest_loaded_at, row_count"
        " from fct_source_freshness order by source, layer",
    )


def dead_letters(settings: "Settings") -> int:
    """Return how many records were refused, of all sources. Raises `ServingError`."""
    return int(_answered(settings, "select count(*) from fct_dead_letters")[0][0])


def waiting_lines(settings: "Settings") -> Iterator[str]:
    """Yield in words what waits to be loaded."""
    waiting, used = _spool(settings)
    yield f"Spool: {waiting} sealed segments wait to be loaded, {used / 1e6:.1f} MB in use"
    yield from _appended(settings.paths.hook_spool, "for this machine")
    yield from _appended(settings.paths.outbox, "for the receiver elsewhere")


def _appended(folder: Path, purpose: str) -> Iterator[str]:
    """Yield in words what hooks appended to a folder."""
    if folder.is_dir():
        files = [file.stat() for file in folder.glob("*.ndjson")]
        if files:
            last = datetime.fromtimestamp(max(file.st_mtime for file in files), UTC)
            kilobytes = sum(file.st_size for file in files) / 1e3
            yield f"Hooks: {kilobytes:.1f} kB appended {purpose} lately, the last {last:%Y-%m-%d %H:%M} UTC"


def _answered(settings: "Settings", query: str) -> list[tuple[Any, ...]]:
    import duckdb

    from agent_analytics.serving import open_snapshot

    with open_snapshot(settings) as connection:
        try:
            return connection.execute(query).fetchall()
        except duckdb.Error as error:
            message = (
                f"the published snapshot cannot be read: {error}; run `agent-analytics refresh`"
            )
            raise ServingError(message) from error


def _absent(wish: "Wish") -> Finding:
    from urllib.parse import urlsplit

    from agent_analytics.cli.ports import holder_of

    if not wish.is_local:
        text = f"no receiver answers at {wish.http}"
        return Finding("problem", text, "agent-analytics collect, on that machine")
    port = urlsplit(wish.http).port or 80
    holder = holder_of(port)
    if holder:
        mend = "stop it, or set AGENT_ANALYTICS_COLLECT__HTTP_PORT and run `agent-analytics init`"
        text = f"port {port} is held by {holder}, which is not our receiver"
        return Finding("problem", text, mend)
    return Finding("problem", f"nothing receives on port {port}", "agent-analytics collect")


def _answer_to_client(wish: "Wish") -> int | None:
    """Return what the receiver answers to an empty export with the client's own headers; None when nothing."""
    import httpx

    variables = settings_in(claude_code.settings_file(wish)).get("env")
    told = variables.get("OTEL_EXPORTER_OTLP_HEADERS") if isinstance(variables, dict) else None
    name, _, value = str(told or "").partition("=")
    headers = {name.strip(): value.replace("%20", " ").strip()} if value else {}
    try:
        answer = httpx.post(f"{wish.http}/v1/logs", json={}, headers=headers, timeout=_SECONDS)
    except (httpx.HTTPError, UnicodeEncodeError, ValueError):
        return None
    return answer.status_code


def _spool(settings: "Settings") -> tuple[int, int]:
    """Return the number of sealed segments and the bytes in use; zeros when nothing was ever received."""
    from ingestion.spool.folder import SpoolFolder

    folder = SpoolFolder(settings.paths.spool)
    if not settings.paths.spool.is_dir():
        return 0, 0
    return len(folder.sealed()), folder.used_bytes()
