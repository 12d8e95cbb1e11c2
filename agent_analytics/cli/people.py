"""`agent-analytics people`: who is who, why, and decisions where evidence is not enough."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.groups import Group

if TYPE_CHECKING:
    from agent_analytics.settings import Settings

_EXAMPLES = """\b
Examples:
  agent-analytics people list --conflicts          who may be one person
  agent-analytics people explain ana@private.example
  agent-analytics people merge ana@private.example ana@firm.example --reason "told us"
  agent-analytics people split shared@firm.example
  agent-analytics people exclude build@firm.example
"""

_PEOPLE = """
    select developers.display_name, developers.email, developers.team,
        count(handles.handle) as handles, developers.last_seen_at
    from dim_developers as developers
    left join dim_developer_handles as handles
        on developers.developer_key = handles.developer_key
    group by all
    order by developers.display_name, developers.email
"""
_CONFLICTS = """
    select left_email, right_email, rules, refusals, session_count, commit_count
    from fct_identity_conflicts
    order by session_count + commit_count desc, left_email, right_email
"""
_HANDLES = """
    with wanted as (
        select developer_key, handle_key
        from dim_developer_handles
        where lower(handle) = lower({handle})
    )
    select kind, handle, coalesce(developer_email, '–') as person, method
    from dim_developer_handles
    where developer_key in (select developer_key from wanted)
        or handle_key in (select handle_key from wanted)
    order by kind, handle
"""
_EVIDENCE = """
    with wanted as (
        select developer_key
        from dim_developer_handles
        where lower(handle) = lower({handle})
    )
    select left_email, right_email, evidence_rule, shared_value, strength,
        case when is_accepted then 'one person' else refusal end as verdict
    from fct_identity_evidence
    where left_developer_key in (select developer_key from wanted)
        or right_developer_key in (select developer_key from wanted)
    order by is_accepted desc, left_email, right_email, evidence_rule
"""


@click.group(cls=Group, epilog=_EXAMPLES)
def people() -> None:
    """List people, explain why handles are one person, and decide where evidence is not enough.

    Decisions are lines of company/people.csv in the data directory; they hold from the next refresh on.
    """


@people.command("list")
@click.option("--conflicts", is_flag=True, help="Addresses that may be one person and are not.")
@click.pass_obj
def list_people(config: Path | None, conflicts: bool) -> None:
    """Print the people that were seen, or what somebody should decide."""
    _print(_settings(config), _CONFLICTS if conflicts else _PEOPLE)


@people.command()
@click.argument("handle")
@click.pass_obj
def explain(config: Path | None, handle: str) -> None:
    """Print the person behind HANDLE, all other handles of that person, and every piece of evidence."""
    from agent_analytics.company.people import read_overrides
    from agent_analytics.errors import StatementError

    settings = _settings(config)
    quoted = "'" + handle.replace("'", "''") + "'"
    if not _print(settings, _HANDLES.format(handle=quoted)):
        message = f"nobody was seen as {handle!r}; `people list` shows who was"
        raise StatementError(message)
    click.echo("")
    _print(settings, _EVIDENCE.format(handle=quoted))
    for decision in read_overrides(settings.paths.overrides):
        if handle.lower() in {decision.handle, decision.email}:
            owner = f" into {decision.email}" if decision.email else ""
            click.echo(f"decided: {decision.action} {decision.handle}{owner} {decision.reason}")


_reason = click.option(
    "--reason", default="", help="Why, for whoever reads it later; kept in the file only."
)


@people.command()
@click.argument("handle")
@click.argument("email")
@_reason
@click.pass_obj
def merge(config: Path | None, handle: str, email: str, reason: str) -> None:
    """Decide that HANDLE (address, login, account or installation) is the person with EMAIL."""
    _decide(config, handle, "merge", email, reason)


@people.command()
@click.argument("handle")
@_reason
@click.pass_obj
def split(config: Path | None, handle: str, reason: str) -> None:
    """Decide that the address HANDLE is a person of its own, whatever speaks for another."""
    _decide(config, handle, "split", "", reason)


@people.command()
@click.argument("handle")
@_reason
@click.pass_obj
def exclude(config: Path | None, handle: str, reason: str) -> None:
    """Decide that the address HANDLE is a bot's or a role's and connects nobody."""
    _decide(config, handle, "exclude", "", reason)


def _decide(config: Path | None, handle: str, action: str, email: str, reason: str) -> None:
    from agent_analytics.company.people import Override, decide

    paths = _settings(config).paths
    paths.prepare()
    file = paths.overrides
    decide(file, [Override(handle.strip().lower(), action, email.strip().lower(), reason)])
    click.echo(f"Written to {file}. Run `agent-analytics refresh` to apply it.")


def _settings(config: Path | None) -> "Settings":
    from agent_analytics.settings import load_settings

    return load_settings(config).settings


def _print(settings: "Settings", query: str) -> bool:
    """Print an answer as a table and return whether it had rows."""
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.serving import ask

    with ask(settings, query) as answer:
        rows = list(answer.rows)
        for line in table_lines(answer.columns, rows):
            click.echo(line)
    return bool(rows)
