"""`agent-analytics sql`: ask the current snapshot a question."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click

_EXAMPLES = """\b
Examples:
  agent-analytics sql "from fct_source_freshness"
  agent-analytics sql "select model, sum(list_cost_microusd) / 1e6 as usd
                       from fct_agent_requests group by model order by usd desc"
  agent-analytics sql "show tables"
  agent-analytics sql - --format csv < question.sql > answer.csv
"""

_LINES_AT_ONCE = 1_000
"""Lines are written in portions: writing each one alone takes longer than making it."""


@click.command(epilog=_EXAMPLES)
@click.argument("query")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print the answer; a table ends after 1,000 rows.",
)
@click.pass_obj
def sql(config: Path | None, query: str, format_name: str) -> None:
    """Answer one SELECT-like QUERY from the published snapshot (`-` reads it from standard input).

    The snapshot is read-only: the query cannot change it, read files or load extensions. Names are
    looked up in the marts first, then in the staging tables.
    """
    from agent_analytics.cli.printing import FORMATS
    from agent_analytics.serving import ask
    from agent_analytics.settings import load_settings

    text = _standard_input() if query == "-" else query
    with _ending_at_once(), ask(load_settings(config).settings, text) as answer:
        lines = FORMATS[format_name](answer.columns, answer.rows)
        while together := list(islice(lines, _LINES_AT_ONCE)):
            click.echo("\n".join(together))


@contextmanager
def _ending_at_once() -> Iterator[None]:
    """Let Ctrl-C end the process: it only reads, and the engine would finish what it is computing first."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _standard_input() -> str:
    """Return what standard input holds; nothing where it is closed."""
    return sys.stdin.read() if sys.stdin else ""
