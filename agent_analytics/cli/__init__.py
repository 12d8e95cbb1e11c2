"""The command line: one lazily loaded command per module of this folder.

Commands gather what the rooms offer and print it; they compute nothing. A deliberate error becomes one
message on standard error and exit code 1, and so does a disk or folder that the machine refuses; wrong
usage is exit code 2. Nothing heavy is imported here, nor at the top of a command's module, so that `--help`
answers at once.
"""

import errno
import sys
from pathlib import Path
from typing import NoReturn

import click

from agent_analytics.cli.groups import LazyGroup
from agent_analytics.errors import DISK_FAULTS, AgentAnalyticsError

_EXAMPLES = """\b
Examples:
  agent-analytics demo                      try it on a sample company
  agent-analytics init                      point your coding agents here
  agent-analytics refresh                   load what is new and publish it
  agent-analytics sql "from fct_agent_requests limit 5"
  agent-analytics serve                     open the boards in a browser
  agent-analytics config show               every setting and where it comes from
"""


_SECTIONS = {
    "Try it": ("demo", "sample"),
    "Collect": ("init", "uninstall", "collect", "status", "doctor", "dead-letter", "keys"),
    "Build": ("refresh", "dev", "config"),
    "Read": ("serve", "sql", "report", "explain", "commits", "metabase"),
    "Decide": ("people", "prices"),
}
_SHARED_MODULES = {"uninstall": "init", "status": "doctor"}


def _place(name: str) -> str:
    return f"agent_analytics.cli.{_SHARED_MODULES.get(name, name)}:{name}".replace("-", "_")


class _Commands(LazyGroup):
    sections = _SECTIONS
    places = {name: _place(name) for names in _SECTIONS.values() for name in names}


@click.group(cls=_Commands, epilog=_EXAMPLES, context_settings={"max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings file; else $AGENT_ANALYTICS_CONFIG, ./agent-analytics.toml, the user's own.",
)
@click.version_option(package_name="agent-analytics", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context, config: Path | None) -> None:
    """Self-hosted analytics for coding agents: usage, cost and what it produced."""
    context.obj = config


_RIGHTS = "let this user write there, or name another folder"
_IN_THE_WAY = "move away what stands in its place"
_FAULTS = {
    **dict.fromkeys(DISK_FAULTS, "make room there, then run it again"),
    errno.EROFS: _RIGHTS,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.ENAMETOOLONG: "name a shorter folder",
    errno.ELOOP: "its links lead in a circle; mend them",
}
"""What the machine may refuse, and what to do about it."""


def main() -> None:
    """Run the command line; deliberate errors and what the machine refuses are shown without a traceback."""
    try:
        group(prog_name="agent-analytics")
    except AgentAnalyticsError as error:
        _fail(str(error))
    except OSError as error:
        if error.errno not in _FAULTS:
            raise
        _fail(f"{error.strerror}: {error.filename or 'output'}; {_FAULTS[error.errno]}")


def _fail(message: str) -> NoReturn:
    from agent_analytics.cli.printing import printable

    click.echo(f"Error: {printable(message, keep=chr(10))}", err=True)
    sys.exit(1)
