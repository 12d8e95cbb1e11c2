"""Made-up transcripts for the benchmarks: sessions as Claude Code writes them, of any size.

Half of the bytes are tool results that hold nothing to keep, as in real transcripts. Nothing is measured here.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

SESSION_BYTES = 4_000_000
_START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def write(folder: Path, size: int, seed: int = 7) -> int:
    """Write transcripts of about `size` bytes in all and return how many lines they have."""
    draw = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    count = 0
    for session in range(max(1, size // SESSION_BYTES)):
        file = (
            folder / f"project-{session % 7}" / f"{session:08d}-0000-4000-8000-000000000000.jsonl"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            for line in _session(draw, file.stem, min(size, SESSION_BYTES)):
                stream.write(line)
                count += 1
    return count


def _session(draw: random.Random, session: str, size: int) -> Iterator[bytes]:
    written, turn = 0, 0
    while written < size:
        for row in _turn(draw, session, turn):
            line = json.dumps(row, separators=(",", ":")).encode() + b"\n"
            written += len(line)
            yield line
        turn += 1


def _turn(draw: random.Random, session: str, turn: int) -> Iterator[dict[str, object]]:
    moment = _START + timedelta(seconds=turn * 9)
    call, message = f"toolu_{session}_{turn}", f"msg_{session}_{turn}"
    common = {
        "sessionId": session,
        "cwd": "/home/dev/shop",
        "version": "2.1.329",
        "gitBranch": "main",
        "userType": "external",
        "isSidechain": False,
        "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    usage = {
        "input_tokens": draw.randrange(50),
        "output_tokens": draw.randrange(900),
        "cache_read_input_tokens": draw.randrange(60_000),
        "cache_creation_input_tokens": 300,
        "cache_creation": {"ephemeral_5m_input_tokens": 300, "ephemeral_1h_input_tokens": 0},
        "service_tier": "standard",
    }
    use = {
        "type": "tool_use",
        "id": call,
        "name": "Bash",
        "input": {"command": "git log --oneline " + "x" * draw.randrange(400)},
    }
    answer = {
        "id": message,
        "role": "assistant",
        "model": "claude-sonnet-4-5-20250929",
        "content": [use],
        "stop_reason": "tool_use",
        "usage": usage,
    }
    yield {
        **common,
        "type": "assistant",
        "uuid": f"a-{session}-{turn}",
        "requestId": f"req_{session}_{turn}",
        "message": answer,
    }
    output = "line of output\\n" * draw.randrange(200)
    result = {"type": "tool_result", "tool_use_id": call, "content": output, "is_error": False}
    yield {
        **common,
        "type": "user",
        "uuid": f"u-{session}-{turn}",
        "message": {"role": "user", "content": [result]},
        "toolUseResult": {"stdout": output, "stderr": "", "interrupted": False},
    }
