"""The dashboards that come with the product: right by every rule, and at home in a Metabase."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.dashboards.documents import templates_root
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from metabase.client import Client
from metabase.documents import Tree, read_tree
from metabase.lint import lint
from metabase.state import held_state
from metabase.verify import verify
from tests.fixtures.contract_server.app import serving
from tests.fixtures.contract_server.store import Instance
from tests.fixtures.marts import open_warehouse
from tests.metabase.conftest import Desk, seated

VALUES = {"date": "2026-06-01~2026-06-30", "string": ['it\'s "quoted"; --'], "number": [1]}


@pytest.fixture(scope="module")
def shipped() -> Tree:
    """Return the files that come with the product."""
    return read_tree(templates_root())


@pytest.fixture(scope="module")
def desk(shipped: Tree, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return somebody who brought them to a Metabase that reads empty marts."""
    folder: Path = tmp_path_factory.mktemp("shipped")
    settings = Settings(data_dir=str(folder / "data"))
    open_warehouse(settings).close()
    publish(settings)
    with serving(Instance("v0.65.4")) as served, Client(served.url) as client:
        desk = seated(served, client, settings, shipped, folder)
        desk.apply()
        yield desk


def test_they_break_no_rule(shipped: Tree) -> None:
    """The linter has nothing to say."""
    assert list(lint(shipped)) == []


def test_every_snippet_is_named_somewhere() -> None:
    """A file that no card and no other snippet names is of no use."""
    files = {file.stem for file in (templates_root() / "snippets").iterdir()}
    texts = (file.read_text() for file in templates_root().rglob("*.sql"))
    assert {name for text in texts for name in re.findall(r"snippet: (\w+)", text)} == files


@pytest.mark.slow
def test_they_are_there_once_and_stay(desk: Desk) -> None:
    """Every file is a thing in Metabase, and a second apply has nothing to do."""
    instance = desk.served.instance
    things = len(instance.collections) + len(instance.cards) + len(instance.dashboards)
    assert things == len(desk.tree.documents)
    assert desk.plan().is_empty


@pytest.mark.slow
def test_every_card_answers_with_its_filters_as_they_stand(desk: Desk) -> None:
    """No query fails, though there is no row to read."""
    with held_state(desk.folder) as state:
        checked = list(verify(desk.client, desk.tree, desk.observe(state)))
    assert checked
    assert [one for one in checked if one.trouble] == []


@pytest.mark.slow
def test_every_card_answers_with_all_filters_set(desk: Desk) -> None:
    """Each filter reaches a column it can be compared with, under the name that the SQL gives it."""
    troubles = []
    for board in desk.served.instance.dashboards.values():
        values = [
            {"id": one["id"], "value": VALUES[one["type"].partition("/")[0]]}
            for one in board["parameters"]
        ]
        for card in board["dashcards"]:
            if card["card_id"] is not None:
                answer = _asked(desk, board, card, values)
                if answer["status"] != "completed":
                    troubles.append((board["name"], card["card_id"], answer["error"]))
    assert troubles == []


def _asked(desk: Desk, board: Any, card: Any, values: list[dict[str, Any]]) -> Any:
    mapped = {one["parameter_id"] for one in card["parameter_mappings"]}
    path = f"/api/dashboard/{board['id']}/dashcard/{card['id']}/card/{card['card_id']}/query"
    return desk.client.ask(path, {"parameters": [one for one in values if one["id"] in mapped]})
