"""A card's rows as files: CSV that no spreadsheet runs as a formula, and JSON with exact numbers."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from agent_analytics.serving import Rows
from agent_analytics.spreadsheets import inert


def as_csv(rows: Rows) -> Iterator[str]:
    """Yield CSV with a heading; a text that would start a formula is given an apostrophe first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    lines: Iterable[Iterable[Any]] = ([column.name for column in rows.columns], *rows.rows)
    for line in lines:
        writer.writerow([_cell(value) for value in line])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def as_json(rows: Rows) -> Iterator[str]:
    """Yield a JSON list of objects, one for each row; what is unknown is null."""
    names = [column.name for column in rows.columns]
    yield "["
    for index, row in enumerate(rows.rows):
        record = {name: _json(value) for name, value in zip(names, row, strict=True)}
        yield (",\n" if index else "\n") + json.dumps(record, ensure_ascii=False, allow_nan=False)
    yield "\n]\n"


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return value
    return inert(str(value))


def _json(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _json(one) for key, one in value.items()}
    return str(value) if isinstance(value, timedelta) else value
