"""How well spending is forecast: misses and coverage on made-up series and on real ones, held out.

    python benchmarks/forecast.py [--series N]

Each series is cut at several origins; what comes after is compared with repeating the last week, with
AutoETS of statsforecast and with our bands. Made-up series to score come from another generator than those that
speeds were chosen on (`daily_series`), which are shown beside. Real ones are births, a pattern of the week, a
slow swing and holidays, in ten stretches; others of one year each are shown, too short to judge a band by.
Needs the dependency group `bench`. Ends with status 1 when a goal is missed.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from daily_series import HORIZON, Floats, Series, births, sales_and_flights, to_score, to_tune

from agent_analytics.statistics.forecast import forecast

ORIGINS = 6

GOAL_MASE = 0.85
GOAL_SECONDS = 0.1
GOAL_COVERAGE = {0.8: (0.75, 0.85), 0.95: (0.92, 0.98)}


def naive(values: Floats) -> Floats:
    """Return the last week, repeated."""
    return np.resize(values[-7:], HORIZON)


def auto_ets(values: Floats) -> Floats:
    """Return what AutoETS of statsforecast expects."""
    from statsforecast.models import AutoETS  # noqa: PLC0415 - installed for this benchmark only

    return np.asarray(AutoETS(season_length=7).forecast(y=values, h=HORIZON)["mean"])


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
        started = time.process_time()
        told = forecast(past, series.kinds[: cut + HORIZON], HORIZON)
        seconds = time.process_time() - started
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
    _report(f"{count} series to tune on", [scored(to_tune(seed)) for seed in range(count)])
    good = _report(f"{count} series to score", [scored(to_score(seed)) for seed in range(count)])
    good &= _report("births of each day, United States", [scored(each) for each in births()])
    _report("sales, flights and views, one year each", [scored(s) for s in sales_and_flights()])
    sys.exit(not good)


def _report(title: str, scores: list[Score]) -> bool:
    """Print means over series; return whether the goals are met."""
    ours = float(np.mean([score.ours / score.repeated for score in scores]))
    peer = float(np.mean([score.peer / score.repeated for score in scores]))
    seconds = float(np.median([score.seconds for score in scores]))
    print(f"{title}: miss relative to repeating the week {ours:.3f}, AutoETS {peer:.3f}")
    good = ours <= GOAL_MASE and ours <= peer and seconds <= GOAL_SECONDS
    for kind, share in scores[0].held:
        each = [score.held[kind, share] for score in scores]
        held, error = float(np.mean(each)), float(np.std(each, ddof=1)) / len(each) ** 0.5
        low, high = GOAL_COVERAGE[share]
        good &= low <= held <= high
        print(f"  {share:.0%} band of a {kind}: held {held:.1%} ± {error:.1%}")
    print(
        f"  a forecast takes {1000 * seconds:.0f} ms: {'goals met' if good else 'a goal is missed'}"
    )
    return good


if __name__ == "__main__":
    main()
