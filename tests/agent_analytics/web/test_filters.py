"""Filters in addresses, in controls and back in addresses."""

from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.dashboards.binding import values_of
from agent_analytics.dashboards.templates import Parameter, load_dashboards
from agent_analytics.errors import RequestError
from agent_analytics.web.filters import address, control, filters_from, in_words

TODAY = date(2026, 5, 15)
(USAGE,) = load_dashboards(Path(__file__).parents[2] / "fixtures" / "dashboards")
DATE, AGENT = USAGE.parameters
VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)


def test_an_address_names_filters_by_slug() -> None:
    """Values repeat; ends of dates make a range; the tab is no filter."""
    items = [("agent", "codex"), ("agent", "a b"), ("tab", "2")]
    assert filters_from(USAGE, items) == {"agent": ["codex", "a b"]}
    assert filters_from(USAGE, [("date-from", "2026-05-01"), ("date-to", "")]) == {
        "date": ["2026-05-01~"]
    }
    both = [("date", "past7days"), ("date-from", "2026-05-01"), ("date-to", "2026-05-02")]
    assert filters_from(USAGE, both) == {"date": ["2026-05-01~2026-05-02"]}
    assert filters_from(USAGE, [("date", "past7days"), ("date-from", "")]) == {
        "date": ["past7days"]
    }


@pytest.mark.parametrize(
    "items",
    [
        [("team", "x")],
        [("agent-from", "x")],
        [("agent", "x" * 501)],
        [("agent", "x")] * 201,
        [("date", "past7days"), ("date", "past12months")],
    ],
)
def test_what_a_board_does_not_know_is_refused(items: list[tuple[str, str]]) -> None:
    """A filter that would be ignored, or that nobody can mean, is an error."""
    with pytest.raises(RequestError):
        filters_from(USAGE, items)


@given(
    st.fixed_dictionaries(
        {}, optional={"date": st.lists(VALUES, max_size=1), "agent": st.lists(VALUES, max_size=3)}
    ),
    st.integers(0, 1),
)
def test_an_address_is_read_as_it_was_written(filters: dict[str, list[str]], tab: int) -> None:
    """Any values come back; a filter that is off stays off, a default needs no saying."""
    made = address(USAGE, filters, tab)
    read = filters_from(USAGE, parse_qsl(urlsplit(made).query, keep_blank_values=True))
    assert address(USAGE, read, tab) == made
    for parameter in USAGE.parameters:
        assert values_of(parameter, read) == values_of(parameter, filters)


def test_a_default_is_left_out_and_off_is_said() -> None:
    """The shortest address is the board's own."""
    assert address(USAGE, {"date": ["past30days"]}) == "/boards/usage"
    assert address(USAGE, {"date": []}) == "/boards/usage?date="
    assert address(USAGE, {"agent": ["a&b"]}, 1, "/cards/x.csv") == (
        "/boards/usage/cards/x.csv?tab=2&agent=a%26b"
    )


@pytest.mark.parametrize(
    ("value", "summary", "first", "last"),
    [
        ("past7days", "Last 7 days: 8 May – 14 May 2026", "", ""),
        ("past7days~", "Last 7 days and today: 8 May – 15 May 2026", "", ""),
        ("past3weeks~", "20 Apr – 17 May 2026", "", ""),
        ("", "All time", "", ""),
        ("2026-05-01~2026-05-03", "1 May – 3 May 2026", "2026-05-01", "2026-05-03"),
        ("2026-05-01~", "2026-05-01 – ", "2026-05-01", ""),
        ("2026-04", "1 Apr – 30 Apr 2026", "", ""),
    ],
)
def test_a_date_is_told_in_days(value: str, summary: str, first: str, last: str) -> None:
    """The control says which days are meant, and keeps the ends that were chosen."""
    made = control(DATE, {"date": [value]}, [], TODAY)
    assert (made.summary, made.first, made.last) == (summary, first, last)
    assert [choice.is_chosen for choice in made.choices].count(True) == 1


def test_a_list_shows_what_is_chosen_even_if_the_data_lost_it() -> None:
    """A value that is gone stays visible, so that it can be taken off."""
    made = control(AGENT, {"agent": ["gone", "codex"]}, [("codex", "Codex CLI"), ("x", "X")], TODAY)
    assert [(choice.label, choice.is_chosen) for choice in made.choices] == [
        ("Codex CLI", True),
        ("X", False),
        ("gone", True),
    ]
    assert made.summary == "gone, Codex CLI"
    many = control(AGENT, {"agent": ["a", "b", "c"]}, [], TODAY)
    assert many.summary == "a, b +1"


def test_too_many_values_are_written_instead() -> None:
    """A filter of thousands is an input; what is chosen can still be taken off."""
    made = control(AGENT, {"agent": ["one"]}, None, TODAY)
    assert made.is_open
    assert [choice.value for choice in made.choices] == ["one"]


def test_filters_are_told_in_one_line() -> None:
    """Dates always, others when they are on."""
    fixed = Parameter("t", "Team", "team", "string/=", None, False, ("core",))
    controls = [
        control(DATE, {}, [], TODAY),
        control(AGENT, {"agent": ["codex"]}, [], TODAY),
        control(fixed, {}, [], TODAY),
    ]
    assert in_words(controls) == "Last 30 days: 15 Apr – 14 May 2026 · Agent: codex"
    assert [choice.value for choice in controls[2].choices] == ["core"]
