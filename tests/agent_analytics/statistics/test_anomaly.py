"""Odd days are found, and quiet ones, days off and small changes are left alone."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from agent_analytics.statistics.anomalies import COLUMNS, anomaly_rows
from agent_analytics.statistics.anomaly import AMOUNTS, EVENTS, RATIOS, odd_days
from agent_analytics.statistics.smoothing import DAY_OFF, Floats, Integers
from agent_analytics.statistics.tables import typed_table

FIRST = date(2026, 1, 5)
WEDNESDAY = 100
WEEK = np.array([10.0, 12, 11, 12, 9, 1, 0.5])


def company(seed: int = 1, days: int = 120) -> tuple[Floats, Integers]:
    """Return daily amounts with the pattern of a week and little noise."""
    kinds = np.arange(days) % 7
    return WEEK[kinds] * np.random.default_rng(seed).gamma(100, 1 / 100, days), kinds


@pytest.mark.parametrize("factor", [3.0, 0.5, 0.0])
def test_a_spike_and_a_fall_are_found(factor: float) -> None:
    """The day is named with what was expected, in either direction."""
    values, kinds = company()
    usual = values[WEDNESDAY]
    values[WEDNESDAY] *= factor
    (odd,) = odd_days(values, kinds)
    assert odd.day == WEDNESDAY
    assert odd.expected == pytest.approx(usual, rel=0.3)
    assert (odd.score > 0) == (factor > 1)


@pytest.mark.parametrize(
    ("factors", "odd"),
    [
        ((0.62, 0.62), [WEDNESDAY + 1]),
        ((0.62, 1.0), []),
        ((0.62, 1.5), []),
        ((0.62, 1.0, 0.62), []),
        ((0.2, 0.65), [WEDNESDAY]),
    ],
)
def test_two_days_that_miss_alike_are_judged_together(
    factors: tuple[float, ...], odd: list[int]
) -> None:
    """The second of two falls is odd that neither would be alone; an odd day does not count twice."""
    kinds = np.zeros(120, dtype=np.int64)
    values = np.random.default_rng(4).lognormal(0, 0.16, 120)
    values[90:] = 1.0
    for step, factor in enumerate(factors):
        values[WEDNESDAY + step] = factor
    found = [each.day for each in odd_days(values, kinds) if each.day >= 90]
    assert found == odd


def test_a_day_off_is_never_odd() -> None:
    """A holiday without anything is no fall, and does not make the day after a spike."""
    values, kinds = company()
    values[WEDNESDAY] = 0
    kinds[WEDNESDAY] = DAY_OFF
    assert odd_days(values, kinds) == []


def test_quiet_companies_are_left_alone() -> None:
    """Short form of `benchmarks/anomaly.py`: less than one false day in five months of a series."""
    assert sum(len(odd_days(*company(seed, 182))) for seed in range(30)) <= 30


def test_the_unit_does_not_matter() -> None:
    """Cents and dollars are odd on one day."""
    values, kinds = company()
    values[WEDNESDAY] *= 3
    assert [each.day for each in odd_days(values * 1e6, kinds)] == [WEDNESDAY]


@pytest.mark.parametrize(
    ("values", "odd"), [((5, 0), False), ((5, 60), True), ((100, 40), True), ((100, 90), False)]
)
def test_few_events_may_be_none(values: tuple[int, int], odd: bool) -> None:
    """Nought of five errors happens by chance, forty of a hundred sessions do not."""
    usual, seen = values
    series = np.random.default_rng(3).poisson(usual, 60).astype(float)
    series = np.r_[series, seen]
    found = odd_days(series, np.arange(61) % 7, EVENTS)
    assert (60 in {each.day for each in found}) is odd


@pytest.mark.parametrize(("share", "odd"), [(0.97, False), (0.9, True)])
def test_a_share_that_is_nearly_one_is_watched_closely(share: float, odd: bool) -> None:
    """A tenth of requests that nobody captured is odd; as an amount it would not be."""
    values = np.r_[np.full(60, 1.0), share]
    kinds = np.arange(61) % 7
    assert bool(odd_days(values, kinds, RATIOS)) is odd
    assert odd_days(values, kinds, AMOUNTS) == []


def measures(**days: list[float]) -> dict[str, list[Any]]:
    """Return a sorted table of measures, all from one Monday on."""
    rows = [
        (name, FIRST + timedelta(days=day), day % 7, value)
        for name, values in sorted(days.items())
        for day, value in enumerate(values)
    ]
    columns = zip(*rows, strict=True)
    return dict(
        zip(("measure", "measure_date", "day_kind", "amount"), map(list, columns), strict=True)
    )


def test_odd_days_close_together_are_one_incident() -> None:
    """Another measure two days later belongs to it, the same one two weeks later does not."""
    spend, tokens = company()[0], company(2)[0]
    spend[[60, 74]] *= 4
    tokens[63] *= 4
    rows = list(anomaly_rows(measures(spend=list(spend), tokens=list(tokens))))
    starts = [(row["measure"], (row["incident_start_date"] - FIRST).days) for row in rows]
    assert starts == [("spend", 60), ("tokens", 60), ("spend", 74)]
    assert typed_table(rows, COLUMNS).num_rows == 3


def test_four_weeks_are_too_few() -> None:
    """What is usual is not known yet."""
    assert list(anomaly_rows(measures(spend=[10.0] * 27 + [100.0]))) == []
