"""What people read of a report: units, lags and chances in words."""

from datetime import date

import pytest

from agent_analytics.reports.formats import table_rows
from agent_analytics.reports.pilot import Comparison, Figure, Report


def report(*parts: Figure | Comparison) -> Report:
    """Return a report of these figures and comparisons."""
    return Report(
        first_day=date(2026, 3, 2),
        last_day=date(2026, 5, 10),
        repository=None,
        team=None,
        lag_days=0,
        policy=(),
        figures=tuple(part for part in parts if isinstance(part, Figure)),
        comparisons=tuple(part for part in parts if isinstance(part, Comparison)),
        sources=(),
    )


@pytest.mark.parametrize(
    ("unit", "value", "interval"),
    [
        ("s", "1.50 s", "1.00 s … 2.00 s"),
        ("h", "1.50 h", "1.00 h … 2.00 h"),
        ("share", "150.0%", "100.0% … 200.0%"),
        ("USD", "$1.50", "$1.00 … $2.00"),
        ("1/week", "1.50", "1.00 … 2.00"),
        ("tokens", "2", "1 … 2"),
    ],
)
def test_a_figure_has_its_unit(unit: str, value: str, interval: str) -> None:
    """Units stand behind numbers unless the label names them."""
    figure = Figure("a.b", "Label", unit, 1.5, 1.0, 2.0, 7, None)
    assert list(table_rows(report(figure))) == [("Label", value, interval, 7, "")]


@pytest.mark.parametrize(
    ("q_value", "lag_days", "label", "note"),
    [
        (0.001, 0, "Sessions and merge hours, pearson", "q = 0.001, effective n 20"),
        (0.0009, 0, "Sessions and merge hours, pearson", "q < 0.001, effective n 20"),
        (0.5, 14, "Sessions and merge hours 14 days later, pearson", "q = 0.500, effective n 20"),
    ],
)
def test_a_comparison_says_its_lag_and_no_chance_is_nought(
    q_value: float, lag_days: int, label: str, note: str
) -> None:
    """An outcome that follows use says by how many days; a tiny chance is not written as 0."""
    row = {"estimate": 0.25, "low_95": -0.1, "high_95": 0.5, "observation_count": 40}
    row |= {"q_value": q_value, "effective_count": 20.4, "lag_days": lag_days}
    compared = Comparison("merge_hours", "pearson", row)
    assert list(table_rows(report(compared))) == [(label, "+0.25", "-0.10 … +0.50", 40, note)]
