"""Rollouts on disk: found, continued, compressed and moved without counting anything twice."""

import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from agent_analytics.settings import Settings
from agent_analytics.source_settings import CodexSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import codex
from tests.ingestion.sources.codex.conftest import (
    NAME,
    counts,
    done,
    item,
    meta,
    record,
    turn,
    written,
)

CANARY = "xCANARYx"

Row = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder of rollouts."""
    folder = tmp_path / ".codex" / "sessions" / "2026" / "11" / "20"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings that read the folder and the archive beside it."""
    homes = [str(tmp_path / ".codex" / name) for name in ("sessions", "archived_sessions")]
    sources = SourcesSettings(codex=CodexSource(paths=homes))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


def _events(settings: Settings) -> list[Row]:
    return pipeline.read_table(settings, "codex", "events")


def _requests(settings: Settings) -> list[Row]:
    return [row for row in _events(settings) if row["event_name"] == "request"]


def test_appended_lines_are_read_with_what_was_said_before(
    settings: Settings, folder: Path
) -> None:
    """The second load lands the new request only, and knows its model."""
    file = folder / NAME
    file.write_bytes(written(meta(), turn(), record(counts(9, 3, 2))))
    codex.load(settings)
    with file.open("ab") as stream:
        stream.write(written(record(counts(20, 5, 1), "resp_2")))
    report = codex.load(settings)
    assert report.rows["events"] == 1
    assert {row["model"] for row in _requests(settings)} == {"gpt-5.5"}
    assert not codex.load(settings).changed


def test_rollout_that_was_compressed_and_archived_counts_once(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    """Old files are packed and moved by the client; their rows keep their keys."""
    content = written(meta(), turn(), *(record(counts(9, 3, 2), f"resp_{n}") for n in range(3)))
    (folder / NAME).write_bytes(content)
    codex.load(settings)
    before = {row["event_id"] for row in _events(settings)}
    (folder / NAME).unlink()
    archive = tmp_path / ".codex" / "archived_sessions"
    archive.mkdir()
    (archive / f"{NAME}.zst").write_bytes(zstandard.compress(content))
    codex.load(settings)
    assert {row["event_id"] for row in _events(settings)} == before
    assert len({row["root_key"] for row in _events(settings)}) == 1


def test_history_and_index_are_no_rollouts(settings: Settings, folder: Path) -> None:
    """The client keeps other lines beside the rollouts, prompts among them."""
    (folder.parent / "history.jsonl").write_text(json.dumps({"session_id": "s", "text": CANARY}))
    (folder.parent / "session_index.jsonl").write_text("{}\n")
    assert not codex.load(settings).changed


def test_no_text_reaches_the_warehouse(settings: Settings, folder: Path) -> None:
    """Prompts, commands, patches, paths, outputs and answers stay in the file they came from."""
    secret = f"{CANARY} text"
    lines = (
        meta(cwd=f"/home/{CANARY}", base_instructions={"text": secret}),
        turn(),
        done("UserMessage", id="u1", content=[{"type": "text", "text": secret}]),
        item("message", role="assistant", content=[{"type": "output_text", "text": secret}]),
        item(
            "function_call", call_id="c1", name="exec_command", arguments=f'{{"cmd": "{secret}"}}'
        ),
        item("function_call_output", call_id="c1", output=secret),
        item(
            "custom_tool_call",
            call_id="c2",
            name="apply_patch",
            input=f"*** Add File: {CANARY}.py\n+{secret}",
        ),
        done("FileChange", id="c2", changes={f"/{CANARY}.py": {"type": "add", "content": secret}}),
        done("CommandExecution", id="c1", command=[secret], aggregated_output=secret),
    )
    (folder / NAME).write_bytes(written(*lines))
    codex.load(settings)
    for table in ("events", "dead_letters", "dropped_fields", "files"):
        assert CANARY.lower() not in str(pipeline.read_table(settings, "codex", table)).lower()
    touched = {row["tool_use_id"]: row["file_path_keys"] for row in _events(settings)}
    assert touched["c2"]


@pytest.mark.parametrize("name", ["basic-httpjson", "resume"])
def test_captured_tokens_equal_the_ledger(captures: Path, tmp_path: Path, name: str) -> None:
    """Response by response, in order, a rollout's tokens are those the model service answered with."""
    scenario = captures / "codex-0.169.0" / name
    sources = SourcesSettings(codex=CodexSource(paths=[str(scenario / "transcripts")]))
    settings = Settings(data_dir=str(tmp_path / "data"), sources=sources)
    codex.load(settings)
    requests = sorted(_requests(settings), key=lambda row: row["file_offset"])
    answers = map(json.loads, (scenario / "ledger.jsonl").read_text().splitlines())
    assert [
        (
            row["input_tokens"] + row["cache_read_tokens"],
            row["cache_read_tokens"],
            row["output_tokens"],
            row["reasoning_tokens"],
        )
        for row in requests
    ] == [
        (
            usage["input_tokens"],
            usage["input_tokens_details"]["cached_tokens"],
            usage["output_tokens"],
            usage["output_tokens_details"]["reasoning_tokens"],
        )
        for answer in answers
        if (usage := answer.get("usage"))
    ]
