"""`agent-analytics demo`: a sample company, its warehouse and its boards, in one command."""

import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agent_analytics.settings import Settings


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder for the company's files and its warehouse.",
)
@click.option("--developers", default=40, show_default=True, help="Size of the company.")
@click.option("--days", default=182, show_default=True, help="Length of the period.")
@click.option("--serve/--no-serve", default=True, show_default=True, help="Open the boards.")
@click.pass_context
def demo(context: click.Context, folder: Path, developers: int, days: int, serve: bool) -> None:
    """Generate a sample company, refresh its warehouse and open the boards.

    Its settings become ./agent-analytics.toml, as a link, unless you have such a file already.
    """
    from agent_analytics.cli.refresh import run_refresh
    from agent_analytics.cli.sample_refresh import with_vendors
    from agent_analytics.cli.sample_verify import verify
    from agent_analytics.settings import load_settings
    from ingestion.sample import generate

    folder = folder.expanduser().absolute()
    click.echo(f"Sample company: {developers} developers, {days} days, in {folder}")
    begun = time.monotonic()
    generate(folder, developers=developers, days=days, progress=_say)
    click.echo(f"Generated in {time.monotonic() - begun:.1f} s. Refreshing:")
    context.obj = folder / "agent-analytics.toml"
    settings = load_settings(context.obj).settings
    with with_vendors(settings, folder) as served:
        run_refresh(served)
    click.echo("What the marts say beside what is true of the company:")
    context.invoke(verify, truth_file=folder / "truth.json")
    _finish(context.obj, settings, serve)


def _finish(file: Path, settings: "Settings", serve: bool) -> None:
    linked = _link(Path.cwd() / file.name, file)
    command = _own_name() + ("" if linked else f" --config {file}")
    click.echo(
        f"\nThe demo took its settings from {file}. Try next:\n"
        f'  {command} sql "from fct_source_freshness"\n'
        f"  {command} refresh    nothing is new, so nothing is rebuilt\n"
        f"  {command} serve      the boards on http://127.0.0.1:{settings.web.port}\n"
        f"  {command} dev        lineage, runs and checks in the Dagster UI"
    )
    if serve:
        from agent_analytics.cli.serve import run_server

        run_server(settings)


def _own_name() -> str:
    """Return the command as it was called, or its path when the shell would not find it by name."""
    program = Path(sys.argv[0]).absolute()
    if shutil.which(program.name) or not program.is_relative_to(Path.cwd()):
        return program.name
    return str(program.relative_to(Path.cwd()))


def _link(link: Path, file: Path) -> bool:
    """Make the demo's settings those of this folder; return whether they are.

    A demo elsewhere leaves this folder alone, and so does any where settings of one's own are in the way.
    """
    if link == file:
        return True
    if not file.is_relative_to(link.parent) or (link.exists() and not link.is_symlink()):
        return False
    link.unlink(missing_ok=True)
    link.symlink_to(file)
    return True


def _say(text: str) -> None:
    click.echo(f"  {text}")
