"""The view answers this machine only, escapes everything, and never shows a figure it does not have."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import duckdb
import pytest
from starlette.testclient import TestClient

from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from agent_analytics.web.app import create_app
from tests.fixtures.marts import insert, insert_usage, open_warehouse

BOARDS = Path(__file__).parents[2] / "fixtures" / "dashboards"
HOSTILE = "<script>alert(1)</script>\"'&"
BREAKING = (
    HOSTILE,
    "x' or 1=1; drop table marts.fct_daily_agent_usage --",
    "%27",
    "'",
    "$value_1",
    "{{agent}}",
)
FORMULAS = ("=cmd|'/c calc'!A0", "+1+1", "-2", "@SUM(A1)")
ADDRESS = "http://127.0.0.1:8420"
TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """Return a browser on this machine, before an installation without a snapshot."""
    with TestClient(create_app(settings, BOARDS), base_url=ADDRESS) as client:
        yield client


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a browser before a company whose agents and people have the oddest names."""
    settings = Settings(data_dir=str(tmp_path_factory.mktemp("data")), timezone="Europe/Berlin")
    with open_warehouse(settings) as warehouse:
        _fill(warehouse)
    publish(settings)
    with TestClient(create_app(settings, BOARDS), base_url=ADDRESS) as client:
        yield client


def _fill(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Write a calendar, one agent with a history, and one for every name that might break out."""
    warehouse.execute(
        "insert into marts.dim_dates (calendar_date) select day::date"
        " from range(current_date - 100, current_date + 2, interval 1 day) as days(day)"
    )
    insert(warehouse, "dim_agents", {"agent": "claude_code", "display_name": "Claude Code"})
    for day, developer, cost in (
        (TODAY, "ada", 90),
        (YESTERDAY, "ada", 7),
        (YESTERDAY, "bob", 5),
        (TODAY - timedelta(days=31), "ada", 6),
    ):
        insert_usage(warehouse, day, developer, list_cost_microusd=cost * 1_000_000)
    for name in BREAKING:
        insert_usage(warehouse, YESTERDAY, "ada", agent=name, list_cost_microusd=3_000_000)
    for number, name in enumerate((*BREAKING, *FORMULAS)):
        session = {"session_key": f"s{number}", "agent": name, "started_date": YESTERDAY}
        insert(warehouse, "fct_agent_sessions", session)


def page_of(company: TestClient, path: str) -> str:
    """Return a page of the company."""
    answer = company.get(path)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", ["/", "/boards/usage", "/boards/usage/cards/daily_cost"])
def test_without_a_snapshot_the_page_says_what_to_do(client: TestClient, path: str) -> None:
    """A fresh installation is told the command that fills it."""
    answer = client.get(path)
    assert answer.status_code == 503
    assert "agent-analytics refresh" in answer.text


def test_an_empty_mart_is_the_reason(client: TestClient, settings: Settings) -> None:
    """A card without rows says which mart has none, not zero; a mart that is gone breaks its cards alone."""
    with open_warehouse(settings) as warehouse:
        warehouse.execute("drop table marts.dim_dates")
    publish(settings)
    page = page_of(client, "/boards/usage")
    assert "Nothing of this kind was loaded yet: fct_daily_agent_usage has no rows." in page
    assert page.count('<p class="trouble">') == 1
    assert "NaN" not in page


def test_filters_that_match_nothing_are_the_reason(company: TestClient) -> None:
    """Where there are rows, the filters are named."""
    page = page_of(company, "/boards/usage?agent=cursor&date=2020-01")
    assert "Nothing matches 1 Jan – 31 Jan 2020 · Agent: cursor." in page


@pytest.mark.parametrize(("fewest", "is_shown"), [(2, True), (3, False)])
def test_too_few_people_are_the_reason(
    fewest: int, is_shown: bool, settings: Settings, tmp_path: Path
) -> None:
    """A figure that is held back is neither a dash without a word nor said to match nothing at all."""
    boards = copytree(BOARDS, tmp_path / "boards")
    next(boards.rglob("list_cost.sql")).write_text(
        f"select max(usage_date) as day, case when count(distinct developer_key) >= {fewest} then 77 end as n"
        " from marts.fct_daily_agent_usage where 1 = 1 [[and {{agent}}]]"
    )
    with open_warehouse(settings) as warehouse:
        _fill(warehouse)
    publish(settings)
    with TestClient(create_app(settings, boards), base_url=ADDRESS) as client:
        page = page_of(client, "/boards/usage?agent=claude_code")
    assert ("Agent: Claude Code in a group of 3 people or more." in page) != is_shown
    assert (">77</p>" in page) == is_shown


def test_a_card_that_a_filter_does_not_reach_says_so(settings: Settings, tmp_path: Path) -> None:
    """Neither the board, nor the card by itself, nor its picture passes it off as one agent's."""
    boards = copytree(BOARDS, tmp_path / "boards")
    board = next(boards.rglob("usage.dashboard.yaml"))
    wire = (
        "  - card_id: odcxh7nb0vtlOkHdLaV2n\n    parameter_id: agent\n"
        "    target: [dimension, [template-tag, agent]]\n"
    )
    board.write_text(board.read_text().replace(wire, ""))
    with open_warehouse(settings) as warehouse:
        _fill(warehouse)
    publish(settings)
    said = "Not filtered by Agent"
    with TestClient(create_app(settings, boards), base_url=ADDRESS) as client:
        assert said not in page_of(client, "/boards/usage")
        page = page_of(client, "/boards/usage?agent=claude_code")
        assert page.count(said) == 1
        assert said in page.partition('id="daily_cost"')[2]
        alone = page_of(client, "/boards/usage/cards/daily_cost?agent=claude_code")
        assert said in alone
        assert "Agent: Claude Code" not in alone
        picture = page_of(client, "/boards/usage/cards/daily_cost.svg?agent=claude_code")
        assert "Agent: Claude Code" not in picture
        assert said not in page_of(client, "/boards/usage/cards/list_cost?agent=claude_code")


def test_a_figure_stands_beside_the_one_before(company: TestClient) -> None:
    """Cost of the last thirty days, today's still running ones not among them."""
    page = page_of(company, "/boards/usage?agent=claude_code")
    assert '<p class="value" title="$12.00">$12.00</p>' in page
    assert "▲ +100%</b> <span>from $6.00</span>" in page
    assert ">$90.00</p>" in page_of(company, "/boards/usage?agent=claude_code&date=today")


def test_an_agent_is_named_and_coloured(company: TestClient) -> None:
    """The filter offers display names; the drawing has the agent's colour."""
    page = page_of(company, "/boards/usage?agent=claude_code")
    assert 'value="claude_code" checked> Claude Code</label>' in page
    assert 'class="fill s2"' in page


def test_a_new_snapshot_shows_at_once(client: TestClient, settings: Settings) -> None:
    """The next request reads what was published in between; days count from the newest data."""
    for agent in ("ada", "bob"):
        settings.paths.warehouse.unlink(missing_ok=True)
        with open_warehouse(settings) as warehouse:
            insert_usage(warehouse, date(2026, 3, 10), "ada", agent=f"agent-of-{agent}")
            warehouse.execute("create schema staging")
            warehouse.execute(
                "create table staging.stg_agent_events as"
                " select timestamptz '2026-03-10 12:00:00+00' as event_at, null::varchar as flags"
            )
        publish(settings)
        page = page_of(client, "/boards/usage")
        assert f"agent-of-{agent}" in page
        assert "Last 30 days: 9 Feb – 10 Mar 2026" in page
        assert 'class="fresh stale"' in page


@pytest.mark.parametrize(
    "path", ["/boards/usage", "/boards/usage?tab=2", "/boards/usage/cards/daily_cost"]
)
def test_names_are_escaped_wherever_they_stand(company: TestClient, path: str) -> None:
    """An agent named like markup stays text in charts, tables, filters and links."""
    page = page_of(company, path)
    assert "<script>" not in page
    assert "alert(1)" in page


@pytest.mark.parametrize("value", BREAKING)
def test_a_filter_is_compared_and_nothing_else(company: TestClient, value: str) -> None:
    """A value made to break out of SQL or HTML finds the agent of that very name."""
    answer = company.get("/boards/usage", params={"agent": value})
    assert ">$3.00</p>" in answer.text
    assert "<script>" not in answer.text
    both = company.get("/boards/usage", params={"agent": [value, "claude_code"]})
    assert ">$15.00</p>" in both.text


@pytest.mark.parametrize("name", FORMULAS)
def test_exports_hold_no_formula(company: TestClient, name: str) -> None:
    """CSV says it is a file, JSON keeps the name as it is."""
    answer = company.get("/boards/usage/cards/sessions.csv", params={"agent": name})
    (row,) = list(csv.DictReader(io.StringIO(answer.text)))
    assert row["agent"] == f"'{name}"
    assert answer.headers["content-disposition"] == 'attachment; filename="usage-sessions.csv"'
    (record,) = company.get("/boards/usage/cards/sessions.json", params={"agent": name}).json()
    assert record["agent"] == name


def test_a_chart_is_a_picture_too(company: TestClient) -> None:
    """It stands alone and obeys the filters."""
    picture = company.get("/boards/usage/cards/daily_cost.svg?agent=claude_code")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "What did agents cost each day?" in picture.text


def test_a_card_by_itself_says_what_it_is_made_of(company: TestClient) -> None:
    """Description, SQL with its values, marts with their sizes, and the rows."""
    page = page_of(company, "/boards/usage/cards/daily_cost?agent=claude_code")
    assert "USD at public list prices per day and agent." in page
    assert "&#34;usage&#34;.&#34;agent&#34; in ($value_3)" in page
    assert "<dt>$value_3</dt><dd>claude_code</dd>" in page
    rows = len(BREAKING) + 4
    assert f'marts.fct_daily_agent_usage</code> <span class="quiet">{rows} rows</span>' in page
    assert 'data-sort="12' in page


def test_the_index_shows_headlines_and_boards(company: TestClient) -> None:
    """The first board's figures, and a link to every board."""
    page = page_of(company, "/")
    assert f">${12 + 3 * len(BREAKING)}.00</p>" in page
    assert '<a href="/boards/usage">Usage</a></h2>' in page


def test_without_boards_the_index_says_so(settings: Settings, tmp_path: Path) -> None:
    """An installation without templates has an empty list, not an error."""
    open_warehouse(settings).close()
    publish(settings)
    with TestClient(create_app(settings, tmp_path), base_url=ADDRESS) as client:
        assert "No boards are installed." in client.get("/").text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("date=soon", "soon"),
        ("team=<b>", "team"),
        ("tab=3", "tab"),
        ("tab=-1", "tab"),
        ("tab=%D9%A1", "tab"),
        ("date=2026-02-30", "2026-02-30"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(company: TestClient, query: str, named: str) -> None:
    """The page names what it cannot use, escaped, and shows no figure."""
    answer = company.get(f"/boards/usage?{query}")
    assert answer.status_code == 400
    assert named in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/style.css", "/missing"])
def test_every_answer_binds_the_browser(client: TestClient, path: str) -> None:
    """Only our own scripts, no frame, no guessing of types, no copy kept, no address passed on."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/style.css"])
@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", ""])
def test_a_foreign_host_is_misdirected(client: TestClient, path: str, host: str) -> None:
    """A name that was pointed at this machine from outside is refused on every path."""
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    """Only GET and HEAD are answered."""
    answer = client.request(method, "/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/",
        "/boards/nothing",
        "/boards/usage/cards/nothing",
        "/boards/usage/cards/nothing.csv",
        "/boards/usage/cards/sessions.svg",
        "/boards/usage/cards/sessions.exe",
        "/boards/..%2fusage",
    ],
)
def test_nothing_else_is_served(company: TestClient, path: str) -> None:
    """Neither a file outside the static folder nor a board, card or format that does not exist."""
    answer = company.get(path)
    assert answer.status_code == 404
    assert "Starlette" not in answer.text


def test_head_answers_without_a_body(company: TestClient) -> None:
    """HEAD tells what GET would."""
    answer = company.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_health_names_the_snapshot(client: TestClient, company: TestClient) -> None:
    """Healthy means that a snapshot can be read; its build is named."""
    assert client.get("/healthz").status_code == 503
    health = company.get("/healthz")
    assert health.status_code == 200
    assert health.json()["build_id"]
