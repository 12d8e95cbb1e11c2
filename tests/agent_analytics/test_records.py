"""The declarations of the raw tables are complete and follow the naming grammar."""

import re

import pytest

from agent_analytics.records import SOURCE_TABLES, Column, Table

TABLES = {table.name: table for tables in SOURCE_TABLES.values() for table in tables}
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in TABLES.values()
    for column in table.columns
]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_table_has_its_key_and_no_column_twice(table: Table) -> None:
    """The key is a column, and column names are unique."""
    names = table.names()
    assert table.key in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_says_what_it_means(table: Table, column: Column) -> None:
    """Every column has a sentence."""
    assert re.fullmatch(r"[`A-Z].*\.", column.about, re.DOTALL), table.name


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_columns_name_agrees_with_its_kind(table: Table, column: Column) -> None:
    """Times end in _at or say their bound, booleans start with a verb, tokens are integers."""
    is_time = column.name.endswith("_at") or column.name in {"valid_from", "valid_to"}
    assert (column.kind == "timestamp") == is_time, table.name
    assert (column.kind == "bool") == column.name.startswith(("is_", "has_")), table.name
    if column.name.endswith(("_tokens", "_count", "_microusd", "_ms", "_bytes")):
        assert column.kind == "bigint", table.name
