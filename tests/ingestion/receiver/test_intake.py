"""What requests give, alone and together."""

from collections.abc import Sequence

import pytest

from agent_analytics.privacy.policy import Policy
from ingestion.otlp.reasons import UndecodableError
from ingestion.receiver.clocks import SLACK
from ingestion.receiver.intake import Export, Taken, telemetry, telemetry_of_many
from tests.fixtures.receivers import export, lines_in, log

PLAIN = (export(log(1)), "protobuf", "logs", 0)
OTHER = (export(log(2), log(3, prompt_length="4")), "protobuf", "logs", 0)
UNREADABLE = (b"\x80", "protobuf", "logs", 0)
REFUSED = (export(log(4, input_tokens="not a number")), "protobuf", "logs", 0)
EARLY = (export(log(5)), "protobuf", "logs", 2 * SLACK)


def _told(outcomes: Sequence[Taken | UndecodableError]) -> tuple[list[object], list[str], int]:
    """Return counts or reasons in order, all records that are kept, and what tallies count as received."""
    counts = [
        str(outcome)
        if isinstance(outcome, UndecodableError)
        else (outcome.received, outcome.accepted, outcome.ignored, outcome.refused, outcome.problem)
        for outcome in outcomes
    ]
    lines = lines_in(outcomes)
    rows = sorted(repr(sorted(row.items())) for line in lines for row in line.rows())
    return counts, rows, sum(line.tally.received for line in lines if line.tally)


@pytest.mark.parametrize(
    "exports",
    [
        [PLAIN],
        [PLAIN, OTHER, PLAIN],
        [PLAIN, UNREADABLE, OTHER, EARLY],
        [REFUSED, PLAIN, OTHER],
        [UNREADABLE],
    ],
)
def test_requests_together_give_what_each_gives_alone(
    policy: Policy, exports: list[Export]
) -> None:
    """Records, counts, reasons and tallies are the same, whoever shares lines with whom."""
    alone: list[Taken | UndecodableError] = []
    for each in exports:
        try:
            alone.append(telemetry(policy, *each))
        except UndecodableError as error:
            alone.append(error)
    assert _told(telemetry_of_many(policy, exports)) == _told(alone)


def test_plain_requests_share_their_lines(policy: Policy) -> None:
    """One whose sender's clock is wrong has lines of its own."""
    first, early, second = telemetry_of_many(policy, [PLAIN, EARLY, OTHER])
    assert isinstance(first, Taken)
    assert isinstance(second, Taken)
    assert isinstance(early, Taken)
    assert first.lines is second.lines
    assert early.lines is not first.lines
