"""Rows as files."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.serving import Column, Rows
from agent_analytics.web.exports import as_csv, as_json


def rows(*values: object) -> Rows:
    """Return one column of values."""
    return Rows((Column("value", "VARCHAR"),), tuple((value,) for value in values), False)


@given(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), min_size=1))
def test_no_text_starts_a_formula(text: str) -> None:
    """Whatever a name says, a spreadsheet reads text; the rest of it is unchanged."""
    (_, (cell,)) = csv.reader(io.StringIO("".join(as_csv(rows(text)))))
    assert cell[0] not in "=+-@\t"
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula, unknown is empty, days are ISO."""
    moment = datetime(2026, 5, 1, 7, 5, tzinfo=UTC)
    given = rows(-1, Decimal("0.10"), None, True, date(2026, 5, 1), moment, "-1")
    cells = [cell for (cell,) in csv.reader(io.StringIO("".join(as_csv(given))))]
    assert cells[:5] == ["value", "-1", "0.10", "", "true"]
    assert cells[5:] == ["2026-05-01", "2026-05-01T07:05:00+00:00", "'-1"]


def test_json_keeps_types() -> None:
    """Numbers, truth and unknown are themselves; what JSON does not know is text or null."""
    text = "".join(
        as_json(rows(1, Decimal("2"), Decimal("0.5"), None, float("nan"), date(2026, 5, 1), ["a"]))
    )
    values = [row["value"] for row in json.loads(text)]
    assert values == [1, 2, 0.5, None, None, "2026-05-01", ["a"]]
    assert json.loads("".join(as_json(rows()))) == []
