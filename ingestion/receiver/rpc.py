"""OTLP/gRPC: the same three exports behind the same checks, with gRPC's own codes.

Bodies come as bytes and are decoded by `intake`, so that both transports mean the same.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import unquote

import grpc
from grpc import aio

from ingestion.otlp.reasons import Reason, UndecodableError
from ingestion.otlp.signals import SignalKind
from ingestion.receiver.answers import Answer, partial_success
from ingestion.receiver.bodies import MAX_UNPACKED_BYTES
from ingestion.receiver.clocks import ahead_of
from ingestion.receiver.decoders import Outcome
from ingestion.receiver.peers import is_stranger
from ingestion.receiver.routes import Routes

_SERVICES: dict[SignalKind, str] = {
    "logs": "opentelemetry.proto.collector.logs.v1.LogsService",
    "traces": "opentelemetry.proto.collector.trace.v1.TraceService",
    "metrics": "opentelemetry.proto.collector.metrics.v1.MetricsService",
}
_LOOPBACK = {"ipv4": "127.0.0.1", "ipv6": "::1"}
_RETRY_INFO = "google.rpc.retryinfo-bin"
_MAX_CONCURRENT = 1_000

T = TypeVar("T")
Export = Callable[[bytes, Any], Awaitable[bytes]]


async def start(routes: Routes, host: str, port: int) -> tuple[aio.Server, int]:
    """Return a started server and the port it listens on. Raises `RuntimeError` when that is taken."""
    server = aio.server(
        options=[
            ("grpc.max_receive_message_length", MAX_UNPACKED_BYTES),
            ("grpc.so_reuseport", 0),
        ],
        maximum_concurrent_rpcs=_MAX_CONCURRENT,
    )
    for signal, service in _SERVICES.items():
        handler = grpc.unary_unary_rpc_method_handler(_export(routes, signal))
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(service, {"Export": handler}),)
        )
    bound = server.add_insecure_port(f"{host}:{port}")
    routes.rpc_port = bound
    await server.start()
    return server, bound


def _export(routes: Routes, signal: SignalKind) -> Export:
    async def export(body: bytes, context: Any) -> bytes:
        metadata = {name.lower(): told for name, told in context.invocation_metadata() or ()}
        await _admit(routes, context, metadata.get("authorization"))
        decoded: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        ahead = ahead_of(metadata.get("date"), time.time_ns() // 1000)
        routes.decoders.take(body, ("protobuf", signal, ahead), _teller(decoded))
        taken = await decoded
        if isinstance(taken, Exception):
            routes.counters.turned_away(
                str(taken) if isinstance(taken, UndecodableError) else "internal"
            )
            await context.abort(_code_of(taken), f"cannot be read: {_words(taken)}")
            raise taken  # unreachable: aborting raises
        durable: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        routes.accept(taken, _teller(durable))
        await _fail(await durable, context)
        return partial_success(taken)

    return export


def _teller(future: asyncio.Future[T]) -> Callable[[T], None]:
    """Return what tells a call its result, unless its client has gone in the meantime."""

    def tell(result: T) -> None:
        if not future.done():
            future.set_result(result)

    return tell


def _code_of(error: Exception) -> grpc.StatusCode:
    if not isinstance(error, UndecodableError):
        return grpc.StatusCode.INTERNAL
    if str(error) == Reason.TOO_LARGE:
        return grpc.StatusCode.RESOURCE_EXHAUSTED
    return grpc.StatusCode.INVALID_ARGUMENT


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, UndecodableError) else type(error).__name__


async def _admit(routes: Routes, context: Any, authorization: str | None) -> None:
    is_other = _is_stranger(routes, context.peer())
    refusal = routes.admission.key_refusal(authorization, "ingest", is_stranger=is_other)
    if refusal is not None:
        code = grpc.StatusCode.UNAUTHENTICATED
        if refusal.status == 403:  # noqa: PLR2004 - HTTP's Forbidden
            code = grpc.StatusCode.PERMISSION_DENIED
        await context.abort(code, refusal.reason)
    await _fail(routes.unavailable(), context)


def _is_stranger(routes: Routes, peer: str) -> bool:
    """Return whether a call, as gRPC names its origin, is another user's of this machine."""
    kind, _, address = peer.partition(":")
    host, _, port = unquote(address).rpartition(":")
    loopback = _LOOPBACK.get(kind)
    if loopback is None or not port.isdecimal():
        return False
    return is_stranger((loopback, routes.rpc_port), (host.strip("[]"), int(port)))


async def _fail(problem: Answer | None, context: Any) -> None:
    """End the call as one that may be made again, with the time to wait."""
    if problem is None:
        return
    seconds = int(dict(problem.headers).get("Retry-After", "1"))
    detail = b"\x0a\x02\x08" + bytes([min(seconds, 127)])
    context.set_trailing_metadata(((_RETRY_INFO, detail),))
    await context.abort(grpc.StatusCode.UNAVAILABLE, "not stored, send it again later")
