"""`agent-analytics config`: what is set, and where."""

import json
from pathlib import Path

import click

from agent_analytics.cli.groups import Group


@click.group(cls=Group)
def config() -> None:
    """Show the settings in force."""


@config.command()
@click.pass_obj
def show(config_file: Path | None) -> None:
    """Print every key with its value and where the value comes from."""
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.settings import flatten, load_settings

    loaded = load_settings(config_file)
    rows = [
        (key, json.dumps(value, ensure_ascii=False, default=str), loaded.origins[key])
        for key, value in flatten(loaded.settings.model_dump())
    ]
    for line in table_lines(("key", "value", "origin"), rows):
        click.echo(line)
    click.echo(f"\nFile: {loaded.file or 'none found; defaults and environment only'}")
