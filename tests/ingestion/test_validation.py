from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.records import Column, Table
from ingestion.validation import Checked, Validator

TABLE = Table(
    "things",
    "id",
    "Things.",
    (
        Column("id", "text", ""),
        Column("count", "bigint", ""),
        Column("value", "double", ""),
        Column("seen", "timestamp", ""),
        Column("done", "bool", ""),
        Column("flags", "text", ""),
    ),
)


def _validated(**columns: list[Any]) -> tuple[Checked, list[dict[str, Any]]]:
    validator = Validator(TABLE)
    checked = validator.add_columns(columns)
    return checked, validator.release().to_pylist()


def test_missing_columns_are_null_in_table_order() -> None:
    """A release has every column of its table, whatever the records had."""
    _, rows = _validated(count=[1], id=["a"])
    assert list(rows[0]) == list(TABLE.names())
    assert (rows[0]["count"], rows[0]["value"]) == (1, None)


def test_refused_value_refuses_its_record_only() -> None:
    """One odd value costs one record, and the reason does not quote it."""
    checked, rows = _validated(id=["a", "b", "c"], count=[1, "secret", 3])
    assert checked.refused == {1: "count is not a bigint"}
    assert [row["id"] for row in rows] == ["a", "c"]


def test_coerced_value_stands_in_its_own_row() -> None:
    """A column of mixed spellings keeps each value with its record."""
    _, rows = _validated(id=["a", "b", "c"], count=[1, "2", None])
    assert [row["count"] for row in rows] == [1, 2, None]


@pytest.mark.parametrize(("count", "stored"), [(10**12, 10**12), (10**12 + 1, None)])
def test_an_absurd_measure_is_unknown(count: int, stored: int | None) -> None:
    """One value near the end of 64 bits would overflow every sum it is part of."""
    checked, (row,) = _validated(id=["a"], count=[count])
    assert row["count"] == stored
    assert checked.flagged == (set() if stored else {0})


@pytest.mark.parametrize(("value", "refused"), [(-1e11, {}), (1.1e11, {0}), (-1.1e11, {0})])
def test_an_absurd_value_of_a_point_is_refused(value: float, refused: set[int]) -> None:
    """A counter that jumps beyond belief is no increase."""
    checked, _ = _validated(id=["a"], value=[value])
    assert set(checked.refused) == set(refused)


def test_flags_are_joined_to_those_the_record_brought() -> None:
    """Several flags of one row are comma-joined, clean rows have none."""
    checked, rows = _validated(
        id=["a", "b", "c"], count=[-1, 1, 1], seen=[5, None, None], flags=["late", "late", None]
    )
    flags = [row["flags"] for row in rows]
    assert flags == ["late,negative_value,bad_time", "late", None]
    assert checked.flagged == {0, 1}


def test_an_empty_text_is_unknown() -> None:
    """As an id it would gather what belongs to nobody."""
    _, rows = _validated(id=["a", "b"], flags=["", "late"])
    assert [row["flags"] for row in rows] == [None, "late"]


def test_flags_stand_in_the_order_of_the_tables_columns() -> None:
    """Two spellings of one record are stored alike, so that a redelivery changes nothing."""
    one = _validated(id=["a"], count=[-1], seen=[5])
    other = _validated(seen=[5], count=[-1], id=["a"])
    assert one == other


@pytest.mark.parametrize("keys", [["a", None], ["a", ""]])
def test_record_without_key_is_refused(keys: list[str | None]) -> None:
    """A row that could not be merged is not let in."""
    checked, rows = _validated(id=keys)
    assert (checked.refused, len(rows)) == ({1: "id is missing"}, 1)


def test_unknown_column_refuses_its_records() -> None:
    """The tables are declared in one place; nothing else gets a column."""
    checked, rows = _validated(id=["a"], extra=[1])
    assert (checked.refused, rows) == ({0: "unknown column extra"}, [])


def test_release_starts_afresh() -> None:
    """Released rows are not released again."""
    validator = Validator(TABLE)
    validator.add_columns({"id": ["a"]})
    assert (validator.row_count, validator.release().num_rows) == (1, 1)
    assert (validator.row_count, validator.release().num_rows) == (0, 0)


_VALUES = st.one_of(
    st.none(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.booleans(),
    st.text(),
    st.text(alphabet="\ud800a\x00"),
    st.sampled_from(["20", "true", "x" * 600]),
)


@given(st.lists(st.fixed_dictionaries({n: _VALUES for n in TABLE.names()}), min_size=1, max_size=6))
def test_records_together_fare_as_each_alone(records: list[dict[str, Any]]) -> None:
    """Checking a whole column at once decides and stores what checking one record would."""
    together = _validated(**{name: [r[name] for r in records] for name in TABLE.names()})
    alone = [_validated(**{name: [value] for name, value in r.items()}) for r in records]
    assert together[1] == [row for _, rows in alone for row in rows]
    assert set(together[0].refused) == {i for i, (each, _) in enumerate(alone) if each.refused}
