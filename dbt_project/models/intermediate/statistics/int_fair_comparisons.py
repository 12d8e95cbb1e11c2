"""Compare agents and models over the same kind of work; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return every member against its reference, or why they are not compared."""
    from agent_analytics.statistics.comparisons import COLUMNS, comparison_rows  # noqa: PLC0415
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    sessions = dbt.ref("int_sessions__compared").order("session_key")
    return typed_table(comparison_rows(read_columns(sessions)), COLUMNS)
