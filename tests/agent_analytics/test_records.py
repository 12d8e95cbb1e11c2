"""The declarations of the raw tables are complete and follow the naming grammar."""

import re

import pytest

from agent_analytics.records import SOURCE_TABLES, Column, Table

TABLES = {table.name: table for tables in SOURCE_TABLES.values() for table in tables}
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
INTEGER_UNITS = ("_tokens", "_count", "_microusd", "_ms", "_bytes")


@EVERY_TABLE
def test_a_table_has_its_key_and_no_column_twice(table: Table) -> None:
    """The key is a column, and column names are unique."""
    names = table.names()
    assert table.key in names
    assert len(names) == len(set(names))


@EVERY_TABLE
def test_every_column_says_what_it_means(table: Table) -> None:
    """Every column has a sentence."""
    silent = [
        column.name
        for column in table.columns
        if not re.fullmatch(r"[`A-Z].*[.…]", column.about, re.DOTALL)
    ]
    assert silent == []


@EVERY_TABLE
def test_names_agree_with_kinds(table: Table) -> None:
    """Times end in `_at` or say their bound, booleans start with a verb, units are integers."""
    assert [column.name for column in table.columns if not _name_agrees(column)] == []


def _name_agrees(column: Column) -> bool:
    is_time = column.name.endswith("_at") or column.name in {"valid_from", "valid_to"}
    is_flag = column.name.startswith(("is_", "has_", "used_"))
    is_measure = column.name.endswith(INTEGER_UNITS)
    return (
        (column.kind == "timestamp") == is_time
        and (column.kind == "bool") == is_flag
        and (column.kind == "bigint" or not is_measure)
    )
