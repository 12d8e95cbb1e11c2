"""Find the odd hours of every measure watched by hours; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return every odd hour with the incident it belongs to."""
    from agent_analytics.statistics.anomalies import HOUR_COLUMNS, odd_hour_rows  # noqa: PLC0415
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    hours = dbt.ref("int_hourly_measures").order("measure, measure_date, hour_of_day")
    return typed_table(odd_hour_rows(read_columns(hours)), HOUR_COLUMNS)
