"""A live Metabase as files: what people made or changed there, in the form that templates have.

A thing that is still as its template says comes back as that template, letter by letter; anything else is
written from what is there. Where files lie decides nothing but how easily they are found.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from metabase.canonical import differences
from metabase.client import Client
from metabase.documents import Document, Kind, Tree, model_of
from metabase.live import KINDS, Found, collection_items, describe, observe
from metabase.resolve import Catalog
from metabase.state import State

CREATOR = "internal@metabase.com"
"""Who made exported things: nobody in particular."""

_MAIN = Path("collections/main")
_NAMED = ("name", "description")


def export(client: Client, catalog: Catalog, tree: Tree, state: State) -> Tree:
    """Return everything in the collections that `tree` describes, with what people added there."""
    live = observe(client, catalog, tree, state)
    found = {one: thing for one, thing in live.found.items() if not thing.body.get("archived")}
    raw: dict[str, tuple[Kind, Mapping[str, Any]]] = {}
    places = {thing.number for thing in found.values() if thing.kind == "collection"}
    known = {(thing.kind, thing.number) for thing in found.values()}
    for kind, body in _added(client, places, known):
        entity_id = str(body["entity_id"])
        live.directory.add(kind, entity_id, int(body["id"]))
        raw[entity_id] = (kind, body)
    again = observe(client, catalog, tree, state) if raw else live
    for entity_id, (kind, body) in raw.items():
        again.directory.add(kind, entity_id, int(body["id"]))
    for entity_id, (kind, body) in raw.items():
        found[entity_id] = describe(kind, body, again.directory, None, None)
    templates = tree.by_id()
    folders = _folders(found, templates)
    documents = [
        as_document(one, thing, templates.get(one), folders) for one, thing in found.items()
    ]
    return Tree(tuple(sorted(documents, key=lambda document: document.path)))


def as_document(
    entity_id: str,
    found: Found,
    template: Document | None,
    folders: Mapping[str, Path] | None = None,
) -> Document:
    """Return a thing as a file of the format; its template itself when nothing differs."""
    if template is not None and not differences(found.kind, template.body, found.body):
        return template
    body = {key: found.body[key] for key in _NAMED if found.body.get(key) is not None}
    body |= {"entity_id": entity_id}
    if found.kind != "collection":
        body |= {"creator_id": CREATOR}
    body |= {
        key: value
        for key, value in found.body.items()
        if key not in body and value is not None and (key, value) != ("archived", False)
    }
    if found.kind == "card":
        body |= {"database_id": body["dataset_query"].get("database"), "parameters": []}
        if template is not None and template.body.get("parameters"):
            body["parameters"] = template.body["parameters"]
    if found.kind == "dashboard":
        body["dashcards"] = [_placed(entity_id, card) for card in body.get("dashcards", ())]
    body["serdes/meta"] = [
        {"id": entity_id, "label": slug(str(body["name"])), "model": model_of(found.kind)}
    ]
    path = template.path if template else _path(found, folders or {}, str(body["name"]))
    return Document(found.kind, entity_id, path, body)


def slug(name: str) -> str:
    """Return a name as a file may be called."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "unnamed"


def _added(
    client: Client, places: set[int], known: set[tuple[Kind, int]]
) -> Iterator[tuple[Kind, Mapping[str, Any]]]:
    """Yield what is in some collections, and below, without being known."""
    waiting, seen = sorted(places), set(places)
    while waiting:
        place = waiting.pop()
        for kind in KINDS:
            for item in collection_items(client, place, kind):
                number = int(item["id"])
                if kind == "collection" and number not in seen:
                    seen.add(number)
                    waiting.append(number)
                if (kind, number) not in known:
                    yield kind, client.get(f"/api/{kind}/{number}")


def _folders(found: Mapping[str, Found], templates: Mapping[str, Document]) -> dict[str, Path]:
    """Return the folder of each collection's contents."""
    folders: dict[str, Path] = {}

    def folder(entity_id: str) -> Path:
        if entity_id not in folders:
            template = templates.get(entity_id)
            thing = found.get(entity_id)
            if template is not None:
                folders[entity_id] = _contents(template.path)
            elif thing is None:
                return _MAIN
            else:
                above = folder(str(thing.body.get("parent_id")))
                folders[entity_id] = above / slug(str(thing.body["name"]))
        return folders[entity_id]

    for entity_id, thing in found.items():
        if thing.kind == "collection":
            folder(entity_id)
    return folders


def _contents(collection: Path) -> Path:
    """Return the folder of a collection's contents: beside its file, or where the file is."""
    own = collection.stem == collection.parent.name
    return collection.parent if own else collection.with_suffix("")


def _path(found: Found, folders: Mapping[str, Path], name: str) -> Path:
    parent = found.body.get("parent_id" if found.kind == "collection" else "collection_id")
    folder = folders.get(str(parent), _MAIN)
    if found.kind == "collection":
        return folder / f"{slug(name)}.yaml"
    return folder / f"{slug(name)}.{found.kind}.yaml"


def _placed(dashboard: str, card: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dashboard card with the identity that the format wants."""
    entity_id = card["entity_id"]
    tab = card.get("dashboard_tab_id")
    placed = {**card, "dashboard_tab_id": [dashboard, tab]} if tab is not None else dict(card)
    meta = [{"id": dashboard, "model": "Dashboard"}, {"id": entity_id, "model": "DashboardCard"}]
    return placed | {"serdes/meta": meta}
