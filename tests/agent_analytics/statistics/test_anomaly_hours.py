"""Odd hours are found against the same hour of the same weekday; quiet ones and days off are left alone."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from agent_analytics.statistics.anomalies import HOUR_COLUMNS, odd_hour_rows
from agent_analytics.statistics.anomaly_hours import odd_hours
from agent_analytics.statistics.smoothing import DAY_OFF, Floats, Integers
from agent_analytics.statistics.tables import typed_table

FIRST = date(2026, 1, 5)
DAYS, WEDNESDAY = 84, 65
OFFICE = np.r_[[0.0] * 8, [12.0] * 9, [2.0] * 3, [0.0] * 4]


def company(seed: int = 1, usual: float = 1.0) -> tuple[Floats, Integers]:
    """Return events by hour, few at weekends, and the kinds of days."""
    kinds = np.arange(DAYS) % 7
    mean = np.where(kinds < 5, 1.0, 0.1)[:, None] * OFFICE * usual
    return np.random.default_rng(seed).poisson(mean).astype(float), kinds


@pytest.mark.parametrize("is_count", [True, False])
@pytest.mark.parametrize(("hour", "seen"), [(10, 60.0), (3, 30.0)])
def test_a_burst_is_found_by_day_and_by_night(hour: int, seen: float, is_count: bool) -> None:
    """Five times the usual at ten, and anything much at three when nobody works."""
    values, kinds = company()
    values[WEDNESDAY, hour] = seen
    [odd] = odd_hours(values, kinds, is_count=is_count)
    assert (odd.day, odd.hour) == (WEDNESDAY, hour)
    assert odd.expected == pytest.approx(OFFICE[hour], abs=4)
    assert odd.score > 5


def test_silence_at_work_is_found_and_at_night_is_usual() -> None:
    """Nothing for three busy hours of a large company is odd; the nights before are not."""
    values, kinds = company(usual=5)
    values[WEDNESDAY, 9:12] = 0
    found = [(odd.day, odd.hour) for odd in odd_hours(values, kinds, is_count=True)]
    assert found == [(WEDNESDAY, hour) for hour in (9, 10, 11)]


def test_a_weekend_like_a_working_day_is_odd() -> None:
    """What is usual on Wednesday at ten is not on Sunday at ten."""
    values, kinds = company(usual=3)
    values[WEDNESDAY + 4, 10] = values[WEDNESDAY, 10]
    assert [odd.day for odd in odd_hours(values, kinds, is_count=True)] == [WEDNESDAY + 4]


def test_quiet_companies_and_days_off_are_left_alone() -> None:
    """Less than one false hour in a year of a series, and none on a day nobody works."""
    assert sum(len(odd_hours(*company(seed), is_count=True)) for seed in range(8)) <= 2
    values, kinds = company(usual=5)
    values[WEDNESDAY], kinds[WEDNESDAY] = 0, DAY_OFF
    assert odd_hours(values, kinds, is_count=True) == []


@pytest.mark.parametrize("unit", [1e-6, 1e3])
def test_the_unit_of_an_amount_does_not_matter(unit: float) -> None:
    """Cents and dollars are odd in one hour, by as much."""
    values, kinds = company()
    values[WEDNESDAY, 10] *= 5
    told, other = (odd_hours(each, kinds, is_count=False) for each in (values, unit * values))
    assert [odd.hour for odd in other] == [odd.hour for odd in told] == [10]
    assert other[0].score == pytest.approx(told[0].score)


@pytest.mark.parametrize(("seen", "count"), [(19, 0), (20, 1)])
def test_rare_events_have_to_be_many(seen: float, count: int) -> None:
    """Where hours usually have none, a few tell nothing, and twenty do."""
    values, kinds = company(usual=0.0)
    values[WEDNESDAY, 10] = seen
    assert len(odd_hours(values, kinds, is_count=True)) == count


def table(days: int, **measures: Floats) -> dict[str, list[Any]]:
    """Return a sorted table of measures by hour."""
    rows = [
        (name, FIRST + timedelta(days=day), hour, day % 7, float(values[day, hour]))
        for name, values in sorted(measures.items())
        for day in range(days)
        for hour in range(24)
    ]
    names = ("measure", "measure_date", "hour_of_day", "day_kind", "amount")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def test_odd_hours_close_together_are_one_incident() -> None:
    """Another measure three hours later belongs to it, across midnight too; four hours later does not."""
    errors, spend = company(2)[0], company(3)[0]
    errors[WEDNESDAY, 23] = errors[WEDNESDAY + 1, 6] = 60
    spend[WEDNESDAY + 1, 2] = 60
    rows = list(odd_hour_rows(table(DAYS, errors=errors, spend=spend)))
    starts = [(row["measure"], row["odd_hour"], row["incident_start_hour"]) for row in rows]
    assert starts == [("errors", 23, 23), ("spend", 2, 23), ("errors", 6, 6)]
    assert rows[1]["incident_start_date"] == FIRST + timedelta(days=WEDNESDAY)
    assert typed_table(rows, HOUR_COLUMNS).num_rows == 3


def test_four_weeks_are_too_few() -> None:
    """What is usual is not known yet."""
    errors = company()[0]
    errors[27, 10] = 99
    assert list(odd_hour_rows(table(28, errors=errors))) == []
