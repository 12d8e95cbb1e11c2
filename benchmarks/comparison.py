"""Whether like is compared with like: the planted ranking comes out where plain means reverse it (Simpson).

    python benchmarks/comparison.py [--companies N]

In each company the better of two agents gets the hard work, so that it looks worse on average. Ends with status
1 when a ranking comes out wrong, or intervals hold the planted difference too seldom.
"""

import argparse
import sys

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.comparison import standardised_difference

PEOPLE = 20
PLANTED = 0.15
SIZES = (300, 600, 1200, 2400)
"""Sessions of a company."""

COVERAGE, RIGHT = (0.93, 0.97), 0.99
_ERRORS = 2.0
"""Monte-Carlo errors that a goal may be missed by."""

Sessions = tuple[
    npt.NDArray[np.float64], npt.NDArray[np.bool_], npt.NDArray[np.int64], npt.NDArray[np.int64]
]


def company(random: np.random.Generator, sessions: int) -> Sessions:
    """Return successes of two agents, which is the better, what is alike, and who it was."""
    developer = random.integers(0, PEOPLE, sessions)
    skill = random.normal(0, 0.05, PEOPLE)[developer]
    is_hard = random.random(sessions) < 0.5  # noqa: PLR2004
    is_better = random.random(sessions) < np.where(is_hard, 0.85, 0.15)
    chance = np.where(is_hard, 0.3, 0.75) + PLANTED * is_better + skill
    success = (random.random(sessions) < chance).astype(float)
    return success, is_better, developer * 2 + is_hard, developer


def main() -> None:
    """Judge companies, print, and end with status 1 when a goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--companies", type=int, default=500)
    count = arguments.parse_args().companies
    random = np.random.default_rng(3)
    good = True
    print(f"{count} companies of each size; the better agent succeeds in {PLANTED:.0%} more")
    print("  sessions  plain means  standardised  held by 95 %  surely better")
    for size in SIZES:
        told = [standardised_difference(*company(random, size)) for _ in range(count)]
        raw = float(np.mean([each.raw for each in told if each.raw is not None]))
        known = [
            (each.estimate, each.low, each.high)
            for each in told
            if each.estimate is not None and each.low is not None and each.high is not None
        ]
        estimate = float(np.mean([each[0] for each in known]))
        held = float(np.mean([low <= PLANTED <= high for _, low, high in known]))
        sure = float(np.mean([low > 0 for _, low, _ in known]))
        wrong = float(np.mean([high < 0 for _, _, high in known]))
        print(f"  {size:>8}{raw:>+13.3f}{estimate:>+14.3f}{held:>14.1%}{sure:>15.0%}")
        error = _ERRORS * float(np.sqrt(held * (1 - held) / len(known)))
        good &= COVERAGE[0] - error <= held <= COVERAGE[1] + error
        good &= raw < 0 < estimate and 1 - wrong >= RIGHT
    sys.exit(not good)


if __name__ == "__main__":
    main()
