"""What the public tables say of one commit: the commit itself and every session tied to it.

How it is put into words is the command's concern; what ties a commit to a session was decided by the models.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from agent_analytics.errors import QueryError
from agent_analytics.serving.snapshots import open_snapshot
from agent_analytics.settings import Settings

MIN_DIGITS = 4

Row = Mapping[str, Any]

_COMMITS = """
    select commits.*, repositories.repository_name, repositories.is_shallow
    from fct_git_commits as commits
    left join dim_repositories as repositories
        on commits.repository_key = repositories.repository_key
    where starts_with(commits.sha, ?)
    order by commits.sha, repositories.repository_name
"""
_LINKS = """
    select *
    from fct_commit_attribution
    where commit_key = ?
    order by confidence desc, committed_at - evidence_at, session_id
"""


@dataclass(frozen=True, slots=True)
class CommitEvidence:
    """A commit of one repository, and its links, surest first, weak ones included."""

    commit: Row
    links: tuple[Row, ...]


def commit_evidence(settings: Settings, sha: str) -> list[CommitEvidence]:
    """Return the evidence for the commit that a hash, whole or abbreviated, names; one per repository it is in.

    Raises `QueryError` when the text is no hash, or names no commit or several.
    """
    digits = sha.strip().lower()
    if not re.fullmatch(rf"[0-9a-f]{{{MIN_DIGITS},64}}", digits):
        message = f"`{sha}` is no commit hash; give at least {MIN_DIGITS} of its hexadecimal digits"
        raise QueryError(message)
    with open_snapshot(settings) as connection:
        commits = _rows(connection, _COMMITS, digits)
        shas = sorted({commit["sha"] for commit in commits})
        if len(shas) != 1:
            raise QueryError(_not_one(digits, shas))
        return [
            CommitEvidence(commit, _rows(connection, _LINKS, commit["commit_key"]))
            for commit in commits
        ]


def _not_one(digits: str, shas: list[str]) -> str:
    if shas:
        return f"{digits} is ambiguous; give more digits: {', '.join(shas[:5])}"
    return (
        f"no commit {digits} in the current snapshot; is its clone in sources.git.repositories, "
        "and was `agent-analytics refresh` run since?"
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str, value: str) -> tuple[Row, ...]:
    try:
        connection.execute(query, [value])
    except duckdb.Error as error:
        message = f"{error}\nThe snapshot may be of an older version; run `agent-analytics refresh`"
        raise QueryError(message) from error
    names = [column[0] for column in connection.description or ()]
    return tuple(dict(zip(names, row, strict=True)) for row in connection.fetchall())
