"""A live Metabase turned into files: templates as they were, people's own work beside them."""

import filecmp
import shutil
from pathlib import Path

from agent_analytics.dashboards.documents import templates_root
from metabase.documents import Tree, read_tree, write_tree
from metabase.export import export
from metabase.lint import lint
from metabase.state import held_state
from tests.metabase.conftest import Desk

CARD = "odcxh7nb0vtlOkHdLaV2n"


def exported(desk: Desk) -> Tree:
    """Return what is there, as files."""
    with held_state(desk.folder) as state:
        return export(desk.client, desk.catalog, desk.tree, state)


def changed_below(compared: filecmp.dircmp[str]) -> list[str]:
    """Return the files that differ, or are on one side only, in two folders and below."""
    here = [*compared.diff_files, *compared.left_only, *compared.right_only]
    return here + [name for below in compared.subdirs.values() for name in changed_below(below)]


def test_what_nobody_changed_comes_back_letter_by_letter(desk: Desk) -> None:
    """An export right after an apply is the templates themselves."""
    desk.apply()
    assert exported(desk) == desk.tree


def test_a_changed_card_is_one_changed_file(desk: Desk, tmp_path: Path) -> None:
    """A title changed in Metabase is one other line in one file, and applying it is no change."""
    desk.apply()
    number = desk.client.get(f"/api/card/{CARD}")["id"]
    desk.client.put(f"/api/card/{number}", {"name": "My own title"})
    changed = exported(desk)
    names = {one.entity_id: one.name for one in changed.documents if one not in desk.tree.documents}
    assert names == {CARD: "My own title"}
    write_tree(changed, tmp_path / "out", inline=False)
    again = read_tree(tmp_path / "out")
    assert list(lint(again)) == []
    assert desk.plan(again).is_empty


def test_templates_written_over_themselves_stay_byte_for_byte(tmp_path: Path) -> None:
    """Cards that name shared SQL keep naming it, so that only people's changes show in a review."""
    templates = tmp_path / "templates"
    shutil.copytree(templates_root(), templates)
    write_tree(read_tree(templates_root()), templates, inline=False)
    compared = filecmp.dircmp(templates_root(), templates)
    assert changed_below(compared) == []


def test_what_people_added_is_in_the_export(desk: Desk, tmp_path: Path) -> None:
    """A dashboard and a collection that somebody made come with ids of their own and can be applied."""
    desk.apply()
    (collection,) = desk.served.instance.collections.values()
    sub = desk.client.create("/api/collection", {"name": "Ours", "parent_id": collection["id"]})
    board = desk.client.create("/api/dashboard", {"name": "My board!", "collection_id": sub["id"]})
    card = desk.client.get(f"/api/card/{CARD}")
    placed = {"id": -1, "card_id": card["id"], "row": 0, "col": 0, "size_x": 6, "size_y": 4}
    tab = {"dashboard_tab_id": -1}
    body = {"tabs": [{"id": -1, "name": "Only"}], "dashcards": [placed | tab]}
    desk.client.put(f"/api/dashboard/{board['id']}", body)
    write_tree(exported(desk), tmp_path / "out", inline=False)
    files = {
        str(one.path.relative_to("collections/main"))
        for one in read_tree(tmp_path / "out").documents
    }
    assert {"agent_analytics/ours.yaml", "agent_analytics/ours/my_board.dashboard.yaml"} <= files
    again = read_tree(tmp_path / "out")
    added = next(one for one in again.documents if one.name == "My board!")
    assert added.body["dashcards"][0]["card_id"] == CARD
    assert {one.rule for one in lint(again)} == {"description"}
    desk.apply(again, force=True)
    assert desk.plan(again).is_empty


def test_archived_things_are_left_out(desk: Desk) -> None:
    """What somebody put away is not exported."""
    desk.apply()
    number = desk.client.get(f"/api/card/{CARD}")["id"]
    desk.client.put(f"/api/card/{number}", {"archived": True})
    assert CARD not in exported(desk).by_id()
