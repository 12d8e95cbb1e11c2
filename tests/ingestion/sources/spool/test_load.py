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
from ingestion.receiver import intake
from ingestion.sources import otlp, spool
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.writer import SegmentWriter
from tests.fixtures.receivers import export, log

QUOTA = 10**8


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    """Return settings of an empty installation."""
    return Settings(data_dir=str(tmp_path / "data"))


@pytest.fixture
def spooled(installation: Settings) -> Callable[[bytes], intake.Taken]:
    """Return a function that takes a protobuf log request into a sealed segment."""
    folder = SpoolFolder(installation.paths.spool)
    installation.paths.prepare()
    folder.prepare()
    key = load_or_create_key(installation.paths.privacy_key)
    policy = policy_for(1, Pseudonymizer(key))

    def take(body: bytes) -> intake.Taken:
        taken = intake.telemetry(policy, body, "protobuf", "logs")
        writer = SegmentWriter(folder, QUOTA)
        writer.commit(taken.lines)
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
    taken = spooled(export(log(1, input_tokens="many"), log(2)))
    assert taken.accepted == 2
    spool.load(installation)
    assert len(_events(installation)) == 1
    (letter,) = pipeline.read_table(installation, "spool", "dead_letters")
    assert (letter["reason"], letter["detail"]) == ("bad_record", "input_tokens is not a bigint")
    (outcome,) = pipeline.read_table(installation, "spool", "outcomes")
    assert (outcome["accepted_count"], outcome["dead_lettered_count"]) == (1, 1)
