"""`agent-analytics dead-letter`: what the receiver's records were refused for, and another try."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.groups import Group

if TYPE_CHECKING:
    from ingestion.spool.letters import DeadLetter, Letterbox

_EXAMPLES = """\b
Examples:
  agent-analytics dead-letter list                 what waits
  agent-analytics dead-letter show 3f2a            what is kept of one
  agent-analytics dead-letter replay 3f2a          take it after all, at the next refresh
  agent-analytics dead-letter replay --all
"""


@click.group(cls=Group, epilog=_EXAMPLES)
def dead_letter() -> None:
    """List, show, replay or drop records the receiver's loader refused.

    Those of other sources are in fct_dead_letters; their text stays in the file they came from.
    """


@dead_letter.command("list")
@click.option("--settled", is_flag=True, help="Also those that were replayed or dropped.")
@click.pass_obj
def list_letters(config: Path | None, settled: bool) -> None:
    """Print the dead letters, newest first."""
    from agent_analytics.cli.printing import table_lines

    letters = _letterbox(config).all()
    rows = [
        (letter.letter_id[:12], letter.read_at, letter.reason, letter.detail, letter.settled)
        for letter in letters
        if settled or letter.settled is None
    ]
    for line in table_lines(("id", "refused at", "reason", "detail", "settled"), rows):
        click.echo(line)
    expired = sum(letter.settled == "expired" for letter in letters)
    if expired:
        click.echo(f"{expired} expired with the segments they stood in (collect.archive_mb).")


@dead_letter.command()
@click.argument("letter_id", metavar="ID")
@click.pass_obj
def show(config: Path | None, letter_id: str) -> None:
    """Print what is kept of one, as JSON; its id may be shortened."""
    from agent_analytics.cli.printing import printable

    box = _letterbox(config)
    letter = box.letter(letter_id)
    payload = box.payload(letter)
    said = {
        "id": letter.letter_id,
        "reason": letter.reason,
        "detail": letter.detail,
        "segment": letter.segment,
        "offset": letter.offset,
        "settled": letter.settled,
        "table": payload.table if payload else None,
        "row": payload.row if payload else None,
    }
    click.echo(printable(json.dumps(said, indent=2), keep="\n"))


@dead_letter.command()
@click.argument("letter_id", metavar="ID", required=False)
@click.option("--all", "every", is_flag=True, help="All that wait.")
@click.pass_obj
def replay(config: Path | None, letter_id: str | None, every: bool) -> None:
    """Put one, or all that wait, back on the way; the next refresh loads them once."""
    box = _letterbox(config)
    chosen = _chosen(box, letter_id, every)
    count = box.replay(chosen)
    click.echo(f"{count} of {len(chosen)} put back; `agent-analytics refresh` loads them.")
    if count < len(chosen):
        click.echo("The others have no row left: nothing of them may be kept, or it has expired.")


@dead_letter.command()
@click.argument("letter_id", metavar="ID", required=False)
@click.option("--all", "every", is_flag=True, help="All that wait.")
@click.pass_obj
def drop(config: Path | None, letter_id: str | None, every: bool) -> None:
    """Settle one, or all that wait, without another try."""
    box = _letterbox(config)
    chosen = _chosen(box, letter_id, every)
    box.settle(chosen, "dropped")
    click.echo(f"{len(chosen)} dropped.")


def _chosen(box: "Letterbox", letter_id: str | None, every: bool) -> "list[DeadLetter]":
    if every == (letter_id is not None):
        message = "name one letter, or say --all"
        raise click.UsageError(message)
    if letter_id is not None:
        return [box.letter(letter_id)]
    return [letter for letter in box.all() if letter.settled is None]


def _letterbox(config: Path | None) -> "Letterbox":
    from agent_analytics.settings import load_settings
    from ingestion import pipeline
    from ingestion.spool.folder import SpoolFolder
    from ingestion.spool.letters import Letterbox

    settings = load_settings(config).settings
    settings.paths.prepare()
    folder = SpoolFolder(settings.paths.spool)
    folder.prepare()
    with pipeline.writer_lock(settings):
        rows = pipeline.read_table(settings, "spool", "dead_letters")
    return Letterbox(folder, settings.paths.settled_letters, rows)
