"""How many injected disturbances are found within a day, and how many incidents are false.

    python benchmarks/anomaly.py [--boards N]

A board is half a year of a company: spending, tokens, sessions and errors that share the company's ups and
downs, with days off; or those of people of their own, as few as eight. Null boards give false incidents per
month; into others a spike of three times the usual or a fall by half is put for two days, on one of their
working days. Boards of people of their own are looked at by the hour too, and spending or errors put to
five times the usual for three hours of a working day. Ends with status 1 when a goal is missed.
"""

import argparse
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.anomalies import anomaly_rows
from agent_analytics.statistics.anomaly_hours import odd_hours
from agent_analytics.statistics.smoothing import DAY_OFF, WEEKEND

DAYS = 182
FIRST = date(2026, 1, 5)
FOUND, FALSE_PER_MONTH = 0.95, 1.0
DISTURBANCES = {"spike to three times": 3.0, "fall by half": 0.5}

OFFICE = np.r_[[0.02] * 7, 0.3, [1.1] * 9, 0.8, 0.4, 0.2, [0.05] * 4]
"""Share of the day's work in each hour, not adding up to one."""

_OFF = 0.02
_DAYS_OF_MONTH = 30.4

Floats = npt.NDArray[np.float64]


def board(random: np.random.Generator) -> tuple[dict[str, Floats], npt.NDArray[np.int64]]:
    """Return the daily measures of a company and the kinds of its days."""
    kinds = np.arange(DAYS) % 7
    kinds = np.where((random.random(DAYS) < _OFF) & (kinds < WEEKEND), DAY_OFF, kinds)
    week = np.r_[random.uniform(0.85, 1.15, 5), random.uniform(0.01, 0.2, 2), 0.02]
    drift = np.cumsum(random.normal(0.001, 0.01, DAYS))
    activity = np.exp(drift) * week[kinds] * random.gamma(100, 1 / 100, DAYS)
    sessions = random.poisson(activity * random.uniform(40, 300))
    tokens = sessions * random.gamma(100, 1 / 100, DAYS) * 1e5
    spend = tokens * random.gamma(200, 1 / 200, DAYS) * 3e-6
    errors = random.poisson(sessions * random.uniform(0.05, 0.4))
    measures = {"errors": errors, "sessions": sessions, "spend": spend, "tokens": tokens}
    return {name: values.astype(float) for name, values in measures.items()}, kinds


def people_board(random: np.random.Generator) -> tuple[dict[str, Floats], npt.NDArray[np.int64]]:
    """Return the same of a company of 8 to 80 people with phases, whose sessions cost lognormal amounts."""
    kinds = np.arange(DAYS) % 7
    kinds = np.where((random.random(DAYS) < _OFF) & (kinds < WEEKEND), DAY_OFF, kinds)
    week = np.r_[random.uniform(0.7, 1.1, 5), random.uniform(0.02, 0.3, 2), 0.02]
    measures = {name: np.zeros(DAYS) for name in ("errors", "sessions", "spend", "tokens")}
    for _ in range(int(random.integers(8, 80))):
        phase = random.normal(0, 0.15, DAYS)
        for day in range(1, DAYS):
            phase[day] += 0.9 * phase[day - 1]
        sessions = random.poisson(random.gamma(2, 1.5) * np.exp(phase) * week[kinds])
        tokens = np.array([random.lognormal(11.5, 0.9, count).sum() for count in sessions])
        measures["sessions"] += sessions
        measures["tokens"] += tokens
        measures["spend"] += tokens * random.choice([1e-6, 3e-6, 5e-6])
        measures["errors"] += random.poisson(sessions * random.gamma(1.5, 0.15))
    return measures, kinds


BOARDS = {"one rhythm": board, "people of their own": people_board}


def odd_dates(measures: Mapping[str, Floats], kinds: npt.NDArray[np.int64]) -> set[date]:
    """Return the odd days of a board."""
    table: dict[str, list[Any]] = {"measure": [], "measure_date": [], "day_kind": [], "amount": []}
    for name, values in sorted(measures.items()):
        table["measure"] += [name] * DAYS
        table["measure_date"] += [FIRST + timedelta(days=day) for day in range(DAYS)]
        table["day_kind"] += kinds.tolist()
        table["amount"] += values.tolist()
    return {row["odd_date"] for row in anomaly_rows(table)}


def false_incidents(random: np.random.Generator, name: str) -> int:
    """Return how many incidents a quiet board has."""
    measures, kinds = BOARDS[name](random)
    odd = sorted(odd_dates(measures, kinds))
    pairs = zip(odd, odd[1:], strict=False)
    return bool(odd) + sum(later - earlier > timedelta(days=3) for earlier, later in pairs)


def is_found(random: np.random.Generator, name: str, factor: float) -> bool:
    """Return whether a disturbance of two days is found on either."""
    measures, kinds = BOARDS[name](random)
    candidates = np.flatnonzero((kinds[:-1] < WEEKEND - 1) & (kinds[1:] < WEEKEND))
    day = int(random.choice(candidates[candidates > DAYS // 3]))
    for values in measures.values():
        values[day : day + 2] = np.round(values[day : day + 2] * factor)
    wanted = {FIRST + timedelta(days=day), FIRST + timedelta(days=day + 1)}
    return bool(odd_dates(measures, kinds) & wanted)


def people_hours(
    random: np.random.Generator,
) -> tuple[dict[str, Floats], npt.NDArray[np.int64]]:
    """Return errors and spending of each day and hour of people of their own, and the kinds of days."""
    kinds = np.arange(DAYS) % 7
    week = np.r_[random.uniform(0.7, 1.1, 5), random.uniform(0.02, 0.3, 2)]
    measures = {name: np.zeros((DAYS, 24)) for name in ("errors", "spend")}
    for _ in range(int(random.integers(8, 80))):
        phase = random.normal(0, 0.15, DAYS)
        for day in range(1, DAYS):
            phase[day] += 0.9 * phase[day - 1]
        mean = random.gamma(2, 1.5) * np.exp(phase) * week[kinds]
        sessions = random.poisson(mean[:, None] * random.dirichlet(30 * OFFICE))
        costs = random.gamma(1.5 * np.maximum(sessions, 1e-9))
        measures["spend"] += np.where(sessions > 0, costs, 0.0) * random.lognormal(0, 0.5)
        measures["errors"] += random.poisson(sessions * random.gamma(1.5, 0.15))
    return measures, kinds


def odd_hour_places(measures: Mapping[str, Floats], kinds: npt.NDArray[np.int64]) -> list[int]:
    """Return the odd hours of a board, counted from its first."""
    found = {
        24 * odd.day + odd.hour
        for name, values in measures.items()
        for odd in odd_hours(values, kinds, is_count=name == "errors")
    }
    return sorted(found)


def judge_hours(random: np.random.Generator, boards: int) -> bool:
    """Print how hours are judged; return whether false incidents are few."""
    incidents = 0
    found: dict[str, list[bool]] = {"errors": [], "spend": []}
    for _ in range(boards):
        measures, kinds = people_hours(random)
        odd = odd_hour_places(measures, kinds)
        incidents += bool(odd) + sum(b - a > 3 for a, b in zip(odd, odd[1:], strict=False))  # noqa: PLR2004
        candidates = np.flatnonzero(kinds < WEEKEND)
        day, hour = (
            int(random.choice(candidates[candidates > DAYS // 3])),
            int(random.integers(9, 15)),
        )
        for name, places in found.items():
            values = measures[name].copy()
            values[day, hour : hour + 3] *= 5
            odd = odd_hour_places({name: values}, kinds)
            places.append(any(0 <= place - 24 * day - hour < 3 for place in odd))  # noqa: PLR2004
    false = incidents / (boards * (DAYS - 28) / _DAYS_OF_MONTH)
    print(f"{boards} quiet boards by the hour: {false:.2f} false incidents per board and month")
    for name, places in found.items():
        print(f"  {name} at five times the usual for three hours: {np.mean(places):.0%} found")
    return false <= FALSE_PER_MONTH / 2


def main() -> None:
    """Judge boards, print, and end with status 1 when a goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--boards", type=int, default=200)
    boards = arguments.parse_args().boards
    good = True
    for name in BOARDS:
        random = np.random.default_rng(11)
        months = boards * (DAYS - 28) / _DAYS_OF_MONTH
        false = sum(false_incidents(random, name) for _ in range(boards)) / months
        good &= false <= FALSE_PER_MONTH
        print(f"{boards} quiet boards of {name}: {false:.2f} false incidents per board and month")
        for disturbance, factor in DISTURBANCES.items():
            found = float(np.mean([is_found(random, name, factor) for _ in range(boards)]))
            good &= found >= FOUND
            print(f"  {disturbance}: {found:.1%} found within a day")
    good &= judge_hours(np.random.default_rng(11), max(1, boards // 4))
    sys.exit(not good)


if __name__ == "__main__":
    main()
