import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import OpencodeSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import opencode
from tests.fixtures.opencode import NOON, Database

CANARY = "xCANARYx"
Row = dict[str, Any]
Make = Callable[..., Row]


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> Settings:
    """Return settings that read opencode's folder."""
    sources = SourcesSettings(opencode=OpencodeSource(paths=[str(folder)]))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


def _table(settings: Settings, table: str = "events") -> list[Row]:
    return pipeline.read_table(settings, "opencode", table)


def _output(settings: Settings) -> list[int]:
    return sorted(r["output_tokens"] for r in _table(settings) if r["event_name"] == "request")


def test_database_in_use_is_read_with_its_log(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """What stands only in the log counts, and its owner is not held up."""
    database.put("msg_1", assistant())
    opencode.load(settings)
    assert _output(settings) == [180]
    database.put("msg_2", assistant())


def test_database_at_rest_is_read_and_left_alone(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """Reading makes no file beside it and does not touch it."""
    database.put("msg_1", assistant())
    database.close()
    before = {path.name: path.stat().st_mtime_ns for path in database.file.parent.iterdir()}
    opencode.load(settings)
    assert _output(settings) == [180]
    after = {path.name: path.stat().st_mtime_ns for path in database.file.parent.iterdir()}
    assert before == after == {"opencode.db": before["opencode.db"]}


def test_copy_with_a_log_and_no_index_is_read(
    settings: Settings, database: Database, assistant: Make, tmp_path: Path
) -> None:
    """A copy, or what a killed process left, is read without making an index beside it."""
    database.put("msg_1", assistant())
    aside = tmp_path / "aside"
    aside.mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{database.file}{end}", aside / f"opencode.db{end}")
    database.close()
    shutil.rmtree(database.file.parent)
    shutil.copytree(aside, database.file.parent)
    opencode.load(settings)
    assert _output(settings) == [180]
    assert not Path(f"{database.file}-shm").exists()


def test_only_sessions_that_changed_are_read_again(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """An unchanged database loads nothing; a session of days ago is not read with a new one."""
    database.put("msg_1", assistant())
    assert opencode.load(settings).changed
    assert not opencode.load(settings).changed
    later = NOON + 3 * 86_400_000
    database.add_session("ses_2")
    database.put("msg_2", assistant(), session="ses_2", updated=later)
    opencode.load(settings)
    database.add_session("ses_3")
    database.put("msg_3", assistant(), session="ses_3", updated=later)
    assert opencode.load(settings).rows["events"] == 4
    assert _output(settings) == [180, 180, 180]


def test_message_that_grew_counts_with_its_last_value(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """A message is written many times while it is answered."""
    database.put("msg_1", assistant(tokens={"input": 1, "output": 2, "reasoning": 0}))
    opencode.load(settings)
    database.put("msg_1", assistant(), updated=NOON + 1)
    opencode.load(settings)
    assert _output(settings) == [180]


def test_replaced_database_is_read_from_the_beginning(
    settings: Settings, database: Database, assistant: Make, folder: Path
) -> None:
    """A restored or new file has other sessions, also old ones."""
    database.put("msg_1", assistant(), updated=NOON + 9 * 86_400_000)
    database.close()
    opencode.load(settings)
    other = Database(folder / "other.db")
    other.add_session("ses_2")
    other.put("msg_2", assistant(), session="ses_2")
    other.close()
    other.file.replace(database.file)
    opencode.load(settings)
    assert _output(settings) == [180, 180]


def test_file_that_is_no_database_is_said_to_be_unreadable(
    settings: Settings, folder: Path
) -> None:
    """It stops nobody, and is reported once."""
    (folder / "opencode.db").write_bytes(b"no database, only a name that promises one" * 40)
    opencode.load(settings)
    (file,) = _table(settings, "files")
    assert (file["state"], file["detail"]) == ("unreadable", "DatabaseError")


def test_database_of_somebody_else_is_unreadable(settings: Settings, folder: Path) -> None:
    """Its tables are not opencode's."""
    sqlite3.connect(folder / "opencode-dev.db").execute("create table x (y)")
    opencode.load(settings)
    assert [file["state"] for file in _table(settings, "files")] == ["unreadable"]


def test_database_that_went_is_gone(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """What was read of it stays."""
    database.put("msg_1", assistant())
    database.close()
    opencode.load(settings)
    database.file.unlink()
    opencode.load(settings)
    assert [file["state"] for file in _table(settings, "files")] == ["gone"]
    assert _output(settings) == [180]
    assert not opencode.load(settings).changed


def test_older_json_files_hold_the_same_documents(
    settings: Settings, folder: Path, assistant: Make
) -> None:
    """One file per session, message and part; a rewritten file is read again."""
    _write(folder / "storage/session/prj/ses_1.json", {"id": "ses_1", "directory": "/home/ana"})
    message = folder / "storage/message/ses_1/msg_1.json"
    _write(message, assistant(tokens={"input": 1, "output": 2, "reasoning": 0}))
    part = {"type": "tool", "callID": "c", "tool": "bash", "state": {"status": "completed"}}
    _write(folder / "storage/part/msg_1/prt_1.json", part)
    opencode.load(settings)
    assert _output(settings) == [2]
    assert {row["tool_use_id"] for row in _table(settings)} == {None, "c"}
    assert not opencode.load(settings).changed
    _write(message, assistant())
    opencode.load(settings)
    assert _output(settings) == [180]


def _write(file: Path, document: Row) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document))


def test_migrated_sessions_count_once(
    settings: Settings, database: Database, folder: Path, assistant: Make
) -> None:
    """The database took the files over and left them where they were."""
    _write(folder / "storage/message/ses_1/msg_1.json", assistant())
    database.put("msg_1", assistant())
    opencode.load(settings)
    assert _output(settings) == [180]


def test_default_place_that_does_not_exist_is_silent(tmp_path: Path) -> None:
    """Most people use other agents."""
    sources = SourcesSettings(opencode=OpencodeSource(paths=[str(tmp_path / "nowhere")]))
    settings = Settings(data_dir=str(tmp_path / "data"), sources=sources)
    assert not opencode.load(settings).changed


def test_count_that_is_none_is_a_dead_letter(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """A message whose tokens cannot be read is refused; the rest of its session is kept."""
    database.put("msg_1", assistant(tokens={"input": "many", "output": 1, "reasoning": 0}))
    database.put("msg_2", assistant())
    database.put("msg_3", "{cut")
    opencode.load(settings)
    assert _output(settings) == [180]
    assert len(_table(settings, "dead_letters")) == 2


def test_half_a_character_costs_no_message(
    settings: Settings, database: Database, assistant: Make
) -> None:
    """A client cuts text between the two halves of an emoji, or a copy damages a byte of it."""
    whole = json.dumps(assistant(finish="x"))
    database.put("msg_1", whole.replace('"x"', '"\\ud83d"'), '{"type": "text", "text": "\\udc4d"}')
    database.put("msg_2", whole)
    database.connection.execute(
        "update message set data = cast(replace(data, 'x', x'ff') as text) where id = 'msg_2'"
    )
    opencode.load(settings)
    assert _output(settings) == [180, 180]
    assert _table(settings, "dead_letters") == []


def test_planted_text_reaches_no_row(
    settings: Settings,
    database: Database,
    assistant: Make,
    tables_with: Callable[[Settings, str], list[str]],
) -> None:
    """Text planted wherever content may be is in no table, and accounts are never read."""
    database.connection.execute("insert into account values ('a', ?)", (CANARY,))
    secret = f"/{CANARY}/{CANARY}.py"
    tool = {
        "type": "tool",
        "callID": "c",
        "tool": "bash",
        "state": {
            "status": "error",
            "input": {"command": f"echo {CANARY}", "filePath": secret, "content": CANARY},
            "output": CANARY,
            "error": CANARY,
            "title": CANARY,
            "metadata": {"diff": CANARY},
        },
    }
    error = {"name": f"{CANARY} text", "data": {"message": CANARY, "responseBody": CANARY}}
    database.put("msg_1", assistant(error=error, path={"cwd": secret}), tool)
    database.put("msg_2", assistant(error=error, tokens={}), {"type": "text", "text": CANARY})
    database.put("msg_3", {"role": "user"}, {"type": "text", "text": CANARY})
    database.put("msg_4", f"{{{CANARY}")
    opencode.load(settings)
    assert tables_with(settings, CANARY) == []
