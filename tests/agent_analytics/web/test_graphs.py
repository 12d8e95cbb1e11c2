"""Charts say in words what they show."""

from datetime import date

from agent_analytics.web.graphs import graphs
from agent_analytics.web.series import REST, Daily, Series

DAYS = (date(2026, 11, 20), date(2026, 11, 21))
COUNTS = Series("requests", (3, 7))
DAILY = Daily(
    days=DAYS,
    spend=(Series("opus", (2_000_000, 3_000_000)), Series(REST, (None, 0))),
    requests=COUNTS,
    sessions=COUNTS,
    developers=COUNTS,
    tokens=COUNTS,
    commits=(Series("with an agent", (None, None)),),
)
GRAPHS = graphs(DAILY, "model")


def test_a_description_names_the_highest_day() -> None:
    """Who cannot see the chart learns its peak."""
    text = "Requests per day; most on Sat 21 Nov 2026: 7"
    assert GRAPHS["requests"].description == text


def test_an_unknown_chart_says_so() -> None:
    """Without a known value there is no peak."""
    assert GRAPHS["commits"].description == "Commits per day: –"


def test_a_tooltip_lists_what_is_stacked_from_the_top() -> None:
    """Unknown is a dash; a series that is zero that day is left out."""
    tooltips = [slot.tooltip for slot in GRAPHS["spend"].drawings[0].slots]
    assert tooltips == [
        f"Fri 20 Nov 2026\n{REST}: –\nopus: $2.00",
        "Sat 21 Nov 2026\nopus: $3.00",
    ]


def test_the_table_repeats_every_value() -> None:
    """One row a day, one column a series."""
    assert GRAPHS["spend"].headings == ("Day", "opus", REST)
    assert GRAPHS["spend"].rows[0] == ("Fri 20 Nov 2026", "$2.00", "–")


def test_the_rest_is_muted() -> None:
    """Named series take colours in order, the rest takes none of them."""
    assert [key.style for key in GRAPHS["spend"].keys] == ["series-1", "muted"]
