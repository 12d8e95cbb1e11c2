"""Forecasts repeat what repeats, do not care about units, and have bands that hold what comes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_analytics.statistics.forecast import forecast
from agent_analytics.statistics.smoothing import DAY_OFF, Floats, Integers

HORIZON = 30
WEEK = np.array([10.0, 12, 11, 12, 9, 1, 0.5])


def company(seed: int, days: int = 200) -> tuple[Floats, Integers]:
    """Return noisy spending with the pattern of a week, and the kinds of its days."""
    random = np.random.default_rng(seed)
    kinds = np.arange(days + HORIZON) % 7
    return WEEK[kinds[:days]] * random.gamma(8, 1 / 8, days), kinds


def test_what_repeats_is_expected_to_go_on() -> None:
    """A series without noise is continued as it is, and its bands are narrow."""
    kinds = np.arange(70 + HORIZON) % 7
    told = forecast(WEEK[kinds[:70]], kinds, HORIZON)
    assert told.daily == pytest.approx(WEEK[kinds[70:]], rel=0.02, abs=0.1)
    assert told.total[-1] == pytest.approx(WEEK[kinds[70:]].sum(), rel=0.02)
    assert told.total_bands[0.95].high[-1] < 1.1 * told.total[-1]


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1000), unit=st.sampled_from([1e-6, 0.5, 1e6]))
def test_the_unit_does_not_matter(seed: int, unit: float) -> None:
    """Dollars and micro-dollars give one forecast."""
    values, kinds = company(seed, 90)
    told, other = forecast(values, kinds, 10), forecast(values * unit, kinds, 10)
    assert other.daily == pytest.approx(told.daily * unit)
    assert other.total_bands[0.8].high == pytest.approx(told.total_bands[0.8].high * unit)
    assert other.mase == pytest.approx(told.mase)


def test_bands_are_nested_and_never_negative() -> None:
    """The wider share has the wider band, around the expectation, and nothing costs less than nothing."""
    told = forecast(*company(3), HORIZON)
    for bands in (told.daily_bands, told.total_bands):
        assert (bands[0.95].low <= bands[0.8].low).all()
        assert (bands[0.8].high <= bands[0.95].high).all()
        assert (bands[0.95].low >= 0).all()


def test_bands_hold_what_was_held_out_and_misses_beat_repetition() -> None:
    """Short form of `benchmarks/forecast.py`: coverage and misses over a dozen companies."""
    held: dict[float, list[float]] = {0.8: [], 0.95: []}
    ours, repeated = 0.0, 0.0
    for seed in range(12):
        values, kinds = company(seed)
        past, after = values[:170], values[170:]
        told = forecast(past, kinds, HORIZON)
        ours += np.abs(after - told.daily).sum()
        repeated += np.abs(after - np.resize(past[-7:], HORIZON)).sum()
        for share, band in told.daily_bands.items():
            held[share].append(float(((after >= band.low) & (after <= band.high)).mean()))
    assert ours < 0.85 * repeated
    assert 0.7 < np.mean(held[0.8]) < 0.9
    assert 0.9 < np.mean(held[0.95]) < 0.99


def test_a_day_off_is_expected_to_be_quiet() -> None:
    """What days off were like is expected of the next one, whatever weekday it is."""
    values, kinds = company(5)
    kinds[[30, 60, 90, 120]] = DAY_OFF
    values[[30, 60, 90, 120]] = 0.0
    ahead = 200 + int(np.flatnonzero(kinds[200:] == 1)[0])
    busy = forecast(values, kinds, HORIZON).daily[ahead - 200]
    kinds[ahead] = DAY_OFF
    quiet = forecast(values, kinds, HORIZON).daily[ahead - 200]
    assert quiet < 0.4 * busy


def test_one_odd_day_is_no_new_level() -> None:
    """A day at ten times the usual moves the forecast by little."""
    values, kinds = company(6)
    usual = forecast(values, kinds, 7).total[-1]
    values[-3] *= 10
    assert forecast(values, kinds, 7).total[-1] < 1.35 * usual


def test_too_short_a_past_is_refused() -> None:
    """Seven weeks and six days are not eight weeks."""
    values, kinds = company(1, 55)
    with pytest.raises(ValueError, match="56 days, got 55"):
        forecast(values, kinds, HORIZON)
