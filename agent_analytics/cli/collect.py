"""`agent-analytics collect`: receive telemetry and hooks on loopback."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.errors import CollectError

if TYPE_CHECKING:
    from agent_analytics.collect_settings import CollectSettings
    from ingestion.receiver.server import Addresses

_EXAMPLES = """\b
Examples:
  agent-analytics init                                     point your agents here first
  agent-analytics collect                                  OTLP on 4318 (HTTP) and 4317 (gRPC)
  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 claude    send to it
  agent-analytics refresh --source spool                   load what it has taken
"""


@click.command(epilog=_EXAMPLES)
@click.pass_obj
def collect(config: Path | None) -> None:
    """Receive telemetry over OTLP, hook events and commits until interrupted.

    What arrives is reduced to the privacy tier in force before it is stored, and acknowledged once it is
    safe on disk; `agent-analytics refresh` loads it. http://127.0.0.1:4318/metrics counts what came and what
    became of it, `agent-analytics dead-letter list` shows what was refused. Ports and limits are the
    settings under `collect`.
    """
    # What gRPC says of a port that is taken, we say better.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    from agent_analytics.settings import load_settings
    from ingestion.receiver.server import serve

    settings = load_settings(config).settings
    try:
        serve(lambda: load_settings(config).settings, _say_where, _warn)
    except CollectError as error:
        raise CollectError(_with_holder(str(error), settings.collect)) from error


def _say_where(addresses: "Addresses") -> None:
    grpc = f", gRPC on {addresses.grpc_port}" if addresses.grpc_port is not None else ""
    where = f"http://{addresses.host}:{addresses.http_port}"
    click.echo(f"Receiving on {where}{grpc} (stop with Ctrl-C)", err=True)


def _warn(text: str) -> None:
    click.echo(f"Warning: {text}", err=True)


def _with_holder(message: str, collect: "CollectSettings") -> str:
    from agent_analytics.cli.ports import holder_of

    ports = (collect.http_port, collect.grpc_port)
    port = next((port for port in ports if re.search(rf":{port}\b", message)), None)
    holder = holder_of(port) if port else None
    return f"{message} (held by {holder})" if holder else message
