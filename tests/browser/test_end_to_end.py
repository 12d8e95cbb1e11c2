"""From the bytes that clients write to the page that people read."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from agent_analytics.settings import load_settings
from tests.fixtures.pages import served, watched


@pytest.mark.slow
def test_what_clients_wrote_is_what_the_page_shows(browser: Browser, sample_company: Path) -> None:
    """A sample company's sessions and cost stand on the page, and no planted text is stored."""
    truth = json.loads((sample_company / "truth.json").read_text())
    settings = load_settings(sample_company / "agent-analytics.toml", {}).settings
    totals = truth["totals"]
    with served(settings) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        troubles = watched(page)
        page.goto(f"{address}/boards/session_detail?date=")
        tiles = dict(
            zip(
                page.locator(".tile-card .question").all_inner_texts(),
                page.locator(".tile-card .value").evaluate_all("all => all.map(one => one.title)"),
                strict=True,
            )
        )
        page.close()
    assert tiles["How many sessions match?"] == f"{totals['sessions']:,}"
    assert tiles["What did they cost?"] == f"${totals['list_cost_microusd'] / 1e6:,.2f}"
    assert troubles == []
    assert _stored(sample_company / "data", truth["planted"]["canaries"].values()) == []


def _stored(folder: Path, texts: list[str]) -> list[tuple[str, str]]:
    """Return the files below a folder that hold one of some texts."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [
        (file.name, text) for file in files for text in texts if text.encode() in file.read_bytes()
    ]
