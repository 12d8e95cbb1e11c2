"""Take the pictures of the boards in docs/images, from an installation such as the demo.

python scripts/screenshots.py [--config agent-analytics.toml] [--into docs/images]
"""

import argparse
import shutil
import socket
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from agent_analytics.dashboards.templates import load_dashboards
from agent_analytics.settings import load_settings
from agent_analytics.web.app import create_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1440, "height": 900}


def main() -> None:
    """Serve the installation's boards and take a picture of the first tab of each."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--config", type=Path, default=Path("agent-analytics.toml"))
    arguments.add_argument("--into", type=Path, default=Path("docs/images"))
    given = arguments.parse_args()
    app = create_app(load_settings(given.config, {}).settings)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _take(f"http://127.0.0.1:{listener.getsockname()[1]}", given.into)
        server.should_exit = True
        thread.join(timeout=10)


def _take(address: str, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    system = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for board in load_dashboards():
            page.goto(f"{address}/boards/{board.slug}")
            page.screenshot(path=into / f"{board.slug}.png", full_page=True)
        page.goto(f"{address}/boards/executive_roi")
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 390, "height": 844})
        page.screenshot(path=into / "executive_roi_phone.png")
        browser.close()


if __name__ == "__main__":
    main()
