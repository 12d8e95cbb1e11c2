"""Groups of commands: how `--help` lists them, and importing one only when it is asked for.

What a command does belongs to its own module.
"""

import importlib
from collections.abc import Mapping, Sequence

import click


class Group(click.Group):
    """A group whose help says the whole first sentence of every command, under the heading it belongs to."""

    sections: Mapping[str, Sequence[str]] = {}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with what they do, a list for each section."""
        sections = self.sections or {"Commands": self.list_commands(ctx)}
        for title, names in sections.items():
            with formatter.section(title):
                formatter.write_dl([(name, self._sentence(ctx, name)) for name in names])

    def _sentence(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return "" if command is None else command.get_short_help_str(limit=1000)


class LazyGroup(Group):
    """A group whose commands are given as `module:attribute`, by name, in the order of `--help`."""

    places: Mapping[str, str] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name; None when there is none."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command
