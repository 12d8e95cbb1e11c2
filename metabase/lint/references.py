"""Rules between files: ids are nobody else's, and whoever is referred to is there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from metabase.directory import LINKED
from metabase.documents import DATABASE, Document, Kind, Tree
from metabase.lint.finding import Finding
from metabase.lint.grid import tab_of

_FIELD_PARTS = 4


def findings(tree: Tree) -> Iterator[Finding]:
    """Yield what is wrong between documents, and between the parts of one."""
    known = {(document.kind, document.entity_id) for document in tree.documents}
    counts = Counter(one for document in tree.documents for one in _own_ids(document))
    places = Counter(_place(one) for one in tree.of("collection"))
    for document in tree.documents:
        for entity_id in _own_ids(document):
            if counts[entity_id] > 1:
                message = f"the entity id {entity_id!r} is given {counts[entity_id]} times"
                yield Finding(document.path, "entity-id", message)
        if document.kind == "collection" and places[_place(document)] > 1:
            message = (
                f"there are {places[_place(document)]} collections {document.name!r} in one place"
            )
            yield Finding(document.path, "collection", message)
        for kind, entity_id in _referred(document):
            if (kind, entity_id) not in known:
                yield Finding(document.path, "reference", f"there is no {kind} {entity_id!r}")
        for rule, message in _clauses("", document.body):
            yield Finding(document.path, rule, message)
        if document.kind == "dashboard":
            yield from _tabs(document)
            yield from _clicks(document, tree)


def _own_ids(document: Document) -> Iterator[str]:
    yield document.entity_id
    for part in ("tabs", "dashcards"):
        for one in document.body.get(part) or ():
            yield str(one.get("entity_id"))


def _place(collection: Document) -> tuple[str, str]:
    return collection.name, str(collection.body.get("parent_id"))


def _referred(document: Document) -> Iterator[tuple[Kind, str]]:
    """Yield whom a document refers to."""
    body = document.body
    above = body.get("parent_id" if document.kind == "collection" else "collection_id")
    if above is not None or document.kind != "collection":
        yield "collection", str(above)
    for dashcard in body.get("dashcards") or ():
        cards = [dashcard, *(dashcard.get("series") or ())]
        cards += dashcard.get("parameter_mappings") or ()
        for one in cards:
            if one.get("card_id") is not None:
                yield "card", str(one["card_id"])
    for parameter in body.get("parameters") or ():
        source = parameter.get("values_source_config") or {}
        if "card_id" in source:
            yield "card", str(source["card_id"])
    for link in links(body):
        if link["linkType"] in LINKED:
            yield LINKED[link["linkType"]], str(link.get("targetId"))


def links(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every click behaviour that leads somewhere."""
    if isinstance(value, Mapping):
        if "linkType" in value:
            yield value
        for item in value.values():
            yield from links(item)
    elif isinstance(value, list):
        for item in value:
            yield from links(item)


def _tabs(board: Document) -> Iterator[Finding]:
    tabs = {str(tab.get("entity_id")) for tab in board.body.get("tabs") or ()}
    for dashcard in board.body.get("dashcards") or ():
        tab = tab_of(dashcard)
        if (tab is not None and tab not in tabs) or (tab is None and tabs):
            message = (
                f"place {dashcard.get('entity_id')!r} is on the tab {tab!r}, which is not there"
            )
            yield Finding(board.path, "tab", message)


def _clicks(board: Document, tree: Tree) -> Iterator[Finding]:
    """Yield click behaviours that set a filter which their target does not have."""
    boards = {one.entity_id: one for one in tree.of("dashboard")}
    for link in links(board.body):
        target = boards.get(str(link.get("targetId")))
        if link["linkType"] != "dashboard" or target is None:
            continue
        filters = {str(one.get("id")) for one in target.body.get("parameters") or ()}
        for parameter in sorted((link.get("parameterMapping") or {}).keys() - filters):
            message = f"a click sets the filter {parameter!r}, which {target.name!r} does not have"
            yield Finding(board.path, "click", message)


def _clauses(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield field references of another order than the format has where they stand."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _clauses("target" if key == "target" else f"{place}.{key}", item)
    elif isinstance(value, list):
        if value and value[0] == "field":
            yield from _field(place, value)
        for item in value:
            yield from _clauses(place, item)


def _field(place: str, clause: list[Any]) -> Iterator[tuple[str, str]]:
    is_target = place.startswith("target")
    reference = next((item for item in clause[1:] if isinstance(item, list)), None)
    wanted = 1 if is_target else 2
    if reference is not None and (len(clause) <= wanted or clause[wanted] is not reference):
        order = "[field, NAME, null]" if is_target else "[field, {}, NAME]"
        yield "field-order", f"a field reference in {place.strip('.')} is not {order}"
    if reference is not None and (len(reference) != _FIELD_PARTS or reference[0] != DATABASE):
        yield "field", f"{reference!r} is not [{DATABASE}, schema, table, column]"
