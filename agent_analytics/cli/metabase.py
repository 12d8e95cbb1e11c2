"""`agent-analytics metabase`: dashboards as files, brought to a Metabase and back."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.groups import Group

if TYPE_CHECKING:
    from metabase.client import Client
    from metabase.documents import Tree
    from metabase.office import Office
    from metabase.plan import Change
    from metabase.state import State

PENDING = 2
"""Exit code of `plan` when something would change."""

_EXAMPLES = """\b
Examples:
  agent-analytics metabase setup --email me@example.com   first run: administrator, key, database
  agent-analytics metabase plan                           what would change (exit code 2 if anything)
  agent-analytics metabase apply                          make it so
  agent-analytics metabase export --out DIR               what people changed there, as files
"""

_TEMPLATES = click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of dashboard files; those that come with the product by default.",
)
_ADOPT = click.option(
    "--adopt", is_flag=True, help="Take over things of the same name in the same place."
)
_OUT = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write to.",
)


@click.group(cls=Group, epilog=_EXAMPLES)
def metabase() -> None:
    """Bring the dashboards to a Metabase, keep them there, take changes back.

    Its address is the setting metabase.url. What somebody changed in Metabase is never overwritten unless
    it is said, and nothing is deleted.
    """


@metabase.command()
@click.option("--seconds", type=click.IntRange(0), default=300, show_default=True)
@click.pass_obj
def wait(config: Path | None, seconds: int) -> None:
    """Wait until Metabase answers, and print its version."""
    from metabase.client import version_doubt
    from metabase.setup import wait_until_up

    office = _office(config)
    with office.client(let_in=False) as client:
        tag = wait_until_up(client, seconds)
    click.echo(f"{office.url} is up: Metabase {tag}")
    if doubt := version_doubt(tag):
        click.echo(f"Warning: {doubt}", err=True)


@metabase.command()
@click.option("--email", required=True, help="Address of the administrator, made if there is none.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File that holds the password; else $METABASE_ADMIN_PASSWORD, else it is asked for.",
)
@click.option("--site-name", default="Agent analytics", show_default=True)
@click.pass_obj
def setup(config: Path | None, email: str, password_file: Path | None, site_name: str) -> None:
    """Make an administrator, an API key and the database in a Metabase; safe to run again."""
    from metabase.setup import Administrator, connect, log_in, make_key

    office = _office(config)
    administrator = Administrator(email, _password(password_file))
    with office.client(let_in=False) as client:
        is_new = log_in(client, administrator, site_name)
        make_key(client, office.key_file)
        number = connect(client, office.connection())
    made = "Made the administrator." if is_new else "The administrator was there."
    click.echo(f"{made} The key is in {office.key_file}; the database has number {number}.")


@metabase.command()
@_TEMPLATES
@_ADOPT
@click.pass_context
def plan(context: click.Context, templates: Path | None, adopt: bool) -> None:
    """Print what would change: exit code 0 if nothing, 2 if anything, 1 for an error."""
    from metabase.live import observe
    from metabase.plan import make_plan

    with _at_work(context.obj, templates) as (office, client, tree, state):
        live = observe(client, office.catalog(client, tree), tree, state, adopt=adopt)
        planned = make_plan(tree, live, state)
    _print(change for change in planned.changes if change.action != "unchanged")
    unchanged = len(planned.of("unchanged"))
    click.echo(f"{unchanged} of {len(tree.documents)} unchanged.")
    context.exit(0 if planned.is_empty else PENDING)


@metabase.command()
@_TEMPLATES
@_ADOPT
@click.option("--force", is_flag=True, help="Overwrite what was changed in Metabase.")
@click.option("--keep-user-changes", is_flag=True, help="Leave what was changed in Metabase.")
@click.option("--prune", is_flag=True, help="Archive what no file makes any more.")
@click.pass_obj
def apply(config: Path | None, /, templates: Path | None, **choices: bool) -> None:
    """Make Metabase what the files say; what is changed is kept as files first."""
    from metabase.apply import Choices
    from metabase.apply import apply as make_it_so

    chosen = Choices(**choices)
    if chosen.force and chosen.keep_user_changes:
        message = "--force and --keep-user-changes contradict each other"
        raise click.UsageError(message)
    with _at_work(config, templates) as (office, client, tree, state):
        catalog = office.catalog(client, tree)
        applied = make_it_so(client, catalog, tree, state, chosen)
        told = office.tell_meanings(client, catalog)
    _print(applied.written)
    if told:
        click.echo(f"Told Metabase what {told} tables and fields mean.")
    if applied.backup:
        click.echo(f"Before: {applied.backup}")
    click.echo(f"{len(applied.written)} written, {len(applied.plan.of('unchanged'))} unchanged.")


@metabase.command()
@_TEMPLATES
@click.pass_context
def verify(context: click.Context, templates: Path | None) -> None:
    """Ask every card of every dashboard through Metabase: exit code 1 if one does not answer."""
    from metabase.live import observe
    from metabase.verify import verify as check

    troubles = count = 0
    with _at_work(context.obj, templates) as (office, client, tree, state):
        live = observe(client, office.catalog(client, tree), tree, state)
        for one in check(client, tree, live):
            count += 1
            if one.trouble:
                troubles += 1
                click.echo(f"{one.dashboard}: {one.card}: {one.trouble}")
    click.echo(f"{count - troubles} of {count} cards answer.")
    context.exit(1 if troubles else 0)


@metabase.command()
@_TEMPLATES
@_OUT
@click.pass_obj
def export(config: Path | None, templates: Path | None, out: Path) -> None:
    """Write what is in Metabase as files, with what people added to the collection."""
    from metabase.export import export as read_back

    with _at_work(config, templates) as (office, client, tree, state):
        exported = read_back(client, office.catalog(client, tree), tree, state)
    _write(exported, out, inline=False)


@metabase.command()
@click.pass_obj
def refresh(config: Path | None) -> None:
    """Make Metabase read the newest snapshot, and the one before if that cannot be read."""
    office = _office(config)
    with office.client() as client:
        switched = office.refresh(client)
    if switched is None:
        click.echo("Metabase reads the shared warehouse; there is nothing to switch.")
    else:
        click.echo(f"{'Now reads' if switched.is_new else 'Already read'} {switched.file}")


@metabase.command()
@_TEMPLATES
@_OUT
def build(templates: Path | None, out: Path) -> None:
    """Write the dashboard files with their SQL inside, as Metabase itself imports them."""
    _write(_tree(templates), out, inline=True)


@metabase.command()
@_TEMPLATES
def lint(templates: Path | None) -> None:
    """Judge the dashboard files: exit code 1 if any rule is broken."""
    from metabase.lint import lint as judge

    tree = _tree(templates)
    findings = list(judge(tree))
    for finding in findings:
        click.echo(f"{finding.path}: {finding.rule}: {finding.message}")
    click.echo(f"{len(tree.documents)} files, {len(findings)} findings.")
    sys.exit(1 if findings else 0)


def _write(tree: "Tree", out: Path, *, inline: bool) -> None:
    from metabase.documents import write_tree

    try:
        write_tree(tree, out, inline=inline)
    except OSError as error:
        message = (
            f"cannot write {error.filename or out}: {error.strerror};"
            " name a folder you may write to"
        )
        raise click.ClickException(message) from error
    click.echo(f"{len(tree.documents)} files in {out}")


@contextmanager
def _at_work(
    config: Path | None, templates: Path | None
) -> Iterator[tuple["Office", "Client", "Tree", "State"]]:
    from metabase.state import held_state

    office = _office(config)
    tree = _tree(templates)
    with office.client() as client, held_state(office.folder) as state:
        yield office, client, tree, state


def _office(config: Path | None) -> "Office":
    from agent_analytics.settings import load_settings
    from metabase.office import open_office

    return open_office(load_settings(config).settings)


def _tree(templates: Path | None) -> "Tree":
    from agent_analytics.dashboards.documents import templates_root
    from metabase.documents import read_tree

    return read_tree(templates or templates_root())


def _password(file: Path | None) -> str:
    import os

    if file is not None:
        return file.read_text(encoding="utf-8").strip()
    given = os.environ.get("METABASE_ADMIN_PASSWORD")
    return given or str(click.prompt("Password", hide_input=True))


def _print(changes: "Iterator[Change] | tuple[Change, ...]") -> None:
    for change in changes:
        places = f" ({', '.join(change.places[:4])})" if change.places else ""
        reason = f": {change.reason}" if change.reason else ""
        click.echo(f"{change.action:9} {change.kind:10} {change.name}{reason}{places}")
