"""What would change: templates against what is there, and who changed it.

A difference is ours to undo only if the thing still is as it was left; otherwise somebody worked on it in
Metabase, and it is a conflict that a person decides. Nothing is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from metabase.canonical import differences, fingerprint
from metabase.documents import Document, Kind, Tree
from metabase.live import Found, Live
from metabase.state import State

Action = Literal["create", "update", "unchanged", "conflict", "leftover"]
_ORDER: tuple[Kind, ...] = ("collection", "card", "dashboard")


@dataclass(frozen=True, slots=True)
class Change:
    """What would happen to one thing, at which places of it, and why."""

    action: Action
    kind: Kind
    entity_id: str
    name: str
    places: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes in the order in which they would be made."""

    changes: tuple[Change, ...]

    def of(self, *actions: Action) -> tuple[Change, ...]:
        """Return the changes of some actions."""
        return tuple(change for change in self.changes if change.action in actions)

    @property
    def is_empty(self) -> bool:
        """Whether Metabase is as the templates say."""
        return not self.of("create", "update", "conflict")


def make_plan(tree: Tree, live: Live, state: State) -> Plan:
    """Return what has to be done for Metabase to be as the templates say."""
    changes = [
        _change(document, live.found.get(document.entity_id), state)
        for kind in _ORDER
        for document in _in_order(tree, kind)
    ]
    return Plan((*changes, *_leftovers(tree, live)))


def _change(document: Document, found: Found | None, state: State) -> Change:
    kind, entity_id = document.kind, document.entity_id
    made = state.made.get(entity_id)
    if found is None:
        reason = "was deleted in Metabase" if made else ""
        return Change("create", kind, entity_id, document.name, (), reason)
    places = differences(kind, found.body, document.body)
    if not places:
        return Change("unchanged", kind, entity_id, document.name)
    if entity_id in state.begun or (
        made is not None and fingerprint(kind, found.body) == made.fingerprint
    ):
        return Change("update", kind, entity_id, document.name, places)
    reason = "changed in Metabase since the last apply" if made else "not known to be unchanged"
    return Change("conflict", kind, entity_id, document.name, places, reason)


def _in_order(tree: Tree, kind: Kind) -> Iterator[Document]:
    """Yield documents so that one comes after those it stands in or reads from."""
    documents = {document.entity_id: document for document in tree.of(kind)}
    done: set[str] = set()

    def visit(document: Document, above: frozenset[str]) -> Iterator[Document]:
        if document.entity_id in done or document.entity_id in above:
            return
        for needed in _needs(document):
            if needed in documents:
                yield from visit(documents[needed], above | {document.entity_id})
        done.add(document.entity_id)
        yield document

    for document in documents.values():
        yield from visit(document, frozenset())


def _needs(document: Document) -> list[str]:
    """Return the entity ids of documents of the same kind that must be there first."""
    if document.kind == "collection":
        return [str(document.body.get("parent_id"))]
    if document.kind == "card":
        query = document.body.get("dataset_query") or {}
        return [str(stage.get("source-card")) for stage in query.get("stages") or ()]
    return []


def _leftovers(tree: Tree, live: Live) -> Iterator[Change]:
    """Yield what earlier templates made and these do not know; dashboards before what they show."""
    known = tree.by_id()
    for kind in reversed(_ORDER):
        for entity_id, found in live.found.items():
            if found.kind == kind and entity_id not in known and not found.body.get("archived"):
                name = str(found.body.get("name"))
                yield Change("leftover", kind, entity_id, name, (), "its template is gone")
