"""`agent-analytics keys`: who may send to or read from this installation beyond loopback."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.groups import Group
from agent_analytics.keys import SCOPES

if TYPE_CHECKING:
    from agent_analytics.keys import Scope

_EXAMPLES = """\b
Examples:
  agent-analytics keys create laptops              a key that may send telemetry
  agent-analytics keys create grafana --scope read --days 90
  agent-analytics keys revoke 1f2e3d4c
"""


@click.group(cls=Group, epilog=_EXAMPLES)
def keys() -> None:
    """Create, list and revoke keys.

    On loopback only other users of the machine need a key. A key is shown once; only its hash is stored.
    """


@keys.command()
@click.argument("name")
@click.option("--scope", type=click.Choice(SCOPES), default="ingest", show_default=True)
@click.option("--days", type=click.IntRange(1), help="Days until it expires; never by default.")
@click.pass_obj
def create(config: Path | None, name: str, scope: "Scope", days: int | None) -> None:
    """Create a key and print it, this once."""
    from agent_analytics.keys import create_key
    from agent_analytics.settings import load_settings

    settings = load_settings(config).settings
    settings.paths.prepare()
    key, text = create_key(settings.paths.keys, name, scope, days)
    click.echo(text)
    click.echo(f"Key {key.key_id} with scope {scope}. It is not shown again.", err=True)


@keys.command("list")
@click.pass_obj
def list_keys(config: Path | None) -> None:
    """Print every key without its text."""
    from datetime import UTC, datetime

    from agent_analytics.cli.printing import table_lines
    from agent_analytics.keys import read_keys

    now = datetime.now(UTC)
    rows = [
        (
            key.key_id,
            key.name,
            key.scope,
            "live" if key.is_live(now) else "revoked" if key.revoked_at else "expired",
            key.created_at,
            key.expires_at,
        )
        for key in read_keys(_file(config))
    ]
    for line in table_lines(("id", "name", "scope", "state", "created", "expires"), rows):
        click.echo(line)


@keys.command()
@click.argument("key_id", metavar="ID")
@click.pass_obj
def revoke(config: Path | None, key_id: str) -> None:
    """Revoke a key; a running receiver refuses it within a second."""
    from agent_analytics.keys import revoke_key

    key = revoke_key(_file(config), key_id)
    click.echo(f"Revoked {key.key_id} ({key.name}).")


def _file(config: Path | None) -> Path:
    from agent_analytics.settings import load_settings

    return load_settings(config).settings.paths.keys
