"""Forecasts of spending, row by row: one for each series and day ahead, or one with the reason for none.

Amounts are micro-USD. How a series is forecast is `forecast`'s concern, what belongs to one the models'.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from agent_analytics.statistics.refusals import FEW_DAYS, LEAST_FORECAST_DAYS, NOTHING_SPENT
from agent_analytics.statistics.tables import Columns, Row, groups

if TYPE_CHECKING:
    from agent_analytics.statistics.forecast import Forecast

_AMOUNTS = (
    "expected_microusd",
    *("low_80_microusd", "high_80_microusd", "low_95_microusd", "high_95_microusd"),
)

COLUMNS = {
    **dict.fromkeys(("series_key", "scope", "member", "cost_type"), "string"),
    **{"origin_date": "date32", "forecast_date": "date32", "horizon_days": "int64"},
    **dict.fromkeys(_AMOUNTS, "int64"),
    **{f"total_{name}": "int64" for name in _AMOUNTS},
    **{"day_count": "int64", "origin_count": "int64", "relative_miss": "float64"},
    **dict.fromkeys(("method", "refusal"), "string"),
}
"""Arrow types of the rows."""


def forecast_rows(series: Columns) -> Iterator[Row]:
    """Yield the rows of every series; `series` is sorted by series and day, future days without a cost."""
    for key, rows in groups(series, "series_key"):
        kinds, amounts = series["day_kind"][rows], series["cost_microusd"][rows]
        past = [amount for amount in amounts if amount is not None]
        about = {
            name: series[name][rows.start]
            for name in ("scope", "member", "cost_type", "origin_date")
        }
        about |= {"series_key": key, "day_count": len(past)}
        refusal = _refusal(past)
        if refusal:
            yield {**about, "refusal": refusal}
        else:
            yield from _ahead(about, past, kinds)


def _refusal(past: Sequence[int]) -> str | None:
    if len(past) < LEAST_FORECAST_DAYS:
        return FEW_DAYS
    return None if any(past[-LEAST_FORECAST_DAYS:]) else NOTHING_SPENT


def _ahead(about: dict[str, Any], past: Sequence[int], kinds: Sequence[int]) -> Iterator[Row]:
    import numpy as np  # noqa: PLC0415 - only where there is something to estimate

    from agent_analytics.statistics.forecast import METHOD, forecast  # noqa: PLC0415

    horizon = len(kinds) - len(past)
    told = forecast(np.array(past, dtype=float), np.array(kinds), horizon)
    about |= {"method": METHOD, "origin_count": told.origin_count, "relative_miss": told.mase}
    amounts = _amounts(told)
    for step in range(horizon):
        yield {
            **about,
            "forecast_date": about["origin_date"] + timedelta(days=step + 1),
            "horizon_days": step + 1,
            **{name: round(values[step]) for name, values in amounts.items()},
        }


def _amounts(told: "Forecast") -> dict[str, Any]:
    """Return the arrays of a forecast by the name of their column."""
    arrays: dict[str, Any] = {}
    for prefix, centre, bands in (
        ("", told.daily, told.daily_bands),
        ("total_", told.total, told.total_bands),
    ):
        arrays[f"{prefix}expected_microusd"] = centre
        for share, band in bands.items():
            arrays[f"{prefix}low_{share:.0%}_microusd".replace("%", "")] = band.low
            arrays[f"{prefix}high_{share:.0%}_microusd".replace("%", "")] = band.high
    return arrays
