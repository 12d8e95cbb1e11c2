"""What earlier loads of the Copilot source left in the warehouse: which reports were read, and which failed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from agent_analytics.records import POLLED_REPORTS, REPORT_DAYS
from agent_analytics.settings import Settings
from ingestion.pipeline import read_table
from ingestion.sources.copilot.reports import Scope, polled_key, report_key

Row = dict[str, Any]

_BOOKKEEPING = ("batch_id", "_dlt_load_id", "_dlt_id", "read_at")


@dataclass(slots=True)
class Memory:
    """Rows of the kinds of report and of single reports, by their keys."""

    polled: dict[str, Row] = field(default_factory=dict)
    reports: dict[str, Row] = field(default_factory=dict)

    def of_kind(self, scope: Scope, report: str) -> Row:
        """Return the row of a kind of report without its times of reading; a new one has no state."""
        key = polled_key(scope, report)
        names = (name for name in POLLED_REPORTS.names() if name not in _BOOKKEEPING)
        row = {**dict.fromkeys(names), **self.polled.get(key, {})}
        identity = {"scope_kind": scope.kind, "scope": scope.name.lower(), "report": report}
        return {**_without_bookkeeping(row), "polled_report_id": key, **identity}

    def of_report(self, scope: Scope, report: str, day: date) -> Row | None:
        """Return the row of one report; None when it was never asked for."""
        row = self.reports.get(report_key(scope, report, day))
        return None if row is None else _without_bookkeeping(row)

    def days(self, scope: Scope, report: str) -> dict[date, str]:
        """Return the state of every day of a kind of report that was asked for."""
        place = (scope.kind, scope.name.lower(), report)
        return {
            date.fromisoformat(row["report_day"]): row["state"]
            for row in self.reports.values()
            if (row["scope_kind"], row["scope"], row["report"]) == place
        }

    def paused_until(self, now: datetime) -> datetime | None:
        """Return when GitHub may be asked again; None when it may now. The limit is the token's."""
        pauses = [row["paused_until_at"] for row in self.polled.values()]
        return max((until for until in pauses if until and until > now), default=None)


def recall(settings: Settings) -> Memory:
    """Return what is known of every report."""
    memory = Memory()
    for row in read_table(settings, "copilot", POLLED_REPORTS.name):
        memory.polled[row["polled_report_id"]] = row
    for row in read_table(settings, "copilot", REPORT_DAYS.name):
        memory.reports[row["report_day_id"]] = row
    return memory


def _without_bookkeeping(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _BOOKKEEPING}
