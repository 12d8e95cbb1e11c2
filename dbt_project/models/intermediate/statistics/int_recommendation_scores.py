"""Hold recommendations of a model against the days after them; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return what became of each recommendation whose days are over."""
    from agent_analytics.statistics.recommendations import (  # noqa: PLC0415
        COLUMNS,
        recommendation_score_rows,
    )
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    kept = read_columns(dbt.ref("int_model_recommendations__kept").order("kept_key"))
    sessions = dbt.ref("int_sessions__compared").order("session_key")
    rows = recommendation_score_rows(kept, read_columns(sessions)) if kept["kept_key"] else ()
    return typed_table(rows, COLUMNS)
