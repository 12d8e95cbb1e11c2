"""How soon a real browser paints something of a page: first contentful paint, as the browser tells it.

Which pages, on which data, and how soon is soon enough is the concern of whoever measures.
"""

import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import sync_playwright

from agent_analytics.settings import Settings
from agent_analytics.web.app import create_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FIRST_PAINT = """
    new Promise(done => new PerformanceObserver(
        list => list.getEntriesByName('first-contentful-paint').forEach(one => done(one.startTime))
    ).observe({type: 'paint', buffered: true}))
"""


def first_paints(settings: Settings, paths: Sequence[str]) -> list[float]:
    """Return the seconds until something of each page is painted, every page in a window of its own."""
    system = next(filter(None, map(shutil.which, BROWSERS)), None)
    with _served(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        spent = []
        for path in paths:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address + path)
            spent.append(page.evaluate(_FIRST_PAINT) / 1_000)
            page.close()
        browser.close()
    return spent


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings), log_level="warning", ws="none")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
