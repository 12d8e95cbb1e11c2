"""Making a Metabase what the templates say: in passes, so that everything a request refers to is there.

First collections and empty dashboards, then cards, then dashboards as a whole. What is there already is copied
to files before the first change; nothing is ever deleted. A run that was interrupted is taken up by the next.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agent_analytics.errors import MetabaseError
from metabase.canonical import fingerprint
from metabase.client import AmbiguousError, Client
from metabase.documents import Document, Kind, Tree, write_tree
from metabase.export import as_document
from metabase.lint import references
from metabase.live import Found, Live, describe, find_number, observe
from metabase.markers import marked
from metabase.plan import Change, Plan, make_plan
from metabase.portable import card_to_rest, collection_to_rest
from metabase.portable_dashboards import dashboard_to_rest
from metabase.resolve import Catalog
from metabase.state import State

_TRIES = 3
_SHOWN = 10
_BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Choices:
    """What to do where a person has to decide: nothing is overwritten or put away by default."""

    force: bool = False
    keep_user_changes: bool = False
    prune: bool = False
    adopt: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, and where the state before is kept; null when nothing had to be kept."""

    plan: Plan
    written: tuple[Change, ...]
    backup: Path | None


def apply(
    client: Client,
    catalog: Catalog,
    tree: Tree,
    state: State,
    choices: Choices,
) -> Applied:
    """Make Metabase what the templates say, and return what was done.

    Raises `MetabaseError` before any change when a template refers to something that is not there, and
    when somebody's own work would be overwritten and no choice was made.
    """
    _refuse_broken(tree)
    live = observe(client, catalog, tree, state, adopt=choices.adopt)
    plan = make_plan(tree, live, state)
    _refuse_conflicts(plan, choices)
    actions = ("create", "update", "conflict") if choices.force else ("create", "update")
    chosen = list(plan.of(*actions))
    archived = list(plan.of("leftover")) if choices.prune else []
    backup = _back_up([*chosen, *archived], tree, live, state)
    writer = _Writer(client, tree, live, state)
    _remember_unchanged(plan, live, state)
    writer.write(chosen)
    for change in archived:
        client.put(f"/api/{change.kind}/{live.found[change.entity_id].number}", {"archived": True})
        state.forget(change.entity_id)
    return Applied(plan, (*chosen, *archived), backup)


def _refuse_broken(tree: Tree) -> None:
    broken = [
        f"  {one.path}: {one.message}"
        for one in references.findings(tree)
        if one.rule == "reference"
    ]
    if broken:
        listed = "\n".join(broken[:_SHOWN])
        message = f"the templates refer to what is not there:\n{listed}"
        raise MetabaseError(message)


def _refuse_conflicts(plan: Plan, choices: Choices) -> None:
    conflicts = plan.of("conflict")
    if choices.force or choices.keep_user_changes or not conflicts:
        return
    lines = [
        f"  {change.kind} {change.name!r}: {change.reason} ({', '.join(change.places[:3])})"
        for change in conflicts[:_SHOWN]
    ]
    more = len(conflicts) - len(lines)
    listed = "\n".join([*lines, *([f"  and {more} more"] if more > 0 else [])])
    message = (
        f"somebody's own work would be overwritten:\n{listed}\n"
        "keep it with --keep-user-changes, overwrite it with --force,"
        " or take it over with `agent-analytics metabase export`"
    )
    raise MetabaseError(message)


def _back_up(changes: Collection[Change], tree: Tree, live: Live, state: State) -> Path | None:
    """Write what is about to be changed as files that can be applied again; return their folder."""
    touched = {change.entity_id for change in changes} & live.found.keys()
    if not touched:
        return None
    templates = tree.by_id()
    documents = [as_document(one, live.found[one], templates.get(one)) for one in sorted(touched)]
    folder = state.file.parent / _BACKUPS / f"{datetime.now(UTC):%Y%m%dT%H%M%S_%f}"
    write_tree(Tree(tuple(documents)), folder, inline=False)
    return folder


def _remember_unchanged(plan: Plan, live: Live, state: State) -> None:
    """Take note of things that are as they should be although nobody remembered them."""
    for change in plan.of("unchanged"):
        found = live.found[change.entity_id]
        made = found.made(fingerprint(change.kind, found.body))
        if state.made.get(change.entity_id) != made or change.entity_id in state.begun:
            state.finish(change.entity_id, made)


class _Writer:
    """Writes things pass by pass and remembers each as soon as it is done."""

    def __init__(self, client: Client, tree: Tree, live: Live, state: State) -> None:
        self._client = client
        self._tree = tree
        self._documents = tree.by_id()
        self._live = live
        self._state = state
        self._directory = live.directory

    def write(self, changes: Collection[Change]) -> None:
        """Write what is to be written, in passes."""
        documents = [self._documents[change.entity_id] for change in changes]
        for document in documents:
            if document.kind == "collection":
                self._write_collection(document)
        for document in documents:
            if document.kind == "dashboard" and document.entity_id not in self._live.found:
                self._create_dashboard(document)
        for document in documents:
            if document.kind == "card":
                self._write_card(document)
        for document in documents:
            if document.kind == "dashboard":
                self._fill_dashboard(document)

    def _write_collection(self, document: Document) -> None:
        body = collection_to_rest(document.body, self._directory)
        self._state.begin(document.entity_id)
        found = self._live.found.get(document.entity_id)
        if found is None:
            new = {key: value for key, value in body.items() if key != "archived"}
            self._create(document, new)
        else:
            self._client.put(f"/api/collection/{found.number}", body)
        self._remember(document)

    def _create_dashboard(self, document: Document) -> None:
        """Create a dashboard without cards, for links to lead to."""
        collection = document.body.get("collection_id")
        body = {
            "name": document.name,
            "description": marked(document.body.get("description"), document.entity_id),
            "collection_id": collection and self._directory.number("collection", collection),
        }
        self._state.begin(document.entity_id)
        self._create(document, body)

    def _write_card(self, document: Document) -> None:
        body = card_to_rest(document.body, self._directory)
        self._state.begin(document.entity_id)
        found = self._live.found.get(document.entity_id)
        if found is None:
            self._create(document, body | {"entity_id": document.entity_id})
        else:
            self._client.put(f"/api/card/{found.number}", body | {"archived": False})
        self._remember(document)

    def _fill_dashboard(self, document: Document) -> None:
        found = self._live.found.get(document.entity_id)
        body = dashboard_to_rest(
            document.body,
            self._directory,
            found.tabs if found else {},
            found.dashcards if found else {},
        )
        number = self._directory.number("dashboard", document.entity_id)
        self._state.begin(document.entity_id)
        self._client.put(f"/api/dashboard/{number}", body)
        self._remember(document)

    def _create(self, document: Document, body: Mapping[str, Any]) -> None:
        """Create a thing once, even when nobody knows whether a request was heard."""
        for attempt in range(1, _TRIES + 1):
            try:
                made = self._client.create(f"/api/{document.kind}", body)
            except AmbiguousError:
                number = find_number(self._client, document, self._directory)
                if number is None and attempt == _TRIES:
                    raise
            else:
                number = int(made["id"])
            if number is not None:
                self._directory.add(document.kind, document.entity_id, number)
                return

    def _remember(self, document: Document) -> None:
        """Read a thing back and note how it was left."""
        kind: Kind = document.kind
        number = self._directory.number(kind, document.entity_id)
        raw = self._client.get(f"/api/{kind}/{number}")
        made = self._state.made.get(document.entity_id)
        found: Found = describe(kind, raw, self._directory, document, made)
        self._state.finish(document.entity_id, found.made(fingerprint(kind, found.body)))
