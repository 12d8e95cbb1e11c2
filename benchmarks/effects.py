"""How well the effect of a roll-out is recovered, beside two-way fixed effects on the same data.

    python benchmarks/effects.py [--companies N]

Companies have people who start in four waves or never, with persistent noise, shared calendar shocks, and an
effect that grows with time and is larger for the first waves. In others one team alone starts, beside teams of
other sizes that share its ups and downs more or less. Ends with status 1 when a goal is missed.
"""

import argparse
import sys

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.effects import NEVER, rollout_effect, two_way_fixed_effects
from agent_analytics.statistics.synthetic import synthetic_effect

PEOPLE, WEEKS, AFTER = 80, 40, 8
FIRST_WAVES = 15
ANTICIPATED = 4
"""Weeks before the start in which outcomes already rise, where groups had parted."""

TEAMS, TEAM_WEEKS, TEAM_START, TEAM_EFFECT = 8, 44, 30, 3.0

BIAS, COVERAGE, REFUSED = 0.05, (0.93, 0.97), 0.9
_ERRORS = 2.0
"""Monte-Carlo errors that a goal may be missed by."""

Floats = npt.NDArray[np.float64]


def company(
    random: np.random.Generator,
) -> tuple[Floats, npt.NDArray[np.int64], Floats, Floats]:
    """Return outcomes, starts, planted effects (people, weeks), and what each gains in a week."""
    starts = random.choice([8, 14, 20, 26, NEVER], PEOPLE)
    noise = random.normal(size=(PEOPLE, WEEKS))
    for week in range(1, WEEKS):
        noise[:, week] += 0.4 * noise[:, week - 1]
    since = np.arange(WEEKS) - np.minimum(starts, WEEKS)[:, None].astype(float)
    slope = np.where(starts < FIRST_WAVES, 0.4, 0.2)
    effect = np.where(since >= 0, slope[:, None] * (since + 1), 0.0)
    calendar = np.cumsum(random.normal(0, 0.3, WEEKS))
    return random.normal(0, 2, (PEOPLE, 1)) + calendar + noise + effect, starts, effect, slope


def teams(random: np.random.Generator) -> Floats:
    """Return outcomes of teams, of which the first starts alone: two shared drifts, persistent noise."""
    shared = np.cumsum(random.normal(0, 0.4, (2, TEAM_WEEKS)), axis=1)
    noise = random.normal(size=(TEAMS, TEAM_WEEKS))
    for week in range(1, TEAM_WEEKS):
        noise[:, week] += 0.2 * noise[:, week - 1]
    size = random.uniform(5, 30, (TEAMS, 1))
    outcome = size + random.uniform(0, 2, (TEAMS, 2)) @ shared + noise
    outcome[0, TEAM_START:] += TEAM_EFFECT
    return np.asarray(outcome)


def judge_teams(random: np.random.Generator, count: int) -> bool:
    """Print how one team alone is judged; return whether the goals are met."""
    misses, held, plain, refused = [], [], [], 0
    after = slice(TEAM_START, TEAM_START + AFTER)
    for _ in range(count):
        outcome = teams(random)
        told = synthetic_effect(outcome[0], outcome[1:], TEAM_START, after=AFTER)
        gap = outcome[0] - outcome[1:].mean(axis=0)
        plain.append(gap[after].mean() - gap[:TEAM_START].mean() - TEAM_EFFECT)
        refused += told.refusal is not None
        if told.estimate is not None and told.low is not None and told.high is not None:
            misses.append(told.estimate - TEAM_EFFECT)
            held.append(told.low <= TEAM_EFFECT <= told.high)
    coverage, bias = float(np.mean(held)), float(np.mean(misses)) / TEAM_EFFECT
    spread = float(np.std(misses) / np.std(plain))
    print(
        f"{count} companies with one team alone, {len(held)} told: bias {bias:+.1%} of the effect"
    )
    print(
        f"  95 % intervals hold it in {coverage:.1%}; misses {spread:.2f} of those to the plain mean of others"
    )
    # Blocks of weeks are few: intervals may hold more than they promise, never less.
    error = _ERRORS * float(np.sqrt(COVERAGE[0] * (1 - COVERAGE[0]) / len(held)))
    allowed = BIAS + _ERRORS * float(np.std(misses)) / TEAM_EFFECT / len(held) ** 0.5
    return abs(bias) <= allowed and coverage >= COVERAGE[0] - error and spread < 1


def judge_waves(random: np.random.Generator, count: int) -> bool:
    """Print how many starts in waves are judged; return whether the goals are met."""
    misses, held, truths, biases, refused = [], [], [], [], 0
    for _ in range(count):
        outcome, starts, effect, slope = company(random)
        truth = float(slope[starts != NEVER].mean() * np.arange(1, AFTER + 1).mean())
        told = rollout_effect(outcome, starts, after=AFTER)
        biases.append(two_way_fixed_effects(outcome, starts) / effect[effect > 0].mean() - 1)
        since = np.arange(WEEKS) - np.minimum(starts, 2 * WEEKS)[:, None]
        rising = outcome + 0.4 * np.maximum(since + 1 + ANTICIPATED, 0)
        refused += rollout_effect(rising, starts).refusal is not None
        if told.estimate is not None and told.low is not None and told.high is not None:
            misses.append(told.estimate - truth)
            held.append(told.low <= truth <= told.high)
            truths.append(truth)
    bias, coverage = float(np.mean(misses) / np.mean(truths)), float(np.mean(held))
    error = _ERRORS * float(np.sqrt(coverage * (1 - coverage) / len(held)))
    print(f"{count} companies, {len(held)} of them told: bias {bias:+.1%} of the effect")
    print(
        f"  95 % intervals hold it in {coverage:.1%}; two-way fixed effects: {np.mean(biases):+.0%}"
    )
    print(f"  refused when groups had parted before: {refused / count:.1%}")
    good = abs(bias) <= BIAS and COVERAGE[0] - error <= coverage <= COVERAGE[1] + error
    return good and refused / count >= REFUSED


def main() -> None:
    """Judge companies, print, and end with status 1 when a goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--companies", type=int, default=400)
    count = arguments.parse_args().companies
    random = np.random.default_rng(5)
    good = judge_waves(random, count)
    sys.exit(not (judge_teams(random, count) and good))


if __name__ == "__main__":
    main()
