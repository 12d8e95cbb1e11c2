"""Marts carry sums, so that every figure can be added up again over any group."""

import re
from pathlib import Path

import duckdb
import pytest
from jinja2 import Environment

from ingestion.checks import MAX_MEASURE
from tests.fixtures.declared import MODELS, declared_in

TOTAL = Path(__file__).resolve().parents[2] / "dbt_project" / "macros" / "total.sql"
RATIO = re.compile(
    r"(^|_)(share|rate|ratio|percent|percentage|average|avg|mean|median|p\d\d|per)(_|$)"
)

OF_ONE_ROW = {
    ("fct_agent_requests", "diff_ratio"): "noted by the caller for one request, never aggregated",
    ("fct_roi", "rate_assumption_key"): "the key of an assumption",
    (
        "fct_copilot_scope_daily",
        "median_minutes_to_merge",
    ): "told by the vendor, who alone has the parts",
    ("fct_copilot_repository_daily", "median_minutes_to_merge"): "likewise",
    ("fct_commit_attribution", "matched_line_share"): "of one session and one commit",
    ("fct_compliance_controls", "goal_share"): "stated by people, counted by nobody",
}
"""Columns whose name reads like a ratio and which are not one over a group."""


def test_no_column_of_a_mart_is_a_ratio() -> None:
    """A share of a day cannot be made into that of a week; numerator and denominator can."""
    columns = {
        (model["name"], column["name"])
        for declared in declared_in(MODELS / "marts")
        for model in declared.get("models", [])
        for column in model["columns"]
    }
    assert {place for place in columns if RATIO.search(place[1])} == OF_ONE_ROW.keys()


def test_row_37_a_sum_is_exact_or_an_error_and_never_wraps() -> None:
    """Thousands of the largest counts add up to the digit; past 64 bits there is no other number."""
    total = Environment(autoescape=False).from_string(TOTAL.read_text()).module.total("tokens")  # type: ignore[attr-defined]  # noqa: S701 - this is SQL
    count = MAX_MEASURE - 1  # no sum of these is a round number, which a float would hold
    query = f"select {total} from (select {count} as tokens from range(?))"  # noqa: S608
    most = (2**63 - 1) // count
    assert duckdb.execute(query, [most]).fetchall() == [(most * count,)]
    with pytest.raises(duckdb.ConversionException):
        duckdb.execute(query, [most + 1]).fetchall()
