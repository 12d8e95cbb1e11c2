"""Writes the dbt descriptions of raw tables and base models from `agent_analytics.records`.

A raw column is described once, in `records`; the files this script writes repeat it for dbt and are not
edited by hand. `--check` writes nothing and names the files that differ. What models make of the raw
columns is described beside the models.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from agent_analytics.records import EVENTS, METRIC_POINTS, SOURCE_TABLES, Column, Table
from ingestion.pipeline import SQL_TYPES
from scripts.generated import ROOT, settle

STAGING = ROOT / "dbt_project" / "models" / "staging"
NOTICE = (
    "# Written by scripts/raw_table_docs.py from agent_analytics/records: run it after a change.\n"
)

SOURCE_ABOUT = {
    "claude_code": "Transcripts of Claude Code.",
    "codex": "Rollouts of Codex.",
    "copilot_cli": "Session files of GitHub Copilot CLI.",
    "litellm": "Logs of a LiteLLM proxy.",
    "gemini_cli": "Chat files of Gemini CLI.",
    "opencode": "opencode's database, or the JSON files before it.",
    "otlp": "OpenTelemetry files written by a collector.",
    "hooks": "Events of hooks, and commits that no receiver took.",
    "spool": "Telemetry and hook events that the receiver took.",
    "git": "Local clones of git repositories.",
    "github": "Pull requests, reviews and checks of repositories on GitHub.",
    "copilot": "GitHub's reports on the use of Copilot, its seats and its bills.",
    "copilot_legacy": "Saved answers of GitHub's closed metrics interface for Copilot.",
    "prices": "The dated price book.",
    "company": "What people state about their own company.",
}

FRESHNESS_DAYS = defaultdict(lambda: 7, prices=40, company=400)
"""Days without a new batch after which a source is called stale; sources are often idle over a weekend."""

QUIET_TABLES = {
    "dead_letters",
    "dropped_fields",
    "commit_claims",
    "amendments",
    "mainline_commits",
    "checks",
    "check_polls",
    "overrides",
    "memberships",
    "budgets",
    "assumptions",
}
"""Tables that a healthy source may leave untouched, so that silence says nothing."""

SOURCE_NAME = Column("source_name", "text", "Source that landed the row; never null.")
SESSION_KEY = Column("session_key", "text", "Key of agent and session; never null.")
JUDGED = (
    Column("session_ended_at", "timestamp", "Last event of the session; null without a session."),
    Column("is_copy", "bool", "Whether a fork copied the row from its parent; never null."),
    Column("usage_key", "text", "Key of the model request as this layer tells it; never null."),
    Column("tool_call_key", "text", "Key of the tool call; that of the row when it is none."),
    Column("prompt_key", "text", "Key of the prompt; that of the row when it belongs to none."),
    Column("error_key", "text", "Key of the error report; never null."),
)
"""What `stg_agent_events` says of a row beyond what its source reported."""

BASE_MODELS: dict[str, dict[str, tuple[Table, tuple[Column, ...]]]] = {
    **{
        source: {
            f"base_{source}__{table.name}": (table, (SOURCE_NAME,))
            for table in tables
            if table in (EVENTS, METRIC_POINTS)
        }
        for source, tables in SOURCE_TABLES.items()
        if EVENTS in tables
    },
    "agents": {
        "base_agents__landed_events": (EVENTS, (SOURCE_NAME,)),
        "base_agents__events": (EVENTS, (SOURCE_NAME, SESSION_KEY)),
        "base_agents__metric_points": (METRIC_POINTS, (SOURCE_NAME, SESSION_KEY)),
        "stg_agent_events": (EVENTS, (SOURCE_NAME, SESSION_KEY, *JUDGED)),
    },
}
"""Models that pass a raw table on, by folder, with the columns they add."""


def rendered() -> dict[Path, str]:
    """Return the text of every file this script owns, by path."""
    files = {
        STAGING / source / f"_{source}__sources.yml": "\n".join(_source(source, tables)) + "\n"
        for source, tables in SOURCE_TABLES.items()
    }
    for folder, models in BASE_MODELS.items():
        lines = ["models:"]
        for name, (table, added) in models.items():
            lines += _base_model(name, table, added)
        files[STAGING / folder / f"_{folder}__base.yml"] = "\n".join(lines) + "\n"
    return {path: NOTICE + text for path, text in files.items()}


def _source(source: str, tables: tuple[Table, ...]) -> Iterator[str]:
    yield from (
        "sources:",
        f"  - name: {source}",
        f"    schema: raw_{source}",
        f"    description: {json.dumps(SOURCE_ABOUT[source])}",
        "    config:",
        "      loaded_at_field: try_strptime(left(batch_id, 15), '%Y%m%dT%H%M%S')",
        "      freshness:",
        f"        warn_after: {{count: {FRESHNESS_DAYS[source]}, period: day}}",
        "    tables:",
    )
    for table in tables:
        yield f"      - name: {table.name}"
        yield f"        description: {json.dumps(table.about, ensure_ascii=False)}"
        if table.name in QUIET_TABLES:
            yield "        config: {freshness: null}"
        yield "        columns:"
        for column in table.columns:
            # Keys are tested where staging reads them: each test costs every refresh.
            yield from _column(column, "          ")


def _base_model(name: str, table: Table, added: tuple[Column, ...]) -> Iterator[str]:
    yield f"  - name: {name}"
    yield f"    description: {json.dumps(table.about, ensure_ascii=False)}"
    yield "    columns:"
    for column in (*table.columns, *added):
        yield from _column(column, "      ")
        if column.name == table.key:
            yield "        data_tests: [is_key]"


def _column(column: Column, indent: str) -> Iterator[str]:
    yield f"{indent}- name: {column.name}"
    yield f"{indent}  data_type: {SQL_TYPES[column.kind]}"
    yield f"{indent}  description: {json.dumps(column.about, ensure_ascii=False)}"


if __name__ == "__main__":
    sys.exit(settle(rendered(), sys.argv[1:]))
