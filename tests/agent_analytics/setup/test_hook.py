import json
import math
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.setup import hook

EVENT = {
    "hook_event_name": "PostToolUse",
    "session_id": "s1",
    "tool_name": "Edit",
    "cwd": "/home/dev/canary",
    "prompt": "canary",
    "tool_input": {"file_path": "/home/dev/canary.py"},
    "duration_ms": 31,
}


def _run(folder: Path, body: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-S", str(Path(hook.__file__)), str(folder), *arguments]
    return subprocess.run(command, input=body, capture_output=True, check=False, timeout=30)


def _lines(folder: Path) -> list[dict[str, object]]:
    lines = [line for file in folder.glob("hooks-*") for line in file.read_text().splitlines()]
    return [json.loads(line) for line in lines if line]


def test_event_is_kept_without_what_somebody_wrote(tmp_path: Path) -> None:
    """Names, identifiers and measures pass; text, paths and inputs do not."""
    done = _run(tmp_path, json.dumps(EVENT).encode(), "claude_code")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    (line,) = _lines(tmp_path)
    assert line.pop("received_at")
    assert line.pop("digest")
    assert line == {
        "agent": "claude_code",
        "hook_event_name": "PostToolUse",
        "session_id": "s1",
        "tool_name": "Edit",
        "duration_ms": 31,
    }


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"nope", "not_json"),
        (b'{"a":1}{"b":2}', "not_json"),
        (b"\xff\xfe{", "not_json"),
        (b"[1]", "not_an_object"),
        (b'"' + b"x" * (hook.MAX_BYTES + 9), "too_large"),
    ],
    ids=["empty", "text", "two objects", "invalid utf-8", "list", "too large"],
)
def test_row_43_what_cannot_be_read_is_counted_in_silence(
    body: bytes, reason: str, tmp_path: Path
) -> None:
    """The agent sees exit code 0 and no output, and the loader a line that says why."""
    done = _run(tmp_path, body, "claude_code")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert [line["unreadable"] for line in _lines(tmp_path)] == [reason]


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.dictionaries(st.sampled_from(hook.KEPT), _SCALARS | st.lists(_SCALARS)))
def test_line_is_the_json_that_the_event_was(event: dict[str, object]) -> None:
    """The interpreter's own scanner reads what `json` writes, and `json` reads what it writes."""
    line = json.loads(hook.line_of(json.dumps(event).encode(), "a", "", 1))
    assert {name: line[name] for name in hook.KEPT if name in line} == {
        name: value[: hook.MAX_TEXT] if isinstance(value, str) else value
        for name, value in event.items()
        if _may_stay(value)
    }


def _may_stay(value: object) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[^\s\x1c-\x1f/~\\][^\s\x1c-\x1f]*", value) is not None
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


@pytest.mark.parametrize("text", ["two words", "a\tb", "", "/home/dev/canary", "~/canary", "\\\\c"])
def test_what_is_no_name_is_left_out(text: str) -> None:
    """A client that puts a sentence or a path where a name belongs has neither on the disk."""
    line = hook.line_of(json.dumps({"session_id": "s", "model": text}).encode(), "a", "", 1)
    assert "model" not in json.loads(line)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_left_out(number: str) -> None:
    """The loader could not read the line otherwise."""
    line = hook.line_of(b'{"session_id": "s", "duration_ms": %s}' % number.encode(), "a", "", 1)
    assert "duration_ms" not in json.loads(line)


def test_row_44_event_of_another_agent_is_named_by_the_argument(tmp_path: Path) -> None:
    """Some agents leave the event's name out of the payload."""
    _run(tmp_path, b'{"session_id": "s", "new_field": {"a": 1}}', "copilot_cli", "preToolUse")
    assert _lines(tmp_path)[0]["hook_event_name"] == "preToolUse"


def test_row_46_agent_that_never_ends_its_input_is_not_waited_for(tmp_path: Path) -> None:
    """A quarter of a second is the most it takes."""
    command = [sys.executable, "-I", "-S", str(Path(hook.__file__)), str(tmp_path), "claude_code"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.wait(timeout=20) == 0


@pytest.mark.parametrize("arguments", [[], ["/nowhere/at/all", "claude_code"]])
def test_row_47_folder_that_cannot_be_written_is_no_matter_for_the_agent(
    arguments: list[str],
) -> None:
    """A missing folder or a broken call ends with 0 and no output."""
    command = [sys.executable, "-I", "-S", str(Path(hook.__file__)), *arguments]
    done = subprocess.run(command, input=b"{}", capture_output=True, check=False, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def _missed(folder: Path) -> list[str]:
    lines = [
        line
        for file in folder.parent.glob(f"{folder.name}-missed-*.ndjson")
        for line in file.read_text().splitlines()
        if line
    ]
    return [json.loads(line)["missed"] for line in lines]


def test_row_47_folder_that_somebody_removed_is_made_again(tmp_path: Path) -> None:
    """Events go on, readable by their owner only."""
    folder = tmp_path / "hooks"
    _run(folder, b"{}", "claude_code")
    assert len(_lines(folder)) == 1
    assert folder.stat().st_mode & 0o077 == 0
    assert _missed(folder) == []


def test_row_47_event_that_cannot_be_kept_is_counted_beside_the_folder(tmp_path: Path) -> None:
    """Something else in the folder's place: the hook ends well and leaves word without any of the event."""
    folder = tmp_path / "hooks"
    folder.write_text("no folder")
    done = _run(folder, json.dumps(EVENT).encode(), "claude_code")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert _missed(folder) == ["Not a directory"]


def test_row_68_day_that_is_full_takes_no_more(tmp_path: Path) -> None:
    """What nobody loads must not fill the disk; the event is counted as missed."""
    name = time.strftime("hooks-%Y%m%d.ndjson", time.gmtime())
    folder = tmp_path / "hooks"
    folder.mkdir()
    for size, kept in ((hook.MAX_DAY_BYTES - 1, True), (hook.MAX_DAY_BYTES, False)):
        with (folder / name).open("wb") as sparse:
            sparse.truncate(size)
        _run(folder, b"{}", "claude_code")
        assert ((folder / name).stat().st_size > size) is kept
    assert _missed(folder) == ["the file of the day is full"]


def test_row_47_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    """Nobody can make the hook write into another file."""
    name = time.strftime("hooks-%Y%m%d.ndjson", time.gmtime())
    (tmp_path / name).symlink_to(tmp_path / "other")
    assert _run(tmp_path, b"{}", "claude_code").returncode == 0
    assert not (tmp_path / "other").exists()


def test_row_49_parallel_hooks_lose_and_mix_nothing(tmp_path: Path) -> None:
    """Two hundred at once leave two hundred whole lines."""
    bodies = [json.dumps({**EVENT, "session_id": f"s{n}" * 20}).encode() for n in range(200)]
    now = time.time()

    def take(body: bytes) -> None:
        hook.append(str(tmp_path), hook.line_of(body, "claude_code", "", 1), now)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(take, bodies))
    assert len({line["session_id"] for line in _lines(tmp_path)}) == len(bodies)


def test_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Other users of the machine cannot read what agents do."""
    _run(tmp_path, b"{}", "claude_code")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
