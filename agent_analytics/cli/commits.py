"""`agent-analytics commits`: why a commit counts as an agent's work, or as nobody's but its author's."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent_analytics.cli.groups import Group

if TYPE_CHECKING:
    from agent_analytics.serving.commits import CommitEvidence

_EXAMPLES = """\b
Examples:
  agent-analytics commits explain 8f3a11c
  agent-analytics commits explain 8f3a11c --format json
"""

_WORDS = {
    "commit_seen": "the agent's own client saw this commit, or an earlier version of it, being made",
    "note": "an authorship note of the commit names the session",
    "session_trailer": "the message of the commit names the session",
    "trace": "an agent-trace record of a file of the commit names the session",
    "lines": "{matched} lines that the session wrote are in the commit ({share} of those that prove something)",
    "few_lines": "{matched} of the few lines that prove something were written by the session ({share})",
    "files_and_claim": "the session edited files of the commit, which itself names this agent",
    "files": "the session edited files of the commit; which lines it wrote is not known",
    "time_and_claim": "same person, repository and time, and the commit itself names this agent",
    "time": "same person, repository and time, nothing else",
    "time_beside": "same person, repository and time, but none of the session's edits is in the commit",
    "stray_lines": "only {matched} lines in common, in files that the session did not edit ({share})",
    "other_lines": "the session edited a file of the commit, but none of its lines is in it",
}
"""What each kind of evidence means; marts hold its name."""

_CLAIMS = {
    "note": "an authorship note",
    "trailer": "a trailer of the message",
    "session_trailer": "a trailer of the message",
    "body_line": "a line of the message",
    "author": "its author or committer",
    "trace": "an agent-trace record",
}
_HOUR, _MINUTE = 3600, 60


@click.group(cls=Group, epilog=_EXAMPLES)
def commits() -> None:
    """Tell which agent took part in a commit."""


@commits.command()
@click.argument("sha")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="In words, or as a list of commits with the columns of the marts, links below each.",
)
@click.pass_obj
def explain(config: Path | None, sha: str, format_name: str) -> None:
    """Print the evidence for and against an agent's part in the commit SHA, in words.

    Weak evidence is shown, too, with what it lacks. SHA may be abbreviated.
    """
    from agent_analytics.cli.printing import json_text, printable
    from agent_analytics.serving.commits import commit_evidence
    from agent_analytics.settings import load_settings

    evidence = commit_evidence(load_settings(config).settings, sha)
    if format_name == "json":
        click.echo(json_text([{**found.commit, "links": found.links} for found in evidence]))
        return
    for number, found in enumerate(evidence):
        if number:
            click.echo()
        for line in _told(found):
            click.echo(printable(line))


def _told(found: "CommitEvidence") -> Iterator[str]:
    commit = found.commit
    yield f"commit     {commit['sha']}"
    yield f"repository {commit['repository_name'] or commit['repository_key']}"
    yield f"committed  {commit['committed_at'].isoformat()}"
    yield f"verdict    {_verdict(commit)}"
    yield f"lines      {_lines(commit)}"
    if commit["claim_kind"]:
        yield f"claim      {_CLAIMS[commit['claim_kind']]} names an agent"
    if commit["reverted_at"]:
        yield f"reverted   {commit['reverted_at'].isoformat()}"
    if commit["is_superseded"]:
        yield "later      an amended or rebased version of it is in the repository, too"
    yield ""
    if not found.links:
        yield "No session is tied to it: none is known that saw it, wrote its lines or edited its files."
    for link in found.links:
        yield from _link(link)


def _verdict(commit: Mapping[str, Any]) -> str:
    if commit["is_merge"]:
        return "a merge; merges are nobody's work"
    if commit["is_assisted"]:
        return f"made with {commit['agent']}, confidence {commit['confidence']:.2f}"
    if commit["confidence"]:
        return f"not an agent's as far as is known; the best trace has confidence {commit['confidence']:.2f}"
    return "not an agent's as far as is known; no trace of one"


def _lines(commit: Mapping[str, Any]) -> str:
    if commit["lines_added"] is None:
        return "unknown: the clone is shallow and cut off here; `git fetch --unshallow` shows them"
    if commit["agent_lines"] is None:
        return f"{commit['lines_added']:,} added"
    kinds = (
        ("agent_lines", "by agents"),
        ("human_lines", "by people"),
        ("unknown_lines", "by nobody knows whom"),
        ("moved_lines", "moved or formatted"),
        ("generated_lines", "generated"),
    )
    parts = [f"{commit[column]:,} {words}" for column, words in kinds if commit[column]]
    return f"{commit['lines_added']:,} added" + (f": {', '.join(parts)}" if parts else "")


def _link(link: Mapping[str, Any]) -> Iterator[str]:
    weight = "counts" if link["is_linked"] else "too weak to count"
    model = f", {link['model']}" if link["model"] else ""
    yield f"session {link['session_id']} ({link['agent']}{model}): {link['confidence']:.2f}, {weight}"
    share = link["matched_line_share"]
    yield "  " + _WORDS[link["method"]].format(
        matched=link["matched_line_count"], share="–" if share is None else f"{share:.0%}"
    )
    if link["agent_lines"]:
        yield f"  {link['agent_lines']:,} added lines are its"
    if link["is_copy"]:
        yield "  the lines came with an earlier commit, which this one squashes or picks"
    if link["link_lead_seconds"] is not None:
        yield f"  committed {_duration(link['link_lead_seconds'])} after its last edit in it"


def _duration(seconds: int) -> str:
    if seconds >= _HOUR:
        return f"{seconds / _HOUR:.1f} h"
    return f"{seconds // _MINUTE} min" if seconds >= _MINUTE else f"{seconds} s"
