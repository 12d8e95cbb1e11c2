"""`agent-analytics init` and `uninstall`: point coding agents here, and take it back."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.ports import base_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent_analytics.setup.files import Change
    from agent_analytics.setup.wish import Conflict, Wish

_CLIENT_NAMES = ("claude-code", "codex", "gemini-cli", "copilot-cli")

_NEXT = """
Next:
  agent-analytics collect    receives the telemetry (leave it running)
  restart the agents         they read their settings when they start
  agent-analytics refresh    brings what arrived into the marts
Undo everything with: agent-analytics uninstall"""


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask; apply what is shown.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option(
    "--client",
    "clients",
    multiple=True,
    type=click.Choice(_CLIENT_NAMES),
    help="Set up this agent; may be repeated. Default: every agent found in the home directory.",
)
@click.option(
    "--endpoint",
    default="http://127.0.0.1:4318",
    show_default=True,
    callback=base_address,
    help="OTLP/HTTP address.",
)
@click.option(
    "--api-key", envvar="AGENT_ANALYTICS_INGEST_KEY", help="Ingest key, for a server elsewhere."
)
@click.option(
    "--tier", type=click.IntRange(1, 3), help="Privacy tier; default: the setting privacy.tier."
)
@click.option("--team", help="Team to name in the telemetry.")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Change only this project's settings, where the agent has such.",
)
@click.option("--user", is_flag=True, help="Change the user's settings (the default).")
@click.option(
    "--hooks",
    type=click.Choice(("command", "none")),
    help="How Claude Code reports its hooks: by a command that never makes it wait (default), or not at all.",
)
@click.option(
    "--git",
    "repositories",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Tell of each commit in this repository (post-commit hook); may be repeated. Not needed for one"
    " that is listed under sources.git.",
)
@click.option("--replace", is_flag=True, help="Replace telemetry settings that point elsewhere.")
@click.option(
    "--keep-history/--no-keep-history",
    default=None,
    help="Keep Claude Code's transcripts for 13 months instead of its 30 days; asked if not given.",
)
@click.pass_obj
def init(config: Path | None, /, **options: object) -> None:
    """Set up coding agents to send their telemetry here.

    Shows every file it will change as a diff, keeps a copy of each, and leaves everything else in them as it
    is: order, comments and other settings. Running it again changes nothing more.
    """
    _Setup(config, options).run()


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def uninstall(config: Path | None, *, yes: bool) -> None:
    """Restore every file that `init` changed, byte for byte.

    A file that somebody changed since keeps those changes and loses what `init` put there; where the two
    cannot be told apart it is left alone, and named with its copy. The data stay.
    """
    from agent_analytics.settings import load_settings
    from agent_analytics.setup.files import Journal

    journal = Journal(load_settings(config).settings.paths.setup)
    paths = journal.paths()
    if not paths:
        click.echo("Nothing is set up; there is nothing to undo.")
        return
    for path in paths:
        click.echo(f"  {path}")
    if not yes:
        click.confirm("Restore these files?", abort=True)
    backups = {path: journal.backup_of(path) for path in paths}
    done = journal.undo()
    click.echo(f"Restored {len(done.restored)} of {len(paths)} files.")
    for path in done.mended:
        click.echo(f"Changed since; that was kept, and what `init` put there taken out: {path}")
    for path in done.left:
        click.echo(f"Left as it is, because it changed since: {path}")
        click.echo(f"  as it was before: {backups[path] or 'it did not exist'}")


class _Setup:
    """One run of `init`."""

    def __init__(self, config: Path | None, options: dict[str, object]) -> None:
        from agent_analytics.settings import load_settings

        self._settings = load_settings(config).settings
        self._options = options
        self._yes = bool(options["yes"])

    def run(self) -> None:
        """Show, ask, apply."""
        from agent_analytics.setup.clients import CLIENTS, planned
        from agent_analytics.setup.files import Journal

        home = Path.home()
        names = self._options["clients"] or [n for n, c in CLIENTS.items() if c.is_present(home)]
        wish = self._wish(home, names)  # type: ignore[arg-type]
        if not names and not self._options["repositories"]:
            click.echo(
                f"No coding agent was found in {wish.home}. Name one with --client,"
                f" e.g. --client {_CLIENT_NAMES[0]}."
            )
            return
        changes, conflicts = planned(wish, names)  # type: ignore[arg-type]
        changes = self._with_history(wish, changes, names)  # type: ignore[arg-type]
        changes += self._of_repositories(wish) + _of_delivery(wish)
        self._show(wish, changes, conflicts)
        if not changes:
            self._prepare(wish)
            click.echo("Everything is set up already; nothing to change.")
            return
        if self._options["dry_run"]:
            click.echo("Nothing was written (--dry-run).")
            return
        if not self._yes:
            click.confirm(f"Change {len(changes)} files?", abort=True)
        self._prepare(wish)
        written = Journal(self._settings.paths.setup).apply(changes)
        click.echo(f"Changed {len(written)} files.{_NEXT}")

    def _prepare(self, wish: "Wish") -> None:
        """Make the folder that hooks append to, for its owner only."""
        from ingestion.spool.folder import SpoolFolder

        if wish.hook_spool is not None and not self._options["dry_run"]:
            self._settings.paths.prepare()
            SpoolFolder(wish.hook_spool).prepare()

    def _wish(self, home: Path, names: "Sequence[str]") -> "Wish":
        from agent_analytics.setup.wish import Wish

        options = self._options
        wish = Wish(
            home=home,
            http=str(options["endpoint"]),
            key=options["api_key"] or None,  # type: ignore[arg-type]
            tier=options["tier"] or self._settings.privacy.tier,  # type: ignore[arg-type]
            team=options["team"] or None,  # type: ignore[arg-type]
            project=options["project"],  # type: ignore[arg-type]
            replace=bool(options["replace"]),
        )
        has_hooks = "claude-code" in names and options["hooks"] != "none"
        uses = wish.is_local or has_hooks or options["repositories"]
        spool = self._settings.paths.hooks_of(is_local=wish.is_local) if uses else None
        return replace(wish, has_hooks=has_hooks, hook_spool=spool)

    def _with_history(
        self, wish: "Wish", changes: "list[Change]", names: "Sequence[str]"
    ) -> "list[Change]":
        """Offer to keep transcripts longer: the client deletes them, and with them the history."""
        from agent_analytics.setup import claude_code
        from agent_analytics.setup.files import Change, current

        keeps = self._options["keep_history"]
        days = claude_code.retention_days(wish.home)
        if "claude-code" not in names or keeps is False or days >= claude_code.KEPT_DAYS:
            return changes
        if keeps is None:
            click.echo(
                f"Claude Code deletes its transcripts after {days} days, and with them their history."
            )
            if self._yes or not click.confirm(f"Keep them for {claude_code.KEPT_DAYS} days?"):
                return changes
        path = claude_code.settings_file(replace(wish, project=None))
        content = current(path)
        plan = next(
            (change for change in changes if change.path == path),
            Change(path, content, content or b"", "retention of transcripts"),
        )
        others = [change for change in changes if change.path != path]
        return [claude_code.keeping_history(wish, plan), *others]

    def _of_repositories(self, wish: "Wish") -> "list[Change]":
        """Return what makes repositories tell of commits, and say which need or take nothing."""
        from agent_analytics.setup import git_hook
        from ingestion.sources.git.clones import Clone, find_clones

        asked: list[Path] = self._options["repositories"]  # type: ignore[assignment]
        listed = {
            clone.common_directory
            for clone in find_clones(self._settings.sources.git.repositories if asked else ())
            if isinstance(clone, Clone)
        }
        changes = []
        for repository in asked:
            found = [c for c in find_clones([str(repository)]) if isinstance(c, Clone)]
            if found and found[0].common_directory in listed:
                click.echo(f"{repository} is listed under sources.git: its commits are read there.")
                continue
            plan = git_hook.plan(repository, wish)
            if plan.note:
                click.echo(f"Note: {plan.note}.")
            changes += [change for change in plan.changes if change.is_needed]
        return changes

    def _show(
        self, wish: "Wish", changes: "Sequence[Change]", conflicts: "Sequence[Conflict]"
    ) -> None:
        from agent_analytics.cli.printing import printable

        for change in changes:
            click.echo(f"{change.purpose}:")
            text = change.diff()
            click.echo(printable(text.replace(wish.key, "***") if wish.key else text, keep="\t\n"))
        for conflict in conflicts:
            click.echo(
                f"Left as it is: {conflict.setting} in {conflict.path} is {conflict.present},"
                f" not {conflict.wanted} (--replace changes it)."
            )


def _of_delivery(wish: "Wish") -> "list[Change]":
    """Return what tells hooks to have their events delivered, where nobody loads them on this machine."""
    from agent_analytics.setup import delivery
    from agent_analytics.setup.files import Change, current

    if wish.is_local or wish.hook_spool is None:
        return []
    path = wish.hook_spool / delivery.RECEIVER
    address = delivery.address_text(wish.http, wish.key)
    change = Change(path, current(path), address, "where hooks deliver", is_private=True)
    return [change] if change.is_needed else []
