"""What the receiver has done since it started, for `/metrics`, `/readyz` and the spool's tallies.

Counts of records that are kept for good come from the spool; these end with the process.
"""

from collections import Counter
from dataclasses import dataclass, field

from ingestion.receiver.intake import Taken

RUN_LIMIT = 200
"""Refused records in a row after which nothing more is taken for a while: it is us, not the sender."""

PAUSE_SECONDS = 60.0


@dataclass(slots=True)
class Counters:
    """Requests by route and status, records by outcome, and the run of refused records."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    unspooled_rejections: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    bytes_in_flight: int = 0
    refused_in_a_row: int = 0
    paused_until: float = 0.0

    def took(self, taken: Taken, now: float) -> None:
        """Count the records of a stored request; `now` is the loop's time."""
        self.records["accepted"] += taken.accepted
        self.records["ignored"] += taken.ignored
        self.records["dead_lettered"] += taken.refused
        outcomes = taken.accepted + taken.ignored + taken.refused
        self.records["rejected"] += taken.received - outcomes  # by hooks that could not keep them
        if taken.accepted or taken.ignored:
            self.refused_in_a_row = 0
        else:
            self.refused_in_a_row += taken.refused
            if self.refused_in_a_row >= RUN_LIMIT:
                self.paused_until = now + PAUSE_SECONDS
                self.refused_in_a_row = 0

    def turned_away(self, reason: str) -> None:
        """Count a request that was refused for good, undecoded; it is one record."""
        self.records["rejected"] += 1
        self.unspooled_rejections[reason] += 1

    def text(self, spool_share: float) -> str:
        """Return the counters in Prometheus' text format."""
        lines = ["# TYPE agent_analytics_requests_total counter"]
        for (route, status), count in sorted(self.answers.items()):
            labels = f'route="{route}",status="{status}"'
            lines.append(f"agent_analytics_requests_total{{{labels}}} {count}")
        lines.append("# TYPE agent_analytics_records_total counter")
        for outcome in ("accepted", "ignored", "dead_lettered", "rejected"):
            lines.append(
                f'agent_analytics_records_total{{outcome="{outcome}"}} {self.records[outcome]}'
            )
        for name, value in (
            ("connections", self.connections),
            ("bytes_in_flight", self.bytes_in_flight),
            ("spool_used_ratio", round(spool_share, 4)),
        ):
            lines += [f"# TYPE agent_analytics_{name} gauge", f"agent_analytics_{name} {value}"]
        return "\n".join(lines) + "\n"
