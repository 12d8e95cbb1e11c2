"""Series become shapes; unknown values leave gaps."""

from agent_analytics.web.charts.plot import Ends, Series, plot

NO_ENDS = Ends()


def test_a_gap_breaks_a_line_and_a_lone_value_is_a_dot() -> None:
    """Unknown days are not bridged."""
    drawing = plot([Series("a", "s1", "line", (1, 2, None, 4))], 4, None, NO_ENDS)
    first, lone = (shape.path for shape in drawing.shapes)
    assert first.count("L") == 1
    assert lone == "M875 0L875.01 0"
    assert drawing.centres == (125.0, 375.0, 625.0, 875.0)


def test_bars_stand_on_zero() -> None:
    """Zero and unknown draw nothing; a negative bar hangs."""
    drawing = plot([Series("a", "s1", "bar", (2, 0, None, -2))], 4, None, NO_ENDS)
    (bars,) = drawing.shapes
    assert bars.path == "M35.00 500V0H215.00V500ZM785.00 1000V500H965.00V1000Z"


def test_stacked_bars_lie_on_one_another() -> None:
    """The second series begins where the first ends; an unknown one adds nothing."""
    series = [Series("a", "s1", "bar", (1, None)), Series("b", "s2", "bar", (1, 2))]
    first, second = plot(series, 2, "stacked", NO_ENDS).shapes
    assert first.path == "M70.00 1000V500H430.00V1000Z"
    assert second.path == "M70.00 500V0H430.00V500ZM570.00 1000V0H930.00V1000Z"


def test_bars_beside_one_another_share_their_place() -> None:
    """Two series without a stack stand side by side."""
    series = [Series("a", "s1", "bar", (1,)), Series("b", "s2", "bar", (1,))]
    first, second = plot(series, 1, None, NO_ENDS).shapes
    assert first.path.startswith("M140.00")
    assert second.path.startswith("M500.00")


def test_shares_fill_the_plot() -> None:
    """Normalised series add up to all of it, and to nothing where there is nothing."""
    series = [Series("a", "s1", "area", (1, 0)), Series("b", "s2", "area", (3, 0))]
    drawing = plot(series, 2, "normalized", NO_ENDS)
    assert (drawing.left.low, drawing.left.high) == (0, 1)
    assert drawing.shapes[1].path == "M250 0L750 1000L750 1000L250 750Z"


def test_a_second_axis_has_its_own_scale() -> None:
    """A series on the right does not stretch the left axis."""
    series = [
        Series("a", "s1", "bar", (1, 2)),
        Series("b", "s2", "line", (1_000, 2_000), is_right=True),
    ]
    drawing = plot(series, 2, None, NO_ENDS)
    assert drawing.left.high == 2
    assert drawing.right is not None
    assert drawing.right.high == 2_000


def test_a_goal_is_on_the_axis() -> None:
    """Values far below a goal do not hide it."""
    assert plot([Series("a", "s1", "line", (1, 2))], 2, None, Ends(goal=90)).left.high >= 90


def test_an_area_without_a_stack_is_a_line_over_a_faint_surface() -> None:
    """Both are drawn in the colour of the series."""
    surface, line = plot([Series("a", "s1", "area", (1, 2))], 2, None, NO_ENDS).shapes
    assert surface.is_faint
    assert surface.path.endswith("L750 1000L250 1000Z")
    assert not line.is_filled
