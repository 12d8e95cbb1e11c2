import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.privacy.pseudonyms import TOKEN_BYTES
from agent_analytics.settings import Settings
from agent_analytics.source_settings import OtlpSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import otlp

CANARY = "xCANARYx"
SCENARIOS = ("basic-httpprotobuf", "denied", "resume", "subagent")
KINDS = {
    "input_tokens": ("input_tokens", "input"),
    "output_tokens": ("output_tokens", "output"),
    "cache_read_input_tokens": ("cache_read_tokens", "cacheRead"),
    "cache_creation_input_tokens": ("cache_write_tokens", "cacheCreation"),
}


@contextmanager
def _warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with pipeline.connect(settings) as connection:
        yield connection


def _ledger(scenario: Path) -> Counter[str]:
    tokens: Counter[str] = Counter()
    for text in (scenario / "ledger.jsonl").read_text().splitlines():
        usage = json.loads(text).get("usage") or {}
        tokens.update({kind: usage.get(kind) or 0 for kind in KINDS})
    return tokens


@pytest.mark.parametrize("name", SCENARIOS)
def test_captured_tokens_equal_the_ledger(captures: Path, tmp_path: Path, name: str) -> None:
    """By events, by spans and by delta points, a session's tokens are those that were answered."""
    scenario = captures / "claude-code-2.1.329" / name
    sources = SourcesSettings(otlp=OtlpSource(paths=[str(scenario / "otlp.jsonl")]))
    settings = Settings(data_dir=str(tmp_path / "data"), sources=sources)
    otlp.load(settings)
    ledger = _ledger(scenario)
    sums = ", ".join(f"sum({column})" for column, _ in KINDS.values())
    with _warehouse(settings) as connection:
        layers = connection.execute(
            f"select source_layer, {sums} from raw_otlp.events"
            " where event_name = 'request' group by source_layer"
        ).fetchall()
        points = connection.execute(
            "select token_type, sum(value) from raw_otlp.metric_points"
            " where metric_name = 'claude_code.token.usage' group by token_type"
        ).fetchall()
    assert {tuple(tokens) for _, *tokens in layers} == {tuple(ledger[kind] for kind in KINDS)}
    assert dict(points) == {kind: ledger[said] for said, (_, kind) in KINDS.items()}


def _request(sequence: int, **attributes: Any) -> dict[str, Any]:
    return {"event.name": "api_request", "session.id": "s", "event.sequence": sequence} | attributes


def _events(settings: Settings) -> list[dict[str, Any]]:
    return pipeline.read_table(settings, "otlp", "events")


def test_redelivery_in_another_file_and_order_is_stored_once(
    settings: Settings, file: Path, line: Callable[..., bytes]
) -> None:
    """The same records again, in another file, order and grouping, change nothing."""
    first, second = _request(1, input_tokens=5), _request(2, input_tokens=7)
    file.write_bytes(line(first, second))
    otlp.load(settings)
    file.with_name("again.jsonl").write_bytes(line(second) + line(first) * 3)
    otlp.load(settings)
    assert sorted(event["input_tokens"] for event in _events(settings)) == [5, 7]


def test_only_appended_lines_are_read(
    settings: Settings, file: Path, line: Callable[..., bytes]
) -> None:
    """An unchanged file lands nothing, a grown one its new whole lines."""
    file.write_bytes(line(_request(1)))
    assert otlp.load(settings).rows["events"] == 1
    assert not otlp.load(settings).changed
    with file.open("ab") as stream:
        stream.write(line(_request(2)) + b'{"resourceLogs": [{"torn')
    assert otlp.load(settings).rows["events"] == 1
    assert not pipeline.read_table(settings, "otlp", "dead_letters")


def test_compressed_files_are_read(
    settings: Settings, file: Path, line: Callable[..., bytes]
) -> None:
    """Rotated files may be compressed."""
    file.with_name("old.jsonl.gz").write_bytes(gzip.compress(line(_request(1))))
    assert otlp.load(settings).rows["events"] == 1


@pytest.mark.parametrize(
    ("tokens", "stored"),
    [("20", (20, None)), (20, (20, None)), (-3, (None, "negative_value")), (0, (0, None))],
)
def test_token_count_is_stored_or_unknown(
    settings: Settings, file: Path, line: Callable[..., bytes], tokens: object, stored: object
) -> None:
    """Text counts, zero is zero, and a negative count is unknown and flagged."""
    file.write_bytes(line(_request(1, input_tokens=tokens)))
    otlp.load(settings)
    (event,) = _events(settings)
    assert (event["input_tokens"], event["flags"]) == stored


@pytest.mark.parametrize("tokens", ["1e999", "many", str(2**63)])
def test_token_count_that_is_none_is_a_dead_letter(
    settings: Settings, file: Path, line: Callable[..., bytes], tokens: str
) -> None:
    """A count that cannot be one refuses its record; the next one is kept."""
    file.write_bytes(line(_request(1, input_tokens=tokens), _request(2)))
    otlp.load(settings)
    assert len(_events(settings)) == 1
    assert len(pipeline.read_table(settings, "otlp", "dead_letters")) == 1


def test_planted_text_reaches_no_row(
    settings: Settings,
    file: Path,
    line: Callable[..., bytes],
    tables_with: Callable[[Settings, str], list[str]],
) -> None:
    """Text planted wherever content may be is in no table."""
    secret = json.dumps({"full_command": f"x {CANARY}", "file_path": f"/{CANARY}/{CANARY}"})
    planted = {
        "prompt": CANARY,
        "prompt_text": CANARY,
        "response": CANARY,
        "error": CANARY,
        "tool_parameters": secret,
        "tool_input": secret,
        f"{CANARY} key": 1,
        "hook_name": CANARY,
    }
    names = ("user_prompt", "assistant_response", "tool_result", "api_error", "hook_registered")
    records = [_request(n, **planted) | {"event.name": name} for n, name in enumerate(names)]
    file.write_bytes(line(*records) + f"{CANARY}\n".encode())
    otlp.load(settings)
    assert tables_with(settings, CANARY) == []


@pytest.mark.parametrize("length", [600, 1_000_000])
def test_endless_name_becomes_a_hash(
    settings: Settings, file: Path, line: Callable[..., bytes], length: int
) -> None:
    """A megabyte of text in one attribute costs the record nothing but that name."""
    file.write_bytes(line(_request(1, model="m" * length)))
    otlp.load(settings)
    (event,) = _events(settings)
    assert event["model"].startswith("hidden:")
    assert len(event["model"]) == len("hidden:") + 2 * TOKEN_BYTES
