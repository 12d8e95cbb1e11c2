"""The overview in a real browser: nothing fails, nothing is blocked, everything fits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, insert_usage, open_warehouse
from tests.fixtures.pages import served, watched

pytestmark = pytest.mark.slow

FIRST_PAINT = """
    new Promise(done => new PerformanceObserver(
        list => list.getEntriesByName('first-contentful-paint').forEach(one => done(one.startTime))
    ).observe({type: 'paint', buffered: true}))
"""
LONG_NAME = "a-repository-with-a-name-that-is-much-longer-than-anybody-would-like-to-read"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small company's overview and return its address."""
    settings = Settings(data_dir=str(tmp_path_factory.mktemp("data")), timezone="Europe/Berlin")
    with open_warehouse(settings) as warehouse:
        _fill(warehouse)
    publish(settings)
    with served(settings) as url:
        yield url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 390, 820, 1280, 1600])
def test_the_page_fits_and_nothing_fails(
    browser: Browser, address: str, tmp_path: Path, width: int, scheme: str
) -> None:
    """No console message, no failed request, no sideways scrolling at any width, light or dark."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    troubles = watched(page)
    page.goto(address)
    assert page.inner_text(".tile:first-child .value") == "$480.00"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg.chart:visible").count() == 5
    picture = page.screenshot(path=tmp_path / f"overview-{width}-{scheme}.png", full_page=True)
    assert len(picture) > 10_000
    assert troubles == []
    page.close()


def test_first_paint_takes_less_than_two_seconds(browser: Browser, address: str) -> None:
    """The page stands at once, with everything in it."""
    page = browser.new_page()
    page.goto(address)
    assert page.evaluate(FIRST_PAINT) < 2_000
    page.close()


def test_periods_and_splits_are_links(browser: Browser, address: str) -> None:
    """Both choices work without a script and keep each other."""
    page = browser.new_page()
    page.goto(address)
    page.click("text=7 days")
    page.click("text=by agent")
    assert page.url == f"{address}/?days=7&by=agent#spend"
    assert page.inner_text("#spend h2") == "List cost per day, by agent"
    page.close()


def test_a_chart_can_be_read_as_a_table(browser: Browser, address: str) -> None:
    """Opening the table shows a row for each day."""
    page = browser.new_page()
    page.goto(address)
    page.click("#requests summary")
    assert page.locator("#requests tbody tr:visible").count() == 30
    page.close()


def test_every_chart_has_a_name_and_a_peak(browser: Browser, address: str) -> None:
    """A screen reader learns what a chart shows."""
    page = browser.new_page()
    page.goto(address)
    labels = [chart.get_attribute("aria-label") for chart in page.get_by_role("img").all()]
    assert len(labels) == 5
    assert all(label and "most on" in label for label in labels)
    page.close()


def _fill(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Write sixty days of a company of eight who spend two dollars a day each."""
    today = datetime.now(UTC).date()
    for number in range(8):
        person = {"developer_key": f"person-{number}", "is_resolved": True}
        insert(warehouse, "dim_developers", person)
    insert(warehouse, "dim_agents", {"agent": "claude_code", "display_name": "Claude Code"})
    repository = {"repository_key": "r", "repository_name": LONG_NAME}
    insert(warehouse, "dim_repositories", repository)
    warehouse.execute("begin")
    for days_ago in range(60):
        day = today - timedelta(days=days_ago)
        for number in range(8):
            insert_usage(
                warehouse,
                day,
                f"person-{number}",
                model=f"model-{number % 3}-{'long-name-' * (number % 3)}",
                list_cost_microusd=2_000_000,
                repository_key="r",
            )
        commit = {"sha": f"{days_ago:040}", "repository_key": "r", "committed_date": day}
        insert(warehouse, "fct_git_commits", commit | {"is_assisted": days_ago % 2 == 0})
    warehouse.execute("commit")
