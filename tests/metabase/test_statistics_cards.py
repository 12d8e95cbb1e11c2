"""Cards of estimates say in words what is told and why nothing is; on rows made for it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.dashboards.templates import load_dashboards
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, open_warehouse
from tests.metabase.cards import ALL_TIME, Reader, placed

BOARDS = {board.slug: board for board in load_dashboards()}
DAY = date(2026, 3, 2)


@pytest.fixture
def marts(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return marts in which nothing is known."""
    with open_warehouse(Settings(data_dir=str(tmp_path / "data"))) as connection:
        yield connection


def rows(marts: duckdb.DuckDBPyConnection, board: str, card: str) -> list[dict[str, Any]]:
    """Return what a card says of all time, by column."""
    told = Reader(marts, DAY).run(BOARDS[board], placed(BOARDS[board], card), ALL_TIME)
    return [dict(zip(told.columns, row, strict=True)) for row in told.rows]


@pytest.mark.parametrize(
    ("board", "card", "column", "words"),
    [
        ("git_integration", "association", "reading", "no week with sessions and deliveries"),
        ("git_integration", "rollout", "reading", "no week with sessions and deliveries"),
        ("git_integration", "rollout_commits", "week_label", "no week with five who began"),
        ("agent_comparison", "fair_agents", "reading", "fewer than two were used"),
        ("agent_comparison", "fair_models", "reading", "fewer than two were used"),
        ("agent_comparison", "recommendations", "finding", "fewer than two models were used"),
        (
            "agent_comparison",
            "recommendation_scores",
            "reading",
            "no recommendation made here is 30 days old",
        ),
        ("agent_comparison", "grades", "reading", "no session in 90 days"),
        ("cost_tracking", "incidents", "measure", "fewer than 29 days of data"),
        ("cost_tracking", "movers", "member", "fewer than 29 days of data"),
        ("cost_tracking", "odd_hours", "measure", "fewer than 29 days of data"),
        ("cost_tracking", "forecast_scores", "reading", "no cost is known"),
    ],
)
def test_nothing_known_is_said_in_words(
    marts: duckdb.DuckDBPyConnection, board: str, card: str, column: str, words: str
) -> None:
    """A card without an estimate is one row with the reason, and every other cell is empty."""
    [row] = rows(marts, board, card)
    assert row.pop(column).lower() == f"not told: {words}"
    assert set(row.values()) <= {None, 0}


@pytest.mark.parametrize(
    ("given", "reading", "estimate"),
    [
        ({"q_value": 0.1, "estimate": 0.3}, "goes up together", 0.3),
        ({"q_value": 0.1, "estimate": -0.3}, "one up, the other down", -0.3),
        ({"q_value": 0.11, "estimate": 0.3}, "no more than chance", 0.3),
        ({"unit_count": 4, "q_value": 0.1, "estimate": 0.3}, "not told: fewer than 5 people", None),
        (
            {"grain": "team", "unit_count": 4, "q_value": 1.0, "estimate": 0.3},
            "no more than chance",
            0.3,
        ),
        ({"refusal": "too_few_weeks"}, "not told: fewer than 8 weeks", None),
    ],
)
def test_an_association_is_read_by_its_q(
    marts: duckdb.DuckDBPyConnection, given: dict[str, Any], reading: str, estimate: float | None
) -> None:
    """Up to 0.1 its direction is told; of fewer than five people nothing is."""
    row = {"grain": "developer", "outcome": "commits", "lag_days": 0, "unit_count": 5} | given
    insert(marts, "fct_ai_outcome_association", row)
    [told] = rows(marts, "git_integration", "association")
    assert (told["reading"], told["estimate"]) == (reading, estimate)


def test_weeks_with_fewer_than_five_who_began_are_left_out(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Weeks stand in their order; the mean over all weeks is none of them."""
    for week, count in [(10, 5), (-2, 5), (0, 5), (1, 4), (None, 12)]:
        row = {"grain": "developer", "outcome": "commits", "event_week": week, "estimate": 1.0}
        insert(marts, "fct_rollout_effect", row | {"starter_count": count})
    told = rows(marts, "git_integration", "rollout_commits")
    assert [row["week_label"] for row in told] == ["−2", "0", "+10"]


@pytest.mark.parametrize(
    ("given", "reading", "method"),
    [
        (
            {"method": "synthetic_control", "low_95": 0.1, "high_95": 3.0},
            "more than teams that followed it",
            "synthetic control",
        ),
        (
            {"method": "not_yet_started_controls", "low_95": -3.0, "high_95": -0.1},
            "fewer than later starters",
            "differences in differences",
        ),
        (
            {"method": "synthetic_control", "refusal": "too_few_controls"},
            "not told: fewer than 4 teams to compare with",
            "synthetic control",
        ),
    ],
)
def test_the_effect_of_a_roll_out_names_its_method(
    marts: duckdb.DuckDBPyConnection, given: dict[str, Any], reading: str, method: str
) -> None:
    """One team alone is held against others that followed it, many against those who began later."""
    insert(marts, "fct_rollout_effect", {"grain": "team", "outcome": "commits"} | given)
    [told] = rows(marts, "git_integration", "rollout")
    assert (told["reading"], told["method"]) == (reading, method)


@pytest.mark.parametrize(
    ("low", "high", "reading"),
    [(0.001, 0.02, "more"), (-0.02, -0.001, "less"), (0.0, 0.02, "no difference seen")],
)
def test_a_fair_difference_is_read_by_its_interval(
    marts: duckdb.DuckDBPyConnection, low: float, high: float, reading: str
) -> None:
    """Success is told of 100 sessions; an interval that reaches 0 tells of no difference."""
    row = {"kind": "agent", "member": "codex", "reference": "claude_code", "outcome": "success"}
    numbers = {"estimate": 0.01, "low_95": low, "high_95": high, "effective_count": 4.9}
    insert(marts, "fct_fair_comparison", row | numbers)
    [told] = rows(marts, "agent_comparison", "fair_agents")
    assert (told["reading"], told["difference"], told["effective_people"]) == (reading, 1.0, None)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"period": "month"}, 2),
        ({"period": "next_7_days"}, 1),
        ({"period": "month", "cost_type": "list"}, 1),
        ({"period": "month", "scope": "team"}, 1),
        ({"period": None, "refusal": "too_few_days"}, 2),
    ],
)
def test_the_end_of_the_month_is_that_of_the_organisations_spend(
    marts: duckdb.DuckDBPyConnection, other: dict[str, str], told: int
) -> None:
    """Other bases, scopes and periods are on other cards; why there is no forecast is said here."""
    about = {"scope": "organisation", "cost_type": "spend", "period": "month"}
    numbers = {"spent_microusd": 3_000_000, "expected_microusd": 5_000_000}
    insert(marts, "fct_spend_outlook", about | numbers)
    insert(marts, "fct_spend_outlook", about | other)
    shown = rows(marts, "cost_tracking", "month_end")
    assert (shown[0]["spent_usd"], shown[0]["expected_usd"]) == (3.0, 5.0)
    assert len(shown) == told
    assert (shown[-1]["reading"] == "not told: too few days") is ("refusal" in other)


@pytest.mark.parametrize(
    ("given", "reading"),
    [
        ({"is_in_interval": True, "session_saving_microusd": 1}, "saved what was said"),
        ({"is_in_interval": False, "session_saving_microusd": 1}, "saved less than was said"),
        ({"is_in_interval": False, "session_saving_microusd": 3}, "saved more than was said"),
        ({"refusal": "too_few_observations"}, "not told: too little work in common since"),
    ],
)
def test_a_recommendation_is_judged_by_what_was_saved(
    marts: duckdb.DuckDBPyConnection, given: dict[str, Any], reading: str
) -> None:
    """Inside the interval that was said it held; without work in common nothing is told."""
    said = {"model_key": "m", "expected_session_saving_microusd": 2}
    insert(marts, "fct_recommendation_scores", said | given)
    assert rows(marts, "agent_comparison", "recommendation_scores")[0]["reading"] == reading


def test_odd_hours_are_told_by_incident(marts: duckdb.DuckDBPyConnection) -> None:
    """Hours of one incident are one line, which says whether the day as a whole was odd too."""
    insert(marts, "dim_dates", {"calendar_date": DAY, "is_in_data": True})
    for hour, incident in [(9, None), (11, "k")]:
        row = {"measure": "errors", "direction": "above", "odd_date": DAY, "odd_hour": hour}
        numbers = {"observed": 20.0 + hour, "expected": 2.0, "score": 1.0 * hour}
        keys = {"hour_incident_key": "h", "incident_key": incident}
        insert(marts, "fct_odd_hours", row | numbers | keys)
    [told] = rows(marts, "cost_tracking", "odd_hours")
    assert (told["measure"], told["extent"]) == ("failed model requests", "the whole day too")
    assert (told["first_hour"].hour, told["last_hour"].hour) == (9, 11)
    assert (told["odd_hour_count"], told["observed"], told["score"]) == (2, 30.0, 11.0)


def test_a_forecast_is_judged_by_how_often_it_held(marts: duckdb.DuckDBPyConnection) -> None:
    """Twenty outcomes are needed; four of five inside the 80 % interval is as it should be."""
    about = {"scope": "organisation", "cost_type": "list"}
    insert(marts, "fct_spend_forecast", about | {"relative_miss": 0.8, "origin_count": 100})
    for at in range(20):
        [told] = rows(marts, "cost_tracking", "forecast_scores")
        assert told["reading"].startswith("few so far" if at else "not told: no forecast")
        score = about | {
            "period": "next_7_days",
            "is_in_80_band": at % 5 > 0,
            "is_in_95_band": True,
        }
        insert(marts, "fct_forecast_scores", score | {"miss_microusd": -2_000_000})
    [told] = rows(marts, "cost_tracking", "forecast_scores")
    assert told["reading"] == "intervals were as wide as they say"
    assert (told["held_80_share"], told["mean_miss_usd"], told["judged_count"]) == (0.8, 2.0, 20)


def test_odd_days_of_one_disturbance_are_one_incident(marts: duckdb.DuckDBPyConnection) -> None:
    """Days count, means are a day's, and each sign is named once."""
    for day in (2, 3):
        insert(marts, "dim_dates", {"calendar_date": date(2026, 3, day), "is_in_data": True})
        row = {"measure": "errors", "direction": "above", "observed": 10.0 * day, "expected": 4.0}
        row |= {"cause": "more_requests", "score": 4.0, "incident_start_date": DAY}
        insert(marts, "fct_anomalies", row | {"odd_date": date(2026, 3, day)})
    [told] = rows(marts, "cost_tracking", "incidents")
    assert (told["odd_day_count"], told["observed"], told["sign"]) == (2, 25.0, "more requests")
    assert (told["first_date"], told["last_date"]) == (DAY, date(2026, 3, 3))
