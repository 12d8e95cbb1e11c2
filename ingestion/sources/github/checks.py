"""Turns checks into rows, as GraphQL and as REST give them: one check has the same key from both. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from ingestion.landing import deterministic_key
from ingestion.sources.github import wire

COMPLETED = "completed"
_WAITING = {"EXPECTED", "PENDING"}
_UNKNOWN_APP = "unknown"

Row = dict[str, Any]


def check_row(hosted_repository_id: str, sha: str | None, context: wire.Context) -> Row:
    """Return the row of a check run, or of a plain status in the words of one."""
    if context.context is not None:
        waiting = context.state in _WAITING
        return {
            **_key(hosted_repository_id, sha, context.id),
            "name": context.context,
            "app": None,
            "status": "in_progress" if waiting else COMPLETED,
            "conclusion": None if waiting else lower(context.state),
            "started_at": moment(context.created_at),
            "completed_at": None,
        }
    app = context.check_suite.app if context.check_suite else None
    return {
        **_key(hosted_repository_id, sha, context.database_id),
        "name": context.name,
        "app": (app.slug if app else None) or _UNKNOWN_APP,
        "status": lower(context.status),
        "conclusion": lower(context.conclusion),
        "started_at": moment(context.started_at),
        "completed_at": moment(context.completed_at),
    }


def check_run_rows(
    hosted_repository_id: str, sha: str, runs: Iterable[wire.CheckRun]
) -> Iterator[Row]:
    """Yield one row per check run of a commit."""
    for run in runs:
        yield {
            **_key(hosted_repository_id, sha, run.id),
            "name": run.name,
            "app": (run.app.slug if run.app else None) or _UNKNOWN_APP,
            "status": lower(run.status),
            "conclusion": lower(run.conclusion),
            "started_at": moment(run.started_at),
            "completed_at": moment(run.completed_at),
        }


def is_unfinished(row: Row) -> bool:
    """Return whether a check run is still to be completed; plain statuses change with their pull request."""
    return row["app"] is not None and row["status"] != COMPLETED


def moment(text: str | None) -> datetime | None:
    """Return one of GitHub's times; None for none, and for text that is no time with a zone."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def lower(word: str | None) -> str | None:
    """Return an enumeration's word as the raw tables spell it; None for none."""
    return word.lower() if word else None


def _key(hosted_repository_id: str, sha: str | None, number: object) -> Row:
    return {
        "check_id": deterministic_key(hosted_repository_id, sha, number),
        "hosted_repository_id": hosted_repository_id,
        "sha": sha,
    }
