"""Turns the rows of usage reports into rows of the raw tables. Pure; fetching belongs to `poll`.

Values pass as they came: the door checks them. A row that is no object, names another day or lacks what
identifies it becomes a dead letter; a field nobody here knows is counted by its name.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import msgspec

from agent_analytics.records import (
    BREAKDOWNS,
    REPORT_DAYS,
    REPOSITORY_DAYS,
    SOURCE_TABLES,
    TEAM_MEMBERS,
    USAGE_DAYS,
    USER_DAYS,
    Table,
)
from ingestion.sources.copilot import fields
from ingestion.sources.copilot.members import (
    RefusedRowError,
    Row,
    identifier,
    part_of,
    parts_of,
    taken,
)
from ingestion.sources.copilot.reports import REPOSITORIES, USAGE, USER_TEAMS, USERS
from ingestion.sources.copilot.rows import rows_of
from ingestion.stretches import DeadLetter, Stretch, deterministic_key
from ingestion.token_parts import is_count, whole_number

Rows = Iterator[tuple[Table, Row]]

_TABLES = {table.name: table for table in SOURCE_TABLES["copilot"]}
_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")
_AGENT = "copilot"


@dataclass(frozen=True, slots=True)
class Report:
    """One report that was read: its key, its content's hash and its day in ISO form."""

    key: str
    content_hash: str
    day: str

    def columns(self, offset: int) -> Row:
        """Return the columns that every row of the report has."""
        return {
            "report_day_id": self.key,
            "content_hash": self.content_hash,
            "file_offset": offset,
        }


@dataclass(frozen=True, slots=True)
class Download:
    """A report as it was fetched, its rows on lines, with its row in `report_days`.

    Its offsets tell how much work it is.
    """

    kind: str
    report: Report
    row: Row
    content: bytes
    to_offset: int
    from_offset: int = 0


def stretch_of(piece: Stretch | Download) -> Stretch:
    """Return what a download says, and its row with how much of it was taken; a stretch as it is."""
    if isinstance(piece, Stretch):
        # On its way to another process a table lost its identity, by which it is told from others.
        piece.records = {_TABLES[table.name]: rows for table, rows in piece.records.items()}
        return piece
    stretch = Stretch(piece.report.key)
    add_rows(stretch, piece.kind, piece.report, rows_of(piece.content))
    stretch.add(REPORT_DAYS, {**piece.row, "row_count": stretch.accepted})
    return stretch


def add_rows(stretch: Stretch, kind: str, report: Report, rows: Iterable[object]) -> None:
    """Add the rows of one report to a stretch, each accepted or refused with a reason."""
    make, known = _KINDS[kind]
    for offset, row in enumerate(rows):
        stretch.received += 1
        if not isinstance(row, dict):
            is_broken = isinstance(row, msgspec.DecodeError)
            reason = "not_json" if is_broken else "not_an_object"
            stretch.dead_letters.append(DeadLetter(reason, f"row {offset}", offset, 0))
            continue
        try:
            if row.get("day", report.day) != report.day:
                message = "names another day than its report"
                raise RefusedRowError(message)
            made = list(make(report, row, offset))
        except RefusedRowError as error:
            letter = DeadLetter("bad_record", f"row {offset} {error}", offset, 0)
            stretch.dead_letters.append(letter)
            continue
        stretch.accepted += 1
        for table, record in made:
            stretch.add(table, record)
        for name in row.keys() - known:
            shown = name if _NAME.fullmatch(name) else "(other)"
            stretch.dropped[_AGENT, "", kind, shown, "unknown"] += 1


def _user_rows(report: Report, row: Row, offset: int) -> Rows:
    user = identifier(row, "user_id")
    yield (
        USER_DAYS,
        {
            "user_day_id": deterministic_key(report.key, user),
            **report.columns(offset),
            **_entity(row),
            "user_number": user,
            "user_login": row.get("user_login"),
            **taken(row, fields.COUNTERS),
            **_features(row),
            "ai_credits": row.get("ai_credits_used"),
            **_used(row),
            "adoption_phase": part_of(row, "ai_adoption_phase").get("phase_number"),
            **_sessions("cli", part_of(row, "totals_by_cli")),
            **_sessions("app", part_of(row, "totals_by_copilot_app")),
        },
    )
    yield from _breakdown_rows(report, row, offset, user, fields.USER_DIMENSIONS)


def _usage_rows(report: Report, row: Row, offset: int) -> Rows:
    yield (
        USAGE_DAYS,
        {
            "usage_day_id": report.key,
            **report.columns(offset),
            **_entity(row),
            **taken(row, fields.ACTIVE_USERS),
            **taken(row, fields.COUNTERS),
            "ai_credits": row.get("ai_credits_used"),
            **_sessions("cli", part_of(row, "totals_by_cli")),
            **_sessions("app", part_of(row, "totals_by_copilot_app")),
            **taken(part_of(row, "pull_requests"), fields.PULL_REQUESTS),
        },
    )
    yield from _breakdown_rows(report, row, offset, None, fields.DIMENSIONS)


def _team_rows(report: Report, row: Row, offset: int) -> Rows:
    user, team = identifier(row, "user_id"), identifier(row, "team_id")
    yield (
        TEAM_MEMBERS,
        {
            "team_member_id": deterministic_key(report.key, user, team),
            **report.columns(offset),
            "user_number": user,
            "user_login": row.get("user_login"),
            "team_number": team,
            "team_slug": row.get("slug"),
        },
    )


def _repository_rows(report: Report, row: Row, offset: int) -> Rows:
    number = identifier(row, "repo_id")
    yield (
        REPOSITORY_DAYS,
        {
            "repository_day_id": deterministic_key(report.key, number),
            **report.columns(offset),
            "repository_number": number,
            "repository_owner": row.get("repo_owner_name"),
            "repository_name": row.get("repo_name"),
            "visibility": row.get("repo_visibility"),
            **taken(part_of(row, "pull_requests"), fields.PULL_REQUESTS),
        },
    )


def _breakdown_rows(
    report: Report, row: Row, offset: int, user: str | None, dimensions: fields.Dimensions
) -> Rows:
    for dimension, (source, first, second) in dimensions.items():
        for part in parts_of(row, source):
            name = part.get(first)
            if not isinstance(name, str):
                continue
            other = part.get(second) if second else None
            counters = taken(part, fields.COUNTERS)
            if counters["interaction_count"] is None:
                counters["interaction_count"] = part.get("interaction_count")
            yield (
                BREAKDOWNS,
                {
                    "breakdown_id": deterministic_key(report.key, user, dimension, name, other),
                    **report.columns(offset),
                    "user_number": user,
                    "dimension": dimension,
                    "name": name,
                    "second_name": other,
                    **counters,
                    "session_count": part.get("session_count"),
                },
            )


def _entity(row: Row) -> Row:
    return {
        "organization_number": row.get("organization_id"),
        "enterprise_number": row.get("enterprise_id"),
    }


def _features(row: Row) -> Row:
    """Return what completions, agents and chats have of the counters; None for a feature that is not told."""
    counts: Row = dict.fromkeys(fields.FEATURE_COUNTS)
    for part in parts_of(row, "totals_by_feature"):
        feature = part.get("feature")
        if not isinstance(feature, str):
            continue
        kind = "chat" if feature.startswith("chat") else feature
        for ours, (of_kind, theirs) in fields.FEATURE_COUNTS.items():
            value = whole_number(part.get(theirs)) if kind == of_kind else None
            if is_count(value):
                counts[ours] = value + (counts[ours] or 0)
    return counts


def _used(row: Row) -> Row:
    used = taken(row, fields.USED)
    if used["used_cloud_agent"] is None:
        used["used_cloud_agent"] = row.get("used_copilot_coding_agent")
    return used


def _sessions(prefix: str, totals: Row) -> Row:
    usage = part_of(totals, "token_usage")
    return {
        f"{prefix}_session_count": totals.get("session_count"),
        f"{prefix}_request_count": totals.get("request_count"),
        f"{prefix}_prompt_count": totals.get("prompt_count"),
        f"{prefix}_prompt_tokens": usage.get("prompt_tokens_sum"),
        f"{prefix}_output_tokens": usage.get("output_tokens_sum"),
    }


_KINDS: dict[str, tuple[Callable[[Report, Row, int], Rows], frozenset[str]]] = {
    USERS: (_user_rows, fields.KNOWN_OF_USERS),
    USAGE: (_usage_rows, fields.KNOWN_OF_USAGE),
    USER_TEAMS: (_team_rows, fields.KNOWN_OF_TEAMS),
    REPOSITORIES: (_repository_rows, fields.KNOWN_OF_REPOSITORIES),
}
"""How a row of each kind of report is read, and the names of its fields."""
