"""Find the odd days of every watched measure; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return every odd day with the incident it belongs to."""
    from agent_analytics.statistics.anomalies import COLUMNS, anomaly_rows  # noqa: PLC0415
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    days = dbt.ref("int_daily_measures").order("measure, measure_date")
    return typed_table(anomaly_rows(read_columns(days)), COLUMNS)
