"""The view answers this machine only, escapes everything, and never shows a figure it does not have."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from starlette.testclient import TestClient

from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from agent_analytics.web.app import create_app
from tests.fixtures.marts import insert, insert_usage, open_warehouse

HOSTILE = "<script>alert(1)</script>\"'&"
TODAY = date(2026, 11, 20)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """Return a browser on this machine."""
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8420") as client:
        yield client


@pytest.fixture
def warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return empty marts to fill."""
    with open_warehouse(settings) as connection:
        yield connection


def published(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection, path: str = "/"
) -> str:
    """Publish what was filled in and return the page."""
    warehouse.close()
    publish(settings)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_without_a_snapshot_the_page_says_what_to_do(client: TestClient) -> None:
    """A fresh installation is told the command that fills it."""
    answer = client.get("/")
    assert answer.status_code == 503
    assert "agent-analytics refresh" in answer.text


def test_an_empty_snapshot_is_no_error(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Marts without rows make a friendly page, not zeros."""
    page = published(client, settings, warehouse)
    assert "Nothing to show yet" in page
    assert "NaN" not in page


def test_the_page_adds_up_what_the_marts_hold(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Cost, requests and people of the period, beside those of the one before."""
    insert_usage(warehouse, TODAY, "ada", list_cost_microusd=7_000_000, request_count=3)
    insert_usage(warehouse, TODAY, "bob", list_cost_microusd=5_000_000, request_count=2)
    insert_usage(warehouse, TODAY - timedelta(days=30), "ada", list_cost_microusd=6_000_000)
    insert_usage(warehouse, TODAY - timedelta(days=80), "ada")
    page = published(client, settings, warehouse)
    assert "<h1>22 Oct – 20 Nov 2026</h1>" in page
    assert '<p class="value" title="$12.00">$12.00</p>' in page
    assert "<b>+100%</b> from $6.00" in page


def test_a_new_snapshot_shows_at_once(client: TestClient, settings: Settings) -> None:
    """The next request reads what was published in between."""
    for developer in ("ada", "bob"):
        settings.paths.warehouse.unlink(missing_ok=True)
        with open_warehouse(settings) as warehouse:
            insert_usage(warehouse, TODAY, "ada", model=f"model-of-{developer}")
        publish(settings)
        assert f"model-of-{developer}" in client.get("/").text


def test_names_are_escaped_wherever_they_stand(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """A model, team, repository or source named like markup stays text."""
    for person in range(5):
        insert(warehouse, "dim_developers", {"developer_key": f"p{person}", "is_resolved": True})
        insert_usage(
            warehouse, TODAY, f"p{person}", model=HOSTILE, team=HOSTILE, repository_key="r"
        )
    insert(warehouse, "dim_repositories", {"repository_key": "r", "repository_name": HOSTILE})
    insert(warehouse, "fct_source_freshness", {"source": HOSTILE, "layer": HOSTILE})
    page = published(client, settings, warehouse)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 5


def test_unpriced_models_are_called_out(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Their requests are listed with the reason, and their cost is a dash."""
    insert_usage(warehouse, TODAY, "ada", model="odd-1", list_cost_microusd=None)
    coverage = {"provider": "anthropic", "model": "odd-1", "price_status": "unknown_model"}
    insert(warehouse, "fct_price_coverage", coverage | {"usage_date": TODAY})
    page = published(client, settings, warehouse)
    assert "odd-1: 1 request, model not in the price book" in page
    assert '<p class="value" title="–">–</p>' in page


def test_commits_alone_make_a_page(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """A team that only has repositories so far sees them, and usage as unknown."""
    commit = {"sha": "a" * 40, "committed_date": TODAY, "is_assisted": True}
    insert(warehouse, "fct_git_commits", commit | {"repository_key": "r"})
    page = published(client, settings, warehouse)
    assert "100.0% with an agent" in page
    assert "No agent has reported yet" in page


def test_a_repository_without_agents_cost_nothing(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Where agents are known and none was used, the cost is zero, not unknown."""
    insert_usage(warehouse, TODAY, "ada", repository_key="used")
    commit = {"sha": "a" * 40, "committed_date": TODAY, "is_assisted": False}
    insert(warehouse, "fct_git_commits", commit | {"repository_key": "unused"})
    page = published(client, settings, warehouse)
    assert "<td>$0.00</td>" in page.partition('id="repositories"')[2]


def test_a_clock_ahead_does_not_empty_the_page(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """An event from the future ends the period today."""
    today = datetime.now(UTC).date()
    insert_usage(warehouse, today, "ada")
    insert_usage(warehouse, today + timedelta(days=400), "ada")
    page = published(client, settings, warehouse)
    assert '<p class="value" title="$2.00">$2.00</p>' in page


@pytest.mark.parametrize("path", ["/?days=7", "/?days=90&by=agent", "/?by=model"])
def test_offered_choices_answer(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection, path: str
) -> None:
    """Every length and split has a page."""
    insert(warehouse, "dim_agents", {"agent": "claude_code", "display_name": "Claude Code"})
    insert_usage(warehouse, TODAY, "ada")
    assert "Tokens by kind" in published(client, settings, warehouse, path)


@pytest.mark.parametrize(
    ("query", "named"), [("days=31", "days"), ("by=<b>", "by"), ("x=1", "x"), ("days=", "days")]
)
def test_a_wrong_parameter_is_refused_by_name(client: TestClient, query: str, named: str) -> None:
    """The page names the parameter, escaped, and no snapshot is opened for it."""
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert f"<p>{named}: " in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/style.css", "/missing"])
def test_every_answer_binds_the_browser(client: TestClient, path: str) -> None:
    """No script, no frame, no guessing of types, no copy kept, no address passed on."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
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


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/x"])
def test_only_the_two_static_files_are_served(client: TestClient, path: str) -> None:
    """Nothing outside the static folder can be reached through it."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Starlette" not in answer.text


def test_head_answers_without_a_body(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """HEAD tells what GET would."""
    published(client, settings, warehouse)
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_health_names_the_snapshot(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Healthy means that a snapshot can be read; its build is named."""
    assert client.get("/healthz").status_code == 503
    warehouse.close()
    build_id = publish(settings).build_id
    health = client.get("/healthz")
    assert health.status_code == 200
    assert health.json()["build_id"] == build_id


def test_a_snapshot_of_another_version_is_explained(
    client: TestClient, settings: Settings, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """A mart that is not there asks for a refresh instead of failing."""
    warehouse.execute("drop table marts.fct_git_commits")
    warehouse.close()
    publish(settings)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "agent-analytics refresh" in answer.text
