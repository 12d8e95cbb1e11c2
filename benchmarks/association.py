"""How often associations are told where there are none, and found where there is one.

    python benchmarks/association.py [--worlds N]

Each world is a company whose weeks of use and outcomes have levels, trends, shared calendar shocks and
persistence of their own. In null worlds nothing else connects them: the share of worlds with any discovery
at q ≤ 0.10 must not exceed 0.10, and 95 % intervals must hold zero. In the others use moves the outcomes;
the table says how often that is found by number of people. A thousand worlds of each shape take two minutes.
Ends with status 1 when a goal is missed.
"""

import argparse
import sys
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.association import associate
from agent_analytics.statistics.multiplicity import q_values

FALSE_DISCOVERIES = 0.10
COVERAGE = (0.93, 0.97)
SHAPES = ((40, 26), (20, 26), (25, 52), (5, 40))
"""Units and weeks of a company."""

EFFECTS = (0.1, 0.2, 0.3, 0.5)
"""Correlations that are planted."""

_WARM_UP = 20
_ERRORS = 2.0
"""Monte-Carlo errors that a goal may be missed by."""

Floats = npt.NDArray[np.float64]


def persistent(random: np.random.Generator, units: int, weeks: int, persistence: float) -> Floats:
    """Return autoregressive noise of unit variance, shape (units, weeks)."""
    noise = random.normal(size=(units, weeks + _WARM_UP))
    for week in range(1, weeks + _WARM_UP):
        noise[:, week] += persistence * noise[:, week - 1]
    return noise[:, _WARM_UP:] * np.sqrt(1 - persistence**2)


def world(random: np.random.Generator, units: int, weeks: int, effect: float) -> list[Floats]:
    """Return use and four outcomes of a company: two counts, a duration and a share with gaps."""
    habit, persistence = random.uniform(0, 0.7, 2)
    drive = persistent(random, units, weeks, habit)

    def outcome() -> Floats:
        own = persistent(random, units, weeks, persistence) * np.sqrt(1 - effect**2)
        level = random.normal(0, 1, (units, 1)) + random.normal(0, 0.7, (1, weeks))
        trend = random.normal(0, 0.05, (units, 1)) * np.arange(weeks)
        return effect * drive + own + level + trend

    use = random.poisson(np.exp(0.7 + 0.6 * drive + random.normal(0, 0.4, (units, 1))))
    merged = random.poisson(np.exp(np.clip(0.3 + 0.5 * outcome(), -5, 4)))
    seen = random.random((units, weeks)) > 0.3  # noqa: PLR2004 - a third of weeks merge nothing
    hours = np.where(seen, np.exp(0.5 * outcome()), np.nan)
    rework = outcome() + random.normal(size=(units, weeks)) > 1
    return [
        use.astype(float),
        merged.astype(float),
        hours,
        np.where(seen, rework.astype(float), np.nan),
        outcome(),
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """Share of worlds with a discovery, share of those tests that found something, and of intervals with 0."""

    worlds: float
    tests: float
    held: float


def tally(units: int, weeks: int, effect: float, worlds: int, seed: int = 1) -> Tally:
    """Return what the declared family says in many worlds; tests are those of the same week."""
    random = np.random.default_rng(seed)
    found, tests, held = [], [], []
    for _ in range(worlds):
        use, *outcomes = world(random, units, weeks, effect)
        family = list(product(outcomes, (0, 1, 2), (False, True)))
        told = [associate(use, each, lag, ranks=ranks) for each, lag, ranks in family]
        adjusted = q_values([each.p_value for each in told])
        discovered = [q is not None and q <= FALSE_DISCOVERIES for q in adjusted]
        found.append(any(discovered))
        tests += [d for d, (_, lag, _) in zip(discovered, family, strict=True) if lag == 0]
        held += [
            each.low <= 0 <= each.high
            for each in told
            if each.low is not None and each.high is not None
        ]
    return Tally(float(np.mean(found)), float(np.mean(tests)), float(np.mean(held)))


def main() -> None:
    """Tally every shape, print, and end with status 1 when a goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--worlds", type=int, default=1000)
    worlds = arguments.parse_args().worlds
    good = True
    print(f"{worlds} null worlds of each shape, 24 comparisons each")
    error = _ERRORS * np.sqrt(FALSE_DISCOVERIES * (1 - FALSE_DISCOVERIES) / worlds)
    for units, weeks in SHAPES:
        null = tally(units, weeks, 0.0, worlds)
        good &= null.worlds <= FALSE_DISCOVERIES + error
        good &= COVERAGE[0] <= null.held <= COVERAGE[1]
        print(
            f"  {units:>3} units, {weeks} weeks: a discovery in {null.worlds:.1%},"
            f" 95 % intervals hold zero in {null.held:.1%}"
        )
    print("found at q ≤ 0.10 in the same week, by planted correlation (before counting noise)")
    print("  units weeks" + "".join(f"{effect:>8}" for effect in EFFECTS))
    for units, weeks in SHAPES:
        power = [tally(units, weeks, effect, max(1, worlds // 25)).tests for effect in EFFECTS]
        print(f"  {units:>5} {weeks:>5}" + "".join(f"{share:>8.0%}" for share in power))
    sys.exit(not good)


if __name__ == "__main__":
    main()
