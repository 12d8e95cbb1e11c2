"""Templates brought to a Metabase over HTTP: once, again, after edits on either side, and through faults."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from agent_analytics.errors import MetabaseError
from agent_analytics.settings import Settings
from metabase.client import Client
from metabase.documents import Tree, read_tree
from metabase.live import observe
from metabase.resolve import Catalog, missing, wait_for_sync
from metabase.state import held_state
from metabase.verify import verify
from tests.fixtures.contract_server.app import Fault, serving
from tests.fixtures.contract_server.store import Instance
from tests.metabase.conftest import Desk, seated

CARD = "odcxh7nb0vtlOkHdLaV2n"
BOARD = "d9tz-vPlXcmHfla-N75Do"


def edited(tree: Tree, entity_id: str, **keys: Any) -> Tree:
    """Return templates one of which has other values."""
    return Tree(
        tuple(
            replace(one, body={**one.body, **keys}) if one.entity_id == entity_id else one
            for one in tree.documents
        )
    )


VERSIONS = pytest.mark.parametrize("instance", ["v0.58.3", "v1.65.4.1"], indirect=True)


@VERSIONS
def test_fresh_apply_makes_dashboards_whose_cards_answer(desk: Desk) -> None:
    """Everything is created, and each card answers through Metabase with its default filters."""
    applied = desk.apply()
    assert {change.action for change in applied.written} == {"create"}
    assert applied.backup is None
    with held_state(desk.folder) as state:
        checked = list(verify(desk.client, desk.tree, desk.observe(state)))
    assert [(one.rows, one.trouble) for one in checked] == [(1, None), (4, None), (1, None)]


def test_cards_keep_the_entity_ids_of_their_templates(desk: Desk) -> None:
    """A card can be asked for by the id that its file has."""
    desk.apply()
    assert desk.client.get(f"/api/card/{CARD}")["name"] == "What did agents cost each day?"


@VERSIONS
def test_second_apply_changes_nothing(desk: Desk) -> None:
    """A second apply writes nothing at all."""
    desk.apply()
    before = len(desk.served.writes())
    assert desk.plan().is_empty
    assert desk.apply().written == ()
    assert len(desk.served.writes()) == before


@VERSIONS
def test_an_edited_template_is_one_update(desk: Desk) -> None:
    """One changed title is one request that writes, and what was there is kept as files."""
    desk.apply()
    before = len(desk.served.writes())
    applied = desk.apply(edited(desk.tree, CARD, name="What did it cost each day?"))
    assert [(one.action, one.places) for one in applied.written] == [("update", ("name",))]
    assert len(desk.served.writes()) == before + 1
    assert applied.backup is not None
    (kept,) = read_tree(applied.backup).documents
    assert kept.name == "What did agents cost each day?"


def test_numbers_of_another_instance_do_not_matter(
    desk: Desk, published: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same files make the same dashboards where every number is another."""
    desk.apply()
    with (
        serving(Instance(desk.served.instance.tag, seed=7)) as other,
        Client(other.url, pause=lambda seconds: None) as client,
    ):
        there = seated(other, client, published, desk.tree, tmp_path_factory.mktemp("other"))
        there.apply()
        assert there.catalog.fields != desk.catalog.fields
        assert there.plan().is_empty


def test_a_dashboard_keeps_the_numbers_of_its_cards(desk: Desk) -> None:
    """Subscriptions hang on the numbers of dashboard cards and tabs, so an update keeps them."""
    desk.apply()
    (board,) = desk.served.instance.dashboards.values()
    numbers = [(card["id"], card["dashboard_tab_id"]) for card in board["dashcards"]]
    desk.apply(edited(desk.tree, BOARD, description="Another text"))
    assert [(card["id"], card["dashboard_tab_id"]) for card in board["dashcards"]] == numbers


def test_missing_columns_are_listed_before_any_write(desk: Desk) -> None:
    """Tables and columns that are not there are named at once, and nothing is written."""
    fields = {name: one for name, one in desk.catalog.fields.items() if name[2] != "agent"}
    tables = {name: one for name, one in desk.catalog.tables.items() if name[1] != "dim_dates"}
    assert missing(desk.tree, Catalog(1, tables, fields)) == (
        "marts.dim_dates",
        "marts.fct_agent_sessions.agent",
        "marts.fct_daily_agent_usage.agent",
    )
    board = desk.tree.by_id()[CARD]
    query = {
        "database": "agent_analytics",
        "stages": [{**_stage(board), "native": "from marts.nil"}],
    }
    with pytest.raises(MetabaseError, match=r"lacks what the dashboards read: marts\.nil;"):
        wait_for_sync(
            desk.client,
            desk.catalog.database_id,
            edited(desk.tree, CARD, dataset_query=query),
            1,
            pause=lambda seconds: None,
        )
    assert desk.served.writes() == []


def test_templates_that_refer_to_nothing_are_refused_before_any_write(desk: Desk) -> None:
    """A card on a dashboard that no file defines is named, and nothing is written."""
    places = [
        {**place, "card_id": "nobody"} for place in desk.tree.by_id()[BOARD].body["dashcards"]
    ]
    with pytest.raises(MetabaseError, match=r"usage.dashboard.yaml: there is no card 'nobody'"):
        desk.apply(edited(desk.tree, BOARD, dashcards=places))
    assert desk.served.writes() == []


def _stage(document: Any) -> Any:
    return document.body["dataset_query"]["stages"][0]


def _rename_card(client: Client, instance: Instance) -> None:
    card = next(one for one in instance.cards.values() if one["entity_id"] == CARD)
    client.put(f"/api/card/{card['id']}", {"name": "My own title"})


def _archive_board(client: Client, instance: Instance) -> None:
    (number,) = instance.dashboards
    client.put(f"/api/dashboard/{number}", {"archived": True})


@pytest.mark.parametrize(("edit", "place"), [(_rename_card, "name"), (_archive_board, "archived")])
def test_somebodys_own_work_is_not_overwritten(
    desk: Desk, edit: Callable[[Client, Instance], None], place: str
) -> None:
    """What was changed in Metabase is refused, kept or overwritten, as somebody says."""
    desk.apply()
    edit(desk.client, desk.served.instance)
    before = len(desk.served.writes())
    with pytest.raises(MetabaseError, match=rf"changed in Metabase since.*\({place}\)"):
        desk.apply()
    assert desk.apply(keep_user_changes=True).written == ()
    assert len(desk.served.writes()) == before
    assert [one.action for one in desk.apply(force=True).written] == ["conflict"]
    assert desk.plan().is_empty


def test_without_a_state_everything_is_found_again(desk: Desk) -> None:
    """A lost state file costs nothing while nothing differs: markers and entity ids tell what is whose."""
    desk.apply()
    (desk.folder / "state.json").unlink()
    before = len(desk.served.writes())
    assert desk.apply().written == ()
    assert len(desk.served.writes()) == before


def test_without_a_state_a_difference_may_be_somebodys_work(desk: Desk) -> None:
    """When nothing is remembered, a difference is not ours to undo."""
    desk.apply()
    (desk.folder / "state.json").unlink()
    (conflict,) = desk.plan(edited(desk.tree, CARD, name="Other")).of("conflict")
    assert conflict.reason == "not known to be unchanged"


def test_a_number_that_belongs_to_something_else_is_not_touched(desk: Desk) -> None:
    """After a restore a remembered number may be another dashboard's: it is left alone."""
    desk.apply()
    (number,) = desk.served.instance.dashboards
    stranger = {**desk.served.instance.dashboards[number], "entity_id": "x" * 21}
    desk.served.instance.dashboards[number] = stranger | {"description": "theirs"}
    desk.apply()
    assert desk.served.instance.dashboards[number]["description"] == "theirs"
    assert len(desk.served.instance.dashboards) == 2


def test_a_template_that_is_gone_is_archived_on_demand_only(desk: Desk) -> None:
    """What no template makes any more stays until somebody asks; then it is archived, never deleted."""
    desk.apply()
    fewer = Tree(tuple(one for one in desk.tree.documents if one.kind == "collection"))
    assert {one.kind for one in desk.plan(fewer).of("leftover")} == {"card", "dashboard"}
    assert desk.apply(fewer).written == ()
    applied = desk.apply(fewer, prune=True)
    assert applied.backup is not None
    shelves = (desk.served.instance.cards, desk.served.instance.dashboards)
    assert {thing["archived"] for shelf in shelves for thing in shelf.values()} == {True}
    assert {method for method, _, _ in desk.served.requests} <= {"GET", "POST", "PUT"}


def test_things_of_the_same_name_are_adopted_on_demand(desk: Desk) -> None:
    """What somebody brought by hand becomes the template's when it is asked for."""
    collection = desk.client.create("/api/collection", {"name": "Agent analytics"})
    body = {"name": "Usage", "collection_id": collection["id"]}
    desk.client.create("/api/dashboard", body)
    applied = desk.apply(adopt=True, force=True)
    kinds = [(one.kind, one.action) for one in applied.written]
    assert ("dashboard", "conflict") in kinds
    assert ("collection", "create") not in kinds
    assert len(desk.served.instance.dashboards) == len(desk.served.instance.collections) == 1


FAULTS = [
    pytest.param(Fault("GET", "/api/card/", 502, times=3), id="answers-fail"),
    pytest.param(Fault("PUT", "/api/dashboard/", 503, times=2), id="busy"),
    pytest.param(Fault("POST", "/api/dashboard", 502, done_nevertheless=True), id="lost-dashboard"),
    pytest.param(Fault("POST", "/api/card", 504, done_nevertheless=True), id="lost-card"),
    pytest.param(Fault("POST", "/api/collection", 500), id="failed-collection"),
    pytest.param(Fault("PUT", "/api/dashboard/", 500, done_nevertheless=True), id="lost-change"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_the_way_are_got_over(desk: Desk, fault: Fault) -> None:
    """Failures, busy answers and lost answers end in the same dashboards, each there once."""
    desk.served.faults.append(Fault(**vars(fault)))
    desk.apply()
    assert desk.plan().is_empty
    instance = desk.served.instance
    counts = [len(one) for one in (instance.collections, instance.cards, instance.dashboards)]
    assert counts == [1, 3, 1]


def test_an_interrupted_apply_is_taken_up(desk: Desk) -> None:
    """A run that died between two requests is finished by the next, without a conflict."""
    desk.served.faults.append(Fault("PUT", "/api/dashboard/", 400))
    with pytest.raises(MetabaseError, match="400"):
        desk.apply()
    assert [one.action for one in desk.apply().written] == ["update"]
    assert desk.plan().is_empty


def test_one_process_at_a_time(desk: Desk) -> None:
    """While one process holds the state, another is refused in words."""
    with held_state(desk.folder), pytest.raises(MetabaseError, match="another process"):
        desk.apply()


def test_observing_writes_nothing(desk: Desk) -> None:
    """Looking at an empty Metabase finds nothing and changes nothing."""
    with held_state(desk.folder) as state:
        assert observe(desk.client, desk.catalog, desk.tree, state).found == {}
    assert desk.served.writes() == []
