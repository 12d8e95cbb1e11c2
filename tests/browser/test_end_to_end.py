"""From the bytes that clients write to the page that people read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from agent_analytics.settings import load_settings
from ingestion.sample import generate
from tests.fixtures.pages import served, watched

DAYS = 7


@pytest.mark.slow
def test_what_clients_wrote_is_what_the_page_shows(browser: Browser, tmp_path: Path) -> None:
    """A sample week's requests, sessions and cost stand on the page, and no planted text is stored."""
    generate(tmp_path, developers=4, days=DAYS)
    _command(tmp_path, "refresh")
    truth = json.loads((tmp_path / "truth.json").read_text())
    settings = load_settings(tmp_path / "agent-analytics.toml", {}).settings
    totals = truth["totals"]
    with served(settings) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        troubles = watched(page)
        page.goto(f"{address}/?days={DAYS}")
        tiles = dict(
            zip(
                page.locator(".tile h2").all_inner_texts(),
                page.locator(".tile .value").all_inner_texts(),
                strict=True,
            )
        )
        page.close()
    assert tiles["Requests"] == f"{totals['requests']:,}"
    assert tiles["Sessions"] == f"{totals['sessions']:,}"
    assert tiles["List cost"] == f"${totals['list_cost_microusd'] / 1e6:,.2f}"
    assert troubles == []
    assert _stored(tmp_path / "data", truth["planted"]["canaries"].values()) == []


def _command(folder: Path, *arguments: str) -> None:
    command = (sys.executable, "-m", "agent_analytics.cli", "--config")
    settings = str(folder / "agent-analytics.toml")
    subprocess.run([*command, settings, *arguments], check=True, timeout=300)


def _stored(folder: Path, texts: list[str]) -> list[tuple[str, str]]:
    """Return the files below a folder that hold one of some texts."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [
        (file.name, text) for file in files for text in texts if text.encode() in file.read_bytes()
    ]
