"""`agent-analytics serve`: open the web view on loopback."""

import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.errors import ServingError

if TYPE_CHECKING:
    from agent_analytics.settings import Settings


@click.command()
@click.pass_obj
def serve(config: Path | None) -> None:
    """Serve the boards on http://127.0.0.1:8420 until interrupted.

    It reads the published snapshot, so a `refresh` shows up on the next reload. The port is the setting
    web.port. It answers only to loopback names, whatever it listens on.
    """
    from agent_analytics.settings import load_settings

    run_server(load_settings(config).settings)


def run_server(settings: "Settings") -> None:
    """Serve the web view until interrupted. Raises `ServingError` when the port is taken."""
    import uvicorn

    from agent_analytics.web.app import create_app

    host, port = settings.web.host, settings.web.port
    listener = _bound(host, port)
    click.echo(f"Boards on http://{host}:{port} (stop with Ctrl-C)", err=True)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
    with suppress(KeyboardInterrupt):  # told again once all is closed: how it is meant to end
        server.run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    from agent_analytics.cli.ports import holder_of

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        holder = holder_of(port)
        taken = f" (held by {holder})" if holder else ""
        message = (
            f"cannot listen on {host}:{port}{taken}: {error.strerror};"
            " stop what uses it or set AGENT_ANALYTICS_WEB__PORT to another port"
        )
        raise ServingError(message) from error
    return listener
