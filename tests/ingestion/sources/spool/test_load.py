"""From the receiver's spool to rows: once, whatever road the records took and how often."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_analytics.privacy.policy import policy_for
from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.settings import Settings
from agent_analytics.source_settings import OtlpSource, SourcesSettings
from ingestion import pipeline
from ingestion.otlp.signals import SignalKind
from ingestion.receiver import intake
from ingestion.sources import otlp, spool
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.letters import Letterbox
from ingestion.spool.writer import SegmentWriter
from tests.fixtures.receivers import counter, export, log

QUOTA = 10**8


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    """Return settings of an empty installation."""
    return Settings(data_dir=str(tmp_path / "data"))


@pytest.fixture
def spooled(installation: Settings) -> Callable[..., intake.Taken]:
    """Return a function that takes a protobuf request into a sealed segment."""
    folder = SpoolFolder(installation.paths.spool)
    installation.paths.prepare()
    folder.prepare()
    key = load_or_create_key(installation.paths.privacy_key)
    policy = policy_for(1, Pseudonymizer(key))

    def take(body: bytes, signal: SignalKind = "logs") -> intake.Taken:
        taken = intake.telemetry(policy, body, "protobuf", signal)
        writer = SegmentWriter(folder, QUOTA)
        writer.commit(taken.lines.content)
        writer.seal()
        return taken

    return take


def _events(settings: Settings, source: str = "spool") -> list[tuple[object, ...]]:
    rows = pipeline.read_table(settings, source, "events")
    return sorted((row["event_id"], row["input_tokens"]) for row in rows)


def test_what_was_taken_is_loaded_and_put_away(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """Rows arrive with every outcome counted; the segment is kept in the archive."""
    spooled(export(log(1), log(2)))
    spool.load(installation)
    assert [tokens for _, tokens in _events(installation)] == [5, 5]
    (outcome,) = pipeline.read_table(installation, "spool", "outcomes")
    assert (outcome["received_count"], outcome["accepted_count"]) == (2, 2)
    folder = SpoolFolder(installation.paths.spool)
    assert (len(folder.sealed()), len(folder.archived())) == (0, 1)


def test_row_29_a_batch_delivered_three_times_counts_once(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """Redelivery, in one load or in several, changes nothing."""
    for _ in range(3):
        spooled(export(log(1), log(2)))
    spool.load(installation)
    spooled(export(log(2), log(1)))
    spool.load(installation)
    assert len(_events(installation)) == 2


def _letters(settings: Settings) -> list[tuple[str, str]]:
    rows = pipeline.read_table(settings, "spool", "dead_letters")
    return [(row["reason"], row["detail"]) for row in rows]


CONFLICT = ("id_conflict", "told before with other content")


@pytest.mark.parametrize("loads_between", [True, False])
def test_row_30_of_two_records_with_one_id_the_first_counts(
    installation: Settings, spooled: Callable[[bytes], intake.Taken], loads_between: bool
) -> None:
    """The other is a dead letter, counted as one; a redelivery of the first, or another record, is not."""
    spooled(export(log(1, input_tokens="5")))
    if loads_between:
        spool.load(installation)
    spooled(export(log(1, input_tokens="6"), log(1, input_tokens="5"), log(2)))
    spool.load(installation)
    assert [tokens for _, tokens in _events(installation)] == [5, 5]
    assert _letters(installation) == [CONFLICT]
    outcomes = pipeline.read_table(installation, "spool", "outcomes")
    sums = [
        sum(outcome[f"{name}_count"] for outcome in outcomes)
        for name in ("received", "accepted", "dead_lettered")
    ]
    assert sums == [4, 3, 1]


def test_row_30_the_order_of_requests_and_not_of_shapes_tells_which_is_first(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """Records with other fields in one batch are compared as their requests came."""
    spooled(export(log(9, speed="fast"), log(1)))
    spooled(export(log(1, speed="fast", input_tokens="6")))
    spool.load(installation)
    assert [tokens for _, tokens in _events(installation)] == [5, 5]


def test_row_30_what_depends_on_the_tier_or_the_sender_is_no_conflict(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """Text and handles may be kept once and reduced later; the record is the same."""
    for text in ("a@b.example", "c@d.example"):
        told = dict.fromkeys(("prompt", "novelty", "user.email"), text)
        spooled(export(log(1, **told)))
    spool.load(installation)
    assert (len(_events(installation)), _letters(installation)) == (1, [])


def test_rows_30_and_76_the_other_record_is_taken_by_replaying_it(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """Whoever decides that the second one is right puts it in the place of the first."""
    spooled(export(log(1, input_tokens="5"), log(1, input_tokens="6")))
    spool.load(installation)
    folder = SpoolFolder(installation.paths.spool)
    rows = pipeline.read_table(installation, "spool", "dead_letters")
    box = Letterbox(folder, installation.paths.settled_letters, rows)
    assert box.replay(box.all()) == 1
    spool.load(installation)
    assert [tokens for _, tokens in _events(installation)] == [6]


def test_row_30_a_point_counted_twice_with_another_value_counts_once(
    installation: Settings, spooled: Callable[..., intake.Taken]
) -> None:
    """The same holds for points of counters."""
    for value in (5.0, 6.0):
        spooled(counter(value), "metrics")
    spool.load(installation)
    (point,) = pipeline.read_table(installation, "spool", "metric_points")
    assert (point["value"], _letters(installation)) == (5.0, [CONFLICT])


def test_row_80_a_load_killed_before_the_archive_changes_nothing(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """A segment that is met again lands as the same rows and outcomes."""
    spooled(export(log(1)))
    spool.load(installation)
    folder = SpoolFolder(installation.paths.spool)
    (archived,) = folder.archived()
    archived.rename(folder.root / archived.name)
    spool.load(installation)
    assert len(_events(installation)) == 1
    assert len(pipeline.read_table(installation, "spool", "outcomes")) == 1


def test_the_receiver_and_a_collector_file_give_one_record_one_key(
    tmp_path: Path, installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """The same record by the two roads has the same key and the same values."""
    spooled(export(log(1)))
    spool.load(installation)
    told = {"event.name": "api_request", "session.id": "s", "input_tokens": "5"}
    pairs = [{"key": key, "value": {"stringValue": text}} for key, text in told.items()]
    pairs.append({"key": "event.sequence", "value": {"intValue": "1"}})
    record = {"timeUnixNano": str(1_790_000_000 * 10**9 + 1), "attributes": pairs}
    scope = {"name": "com.anthropic.claude_code.events", "version": "2.1.329"}
    request = {"resourceLogs": [{"scopeLogs": [{"scope": scope, "logRecords": [record]}]}]}
    file = tmp_path / "collector.jsonl"
    file.write_text(json.dumps(request) + "\n")
    sources = SourcesSettings(otlp=OtlpSource(paths=[str(file)]))
    otlp.load(installation.model_copy(update={"sources": sources}))
    assert _events(installation) == _events(installation, "otlp")


def test_row_36_a_value_that_does_not_fit_is_a_dead_letter_at_its_line(
    installation: Settings, spooled: Callable[[bytes], intake.Taken]
) -> None:
    """The loader refuses what its column cannot hold, and says where it is."""
    taken = spooled(export(log(1, input_tokens="20.5"), log(2)))
    assert taken.accepted == 2
    spool.load(installation)
    assert len(_events(installation)) == 1
    (letter,) = pipeline.read_table(installation, "spool", "dead_letters")
    assert (letter["reason"], letter["detail"]) == ("bad_record", "input_tokens is not a bigint")
    (outcome,) = pipeline.read_table(installation, "spool", "outcomes")
    assert (outcome["accepted_count"], outcome["dead_lettered_count"]) == (1, 1)
