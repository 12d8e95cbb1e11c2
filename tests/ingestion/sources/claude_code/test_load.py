import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import ClaudeCodeSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import claude_code

CANARY = "xCANARYx"
SCENARIOS = ("basic-httpprotobuf", "denied", "resume", "subagent")
COUNTED = {
    "input_tokens": "input_tokens",
    "cache_creation_input_tokens": "cache_write_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "output_tokens": "output_tokens",
}

Row = dict[str, Any]
Make = Callable[..., Row]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder of transcripts."""
    folder = tmp_path / "projects" / "-home-ana-shop"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> Settings:
    """Return settings that read the folder."""
    sources = SourcesSettings(claude_code=ClaudeCodeSource(paths=[str(folder.parent)]))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


def _text(*rows: Row) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def _table(settings: Settings, table: str = "events") -> list[Row]:
    return pipeline.read_table(settings, "claude_code", table)


def _requests(settings: Settings) -> list[Row]:
    return [event for event in _table(settings) if event["event_name"] == "request"]


def _per_message(requests: list[Row]) -> dict[str, tuple[int, ...]]:
    """Return the largest counts of each message, as the models do in SQL."""
    counts: dict[str, tuple[int, ...]] = {}
    for request in requests:
        tokens = tuple(request[column] for column in COUNTED.values())
        counts[request["message_id"]] = max(tokens, counts.get(request["message_id"], tokens))
    return counts


@pytest.mark.parametrize("name", SCENARIOS)
def test_captured_tokens_equal_the_ledger(
    captures: Path, settings: Settings, folder: Path, name: str
) -> None:
    """Message by message, the transcript's tokens are those the model service answered with."""
    scenario = captures / "claude-code-2.1.329" / name
    shutil.copytree(scenario / "transcripts", folder, dirs_exist_ok=True)
    claude_code.load(settings)
    answers = map(json.loads, (scenario / "ledger.jsonl").read_text().splitlines())
    ledger = {
        answer["message_id"]: tuple(answer["usage"][field] for field in COUNTED)
        for answer in answers
    }
    assert _per_message(_requests(settings)) == ledger


def test_a_captured_fork_names_the_session_that_paid(
    captures: Path, settings: Settings, folder: Path
) -> None:
    """Every copied request points to the session whose row has the same message."""
    shutil.copytree(captures / "claude-code-2.1.329/resume/transcripts", folder, dirs_exist_ok=True)
    claude_code.load(settings)
    requests = _requests(settings)
    own = {(row["session_id"], row["message_id"]) for row in requests}
    copies = [row for row in requests if row["origin_session_id"]]
    assert len(copies) == 17
    assert all((row["origin_session_id"], row["message_id"]) in own for row in copies)


def test_a_torn_last_line_is_stored_once_when_completed(
    settings: Settings, folder: Path, answer: Make
) -> None:
    """Half a line gives no row and no dead letter."""
    whole = _text(answer(), answer(uuid="row-2"))
    file = folder / "s.jsonl"
    file.write_bytes(whole[:-20])
    assert claude_code.load(settings).rows["events"] == 1
    file.write_bytes(whole)
    assert claude_code.load(settings).rows["events"] == 1
    assert len(_table(settings)) == 2


def _rename(file: Path, content: bytes) -> None:
    file.rename(file.with_name("other.jsonl"))


def _copy(file: Path, content: bytes) -> None:
    file.with_name("copy.jsonl").write_bytes(content)


def _rewrite(file: Path, content: bytes) -> None:
    file.write_bytes(b'{"type":"mode"}\n' + content)


def _truncate(file: Path, content: bytes) -> None:
    file.write_bytes(content.splitlines(keepends=True)[0])


def _rotate(file: Path, content: bytes) -> None:
    file.rename(file.with_name("old.jsonl"))
    file.write_bytes(content.splitlines(keepends=True)[1])


@pytest.mark.parametrize("change", [_rename, _copy, _rewrite, _truncate, _rotate, Path.unlink])
def test_a_moved_or_rewritten_file_doubles_and_loses_nothing(
    settings: Settings, folder: Path, answer: Make, change: Callable[..., None]
) -> None:
    """A row's key depends on neither file nor position, and what vanished stays stored."""
    content = _text(answer(), answer(uuid="row-2"))
    file = folder / "s.jsonl"
    file.write_bytes(content)
    claude_code.load(settings)
    before = {event["event_id"] for event in _table(settings)}
    if change is Path.unlink:
        file.unlink()
    else:
        change(file, content)
    claude_code.load(settings)
    assert {event["event_id"] for event in _table(settings)} == before
    assert len(_table(settings)) == 2


def test_a_message_that_grew_keeps_all_its_lines(
    settings: Settings, folder: Path, answer: Make
) -> None:
    """Lines of one message land apart; the largest usage is there to be chosen."""
    lines = [
        answer(uuid=f"row-{n}", apiBlockIndex=n, usage={"output_tokens": count})
        for n, count in enumerate((4, 4, 98))
    ]
    (folder / "s.jsonl").write_bytes(_text(*lines))
    claude_code.load(settings)
    assert [row["output_tokens"] for row in _requests(settings)] == [4, 4, 98]
    assert _per_message(_requests(settings)).popitem()[1][-1] == 98


def test_a_side_question_replays_its_parents_message(
    settings: Settings, folder: Path, answer: Make
) -> None:
    """The replay has another request but the same message, and says that it stands aside."""
    replay = answer(uuid="row-2", requestId="req_2", isSidechain=True, agentId="a1")
    (folder / "s.jsonl").write_bytes(_text(answer(isSidechain=False), replay))
    claude_code.load(settings)
    rows = {(row["message_id"], row["request_id"], row["is_sidechain"]) for row in _table(settings)}
    assert rows == {("msg_1", "req_1", False), ("msg_1", "req_2", True)}


@pytest.mark.parametrize(
    ("count", "stored"),
    [(20, (20, None)), ("20", (20, None)), (0, (0, None)), (None, (None, None))],
)
def test_a_token_count_is_stored_as_it_is(
    settings: Settings, folder: Path, answer: Make, count: object, stored: object
) -> None:
    """Text counts, zero is zero and null is unknown."""
    (folder / "s.jsonl").write_bytes(_text(answer(usage={"input_tokens": count})))
    claude_code.load(settings)
    (request,) = _requests(settings)
    assert (request["input_tokens"], request["flags"]) == stored


@pytest.mark.parametrize("count", [1.9, True, 2**63, "many", 10**400])
def test_a_token_count_that_is_none_refuses_its_row(
    settings: Settings, folder: Path, answer: Make, count: object
) -> None:
    """A wrong number is a dead letter, and the next line is kept."""
    (folder / "s.jsonl").write_bytes(
        _text(answer(usage={"input_tokens": count}), answer(uuid="row-2"))
    )
    claude_code.load(settings)
    assert [row["message_uuid"] for row in _requests(settings)] == ["row-2"]
    (letter,) = _table(settings, "dead_letters")
    assert letter["file_offset"] == 0
    (outcome,) = _table(settings, "outcomes")
    assert (outcome["received_count"], outcome["accepted_count"]) == (2, 1)


def test_outcomes_add_up_when_every_row_of_a_line_is_refused(
    settings: Settings, folder: Path, answer: Make
) -> None:
    """Received is accepted plus ignored plus refused, however many rows a line gives."""
    wrong = {"input_tokens": 1.9}
    usage = {**wrong, "iterations": [{"type": "fallback", **wrong}]}
    (folder / "s.jsonl").write_bytes(_text(answer(usage=usage), {"type": "mode"}))
    claude_code.load(settings)
    (outcome,) = _table(settings, "outcomes")
    names = ("received_count", "accepted_count", "dead_lettered_count", "ignored_count")
    assert tuple(outcome[name] for name in names) == (3, 0, 2, 1)


def test_a_negative_token_count_is_unknown_and_flagged(
    settings: Settings, folder: Path, answer: Make
) -> None:
    """The row is kept without the number."""
    (folder / "s.jsonl").write_bytes(_text(answer(usage={"input_tokens": -3})))
    claude_code.load(settings)
    (request,) = _requests(settings)
    assert (request["input_tokens"], request["flags"]) == (None, "negative_value")


def test_a_workflows_journal_is_not_read(settings: Settings, folder: Path, answer: Make) -> None:
    """Sub-agents' files are transcripts, the journal beside them is none."""
    run = folder / "session-1" / "subagents" / "workflows" / "w1"
    run.mkdir(parents=True)
    (run / "agent-a1.jsonl").write_bytes(_text(answer(agentId="a1", isSidechain=True)))
    (run / "journal.jsonl").write_bytes(_text(answer(uuid="row-2")))
    claude_code.load(settings)
    assert [row["subagent_id"] for row in _table(settings)] == ["a1"]


def test_an_archived_transcript_is_read_and_counts_once(
    settings: Settings, folder: Path, answer: Make
) -> None:
    """Somebody who packs old sessions loses nothing, and a packed copy adds nothing."""
    (folder / "s.jsonl").write_bytes(_text(answer()))
    (folder / "s.jsonl.gz").write_bytes(gzip.compress(_text(answer(), answer(uuid="row-2"))))
    (folder / "journal.jsonl.gz").write_bytes(gzip.compress(_text(answer(uuid="row-3"))))
    claude_code.load(settings)
    assert sorted(row["message_uuid"] for row in _requests(settings)) == ["row-1", "row-2"]


def test_planted_text_reaches_no_file_of_the_data_folder(
    settings: Settings, folder: Path, answer: Make, user: Make
) -> None:
    """Prompts, answers, code, commands, paths and errors leave no trace at the default tier."""
    path = f"/home/ana/{CANARY}/{CANARY}.py"
    call = {"file_path": path, "command": f"{CANARY} --x", "old_string": CANARY}
    blocks = [
        {"type": "text", "text": CANARY},
        {"type": "tool_use", "id": "t1", "name": "Bash", "input": call},
    ]
    result = {"type": "create", "filePath": path, "content": CANARY, "structuredPatch": []}
    rows = [
        answer(message={"content": blocks}, cwd=f"/home/{CANARY}"),
        answer(
            uuid="row-2", isApiErrorMessage=True, error=f"no {CANARY}", apiErrorType=f"- {CANARY}"
        ),
        user(CANARY, uuid="row-3"),
        user(
            [{"type": "tool_result", "tool_use_id": "t1", "content": CANARY}],
            uuid="row-4",
            toolUseResult=result,
        ),
        {"type": "system", "subtype": "api_error", "error": f"no {CANARY}"},
        {"type": f"odd {CANARY}"},
    ]
    (folder / "s.jsonl").write_bytes(_text(*rows) + f"{CANARY}\n".encode())
    claude_code.load(settings)
    assert len(_table(settings)) == 6
    stored = b"".join(
        file.read_bytes() for file in Path(settings.data_dir).rglob("*") if file.is_file()
    )
    assert CANARY.encode() not in stored
