"""Chat files on disk: found, named, read once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import GeminiCliSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import gemini_cli
from tests.ingestion.sources.gemini_cli.chat_lines import answer, call, header, text, tokens, typed

CANARY = "xCANARYx"
Row = dict[str, Any]


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    """Return a project's folder of chats below an account's."""
    folder = tmp_path / ".gemini" / "tmp" / "shop" / "chats"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def settings(tmp_path: Path, chats: Path) -> Settings:
    """Return settings that read the account's folder."""
    sources = SourcesSettings(gemini_cli=GeminiCliSource(paths=[str(chats.parents[1])]))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


def _events(settings: Settings) -> list[Row]:
    return pipeline.read_table(settings, "gemini_cli", "events")


def test_an_appended_line_replaces_its_message(settings: Settings, chats: Path) -> None:
    """Lines read later still know their session, and the last line of a message counts."""
    chat = chats / "session-2026-03-02T10-00-s1.jsonl"
    chat.write_bytes(text(header(), answer(tokens=tokens(output=1))))
    gemini_cli.load(settings)
    with chat.open("ab") as stream:
        stream.write(text(answer()) + b'{"id": "torn')
    gemini_cli.load(settings)
    (row,) = _events(settings)
    assert (row["session_id"], row["output_tokens"]) == ("s1", 27)
    assert not gemini_cli.load(settings).changed
    assert not pipeline.read_table(settings, "gemini_cli", "dead_letters")


def test_a_document_written_anew_is_read_whole(settings: Settings, chats: Path) -> None:
    """A document has no last line; after a change it is read from its beginning."""
    chat = chats / "session-2026-03-02T10-00-s1.json"
    chat.write_text(json.dumps({**header(), "messages": [answer()]}, indent=2))
    gemini_cli.load(settings)
    chat.write_text(json.dumps({**header(), "messages": [answer(), answer(id="m2")]}, indent=2))
    gemini_cli.load(settings)
    assert sorted(row["message_id"] for row in _events(settings)) == ["m1", "m2"]
    assert not gemini_cli.load(settings).changed


def test_a_subagents_chat_lies_in_its_sessions_folder(settings: Settings, chats: Path) -> None:
    """The folder names the session, the first line the sub-agent."""
    (chats / "s1").mkdir()
    lines = text(header(sessionId="agent-7", kind="subagent"), answer())
    (chats / "s1" / "agent-7.jsonl").write_bytes(lines)
    gemini_cli.load(settings)
    (row,) = _events(settings)
    assert (row["session_id"], row["subagent_id"]) == ("s1", "agent-7")


def test_a_backup_of_a_chat_is_no_subagents(settings: Settings, chats: Path) -> None:
    """Moved into a folder further down, it is still its own session's, and each answer counts once."""
    (chats / "backup").mkdir()
    for folder in (chats, chats / "backup"):
        (folder / "session-2026-03-02T10-00-s1.jsonl").write_bytes(text(header(), answer()))
    gemini_cli.load(settings)
    assert {(row["session_id"], row["subagent_id"]) for row in _events(settings)} == {("s1", None)}


def test_the_project_is_named_beside_its_chats(settings: Settings, chats: Path) -> None:
    """One account, one folder: both are kept as hashes."""
    (chats.parent / ".project_root").write_text("/w/shop\n")
    (chats / "session-a.jsonl").write_bytes(text(header(), answer()))
    gemini_cli.load(settings)
    rows = _events(settings)
    assert {row["event_name"] for row in rows} == {"request", "session_start"}
    assert len({row["workspace_name_key"] for row in rows} - {None}) == 1
    assert all(len(row["workspace_path_keys"].split("/")) >= 2 for row in rows)
    assert "shop" not in str(rows)


def test_a_note_that_comes_later_tells_where_sessions_worked(
    settings: Settings, chats: Path
) -> None:
    """Chats read before it are not read again; the note starts their sessions where it says."""
    (chats / "session-a.jsonl").write_bytes(text(header(), answer()))
    (chats / "session-b.jsonl").write_bytes(text(header(sessionId="s2"), typed("go")))
    (chats / "s1").mkdir()
    (chats / "s1" / "c.jsonl").write_bytes(text(header(sessionId="c", kind="subagent")))
    gemini_cli.load(settings)
    assert {row["workspace_name_key"] for row in _events(settings)} == {None}
    (chats.parent / ".project_root").write_text("/w/shop\n")
    gemini_cli.load(settings)
    starts = [row for row in _events(settings) if row["event_name"] == "session_start"]
    assert sorted(row["session_id"] for row in starts) == ["s1", "s2"]
    assert all(row["workspace_name_key"] and row["event_at"] for row in starts)
    assert len({row["root_key"] for row in _events(settings)}) == 1
    assert not gemini_cli.load(settings).changed


def test_only_chats_are_read(settings: Settings, chats: Path) -> None:
    """The log of prompts and the settings lie beside the chats."""
    (chats.parent / "logs.json").write_text(json.dumps([{"message": CANARY}]))
    (chats.parent / "settings.json").write_text("{}")
    assert not gemini_cli.load(settings).changed


def test_a_chat_that_is_gone_keeps_its_events(settings: Settings, chats: Path) -> None:
    """The client deletes old chats."""
    chat = chats / "session-a.jsonl"
    chat.write_bytes(text(header(), answer()))
    gemini_cli.load(settings)
    chat.unlink()
    gemini_cli.load(settings)
    assert len(_events(settings)) == 1


def test_default_places_that_do_not_exist_are_silent(tmp_path: Path) -> None:
    """Most people use other agents."""
    sources = SourcesSettings(gemini_cli=GeminiCliSource(paths=[str(tmp_path / "nowhere")]))
    settings = Settings(data_dir=str(tmp_path / "data"), sources=sources)
    assert not gemini_cli.load(settings).changed


def test_no_text_passes(
    settings: Settings, chats: Path, tables_with: Callable[[Settings, str], list[str]]
) -> None:
    """Prompts, answers, commands, paths, file contents and errors leave no trace."""
    said = CANARY + "/a.py"
    shown = {"filePath": said, "fileDiff": CANARY, "newContent": CANARY}
    calls = [
        call("replace", CANARY, args={"file_path": said, "new": CANARY}, resultDisplay=shown),
        call("run_shell_command", CANARY, id="c2", args={"command": f"git commit -m {CANARY}"}),
    ]
    lines = text(
        header(directories=[CANARY]),
        typed(CANARY),
        answer(content=CANARY, thoughts=[{"subject": CANARY}], toolCalls=calls),
        {"id": "e", "type": "error", "content": f"[API Error: {CANARY}]"},
        {"$set": {"summary": CANARY}},
        {CANARY: 1},
        b'{"id": "' + CANARY.encode(),
    )
    (chats / "session-a.jsonl").write_bytes(lines)
    gemini_cli.load(settings)
    assert len(_events(settings)) == 7
    assert tables_with(settings, CANARY) == []
