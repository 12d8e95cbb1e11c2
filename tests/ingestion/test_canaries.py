"""Every text of every kind of record is replaced, one at a time, by a sentence that must not be stored.

Here it goes through every door, the spool and the dead letters, and where a tier keeps text into the marts
that readers get. A running receiver, the marts at tier 1 and what is said meanwhile are searched on the
journey of `tests/agent_analytics/cli/test_new_user.py`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_analytics.privacy.policy import policy_of
from agent_analytics.serving import open_snapshot, publish
from agent_analytics.settings import PrivacySettings, Settings
from agent_analytics.setup import hook
from agent_analytics.source_settings import LitellmSource, OtlpSource, SourcesSettings
from ingestion.otlp.signals import SignalKind
from ingestion.pipeline import ensure_raw_tables, writer_lock
from ingestion.receiver import intake
from ingestion.sources import (
    claude_code,
    codex,
    copilot_cli,
    gemini_cli,
    hooks,
    litellm,
    opencode,
    otlp,
    spool,
)
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.writer import SegmentWriter
from tests.fixtures import canaries
from tests.fixtures.models import build_unchecked

UP_TO_TIER_2 = {"prompt_text", "tool_parameters", "error_text"}
KEPT = {1: set[str](), 2: UP_TO_TIER_2, 3: UP_TO_TIER_2 | {"response_text"}}
"""Columns that may hold what somebody wrote, by tier."""
KINDS = {
    2: {"prompt", "tool_parameters", "error"},
    3: {"prompt", "tool_parameters", "error", "response"},
}
"""Kinds of text that a reader may find, by tier."""
TELLING_MARTS = ("fct_event_content", "fct_session_events")
"""The mart of texts, and the one that tells of the same events in other words."""
SOURCES = {
    1: (hooks, litellm, otlp),
    2: (claude_code, spool),
    3: (claude_code, codex, copilot_cli, gemini_cli, opencode, spool),
}
"""What is loaded here; at tier 1 the others are loaded by the journey of a new user."""

NOW = 1_790_000_000_000_000


@pytest.fixture(scope="module")
def requests(sample_company: Path) -> list[tuple[SignalKind, bytes]]:
    """Return export requests in which every text of telemetry was replaced once."""
    return [
        (signal, body)
        for signal in canaries.SIGNALS
        for body in canaries.exports(sample_company, signal)
    ]


@pytest.fixture(scope="module")
def planted(
    tmp_path_factory: pytest.TempPathFactory,
    sample_company: Path,
    requests: list[tuple[SignalKind, bytes]],
) -> Path:
    """Return a home in which every text that agents, a proxy and collectors wrote was replaced once."""
    home = tmp_path_factory.mktemp("planted")
    canaries.plant_home(sample_company, home)
    canaries.plant_proxy(sample_company, home / "proxy.jsonl")
    (home / "otlp.jsonl").write_bytes(b"\n".join(body for _, body in requests) + b"\n")
    return home


def _receive(settings: Settings, requests: list[tuple[SignalKind, bytes]]) -> int:
    """Put into the spool and the folder of hooks what would come over the network; return how much."""
    policy, folder = policy_of(settings), SpoolFolder(settings.paths.spool)
    folder.prepare()
    settings.paths.hook_spool.mkdir()
    taken = [intake.telemetry(policy, body, "json", signal) for signal, body in requests]
    taken += [intake.commit(policy, body.encode(), NOW) for body in canaries.commits()]
    for body in canaries.hook_events():
        taken.append(intake.hook_event(policy, body.encode(), NOW))
        line = hook.line_of(body.encode(), "claude_code", "", NOW)
        hook.append(str(settings.paths.hook_spool), line, NOW / 1e6)
    writer = SegmentWriter(folder, quota_bytes=10**9)
    writer.commit(b"".join(each.lines.content for each in taken))
    writer.seal()
    assert any(each.refused for each in taken)
    return sum(each.received for each in taken)


@pytest.fixture(params=KEPT)
def settings(
    planted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    parsed_project: Callable[[Path], None],
    request: pytest.FixtureRequest,
) -> Settings:
    """Return an installation of one tier that reads what was planted."""
    monkeypatch.setenv("HOME", str(planted))
    made = Settings(
        data_dir=str(tmp_path),
        privacy=PrivacySettings(tier=request.param),
        sources=SourcesSettings(
            litellm=LitellmSource(paths=[str(planted / "proxy.jsonl")]),
            otlp=OtlpSource(paths=[str(planted / "otlp.jsonl")]),
        ),
    )
    made.paths.prepare()
    if made.privacy.tier in KINDS:
        parsed_project(tmp_path)
    return made


@pytest.mark.slow
def test_no_planted_sentence_is_stored_below_its_tier(
    settings: Settings, requests: list[tuple[SignalKind, bytes]]
) -> None:
    """Tier 1 stores none of them anywhere; the others only where the policy says, and never in a letter."""
    tier = settings.privacy.tier
    assert _receive(settings, requests) > 1_000
    with writer_lock(settings):
        for source in SOURCES[tier]:
            source.load(settings)
        ensure_raw_tables(settings)
    found = canaries.columns_holding(settings.paths.warehouse)
    assert {column for columns in found.values() for column in columns} == KEPT[tier], found
    if tier == 1:
        assert canaries.files_holding(settings.paths.root) == []
    else:
        _assert_readers_get(settings, KINDS[tier])


def _assert_readers_get(settings: Settings, kinds: set[str]) -> None:
    """Build and publish: the sentence is in the mart of texts only, in all kinds of text of the tier."""
    build_unchecked(settings, *TELLING_MARTS)
    with writer_lock(settings):
        publish(settings)
    (snapshot,) = settings.paths.serving.glob("*.duckdb")
    assert canaries.columns_holding(snapshot) == {"marts.fct_event_content": {"content_text"}}
    with open_snapshot(settings) as reader:
        told = reader.execute("select distinct content_kind from fct_event_content").fetchall()
    assert {kind for (kind,) in told} == kinds
