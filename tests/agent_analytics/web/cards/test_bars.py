"""Rankings, shares and progress."""

from collections.abc import Callable

import pytest

from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.cards.bars import MOST_BARS, Bar, Piece, progress, ranking, shares

Make = Callable[..., Answer]
COLUMNS = "name=VARCHAR cost_usd=DOUBLE"


def _place(bar: Bar) -> tuple[float, float]:
    """Return where a bar of one piece begins and how long it is."""
    (piece,) = bar.pieces
    return piece.start, piece.width


def test_a_ranking_keeps_the_order_and_measures_by_the_longest(make: Make) -> None:
    """Widths are shares of the longest bar; an unknown value has none."""
    found = ranking(make(COLUMNS, [("a", 4.0), ("b", 1.0), ("c", None)]))
    assert found is not None
    assert [(bar.name, bar.value, _place(bar)) for bar in found.bars] == [
        ("a", "$4.00", (0.0, 100.0)),
        ("b", "$1.00", (0.0, 25.0)),
        ("c", "–", (0.0, 0.0)),
    ]


def test_a_negative_bar_goes_to_the_left_of_zero(make: Make) -> None:
    """Losses are marked and start where gains do not reach."""
    found = ranking(make(COLUMNS, [("gain", 3.0), ("loss", -1.0)]))
    assert found is not None
    assert [bar.pieces for bar in found.bars] == [
        (Piece(25.0, 75.0, "s1"),),
        (Piece(0.0, 25.0, "bad"),),
    ]


def test_several_metrics_lie_end_to_end(make: Make) -> None:
    """Each has its colour and name; the value is their sum, and what is known of it."""
    settings = {
        "graph.dimensions": ["name"],
        "graph.metrics": ["high", "low"],
        "series_settings": {"high": {"title": "High", "color": "#D55E00"}},
    }
    rows = [("a", 1, 3), ("b", None, 2), ("c", None, None)]
    found = ranking(make("name=VARCHAR high=BIGINT low=BIGINT", rows, settings))
    assert found is not None
    assert found.keys == (("High", "#D55E00"), ("Low", "s2"))
    assert [(bar.value, bar.exact) for bar in found.bars] == [
        ("4", "1, 3"),
        ("2", "–, 2"),
        ("–", "–, –"),
    ]
    assert found.bars[0].pieces == (Piece(0.0, 25.0, "#D55E00"), Piece(25.0, 75.0, "s2"))


def test_agents_keep_their_colours(make: Make) -> None:
    """A ranking of agents is coloured by agent, any other by one colour."""
    found = ranking(make(COLUMNS, [("Claude Code", 1.0)]))
    assert found is not None
    assert found.bars[0].pieces[0].style == "s2"


def test_what_is_not_shown_is_counted(make: Make) -> None:
    """A long ranking ends with how many follow."""
    found = ranking(make(COLUMNS, [(str(number), 1.0) for number in range(MOST_BARS + 3)]))
    assert found is not None
    assert (len(found.bars), found.left_out) == (MOST_BARS, 3)


def test_shares_add_up(make: Make) -> None:
    """Largest first, each beginning where the one before ends."""
    found = shares(make(COLUMNS, [("a", 1.0), ("b", 3.0), ("none", 0.0)]))
    assert found is not None
    assert [(bar.name, *_place(bar), bar.note) for bar in found.bars] == [
        ("b", 0.0, 75.0, "75.0%"),
        ("a", 75.0, 25.0, "25.0%"),
    ]


@pytest.mark.parametrize(
    ("value", "goal", "expected"),
    [
        (50.0, 200, ("25%", 25.0, "s1")),
        (200.0, 200, ("100%", 100.0, "good")),
        (300.0, 200, ("150%", 100.0, "good")),
        (None, 200, ("", 0.0, "s1")),
        (50.0, None, ("", 0.0, "s1")),
        (50.0, 0, ("", 0.0, "s1")),
    ],
)
def test_progress_is_measured_by_its_goal(
    make: Make, value: float | None, goal: float | None, expected: tuple[str, float, str]
) -> None:
    """Beyond the goal the bar is full and the share goes on; without either there is none."""
    found = progress(make("spent_usd=DOUBLE", [(value,)], {"progress.goal": goal}))
    assert found is not None
    assert (found.reached, found.width, found.tone) == expected


def test_a_goal_may_be_a_column(make: Make) -> None:
    """The row says what its goal is."""
    settings = {"progress.goal": "budget_usd", "progress.value": "spent_usd"}
    found = progress(make("budget_usd=DOUBLE spent_usd=DOUBLE", [(10.0, 5.0)], settings))
    assert found is not None
    assert (found.value, found.goal, found.reached) == ("$5.00", "$10.00", "50%")
