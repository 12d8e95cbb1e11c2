"""Forecast every series of spending; the mathematics is the package's."""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """Return the days ahead of every series, or why there are none."""
    from agent_analytics.statistics.spending import COLUMNS, forecast_rows  # noqa: PLC0415
    from agent_analytics.statistics.tables import read_columns, typed_table  # noqa: PLC0415

    series = dbt.ref("int_spend_series").order("series_key, series_date")
    return typed_table(forecast_rows(read_columns(series)), COLUMNS)
