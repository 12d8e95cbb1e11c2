"""Marts carry sums, so that every figure can be added up again over any group."""

import re
from pathlib import Path

import yaml

MARTS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"
RATIO = re.compile(
    r"(^|_)(share|rate|ratio|percent|percentage|average|avg|mean|median|p\d\d|per)(_|$)"
)

OF_ONE_ROW = {
    ("fct_agent_requests", "diff_ratio"): "noted by the caller for one request, never aggregated",
    ("fct_roi", "rate_assumption_key"): "the key of an assumption",
}
"""Columns whose name reads like a ratio and which are not one over a group."""


def test_no_column_of_a_mart_is_a_ratio() -> None:
    """A share of a day cannot be made into that of a week; numerator and denominator can."""
    documents = [yaml.safe_load(file.read_text()) for file in MARTS.rglob("*__models.yml")]
    columns = {
        (model["name"], column["name"])
        for document in documents
        for model in document["models"]
        for column in model["columns"]
    }
    assert {place for place in columns if RATIO.search(place[1])} == OF_ONE_ROW.keys()
