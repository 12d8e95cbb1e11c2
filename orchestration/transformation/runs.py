"""Calling dbt as a library and reading what it says of each node.

dbt is imported when it is called, because that takes seconds. Nothing else of the project imports it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from agent_analytics.errors import TransformError, WarehouseError
from agent_analytics.settings import Settings
from ingestion.pipeline import warehouse_address

Status = Literal["passed", "failed", "warned", "skipped"]

_STATUS: dict[str, Status] = {
    "success": "passed",
    "pass": "passed",
    "no-op": "passed",
    "warn": "warned",
    "fail": "failed",
    "error": "failed",
    "runtime error": "failed",
    "partial success": "failed",
    "skipped": "skipped",
}


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What became of one model, seed or test.

    `kind` is dbt's resource type; `failures` counts the rows a test found, null for anything else.
    """

    unique_id: str
    name: str
    kind: str
    status: Status
    seconds: float
    message: str
    failures: int | None

    @property
    def is_test(self) -> bool:
        """Whether the node checks data instead of making it."""
        return self.kind in {"test", "unit_test"}


def invoke(
    settings: Settings,
    arguments: list[str],
    parsed: Path | None = None,
    memory_mb: int | None = None,
) -> list[NodeResult]:
    """Return the result of every node of a dbt command; empty for one that runs none.

    With the file of a `parsed` project, dbt does not parse it again. `memory_mb` is what the database may
    take; the profile says it when it is null.

    Nodes that failed are results, not errors. Raises `TransformError` when dbt could not do its work at
    all.
    """
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - seconds to import
    from dbt.contracts.graph.manifest import Manifest  # noqa: PLC0415

    _hand_over_token(settings)
    manifest = Manifest.from_msgpack(parsed.read_bytes()) if parsed else None
    said = {"WAREHOUSE_ADDRESS": warehouse_address(settings)}
    if memory_mb is not None:
        said["WAREHOUSE_MEMORY"] = f"{memory_mb}MB"
    try:
        with _environment(said):
            outcome = dbtRunner(manifest=manifest).invoke(arguments)
    finally:
        _close_warehouse()
    if isinstance(outcome.exception, KeyboardInterrupt | SystemExit):
        raise outcome.exception
    if outcome.exception is not None:
        message = f"dbt {arguments[0]} stopped: {outcome.exception}"
        raise TransformError(message) from outcome.exception
    return [_read(result) for result in getattr(outcome.result, "results", ())]


@contextmanager
def _environment(said: dict[str, str]) -> Iterator[None]:
    """Set variables, which dbt's profile reads, and put back what was there."""
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _close_warehouse() -> None:
    """Close dbt's connection, which it keeps for the life of the process: publishing needs the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    environment = DuckDBConnectionManager._ENV  # its accessor raises when dbt never connected
    if environment is not None:
        environment.close()
    DuckDBConnectionManager._ENV = None


def _hand_over_token(settings: Settings) -> None:
    """Put the MotherDuck token where its client looks for it."""
    if settings.warehouse.kind != "motherduck":
        return
    name = settings.warehouse.token_env
    if name not in os.environ:
        message = f"warehouse.kind is motherduck but ${name} is not set"
        raise WarehouseError(message)
    os.environ.setdefault("motherduck_token", os.environ[name])


def _read(result: Any) -> NodeResult:
    return NodeResult(
        unique_id=result.node.unique_id,
        name=result.node.name,
        kind=str(result.node.resource_type),
        status=_STATUS[str(result.status)],
        seconds=result.execution_time,
        message=result.message or "",
        failures=result.failures,
    )
