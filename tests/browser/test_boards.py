"""Every board in a real browser: nothing fails, nothing is blocked, everything fits and leads somewhere."""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from agent_analytics.dashboards.templates import Dashboard, load_dashboards
from agent_analytics.settings import load_settings
from tests.fixtures.pages import served, watched

pytestmark = pytest.mark.slow

BOARDS = {board.slug: board for board in load_dashboards()}
LAYOUT = Path(__file__).with_name("layout.js").read_text()
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
FIRST_PAINT = """
    new Promise(done => new PerformanceObserver(
        list => list.getEntriesByName('first-contentful-paint').forEach(one => done(one.startTime))
    ).observe({type: 'paint', buffered: true}))
"""


@pytest.fixture(scope="module")
def address(sample_company: Path) -> Iterator[str]:
    """Serve the sample company's boards and return their address."""
    with served(load_settings(sample_company / "agent-analytics.toml", {}).settings) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a wide page, and see that nothing went wrong on it."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    troubles = watched(page)
    yield page
    page.close()
    assert troubles == []


def misfits(page: Page) -> list[str]:
    """Return what does not fit, in both themes at both widths."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{scheme} {width}: {trouble}" for trouble in page.evaluate(LAYOUT)]
    return found


def tabs_of(board: Dashboard) -> int:
    """Return how many pages a board has."""
    return max(1, len(board.tabs))


@pytest.mark.parametrize("slug", ["", *BOARDS])
def test_a_board_fits_and_every_card_says_something(page: Page, address: str, slug: str) -> None:
    """On every tab, cards show data or why there are none; nothing overlaps, is cut off or fails."""
    tabs = tabs_of(BOARDS[slug]) if slug else 1
    for tab in range(1, tabs + 1):
        page.goto(f"{address}/boards/{slug}?tab={tab}" if slug else address)
        assert page.locator(".trouble").all_inner_texts() == []
        assert all(text.strip() for text in page.locator(".card .body").all_inner_texts())
        assert misfits(page) == []
        page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("slug", list(BOARDS))
def test_every_link_of_a_board_leads_somewhere(page: Page, address: str, slug: str) -> None:
    """Drill-downs, single cards and files answer; nothing leads out of the view."""
    links = set()
    for tab in range(1, tabs_of(BOARDS[slug]) + 1):
        page.goto(f"{address}/boards/{slug}?tab={tab}&date=")
        found = page.locator("main a[href]").evaluate_all("links => links.map(link => link.href)")
        links |= {_kind(link): link for link in found}.items()
    assert links
    for _, link in sorted(links):
        assert link.startswith(address)
        answer = page.request.get(link)
        assert answer.status == 200, link


def _kind(link: str) -> tuple[str, str]:
    """Return what links have in common that differ in a value, or are files of one format."""
    parts = urlsplit(link)
    names = ",".join(sorted({pair.split("=")[0] for pair in parts.query.split("&")}))
    return PurePosixPath(parts.path).suffix or parts.path, names


@pytest.mark.parametrize("slug", list(BOARDS))
def test_every_filter_of_a_board_is_understood(page: Page, address: str, slug: str) -> None:
    """Under each filter's first value, and under all of them together, no card fails."""
    page.goto(f"{address}/boards/{slug}")
    boxes = page.locator(".pick li:first-child input[type=checkbox]")
    named = boxes.evaluate_all("boxes => boxes.map(box => [box.name, box.value])")
    values = [(name, value) for name, value in named]
    assert values
    for chosen in (*([one] for one in values), values):
        answer = page.request.get(f"{address}/boards/{slug}", params=urlencode(chosen))
        assert answer.status == 200
        assert 'class="trouble"' not in answer.text()


def test_a_filter_applies_when_it_is_ticked(page: Page, address: str) -> None:
    """The choice goes into the address, stays open for another, and is told in words."""
    page.goto(f"{address}/boards/executive_roi")
    pick = page.locator(".pick", has=page.locator("input[name=team]"))
    pick.locator("summary").click()
    box = pick.locator("input[type=checkbox]").first
    value = box.get_attribute("value")
    box.check()
    page.wait_for_selector(f".period:has-text('Team: {value}')")
    assert urlencode({"team": value}) in page.url
    assert pick.locator("input:checked").get_attribute("value") == value
    assert pick.get_attribute("open") is not None
    page.click(".reset")
    page.wait_for_url("**/boards/executive_roi")


def test_a_period_applies_without_loading_the_page_again(page: Page, address: str) -> None:
    """The address follows, and going back brings back what was there."""
    page.goto(f"{address}/boards/executive_roi")
    page.evaluate("window.stayed = true")
    page.select_option("select[name=date]", "past7days")
    page.wait_for_url("**/boards/executive_roi?date=past7days*")
    page.wait_for_selector(".period:has-text('Last 7 days')")
    page.go_back()
    page.wait_for_selector(".period:has-text('Last 30 days')")
    assert page.evaluate("window.stayed")


def test_dates_can_be_chosen_freely(page: Page, address: str) -> None:
    """First and last day make a range that stays in the controls."""
    page.goto(f"{address}/boards/executive_roi")
    page.locator(".pick:has(input[type=date]) summary").click()
    page.fill("input[name=date-from]", "2026-01-05")
    page.fill("input[name=date-to]", "2026-01-06")
    page.click(".pick[open] button")
    page.wait_for_selector(".period:has-text('5 Jan – 6 Jan 2026')")
    assert page.input_value("input[name=date-from]") == "2026-01-05"


def test_a_chart_tells_exact_values_by_keyboard(page: Page, address: str) -> None:
    """Arrow keys go from place to place; the chart names its course for who cannot see it."""
    page.goto(f"{address}/boards/cost_tracking?date=")
    chart = page.locator(".plot").first
    tips = json.loads(chart.get_attribute("data-tips") or "")
    chart.focus()
    page.keyboard.press("End")
    assert tips["places"][-1] in page.inner_text("#tip")
    page.keyboard.press("ArrowLeft")
    assert tips["places"][-2] in page.inner_text("#tip")
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()
    assert "highest" in (chart.get_attribute("aria-label") or "")


def test_a_table_is_sorted_and_sieved(page: Page, address: str) -> None:
    """A heading sorts by exact values, first the largest; a word keeps the rows that hold it."""
    page.goto(f"{address}/boards/session_detail?date=")
    table = page.locator("table", has=page.locator("tbody tr:nth-child(9)")).first
    heading = table.locator("th.number").first
    column = heading.evaluate("heading => heading.cellIndex")
    cells = f"tbody td:nth-child({column + 1})"
    heading.locator("button").click()
    values = table.locator(cells).evaluate_all("cells => cells.map(cell => cell.dataset.sort)")
    known = [float(value) for value in values if value]
    assert known == sorted(known, reverse=True)
    assert heading.get_attribute("aria-sort") == "descending"
    card = page.locator(".card", has=table).first
    card.locator(".sieve").fill("no such row")
    assert table.locator("tbody tr:visible").count() == 0


def test_a_chart_is_saved_as_a_picture(page: Page, address: str, tmp_path: Path) -> None:
    """PNG is made in the browser, from the SVG that needs none."""
    page.goto(f"{address}/boards/cost_tracking?date=")
    card = page.locator(".chart-card").first
    card.locator(".menu summary").click()
    with page.expect_download() as download:
        card.get_by_text("PNG").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.suffix == ".png"
    assert saved.read_bytes().startswith(b"\x89PNG")


def test_the_theme_is_chosen_and_kept(page: Page, address: str) -> None:
    """A choice outlives the page."""
    page.goto(address)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click(".theme")
    page.goto(f"{address}/boards/executive_roi")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_everything_is_there_without_scripts(browser: Browser, address: str) -> None:
    """Boards, charts, single cards and filters need no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/boards/cost_tracking?date=")
    assert page.locator(".plot path").count() > 3
    page.select_option("select[name=date]", "past7days")
    page.locator(".filters noscript button, .filters > button").first.click()
    assert "Last 7 days" in page.inner_text(".period")
    context.close()


def test_first_paint_takes_less_than_a_second(page: Page, address: str) -> None:
    """The frame stands at once, and the cards with it."""
    page.goto(f"{address}/boards/executive_roi")
    page.goto(f"{address}/boards/executive_roi?date=past90days")
    assert page.evaluate(FIRST_PAINT) < 2_000
