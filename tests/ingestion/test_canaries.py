"""Every text of every kind of record is replaced, one at a time, by a sentence that must not be stored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.privacy.policy import policy_of
from agent_analytics.settings import PrivacySettings, Settings
from agent_analytics.source_settings import ClaudeCodeSource, OtlpSource, SourcesSettings
from ingestion.otlp.signals import SignalKind
from ingestion.pipeline import ensure_raw_tables, writer_lock
from ingestion.receiver import intake
from ingestion.receiver.hooks import EVENT_NAMES
from ingestion.sample import generate
from ingestion.sources import claude_code, otlp

CANARY = "zebrafish"
SENTENCE = f"the {CANARY} said that nobody may read this line"
_CONTENT = ("prompt_text", "tool_parameters", "error_text", "response_text")
_SIGNALS: dict[SignalKind, tuple[str, str, str]] = {
    "logs": ("resourceLogs", "scopeLogs", "logRecords"),
    "traces": ("resourceSpans", "scopeSpans", "spans"),
    "metrics": ("resourceMetrics", "scopeMetrics", "metrics"),
}
_HOOK_EVENT = {
    "session_id": "s",
    "prompt_id": "p",
    "transcript_path": "/home/a/t.jsonl",
    "cwd": "/home/a",
    "permission_mode": "default",
    "agent_id": "a",
    "agent_type": "Explore",
    "tool_name": "Bash",
    "tool_use_id": "t",
    "tool_input": {"command": "ls", "file_path": "/home/a/x.py", "edits": [{"new_string": "x"}]},
    "tool_response": {"stdout": "x", "list": ["x"]},
    "prompt": "x",
    "last_assistant_message": "x",
    "message": "x",
    "notification_type": "x",
    "reason": "clear",
    "source": "startup",
    "trigger": "auto",
    "model": "m",
    "effort": {"level": "high"},
    "custom_instructions": "x",
    "novelty": {"deep": ["x"]},
}
Place = tuple[Any, ...]


def _texts(tree: Any, path: Place = ()) -> Iterator[Place]:
    """Yield the place of every text in a JSON tree."""
    if isinstance(tree, str):
        yield path
    items = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    for key, value in items:
        if key != "key":
            yield from _texts(value, (*path, key))


def _with(tree: Any, path: Place, text: str) -> Any:
    """Return a copy of a tree with the text at one place replaced."""
    if not path:
        return text
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = _with(tree[path[0]], path[1:], text)
    return copy


def _shape(tree: Any) -> Any:
    """Return what distinguishes one kind of record from another."""
    if isinstance(tree, dict):
        name = tree.get("type") or tree.get("subtype") or tree.get("name")
        key = tree.get("key") if isinstance(tree.get("key"), str) else None
        parts = tuple(sorted((k, _shape(v)) for k, v in tree.items()))
        return (name if isinstance(name, str) and len(name) < 40 else None, key, parts)
    if isinstance(tree, list):
        return tuple(sorted({repr(_shape(item)) for item in tree}))
    return type(tree).__name__


def _planted(lines: Iterator[str]) -> Iterator[str]:
    """Yield each kind of line once per text in it, with the sentence in that text's place."""
    seen = set()
    for line in lines:
        tree = json.loads(line)
        shape = repr(_shape(tree))
        if shape in seen:
            continue
        seen.add(shape)
        for path in _texts(tree):
            yield json.dumps(_with(tree, path, SENTENCE))


def _lines(files: Iterator[Path]) -> Iterator[str]:
    for file in sorted(files):
        for line in file.read_text("utf-8-sig", "replace").splitlines():
            try:
                json.loads(line)
            except ValueError:
                continue
            yield line


def _exports(company: Path, signal: SignalKind) -> Iterator[str]:
    """Yield each record that collectors took, as an export request of its own."""
    root, scopes, records = _SIGNALS[signal]
    for line in _lines((company / "wire" / "otlp").rglob("*.jsonl")):
        for resource in json.loads(line).get(root, ()):
            for scope in resource[scopes]:
                for record in scope[records]:
                    alone = {**resource, scopes: [{**scope, records: [record]}]}
                    yield json.dumps({root: [alone]})


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small company."""
    folder = tmp_path_factory.mktemp("company")
    generate(folder, developers=3, days=6)
    return folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, company: Path) -> Path:
    """Return a folder with transcripts and collector files in which every text was replaced once."""
    folder = tmp_path_factory.mktemp("planted")
    project = folder / "projects" / "-home-a-shop"
    project.mkdir(parents=True)
    transcripts = _planted(_lines(company.rglob("projects/*/*.jsonl")))
    (project / "a.jsonl").write_text("\n".join(transcripts) + "\n")
    collected = [line for signal in _SIGNALS for line in _planted(_exports(company, signal))]
    (folder / "otlp.jsonl").write_text("\n".join(collected) + "\n")
    return folder


def _loaded(planted: Path, data: Path, tier: int) -> dict[str, set[str]]:
    """Return, by table, the columns that hold the sentence or a part of it after a load."""
    settings = Settings(
        data_dir=str(data),
        privacy=PrivacySettings(tier=tier),
        sources=SourcesSettings(
            claude_code=ClaudeCodeSource(paths=[str(planted / "projects")]),
            otlp=OtlpSource(paths=[str(planted / "otlp.jsonl")]),
        ),
    )
    with writer_lock(settings):
        claude_code.load(settings)
        otlp.load(settings)
        ensure_raw_tables(settings)
    return _holding(settings.paths.warehouse)


def _holding(warehouse: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            rows = connection.execute(
                f'select count(*) from "{schema}"."{table}" where contains(lower("{column}"), ?)',  # noqa: S608
                [CANARY],
            ).fetchone()
            if rows and rows[0]:
                found.setdefault(f"{schema}.{table}", set()).add(column)
    return found


@pytest.mark.parametrize(("tier", "kept"), [(1, set()), (2, set(_CONTENT[:3])), (3, set(_CONTENT))])
def test_no_planted_sentence_is_stored_below_its_tier(
    planted: Path, tmp_path: Path, tier: int, kept: set[str]
) -> None:
    """Tier 1 stores none of them anywhere; the others only where the policy says."""
    found = _loaded(planted, tmp_path / "data", tier)
    assert {column for columns in found.values() for column in columns} <= kept, found
    left = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert not [file for file in left if tier == 1 and CANARY.encode() in file.read_bytes()]


def _events() -> Iterator[str]:
    """Yield a hook event of each name."""
    for name in sorted(EVENT_NAMES):
        yield json.dumps({"hook_event_name": name, **_HOOK_EVENT})


def test_no_planted_sentence_reaches_the_spool_at_tier_1(company: Path, tmp_path: Path) -> None:
    """What the receiver would write of a thousand planted records, dead letters too, holds none of them."""
    policy = policy_of(Settings(data_dir=str(tmp_path / "data")))
    written = [
        intake.telemetry(policy, planted.encode(), "json", signal).lines
        for signal in _SIGNALS
        for planted in _planted(_exports(company, signal))
    ]
    written += [
        intake.hook_event(policy, event.encode(), 1_790_000_000_000_000).lines
        for event in _planted(_events())
    ]
    assert len(written) > 1_000
    assert not [lines for lines in written if CANARY.encode() in lines]
