import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import CopilotCliSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import copilot_cli

CANARY = "xCANARYx"
Row = dict[str, Any]
Make = Callable[..., Row]


def _settings(tmp_path: Path, folder: Path) -> Settings:
    sources = SourcesSettings(copilot_cli=CopilotCliSource(paths=[str(folder)]))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of a session's file in a folder that is read."""
    path = tmp_path / "session-state" / "session-1" / "events.jsonl"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture
def settings(tmp_path: Path, file: Path) -> Settings:
    """Return settings that read the folder of sessions."""
    return _settings(tmp_path, file.parent.parent)


def _text(*rows: Row) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_only_what_was_appended_is_read(settings: Settings, file: Path, usage: Make) -> None:
    """A continued session appends; a torn line waits until it is whole."""
    file.write_bytes(_text(usage()))
    assert copilot_cli.load(settings).rows["events"] == 1
    assert not copilot_cli.load(settings).changed
    with file.open("ab") as stream:
        stream.write(_text({**usage(apiCallId="call-2"), "id": "2"}) + b'{"type": "session.us')
    assert copilot_cli.load(settings).rows["events"] == 1
    assert not pipeline.read_table(settings, "copilot_cli", "dead_letters")


def test_default_places_that_do_not_exist_are_silent(tmp_path: Path) -> None:
    """Most people use other agents."""
    settings = _settings(tmp_path, tmp_path / "nowhere")
    assert not copilot_cli.load(settings).changed


def test_count_that_is_none_is_a_dead_letter(settings: Settings, file: Path, usage: Make) -> None:
    """A record whose tokens cannot be read is refused whole, with its place."""
    file.write_bytes(_text(usage(inputTokens="many"), {**usage(), "id": "2"}))
    copilot_cli.load(settings)
    assert len(pipeline.read_table(settings, "copilot_cli", "events")) == 1
    assert len(pipeline.read_table(settings, "copilot_cli", "dead_letters")) == 1


def test_planted_text_reaches_no_row(
    settings: Settings, file: Path, line: Make, tables_with: Callable[[Settings, str], list[str]]
) -> None:
    """Text planted wherever content may be is in no table."""
    secret = f"/{CANARY}/{CANARY}.py"
    file.write_bytes(
        _text(
            line("user.message", content=CANARY, transformedContent=CANARY, messageId="m"),
            line("assistant.message", content=CANARY, apiCallId="c", outputTokens=1),
            line("system.message", content=CANARY),
            line("session.start", context={"cwd": secret, "repository": "acme/shop"}),
            line("session.error", message=CANARY, errorType=f"{CANARY} text", stack=CANARY),
            line(
                "tool.execution_start",
                toolCallId="t",
                toolName="bash",
                arguments={"command": f"echo {CANARY}", "path": secret, "file_text": CANARY},
            ),
            line(
                "tool.execution_complete",
                toolCallId="t",
                success=False,
                result={"content": CANARY},
                error={"message": CANARY, "code": f"{CANARY} text"},
                fileEdits=[{"path": secret}],
            ),
            line(f"{CANARY} kind"),
        )
        + f"{CANARY}\n".encode()
    )
    copilot_cli.load(settings)
    assert tables_with(settings, CANARY) == []


def test_captured_sessions_equal_their_ledgers(captures: Path, tmp_path: Path) -> None:
    """By usage records, a session's calls and tokens are those that were answered."""
    scenarios = sorted(captures.glob("copilot-cli-*/*"))
    assert scenarios
    for scenario in scenarios:
        settings = _settings(tmp_path / scenario.name, scenario / "transcripts")
        copilot_cli.load(settings)
        found: Counter[str] = Counter()
        for row in pipeline.read_table(settings, "copilot_cli", "events"):
            if row["event_name"] == "request":
                found["requests"] += 1
                found["input"] += row["input_tokens"]
                found["read"] += row["cache_read_tokens"]
                found["written"] += row["cache_write_tokens"]
                found["output"] += row["output_tokens"]
        assert found == _ledger(scenario), scenario.name


def _ledger(scenario: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in (scenario / "ledger.jsonl").read_text().splitlines():
        if usage := json.loads(text).get("usage"):
            counts["requests"] += 1
            counts["input"] += usage["input_tokens"]
            counts["read"] += usage["cache_read_input_tokens"]
            counts["written"] += usage["cache_creation_input_tokens"]
            counts["output"] += usage["output_tokens"]
    return counts
