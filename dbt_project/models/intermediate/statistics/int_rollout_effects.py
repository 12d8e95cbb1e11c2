"""Estimate what began when people began to use agents; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return the effect of each grain and outcome, overall and by week, or why it is not told."""
    from agent_analytics.statistics.rollouts import COLUMNS, rollout_rows  # noqa: PLC0415
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    weeks = dbt.ref("fct_delivery_weeks").order("grain, unit, week_start_date")
    return typed_table(rollout_rows(read_columns(weeks)), COLUMNS)
