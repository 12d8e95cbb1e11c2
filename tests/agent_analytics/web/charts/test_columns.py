"""Columns stand where their numbers say; unknown draws nothing."""

from agent_analytics.web.charts.columns import Frame, Mark, column_chart, spark_line

FRAME = Frame(width=110, height=120, left=10, right=0, top=10, bottom=10, labels=2)


def drawn(*stacks: tuple[int | None, ...]) -> tuple[str, ...]:
    """Return the paths of series over two days."""
    return column_chart(FRAME, ("1 Nov", "2 Nov"), ("a", "b"), stacks, str).paths


def test_a_column_reaches_from_the_ground_to_its_value() -> None:
    """A full-scale value fills the plot's height, half of it half the height."""
    assert drawn((4, 2)) == ("M16.25 110V10h37.5V110zM66.25 110V60h37.5V110z",)


def test_series_stand_on_one_another() -> None:
    """The second series begins where the first ended."""
    assert drawn((1, 0), (3, 4)) == (
        "M16.25 110V85h37.5V110z",
        "M16.25 85V10h37.5V85zM66.25 110V10h37.5V110z",
    )


def test_zero_and_unknown_draw_nothing() -> None:
    """Neither leaves a mark, nor lifts what stands above it."""
    assert drawn((None, 0), (4, 4)) == (
        "",
        "M16.25 110V10h37.5V110zM66.25 110V10h37.5V110z",
    )


def test_a_chart_without_series_still_has_an_axis() -> None:
    """Nothing known is an empty plot from 0 to 1, not an error."""
    chart = column_chart(FRAME, (), (), (), str)
    assert chart.value_marks == (Mark(110, "0"), Mark(10, "1"))
    assert chart.slots == ()


def test_every_day_answers_with_its_tooltip() -> None:
    """Slots share the plot's width without gaps, in order."""
    chart = column_chart(FRAME, ("1 Nov", "2 Nov"), ("a", "b"), [(1, 1)], str)
    assert [(slot.left, slot.width, slot.tooltip) for slot in chart.slots] == [
        (10, 50, "a"),
        (60, 50, "b"),
    ]


def test_the_last_label_stays_inside_the_drawing() -> None:
    """A label that would run over the right edge ends there."""
    narrow = Frame(width=60, height=120, left=10, right=2, top=10, bottom=10, labels=2)
    first, last = column_chart(narrow, ("1 Nov", "2 Nov"), ("a", "b"), [(1, 1)], str).place_marks
    assert first == Mark(22, "1 Nov", "middle")
    assert last == Mark(58, "2 Nov", "end")


def test_a_spark_line_breaks_where_values_are_unknown() -> None:
    """The pen is lifted over a gap; zero is on the ground."""
    assert spark_line((0, 2, None, 1), 30, 11) == "M0 10L10 1M30 5.5"


def test_a_spark_line_of_nothing_is_empty() -> None:
    """No values make no path."""
    assert spark_line((), 30, 11) == ""
