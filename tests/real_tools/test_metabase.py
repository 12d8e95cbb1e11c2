"""Metabase's own tools as judges: its validator of files, and its command line as another client.

They come from npm (`make e2e-metabase-tools`); $METABASE_TOOLS is the folder of their programs.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.dashboards.documents import templates_root
from agent_analytics.errors import MetabaseError
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from metabase.client import Client
from metabase.documents import read_tree, write_tree
from metabase.setup import make_key
from tests.fixtures.contract_server.app import serving
from tests.fixtures.contract_server.store import Instance
from tests.fixtures.marts import insert_usage, open_warehouse
from tests.metabase.conftest import TEMPLATES, Desk, seated

PROGRAMS = Path(os.environ["METABASE_TOOLS"])
CARD = "odcxh7nb0vtlOkHdLaV2n"


def validate(folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what the official validator says of a folder of files."""
    command = [PROGRAMS / "representations", "validate-schema", "--folder", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_validator_takes_what_is_built(tmp_path: Path) -> None:
    """Every shipped file fits the published format, with its SQL inside."""
    tree = read_tree(templates_root())
    write_tree(tree, tmp_path, inline=True)
    said = validate(tmp_path)
    assert f"{len(tree.documents)} passed, 0 failed" in said.stdout
    assert said.returncode == 0


@pytest.mark.parametrize(
    ("right", "wrong"), [("size_x: 24", "size_x: 30"), ("width: full", "width: wide")]
)
def test_the_validator_refuses_a_mistake(tmp_path: Path, right: str, wrong: str) -> None:
    """The judge is awake: a file with a mistake does not pass."""
    write_tree(read_tree(TEMPLATES), tmp_path, inline=True)
    (board,) = tmp_path.rglob("*.dashboard.yaml")
    board.write_text(board.read_text().replace(right, wrong, 1))
    assert validate(tmp_path).returncode == 1


@pytest.fixture(scope="module", params=["v0.60.2.3", "v0.65.4"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Return somebody who brought templates to a Metabase, which has a key for others."""
    folder = tmp_path_factory.mktemp("desk")
    settings = Settings(data_dir=str(folder / "data"))
    with open_warehouse(settings) as warehouse:
        insert_usage(warehouse, Instance().today, "ada")
    publish(settings)
    with serving(Instance(request.param)) as served, Client(served.url) as client:
        desk = seated(served, client, settings, read_tree(TEMPLATES), folder)
        make_key(client, folder / "key")
        desk.apply()
        yield desk


def mb(desk: Desk, *arguments: str) -> Any:
    """Return what the official command line makes of an answer; it checks every answer's form."""
    environment = {
        **os.environ,
        "MB_URL": desk.served.url,
        "MB_API_KEY": (desk.folder / "key").read_text().strip(),
        "HOME": str(desk.folder),
    }
    command = [PROGRAMS / "mb", *arguments, "--json"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout)


def test_another_client_sees_the_dashboards(desk: Desk) -> None:
    """The official client lists, opens and asks what was applied."""
    assert [card["name"] for card in mb(desk, "card", "list")["data"]] == [
        card.name for card in desk.tree.of("card")
    ]
    (number,) = desk.served.instance.dashboards
    assert len(mb(desk, "dashboard", "get", str(number))["dashcards"]) == 4
    card = desk.client.get(f"/api/card/{CARD}")["id"]
    assert mb(desk, "card", "query", str(card))["row_count"] == 1


def test_another_client_takes_our_queries(desk: Desk) -> None:
    """The official client's schema of queries has nothing against those that we send."""
    sent = [
        body
        for method, path, body in desk.served.requests
        if (method, path) == ("POST", "/api/card")
    ]
    assert len(sent) == 3
    for number, body in zip(sorted(desk.served.instance.cards), sent, strict=True):
        query = json.dumps({"dataset_query": body["dataset_query"]})
        mb(desk, "card", "update", str(number), "--body", query)
    assert desk.plan().is_empty


def test_what_another_client_changes_is_somebodys_work(desk: Desk) -> None:
    """A title that the official client changed is not overwritten, and archived cards are noticed."""
    number = str(desk.client.get(f"/api/card/{CARD}")["id"])
    mb(desk, "card", "update", number, "--body", '{"name": "Mine"}')
    with pytest.raises(MetabaseError, match="changed in Metabase"):
        desk.apply()
    mb(desk, "card", "archive", number)
    (conflict,) = desk.plan().of("conflict")
    assert conflict.places == ("archived", "name")
    desk.apply(force=True)
    assert desk.plan().is_empty
