"""What is in a Metabase of all that templates made: found by number, entity id, marker or name.

A number counts only while the thing still has the entity id it had, since a number may belong to something else
after a restore. Nothing is written here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from metabase.client import Client
from metabase.directory import Directory
from metabase.documents import Body, Document, Kind, Tree
from metabase.markers import marker_of
from metabase.portable import card_from_rest, collection_from_rest
from metabase.portable_dashboards import dashboard_from_rest
from metabase.resolve import Catalog
from metabase.state import Made, State

KINDS: tuple[Kind, ...] = ("collection", "dashboard", "card")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing as it is. `body` is its document; `tabs` and `dashcards` are numbers by entity id."""

    kind: Kind
    number: int
    server_id: str | None
    body: Body
    tabs: Mapping[str, int] = field(default_factory=dict)
    dashcards: Mapping[str, int] = field(default_factory=dict)

    def made(self, fingerprint: str) -> Made:
        """Return what is remembered of it."""
        return Made(self.kind, self.number, self.server_id, fingerprint, self.tabs, self.dashcards)


@dataclass(frozen=True, slots=True)
class Live:
    """Everything that was found, by the entity id of its template, and who is who."""

    directory: Directory
    found: dict[str, Found]


def observe(
    client: Client, catalog: Catalog, tree: Tree, state: State, *, adopt: bool = False
) -> Live:
    """Return what there is of the templates' things, and of those that earlier templates made.

    With `adopt`, a thing of the same name in the same place counts as a template's own.
    """
    directory = Directory(catalog)
    raw: dict[str, tuple[Kind, Body]] = {}
    for kind in KINDS:
        wanted = {document.entity_id: document for document in tree.of(kind)}
        known = [one for one, made in state.made.items() if made.kind == kind]
        for entity_id in dict.fromkeys([*wanted, *known]):
            body = _by_number(client, kind, entity_id, state)
            if body is not None:
                raw[entity_id] = (kind, body)
                directory.add(kind, entity_id, int(body["id"]))
        lost = [document for one, document in wanted.items() if one not in raw]
        for document, body in _by_mark(client, kind, lost, directory, adopt=adopt):
            raw[document.entity_id] = (kind, body)
            directory.add(kind, document.entity_id, int(body["id"]))
    documents = tree.by_id()
    found = {
        entity_id: describe(
            kind, body, directory, documents.get(entity_id), state.made.get(entity_id)
        )
        for entity_id, (kind, body) in raw.items()
    }
    return Live(directory, found)


def find_number(client: Client, document: Document, directory: Directory) -> int | None:
    """Return the number of a thing that may have been made a moment ago; null when it is not there."""
    if document.kind == "card":
        card = client.find(f"/api/card/{document.entity_id}")
        return int(card["id"]) if card else None
    marked = _by_mark(client, document.kind, [document], directory, adopt=False)
    return next((int(body["id"]) for _, body in marked), None)


def describe(
    kind: Kind, raw: Body, directory: Directory, document: Document | None, made: Made | None
) -> Found:
    """Return a thing as a document, its parts under the entity ids that template and state give them."""
    number, server_id = int(raw["id"]), raw.get("entity_id")
    if kind == "collection":
        return Found(kind, number, server_id, collection_from_rest(raw, directory))
    if kind == "card":
        return Found(kind, number, server_id, card_from_rest(raw, directory))
    template = document.body if document else {}
    tabs = _known_parts(raw.get("tabs") or (), made.tabs if made else {})
    tabs |= _matched_tabs(raw, template, tabs)
    dashcards = _known_parts(raw.get("dashcards") or (), made.dashcards if made else {})
    dashcards |= _matched_dashcards(raw, template, dashcards, tabs, directory)
    body = dashboard_from_rest(
        raw,
        directory,
        {number: entity_id for entity_id, number in tabs.items()},
        {number: entity_id for entity_id, number in dashcards.items()},
    )
    return Found(kind, number, server_id, body, tabs, dashcards)


def _by_number(client: Client, kind: Kind, entity_id: str, state: State) -> Body | None:
    """Return a thing by the number it had, or a card by its entity id; None when it is not there."""
    made = state.made.get(entity_id)
    if made is not None:
        body: Body | None = client.find(f"/api/{kind}/{made.number}")
        if body is not None and body.get("entity_id") == made.server_id:
            return body
    return client.find(f"/api/card/{entity_id}") if kind == "card" else None


def _by_mark(
    client: Client, kind: Kind, lost: list[Document], directory: Directory, *, adopt: bool
) -> Iterator[tuple[Document, Body]]:
    """Yield lost things that a marker, or with `adopt` their name and place, tells to be a template's."""
    if not lost or (kind == "card" and not adopt):
        return
    parent_key = "parent_id" if kind == "collection" else "collection_id"
    candidates = sorted(
        _candidates(client, kind, lost, directory), key=lambda one: int(one[1]["id"])
    )
    taken = set()
    for document in lost:
        parent = directory.numbers.get(("collection", str(document.body.get(parent_key))))
        for place, one in candidates:
            mark = marker_of(one.get("description"))
            same = adopt and mark is None and (one["name"], place) == (document.name, parent)
            if one["id"] not in taken and (mark == document.entity_id or same):
                taken.add(one["id"])
                body = dict(client.get(f"/api/{kind}/{one['id']}"))
                directory.add(kind, document.entity_id, int(one["id"]))
                yield document, body
                break


def _candidates(
    client: Client, kind: Kind, lost: list[Document], directory: Directory
) -> Iterator[tuple[int | None, Body]]:
    """Yield things that may be lost ones, with the numbers of the collections they are in."""
    if kind == "collection":
        for one in client.get("/api/collection"):
            if isinstance(one["id"], int):
                above = [part for part in str(one.get("location") or "").split("/") if part]
                yield (int(above[-1]) if above else None), one
        return
    places = {
        directory.numbers.get(("collection", str(document.body.get("collection_id"))))
        for document in lost
    }
    for place in sorted(places, key=lambda number: number or 0):
        for one in collection_items(client, place, kind):
            yield place, one


def collection_items(client: Client, place: int | None, kind: Kind) -> list[Body]:
    """Return the entries of one kind in a collection; null is the root."""
    answer = client.get(f"/api/collection/{place or 'root'}/items", models=kind)
    return list(answer["data"])


def _known_parts(parts: Any, numbers: Mapping[str, int]) -> dict[str, int]:
    there = {part["id"] for part in parts}
    return {entity_id: number for entity_id, number in numbers.items() if number in there}


def _matched_tabs(raw: Body, template: Body, known: Mapping[str, int]) -> dict[str, int]:
    """Return tabs that are a template's by their names."""
    free = {
        tab["name"]: int(tab["id"])
        for tab in raw.get("tabs") or ()
        if tab["id"] not in known.values()
    }
    return {
        str(tab["entity_id"]): free[tab["name"]]
        for tab in template.get("tabs") or ()
        if tab["entity_id"] not in known and tab["name"] in free
    }


def _matched_dashcards(
    raw: Body,
    template: Body,
    known: Mapping[str, int],
    tabs: Mapping[str, int],
    directory: Directory,
) -> dict[str, int]:
    """Return dashboard cards that are a template's because they show the same card on the same tab."""
    free = [card for card in raw.get("dashcards") or () if card["id"] not in known.values()]
    matched: dict[str, int] = {}
    for wanted in template.get("dashcards") or ():
        entity_id = str(wanted["entity_id"])
        if entity_id in known:
            continue
        tab = wanted.get("dashboard_tab_id")
        tab_id = tabs.get(str(tab[-1] if isinstance(tab, list) else tab))
        same = [
            card
            for card in free
            if directory.name("card", card.get("card_id")) == wanted.get("card_id")
            and card.get("dashboard_tab_id") == tab_id
        ]
        same.sort(
            key=lambda card: abs(card["row"] - wanted["row"]) + abs(card["col"] - wanted["col"])
        )
        if same:
            free.remove(same[0])
            matched[entity_id] = int(same[0]["id"])
    return matched
