"""Tables hide small groups, call unknown unknown, and list every request without a price."""

from typing import Any

import pytest

from agent_analytics.web.tables import (
    SHOWN_GAPS,
    SHOWN_ROWS,
    TOO_FEW,
    WITHHELD,
    model_table,
    price_gaps,
    repository_table,
    team_table,
)


def model(**given: Any) -> dict[str, Any]:
    """Return the row of a priced model."""
    return {
        "model": "claude-sonnet-5",
        "request_count": 10,
        "priced_request_count": 10,
        "total_input_tokens": 1_000,
        "cache_read_tokens": 700,
        "output_tokens": 500,
        "list_cost_microusd": 2_000_000,
        "price_gaps": None,
    } | given


def team(
    name: str | None, people: int, cost: int | None = 1_000_000, *, is_now: bool = True
) -> dict:
    """Return the row of a team in one period."""
    return {
        "is_now": is_now,
        "team": name,
        "developer_count": people,
        "people_count": people,
        "request_count": 10,
        "tokens": 100,
        "list_cost_microusd": cost,
    }


def test_a_model_without_a_price_has_no_cost() -> None:
    """Its cost is a dash, flagged with the reason."""
    row = model(priced_request_count=0, list_cost_microusd=None, price_gaps=["unknown_model"])
    (line,) = model_table([row]).lines
    assert (line.cells[0], line.note, line.width) == ("–", "model not in the price book", 0.0)


def test_a_partly_priced_model_says_how_far() -> None:
    """The flag tells the share of requests in the cost."""
    (line,) = model_table([model(priced_request_count=9, price_gaps=["unknown_split"])]).lines
    assert (line.cells[0], line.note) == ("$2.00", "90.0% priced")


def test_bars_compare_with_the_dearest() -> None:
    """The dearest model fills the bar."""
    lines = model_table([model(), model(list_cost_microusd=500_000)]).lines
    assert [line.width for line in lines] == [100.0, 25.0]


@pytest.mark.parametrize(
    ("row", "gaps"),
    [
        (model(), ()),
        (
            model(priced_request_count=9, price_gaps=["unknown_split"]),
            ("claude-sonnet-5: 1 request, cache split not reported",),
        ),
        (
            model(model=None, priced_request_count=0, price_gaps=["unknown_model"]),
            ("unknown model: 10 requests, model not in the price book",),
        ),
    ],
)
def test_every_request_without_a_price_is_listed(
    row: dict[str, Any], gaps: tuple[str, ...]
) -> None:
    """One sentence for each model with a gap, none for priced ones."""
    assert price_gaps([row]) == gaps


def test_a_flood_of_gaps_is_cut_short() -> None:
    """The largest come first, and the last sentence counts the others."""
    rows = [
        model(model=f"m{number:02}", request_count=number, priced_request_count=0)
        for number in range(1, SHOWN_GAPS + 3)
    ]
    sentences = price_gaps(rows)
    assert sentences[0] == "m10: 10 requests, no price"
    assert sentences[SHOWN_GAPS:] == ("and 2 more models",)


def test_small_teams_are_not_shown() -> None:
    """They say so, after the others, and no figure of theirs is in the cells."""
    lines = team_table([team("a", 2, 9_000_000), team("b", 3), team("c", 5)]).lines
    assert [(line.name, line.cells[0]) for line in lines] == [
        ("c", "$1.00"),
        ("a", TOO_FEW),
        ("b", TOO_FEW),
    ]
    assert "$9.00" not in str(lines)


def test_a_team_that_would_give_another_away_is_withheld() -> None:
    """One small team takes the next smallest along, for another reason."""
    lines = team_table([team("small", 4), team("large", 9), team("next", 6)]).lines
    assert {line.name: line.cells[0] for line in lines} == {
        "large": "$1.00",
        "small": TOO_FEW,
        "next": WITHHELD,
    }


@pytest.mark.parametrize(("people_before", "trend"), [(5, "+100%"), (4, "–")])
def test_a_trend_needs_five_people_in_both_periods(people_before: int, trend: str) -> None:
    """The figure before could otherwise be worked out from the trend."""
    rows = [team("a", 5, 2_000_000), team("a", people_before, is_now=False)]
    (line,) = team_table(rows).lines
    assert line.cells[1] == trend


def test_people_known_only_by_machine_count_towards_the_five() -> None:
    """A team of six machines is shown; how many people that is, nobody knows."""
    (line,) = team_table([team(None, 6) | {"developer_count": 0}]).lines
    assert (line.name, line.cells[0], line.cells[2]) == ("no team reported", "$1.00", "–")


def test_commits_outside_known_repositories_are_still_shown() -> None:
    """Unknown figures are dashes, not zeros."""
    row = {
        "repository_name": None,
        "commit_count": None,
        "assisted_commit_count": None,
        "lines_added": None,
        "lines_deleted": None,
        "list_cost_microusd": 3_000_000,
    }
    (line,) = repository_table([row]).lines
    assert (line.name, line.cells) == ("no repository known", ("–", "–", "$3.00", "–"))


def test_long_tables_say_how_much_they_leave_out() -> None:
    """Rows beyond the shown ones are counted."""
    table = model_table([model()] * (SHOWN_ROWS + 3))
    assert (len(table.lines), table.left_out) == (SHOWN_ROWS, 3)
