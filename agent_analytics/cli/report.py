"""`agent-analytics report`: the figures of a pilot, with intervals and with what is missing."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agent_analytics.reports.pilot import Report
    from agent_analytics.reports.questions import Scope

_EXAMPLES = """\b
Examples:
  agent-analytics report
  agent-analytics report --since 2026-09-01 --team platform
  agent-analytics report --policy-model "claude-*" --policy-model "gpt-5*"
  agent-analytics report --lag-days 14 --format csv --output pilot.csv
  agent-analytics report --format pdf --output pilot.pdf
"""

_DAY = click.DateTime(["%Y-%m-%d"])
_FORMATS = ("table", "json", "csv", "md", "pdf")


@click.command(epilog=_EXAMPLES)
@click.option("--since", type=_DAY, help="First day; default: the first there is.")
@click.option("--until", type=_DAY, help="Last day; default: the last there is.")
@click.option("--repo", "repository", help="One repository, by name or remote address.")
@click.option("--team", help="One team.")
@click.option(
    "--lag-days",
    type=click.IntRange(0, 84),
    default=0,
    show_default=True,
    help="Days by which outcomes follow use in the association; whole weeks.",
)
@click.option(
    "--policy-model", "policy", multiple=True, help="Glob of an allowed model; may be repeated."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How to write it; keys of json and csv are stable.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write instead."
)
@click.pass_obj
def report(  # noqa: PLR0913 - one argument per option
    config: Path | None,
    *,
    since: datetime | None,
    until: datetime | None,
    repository: str | None,
    team: str | None,
    lag_days: int,
    policy: tuple[str, ...],
    format_name: str,
    output: Path | None,
) -> None:
    """Write the pilot report from the published snapshot.

    Each figure comes with its number of observations and a 95 % interval. What cannot be told is listed
    with the reason; that is no error.
    """
    if lag_days % 7:
        message = f"{lag_days} is not a number of whole weeks: use 0, 7, 14 …"
        raise click.BadParameter(message, param_hint="--lag-days")
    if since and until and since > until:
        message = f"it begins on {since.date()}, after its last day {until.date()}: swap them"
        raise click.BadParameter(message, param_hint="--since")
    if format_name == "pdf" and output is None:
        message = "a PDF needs a file: add --output FILE"
        raise click.UsageError(message)
    from agent_analytics.reports.questions import Scope

    scope = Scope(since and since.date(), until and until.date(), repository, team)
    content = _written(_told(config, scope, lag_days, policy), format_name)
    if output is None:
        click.echo(content.decode(), nl=False)
    else:
        _save(output, content)


def _told(config: Path | None, scope: "Scope", lag_days: int, policy: tuple[str, ...]) -> "Report":
    from agent_analytics.reports.pilot import pilot_report
    from agent_analytics.reports.questions import Questions
    from agent_analytics.serving import open_snapshot
    from agent_analytics.settings import load_settings

    with open_snapshot(load_settings(config).settings) as connection:
        return pilot_report(Questions(connection, scope), policy, lag_days)


def _save(output: Path, content: bytes) -> None:
    from agent_analytics.whole_files import replace_file

    try:
        if output.exists() and not (output.is_file() or output.is_dir()):
            output.write_bytes(content)  # a device or pipe is written to, never replaced
        else:
            replace_file(output, content)
    except OSError as error:
        message = (
            f"cannot write {output}: {error.strerror}; name a file in a folder you may write to"
        )
        raise click.ClickException(message) from error
    click.echo(f"wrote {output}")


def _written(told: "Report", format_name: str) -> bytes:
    from agent_analytics.cli.printing import csv_lines, table_lines
    from agent_analytics.reports import formats

    match format_name:
        case "pdf":
            from agent_analytics.reports.paper import pdf_bytes

            return pdf_bytes(told)
        case "json":
            import json

            lines = [json.dumps(formats.flat(told), indent=2, allow_nan=False)]
        case "csv":
            lines = list(csv_lines(("key", "value"), formats.flat(told).items()))
        case "md":
            lines = list(formats.markdown_lines(told))
        case _:
            lines = [
                formats.scope_in_words(told),
                "",
                *table_lines(formats.TABLE_COLUMNS, list(formats.table_rows(told))),
                "",
                formats.notes_in_words(),
            ]
    return ("\n".join(lines) + "\n").encode()
