"""What the last build was made from, so that an equal one is not made again.

A build is made from the raw rows, named by their load batches, and from the project, named by its hash. The
mark is written after a build; losing it costs a full rebuild, never a wrong one.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from agent_analytics.records import SOURCE_TABLES
from agent_analytics.settings import Settings
from agent_analytics.whole_files import replace_file
from ingestion.pipeline import connect, schema_of
from orchestration.transformation.project import project_hash


@dataclass(frozen=True, slots=True)
class Mark:
    """What a build was made from.

    `project` is null until every model stands; `fingerprint` is null until every test passed as well.
    """

    project: str | None
    fingerprint: str | None


NO_MARK = Mark(None, None)


def read_mark(settings: Settings) -> Mark:
    """Return the mark of the last build; one without content when there is none or it is unreadable."""
    try:
        content = json.loads(_file(settings).read_text(encoding="utf-8"))
        return Mark(content["project"], content["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return NO_MARK


def write_mark(settings: Settings, mark: Mark) -> None:
    """Remember what a build was made from, in one step."""
    replace_file(_file(settings), json.dumps(asdict(mark)).encode())


def current_fingerprint(settings: Settings) -> str:
    """Return the fingerprint a build would have now. The caller holds the writer lock."""
    digest = hashlib.blake2b(project_hash(settings).encode(), digest_size=16)
    with connect(settings) as connection:
        for source, tables in SOURCE_TABLES.items():
            for table in tables:
                digest.update(f"\n{source}.{table.name}".encode())
                name = f'"{schema_of(source)}"."{table.name}"'
                for batch in _batches(connection, name):
                    digest.update(f"\n{batch}".encode())
    return digest.hexdigest()


def _batches(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, int]]:
    try:
        rows: list[tuple[str, int]] = connection.execute(
            f"select batch_id, count(*) from {table} group by batch_id order by batch_id"  # noqa: S608
        ).fetchall()
    except duckdb.CatalogException:
        return []
    return rows


def _file(settings: Settings) -> Path:
    return settings.paths.transform_state / "built.json"
