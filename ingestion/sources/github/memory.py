"""What earlier loads of the GitHub source left in the warehouse: how far each repository was read."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from agent_analytics.records import CHECK_POLLS, OUTCOMES, POLLED_REPOSITORIES
from agent_analytics.settings import Settings
from ingestion.landing import deterministic_key
from ingestion.pipeline import read_table

Row = dict[str, Any]

CHECKS_MATTER = timedelta(days=7)
"""Checks that are not completed after this long never will be."""

_BOOKKEEPING = ("batch_id", "_dlt_load_id", "_dlt_id")


@dataclass(slots=True)
class Memory:
    """Rows of the repositories by key, records received so far by scope, and checks to look at again."""

    repositories: dict[str, Row] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    checks: list[Row] = field(default_factory=list)
    known_checks: set[str] = field(default_factory=set)

    def of_repository(self, name: str) -> Row:
        """Return the row of a configured repository; one that was never asked for is empty but for its name."""
        key = deterministic_key("polled", name.lower())
        empty: Row = dict.fromkeys(POLLED_REPOSITORIES.names())
        stored = self.repositories.get(key, {})
        row = {**empty, **stored, "polled_repository_id": key, "name": name}
        return {column: value for column, value in row.items() if column not in _BOOKKEEPING}

    def paused_until(self, now: datetime) -> datetime | None:
        """Return when GitHub may be asked again; None when it may now. The limit is the token's."""
        pauses = [row["paused_until_at"] for row in self.repositories.values()]
        return max((until for until in pauses if until and until > now), default=None)


def recall(settings: Settings) -> Memory:
    """Return what is known of every repository."""
    memory = Memory()
    for row in read_table(settings, "github", POLLED_REPOSITORIES.name):
        memory.repositories[row["polled_repository_id"]] = row
    for row in read_table(settings, "github", OUTCOMES.name, "file_key, to_offset"):
        scope = row["file_key"]
        memory.received[scope] = max(memory.received[scope], row["to_offset"])
    oldest = datetime.now(UTC) - CHECKS_MATTER
    for row in read_table(settings, "github", CHECK_POLLS.name):
        memory.known_checks.add(row["check_poll_id"])
        if not row["is_settled"] and row["first_read_at"] > oldest:
            kept = {name: value for name, value in row.items() if name not in _BOOKKEEPING}
            memory.checks.append(kept)
    return memory
