"""What a terminal shows while a long pull runs."""

import logging

import pytest

from agent_analytics.cli.progress import TerminalWatch


def test_a_long_pull_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a source logs is shown beside its name while it runs, and no longer afterwards."""
    shown: list[str] = []
    with TerminalWatch() as watch:
        monkeypatch.setattr(watch._status, "update", lambda text: shown.append(str(text)))
        watch.started("github")
        logging.getLogger("ingestion.sources.github").info("acme/shop: %s pull requests", "2,500")
    logging.getLogger("ingestion.sources.github").info("too late")
    assert shown == ["github …", "github … acme/shop: 2,500 pull requests"]
    assert logging.getLogger("ingestion").handlers == []
