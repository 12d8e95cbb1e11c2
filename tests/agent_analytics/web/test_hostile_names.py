"""Names that others choose (branches, models, teams …) stay names on every shipped board and in every file."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from agent_analytics.dashboards.templates import Dashboard, load_dashboards
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from agent_analytics.web.app import create_app
from tests.fixtures.marts import insert, insert_usage, open_warehouse

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"><img src=x onerror='alert(1)'>"
FORMULA = '=HYPERLINK("http://e.example","x")'
BREAKING = "'; drop table marts.dim_dates; --"
PEOPLE = 6
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
BOARDS = load_dashboards()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a browser before a company that named everything to break out."""
    settings = Settings(data_dir=str(tmp_path_factory.mktemp("data")), timezone="Europe/Berlin")
    with open_warehouse(settings) as warehouse:
        warehouse.execute(
            "insert into marts.dim_dates (calendar_date) select day::date"
            " from range(current_date - 70, current_date + 2, interval 1 day) as days(day)"
        )
        columns = {row[0] for row in warehouse.execute("describe marts.dim_dates").fetchall()}
        if "is_in_data" in columns:
            warehouse.execute("update marts.dim_dates set is_in_data = true")
        insert(warehouse, "dim_agents", {"agent": "odd", "display_name": SCRIPT})
        insert(warehouse, "dim_models", {"model_key": "m", "model": IMAGE})
        insert(warehouse, "dim_repositories", {"repository_key": "r", "repository_name": FORMULA})
        insert(warehouse, "dim_team_groups", {"team": BREAKING, "team_group": SCRIPT})
        for person in range(PEOPLE):
            developer = f"p{person}"
            insert(warehouse, "dim_developers", {"developer_key": developer, "is_resolved": True})
            named = {"team": BREAKING, "agent": "odd", "repository_key": "r"}
            usage = named | {"model": IMAGE, "model_key": "m"}
            insert_usage(warehouse, YESTERDAY, developer, **usage)
            session = {"session_key": developer, "session_id": IMAGE, "git_branch": SCRIPT}
            moments = {
                "started_date": YESTERDAY,
                "started_at": datetime.now(UTC) - timedelta(days=1),
            }
            insert(
                warehouse,
                "fct_agent_sessions",
                named | session | moments | {"developer_key": developer, "main_model_key": "m"},
            )
            call = {
                "tool_name": FORMULA,
                "session_key": developer,
                "called_at": moments["started_at"],
            }
            insert(warehouse, "fct_tool_calls", call)
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
def test_no_export_of_a_board_runs_in_a_spreadsheet(company: TestClient, board: Dashboard) -> None:
    """Every cell of every card's CSV is a number, a day or harmless text."""
    for card in board.cards():
        answer = company.get(f"/boards/{board.slug}/cards/{card.slug}.csv")
        assert answer.status_code == 200
        for row in csv.reader(io.StringIO(answer.text)):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), card.slug


def _slugs(board: Dashboard) -> list[str]:
    return [one.slug for one in board.parameters if not one.type.startswith("date/")]
