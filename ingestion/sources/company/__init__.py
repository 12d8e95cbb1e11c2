"""What people state about their company: the files `company/*.csv` of the data directory.

A line that is taken out of a file stays as a row that says so, since rows are merged by key and an empty
file says something, too. Reading and writing the files belongs to `agent_analytics.company`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import astuple
from typing import Any

from agent_analytics.company.people import read_memberships, read_overrides
from agent_analytics.company.policy import read_policy
from agent_analytics.company.spending import read_assumptions, read_budgets
from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import (
    ASSUMPTIONS,
    BUDGETS,
    MEMBERSHIPS,
    OVERRIDES,
    POLICY_RULES,
    Table,
)
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.landing import Stretch, deterministic_key, land
from ingestion.pipeline import LoadReport

SOURCE = "company"

Rows = dict[str, dict[str, Any]]


def load(settings: Settings) -> LoadReport:
    """Load what the files say now and return what changed.

    The caller holds the writer lock. Raises `StatementError` for a line that cannot be meant.
    """
    stated = {
        OVERRIDES: _overrides(settings),
        MEMBERSHIPS: _memberships(settings),
        BUDGETS: _budgets(settings),
        ASSUMPTIONS: _assumptions(settings),
        POLICY_RULES: _policy_rules(settings),
    }
    policy = policy_of(settings)
    return pipeline.load(
        settings, SOURCE, lambda: land(SOURCE, _stretches(settings, stated), policy)
    )


def _stretches(settings: Settings, stated: Mapping[Table, Rows]) -> Iterator[Stretch]:
    records = {
        table: [*_changed(settings, table, rows), *_taken_back(settings, table, rows)]
        for table, rows in stated.items()
    }
    count = sum(map(len, records.values()))
    if count:
        yield Stretch(SOURCE, received=count, accepted=count, records=records)


def _changed(settings: Settings, table: Table, rows: Rows) -> Iterator[dict[str, Any]]:
    """Yield what is not stored yet; a key covers everything its row says."""
    current = {row[table.key] for row in _stored(settings, table) if not row["is_removed"]}
    yield from (row for key, row in rows.items() if key not in current)


def _taken_back(settings: Settings, table: Table, rows: Rows) -> Iterator[dict[str, Any]]:
    for row in _stored(settings, table):
        if row[table.key] not in rows and not row["is_removed"]:
            kept = {name: value for name, value in row.items() if name != "batch_id"}
            yield kept | {"is_removed": True}


def _stored(settings: Settings, table: Table) -> list[dict[str, Any]]:
    return pipeline.read_table(settings, SOURCE, table.name, ", ".join(table.names()))


def _overrides(settings: Settings) -> Rows:
    return {
        (key := deterministic_key(row.handle, row.action, row.email)): {
            "override_id": key,
            "handle": row.handle,
            "email": row.email or None,
            "action": row.action,
            "is_removed": False,
        }
        for row in read_overrides(settings.paths.overrides)
    }


def _memberships(settings: Settings) -> Rows:
    return {
        (key := deterministic_key(row.email, row.team, row.cost_center, row.valid_from)): {
            "membership_id": key,
            "email": row.email,
            "team": row.team,
            "cost_center": row.cost_center or None,
            "joined_on": row.valid_from or None,
            "is_removed": False,
        }
        for row in read_memberships(settings.paths.memberships)
    }


def _budgets(settings: Settings) -> Rows:
    return {
        (key := deterministic_key(*astuple(row))): {
            "budget_row_id": key,
            "budget_name": row.budget,
            "scope": row.scope,
            "email": row.member.lower() if row.scope == "developer" else None,
            "member": row.member if row.scope in {"team", "agent"} else None,
            "period": row.period,
            "cost_type": row.cost_type,
            "started_on": row.valid_from or None,
            "ended_on": row.valid_to or None,
            "amount_microusd": row.amount_microusd,
            "is_removed": False,
        }
        for row in read_budgets(settings.paths.budgets)
    }


def _assumptions(settings: Settings) -> Rows:
    rows: Rows = {}
    for row in read_assumptions(settings.paths.assumptions):
        low, mid, high = row.values
        key = deterministic_key(row.assumption, row.team, low, mid, high)
        rows[key] = {
            "assumption_id": key,
            "assumption": row.assumption,
            "team": row.team or None,
            "low": low,
            "mid": mid,
            "high": high,
            "is_removed": False,
        }
    return rows


def _policy_rules(settings: Settings) -> Rows:
    return {
        (key := deterministic_key(*astuple(row))): {
            "policy_rule_id": key,
            "rule": row.rule,
            "pattern": row.pattern,
            "severity": row.severity,
            "started_on": row.valid_from or None,
            "is_removed": False,
        }
        for row in read_policy(settings.paths.policy)
    }
