"""The shape of every raw table: one declaration per column, used by the parsers, the loader and the docs.

A column says its kind, what it means, its unit (in the name or the text) and that null means unknown
unless the text says otherwise. Parsers produce plain dicts with these names; `ingestion.landing` refuses
anything else. Derived figures do not belong here: they are SQL.

Each source lands its tables in a schema of its own, `raw_<source>`; every table below except those marked
otherwise exists once per source that produces it.
"""

from agent_analytics.records.company import (
    ASSUMPTIONS,
    BUDGETS,
    MEMBERSHIPS,
    OVERRIDES,
    POLICY_RULES,
)
from agent_analytics.records.copilot import (
    BREAKDOWNS,
    REPOSITORY_DAYS,
    TEAM_MEMBERS,
    USAGE_DAYS,
    USER_DAYS,
)
from agent_analytics.records.copilot_seats import (
    COPILOT_TABLES,
    CREDIT_ITEMS,
    LEGACY_DAYS,
    POLLED_REPORTS,
    REPORT_DAYS,
    SEAT_TOTALS,
    SEATS,
)
from agent_analytics.records.delivery import (
    AMENDMENTS,
    COMMIT_CLAIMS,
    COMMIT_FILES,
    COMMITS,
    MAINLINE_COMMITS,
    REFS,
    REPOSITORIES,
)
from agent_analytics.records.events import EVENTS, METRIC_POINTS
from agent_analytics.records.forge import (
    CHECK_POLLS,
    CHECKS,
    FORGE_TABLES,
    POLLED_REPOSITORIES,
    PULL_REQUEST_COMMITS,
    PULL_REQUEST_EVENTS,
    PULL_REQUEST_REVIEWS,
    PULL_REQUESTS,
)
from agent_analytics.records.loading import DEAD_LETTERS, DROPPED_FIELDS, FILES, OUTCOMES
from agent_analytics.records.prices import PRICES
from agent_analytics.records.shape import Column, Kind, Table

__all__ = [
    "ASSUMPTIONS",
    "BREAKDOWNS",
    "BUDGETS",
    "CHECKS",
    "CHECK_POLLS",
    "COMMITS",
    "COMMIT_CLAIMS",
    "COMMIT_FILES",
    "CREDIT_ITEMS",
    "Column",
    "DEAD_LETTERS",
    "DROPPED_FIELDS",
    "EVENTS",
    "FILES",
    "FILE_SOURCE_TABLES",
    "Kind",
    "LEGACY_DAYS",
    "MAINLINE_COMMITS",
    "MEMBERSHIPS",
    "METRIC_POINTS",
    "OUTCOMES",
    "OVERRIDES",
    "POLICY_RULES",
    "POLLED_REPORTS",
    "POLLED_REPOSITORIES",
    "PRICES",
    "PULL_REQUESTS",
    "PULL_REQUEST_COMMITS",
    "PULL_REQUEST_EVENTS",
    "PULL_REQUEST_REVIEWS",
    "REFS",
    "AMENDMENTS",
    "REPORT_DAYS",
    "REPOSITORIES",
    "REPOSITORY_DAYS",
    "SEATS",
    "SEAT_TOTALS",
    "SOURCE_TABLES",
    "TEAM_MEMBERS",
    "Table",
    "USAGE_DAYS",
    "USER_DAYS",
]

FILE_SOURCE_TABLES = (FILES, OUTCOMES, DEAD_LETTERS, DROPPED_FIELDS)
"""Bookkeeping that every source which reads files lands beside its own tables."""

SOURCE_TABLES: dict[str, tuple[Table, ...]] = {
    "claude_code": (EVENTS, *FILE_SOURCE_TABLES),
    "codex": (EVENTS, *FILE_SOURCE_TABLES),
    "copilot_cli": (EVENTS, *FILE_SOURCE_TABLES),
    "litellm": (EVENTS, *FILE_SOURCE_TABLES),
    "gemini_cli": (EVENTS, *FILE_SOURCE_TABLES),
    "opencode": (EVENTS, *FILE_SOURCE_TABLES),
    "otlp": (EVENTS, METRIC_POINTS, *FILE_SOURCE_TABLES),
    "hooks": (EVENTS, *FILE_SOURCE_TABLES),
    "spool": (EVENTS, METRIC_POINTS, OUTCOMES, DEAD_LETTERS, DROPPED_FIELDS),
    "git": (
        REPOSITORIES,
        COMMITS,
        COMMIT_FILES,
        COMMIT_CLAIMS,
        AMENDMENTS,
        MAINLINE_COMMITS,
        REFS,
        OUTCOMES,
        DEAD_LETTERS,
    ),
    "github": (*FORGE_TABLES, OUTCOMES, DEAD_LETTERS),
    "copilot": (*COPILOT_TABLES, OUTCOMES, DEAD_LETTERS, DROPPED_FIELDS),
    "copilot_legacy": (LEGACY_DAYS, *FILE_SOURCE_TABLES),
    "prices": (PRICES,),
    "company": (OVERRIDES, MEMBERSHIPS, BUDGETS, ASSUMPTIONS, POLICY_RULES),
}
"""Raw tables by source; the schema is `raw_<source>`."""
