import pytest

from agent_analytics.columns import Columns, fill, has_gaps, shared_text


def test_a_filled_column_keeps_what_nothing_new_is_known_for() -> None:
    """The later known value counts."""
    columns: Columns = {"a": ["x", "x"]}
    fill(columns, "a", [None, "y"])
    fill(columns, "b", [None, 1])
    assert columns == {"a": ["x", "y"], "b": [None, 1]}


@pytest.mark.parametrize(
    ("values", "told"),
    [([0, False, ""], False), ([0, None], True), ([None], True), ([1, 2], False)],
)
def test_only_none_is_a_gap(values: list[object], told: bool) -> None:
    """Zero, false and empty text are values."""
    assert has_gaps(values) is told


@pytest.mark.parametrize(
    ("values", "text"),
    [(["a", "a"], "a"), (["a", "b"], None), (["a", None], None), ([1, True], None), (["", ""], "")],
)
def test_only_text_that_all_say_is_shared(values: list[object], text: str | None) -> None:
    """Equal numbers may be spelled in different ways."""
    assert shared_text(values) == text
