"""Names that others choose (branches, models, teams …) stay names on every shipped board and in every file."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient

from agent_analytics.dashboards.templates import Dashboard, load_dashboards
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from agent_analytics.web.app import create_app
from tests.fixtures.marts import insert, open_warehouse

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"><img src=x onerror='alert(1)'>"
FORMULA = '=HYPERLINK("http://e.example","x")'
BREAKING = "'; drop table marts.dim_dates; --"
TEXTS = (SCRIPT, IMAGE, FORMULA, BREAKING)
PEOPLE = 6
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
BOARDS = load_dashboards()
JOINED = {
    "agent": "odd",
    "model_key": "m",
    "main_model_key": "m",
    "repository_key": "r",
    "team": BREAKING,
    "scope": "organisation",
    "cost_type": "billed",
}
"""What rows are joined and chosen by; every other text is one that somebody chose to break out."""
VALUES = {
    "DATE": YESTERDAY,
    "TIMESTAMP WITH TIME ZONE": datetime.now(UTC) - timedelta(days=1),
    "BOOLEAN": True,
    "BIGINT": 7,
    "DOUBLE": 0.5,
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a browser before a company that named everything in every mart to break out."""
    settings = Settings(data_dir=str(tmp_path_factory.mktemp("data")), timezone="Europe/Berlin")
    with open_warehouse(settings) as warehouse:
        warehouse.execute(
            "insert into marts.dim_dates (calendar_date) select day::date"
            " from range(current_date - 70, current_date + 2, interval 1 day) as days(day)"
        )
        columns = {row[0] for row in warehouse.execute("describe marts.dim_dates").fetchall()}
        if "is_in_data" in columns:
            warehouse.execute("update marts.dim_dates set is_in_data = true")
        for mart in _marts(warehouse):
            for person in range(PEOPLE if mart.startswith("fct_") else 1):
                insert(warehouse, mart, _hostile(warehouse, mart, person))
    publish(settings)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.slug)
def test_a_board_shows_names_as_text(company: TestClient, board: Dashboard) -> None:
    """No markup of theirs is in any tab, whatever the filters are set to."""
    for tab in range(1, max(1, len(board.tabs)) + 1):
        for name in (None, SCRIPT, BREAKING):
            filters = {} if name is None else dict.fromkeys(_slugs(board), name)
            page = company.get(f"/boards/{board.slug}", params={"tab": str(tab)} | filters)
            assert page.status_code == 200
            assert SCRIPT not in page.text
            assert "<img" not in page.text
            assert 'class="trouble"' not in page.text


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.slug)
def test_a_card_by_itself_and_its_picture_show_names_as_text(
    company: TestClient, board: Dashboard
) -> None:
    """Neither the page with its SQL nor the SVG holds markup of theirs."""
    for card in board.cards():
        for suffix in ("", ".svg"):
            answer = company.get(f"/boards/{board.slug}/cards/{card.slug}{suffix}")
            assert answer.status_code in (200, 404 if suffix else 200)
            assert SCRIPT not in answer.text
            assert "<img" not in answer.text


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.slug)
def test_no_export_of_a_board_runs_in_a_spreadsheet(company: TestClient, board: Dashboard) -> None:
    """Every cell of every card's CSV is a number, a day or harmless text."""
    for card in board.cards():
        answer = company.get(f"/boards/{board.slug}/cards/{card.slug}.csv")
        assert answer.status_code == 200
        for row in csv.reader(io.StringIO(answer.text)):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), card.slug


def _slugs(board: Dashboard) -> list[str]:
    return [one.slug for one in board.parameters if not one.type.startswith("date/")]


def _marts(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    found = warehouse.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts'"
        " and table_name <> 'dim_dates' order by table_name"
    ).fetchall()
    return [mart for (mart,) in found]


def _hostile(warehouse: duckdb.DuckDBPyConnection, mart: str, person: int) -> dict[str, Any]:
    """Return a row of a mart whose texts break out wherever they are not taken for text."""
    joined = JOINED | dict.fromkeys(("developer_key", "session_key", "subject_key"), f"p{person}")
    columns = warehouse.execute(f"describe marts.{mart}").fetchall()
    return {
        column: joined.get(column, TEXTS[place % len(TEXTS)])
        if kind == "VARCHAR"
        else VALUES.get(kind)
        for place, (column, kind, *_) in enumerate(columns)
    }
