"""Starts the receiver, keeps it ticking, and stops it so that nothing acknowledged is lost.

The order of stopping: take no more connections, finish what is under way, seal the spool, let go of its lock.
"""

import asyncio
import gc
import ipaddress
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from grpc import aio

from agent_analytics.errors import CollectError, SettingsError
from agent_analytics.keys import read_keys
from agent_analytics.privacy.policy import policy_of
from agent_analytics.settings import Settings
from ingestion.receiver import intake, rpc
from ingestion.receiver.admission import LOOPBACK, Admission
from ingestion.receiver.committer import Committer, Lines
from ingestion.receiver.counters import Counters
from ingestion.receiver.decoders import Decoders
from ingestion.receiver.http import Connection
from ingestion.receiver.routes import Routes
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.writer import ALERT_SHARE, SegmentWriter

STOP_SECONDS = 4.0
REREAD_SECONDS = 20.0
_TICK_SECONDS = 1.0
_BACKLOG = 1_024
_CYCLE_SEARCH = 50_000
_LONGEST_TURN = 0.0005
"""Seconds that the committing thread waits for the event loop's; Python's default is longer than a sync."""

_BYTES_PER_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running receiver listens; `grpc_port` is None when gRPC is off."""

    host: str
    http_port: int
    grpc_port: int | None


def serve(
    reread: Callable[[], Settings],
    ready: Callable[[Addresses], None],
    warn: Callable[[str], None],
) -> None:
    """Receive until SIGTERM or SIGINT. Raises `CollectError` or `SpoolError` when it cannot start.

    `reread` gives the settings, also those that changed; `ready` is told where it listens, `warn` what its
    operator should know.
    """
    runner = asyncio.Runner(loop_factory=_loop_factory())
    with runner:
        runner.run(_serve(reread, ready, warn))


async def _serve(
    reread: Callable[[], Settings],
    ready: Callable[[Addresses], None],
    warn: Callable[[str], None],
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(reread(), warn, reread) as addresses:
        # Records form no cycles: looking for some among all that stays would stop every request.
        gc.freeze()
        gc.set_threshold(_CYCLE_SEARCH)
        sys.setswitchinterval(_LONGEST_TURN)
        ready(addresses)
        await stop.wait()


@asynccontextmanager
async def running(
    settings: Settings,
    warn: Callable[[str], None] = lambda _: None,
    reread: Callable[[], Settings] | None = None,
) -> AsyncIterator[Addresses]:
    """Receive while the context lasts. Raises `CollectError` or `SpoolError` when it cannot start.

    With `reread`, another tier or pseudonymity in the settings holds within `REREAD_SECONDS`.
    """
    collect = settings.collect
    needs_key = not is_loopback(collect.host)
    if needs_key and not read_keys(settings.paths.keys):
        message = (
            f"listening on {collect.host} would let anybody send; create a key first with"
            " `agent-analytics keys create`, or set collect.host to 127.0.0.1"
        )
        raise CollectError(message)
    settings.paths.prepare()
    folder = SpoolFolder(settings.paths.spool)
    folder.prepare()
    with folder.owned():
        folder.recover()
        policy = policy_of(settings)
        intake.warm_up(policy)
        writer = SegmentWriter(folder, collect.quota_mb * _BYTES_PER_MEGABYTE)
        admission = Admission(
            settings.paths.keys,
            needs_key,
            LOOPBACK | {name.lower() for name in collect.allowed_hosts},
            frozenset(collect.allowed_origins),
        )
        routes = Routes(policy, admission, Committer(writer), writer, Counters(), Decoders(policy))
        async with _listening(settings, routes, warn) as addresses:
            following = asyncio.create_task(_follow(routes, settings, reread or (lambda: settings)))
            try:
                yield addresses
            finally:
                following.cancel()


async def _follow(routes: Routes, settings: Settings, reread: Callable[[], Settings]) -> None:
    """Apply what the settings say of privacy, as they change; unreadable ones change nothing."""
    while True:
        await asyncio.sleep(REREAD_SECONDS)
        with suppress(SettingsError):
            told = reread()
            if told.privacy != settings.privacy:
                settings = told
                routes.use(policy_of(settings))


@asynccontextmanager
async def _listening(
    settings: Settings, routes: Routes, warn: Callable[[str], None]
) -> AsyncIterator[Addresses]:
    collect = settings.collect
    loop = asyncio.get_running_loop()
    listener = _bound(collect.host, collect.http_port)
    routes.port = listener.getsockname()[1]
    connections: set[Connection] = set()
    http = await loop.create_server(
        lambda: Connection(routes.handle, routes.counters, connections),
        sock=listener,
        backlog=_BACKLOG,
    )
    grpc_server, grpc_port = None, None
    try:
        if collect.grpc_port >= 0:
            grpc_server, grpc_port = await _start_rpc(routes, collect.host, collect.grpc_port)
        ticking = asyncio.create_task(_tick(routes, connections, warn))
        try:
            yield Addresses(collect.host, routes.port, grpc_port)
        finally:
            ticking.cancel()
    finally:
        started = time.monotonic()
        routes.is_stopping = True
        http.close()
        for connection in tuple(connections):
            connection.close()
        if grpc_server is not None:
            await grpc_server.stop(STOP_SECONDS / 2)
        await routes.decoders.close(STOP_SECONDS / 2)
        _spool_rejections(routes)
        with suppress(TimeoutError):
            await routes.committer.close(max(STOP_SECONDS - (time.monotonic() - started), 0.5))


async def _start_rpc(routes: Routes, host: str, port: int) -> tuple[aio.Server, int]:
    try:
        return await rpc.start(routes, host, port)
    except RuntimeError as error:
        message = (
            f"cannot listen on {host}:{port} for gRPC; stop what uses it or set collect.grpc_port"
        )
        raise CollectError(message) from error


async def _tick(routes: Routes, connections: set[Connection], warn: Callable[[str], None]) -> None:
    is_alarmed = False
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        now = asyncio.get_running_loop().time()
        for connection in tuple(connections):
            connection.check_time(now)
        _spool_rejections(routes)
        routes.committer.tick()
        routes.decoders.tick()
        share = routes.writer.used_share
        if share >= ALERT_SHARE and not is_alarmed:
            warn(f"the spool is {share:.0%} full; run `agent-analytics refresh`")
        is_alarmed = share >= ALERT_SHARE


def _spool_rejections(routes: Routes) -> None:
    """Write down what was turned away since the last time, once it is known to be kept."""
    counts = routes.counters.unspooled_rejections
    line = intake.rejections(counts)
    if line:
        routes.counters.unspooled_rejections = type(counts)()
        routes.committer.add(Lines(line), lambda _: None)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address. Raises `CollectError` that names who holds it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        message = (
            f"cannot listen on {host}:{port}: {error.strerror};"
            " stop what uses it or set collect.http_port to another port"
        )
        raise CollectError(message) from error
    return listener


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the maker of the faster event loop where there is one."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
