"""Every text of every kind of record is replaced, one at a time, by a sentence that must not be stored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.settings import PrivacySettings, Settings
from agent_analytics.source_settings import ClaudeCodeSource, OtlpSource, SourcesSettings
from ingestion.pipeline import ensure_raw_tables, writer_lock
from ingestion.sample import generate
from ingestion.sources import claude_code, otlp

CANARY = "zebrafish"
SENTENCE = f"the {CANARY} said that nobody may read this line"
_CONTENT = ("prompt_text", "tool_parameters", "error_text", "response_text")
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


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with transcripts and collector files in which every text was replaced once."""
    folder = tmp_path_factory.mktemp("planted")
    wire = tmp_path_factory.mktemp("company")
    generate(wire, developers=3, days=6)
    project = folder / "projects" / "-home-a-shop"
    project.mkdir(parents=True)
    transcripts = _planted(_lines(wire.rglob("projects/*/*.jsonl")))
    (project / "a.jsonl").write_text("\n".join(transcripts) + "\n")
    collected = _planted(_lines((wire / "wire" / "otlp").rglob("*.jsonl")))
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
