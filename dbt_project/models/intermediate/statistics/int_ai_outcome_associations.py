"""Compare use of agents with delivery, week by week; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return every comparison of the declared family, or why it is not told."""
    from agent_analytics.statistics.associations import COLUMNS, association_rows  # noqa: PLC0415
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    weeks = dbt.ref("fct_delivery_weeks").order("grain, unit, week_start_date")
    return typed_table(association_rows(read_columns(weeks)), COLUMNS)
