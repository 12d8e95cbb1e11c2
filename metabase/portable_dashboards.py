"""Dashboards between names and numbers: grid, tabs, filters, links.

A dashboard is sent as a whole; its cards and tabs keep their numbers where they are known, since subscriptions
hang on them, and new ones get negative numbers. Cards themselves are `portable`'s.
"""

from collections.abc import Callable, Mapping
from typing import Any

from metabase.directory import (
    Directory,
    collection_number,
    linked_names,
    linked_numbers,
    with_columns,
)
from metabase.documents import Body
from metabase.markers import marked, unmarked

_KEYS = ("name", "width", "auto_apply_filters")
_PLACED = ("row", "col", "size_x", "size_y")


def dashboard_to_rest(
    body: Body, directory: Directory, tabs: Mapping[str, int], dashcards: Mapping[str, int]
) -> dict[str, Any]:
    """Return the request body that makes a dashboard what its document says.

    `tabs` and `dashcards` are the numbers of those that are there; new ones get negative numbers.
    """
    entity_id = str(body["entity_id"])
    listed = sorted(body.get("tabs") or (), key=lambda tab: int(tab["position"]))
    tab_numbers = _numbered([str(tab["entity_id"]) for tab in listed], tabs)
    cards = list(body.get("dashcards") or ())
    card_numbers = _numbered([str(card["entity_id"]) for card in cards], dashcards)
    return {
        **{key: body[key] for key in _KEYS if key in body},
        "description": marked(body.get("description"), entity_id),
        "collection_id": collection_number(body.get("collection_id"), directory),
        "archived": False,
        "parameters": [_parameter_numbers(one, directory) for one in body.get("parameters") or ()],
        "tabs": [{"id": tab_numbers[str(tab["entity_id"])], "name": tab["name"]} for tab in listed],
        "dashcards": [
            _dashcard_to_rest(card, directory, tab_numbers)
            | {"id": card_numbers[str(card["entity_id"])]}
            for card in cards
        ],
    }


def dashboard_from_rest(
    live: Body, directory: Directory, tabs: Mapping[int, str], dashcards: Mapping[int, str]
) -> dict[str, Any]:
    """Return the document of a dashboard that is there.

    `tabs` and `dashcards` give the entity ids of templates by number; others keep the server's own.
    """
    listed = live.get("tabs") or ()
    tab_names = {tab["id"]: tabs.get(tab["id"], tab.get("entity_id")) for tab in listed}
    return {
        **{key: live[key] for key in _KEYS if live.get(key) is not None},
        "description": unmarked(live.get("description")),
        "archived": bool(live.get("archived")),
        "collection_id": directory.name("collection", live.get("collection_id")),
        "parameters": [_parameter_names(one, directory) for one in live.get("parameters") or ()],
        "tabs": [
            {"entity_id": tab_names[tab["id"]], "name": tab["name"], "position": position}
            for position, tab in enumerate(listed)
        ],
        "dashcards": [
            _dashcard_from_rest(card, directory, tab_names)
            | {"entity_id": dashcards.get(card["id"], card.get("entity_id"))}
            for card in live.get("dashcards") or ()
        ],
    }


def _numbered(entity_ids: list[str], known: Mapping[str, int]) -> dict[str, int]:
    return {one: known.get(one, -index) for index, one in enumerate(entity_ids, start=1)}


def _dashcard_to_rest(
    card: Body, directory: Directory, tab_numbers: Mapping[str, int]
) -> dict[str, Any]:
    card_id = card.get("card_id")
    tab = card.get("dashboard_tab_id")
    tab_id = tab[-1] if isinstance(tab, list) else tab
    return {
        **{key: card[key] for key in _PLACED},
        "card_id": None if card_id is None else directory.number("card", card_id),
        "dashboard_tab_id": None if tab_id is None else tab_numbers[str(tab_id)],
        "parameter_mappings": [
            _mapping(one, directory.column_number, lambda eid: directory.number("card", eid))
            for one in card.get("parameter_mappings") or ()
        ],
        "series": [
            {"id": directory.number("card", one["card_id"])}
            for one in sorted(card.get("series") or (), key=lambda one: int(one["position"]))
        ],
        "inline_parameters": list(card.get("inline_parameters") or ()),
        "visualization_settings": linked_numbers(card.get("visualization_settings"), directory),
    }


def _dashcard_from_rest(
    card: Body, directory: Directory, tab_names: Mapping[Any, Any]
) -> dict[str, Any]:
    tab_id = card.get("dashboard_tab_id")
    return {
        "entity_id": None,
        "card_id": directory.name("card", card.get("card_id")),
        **({"dashboard_tab_id": tab_names.get(tab_id, tab_id)} if tab_id is not None else {}),
        **{key: card[key] for key in _PLACED},
        "parameter_mappings": [
            _mapping(one, directory.column_name, lambda number: directory.name("card", number))
            for one in card.get("parameter_mappings") or ()
        ],
        "series": [
            {"card_id": directory.name("card", one["id"]), "position": position}
            for position, one in enumerate(card.get("series") or ())
        ],
        "inline_parameters": list(card.get("inline_parameters") or ()),
        "visualization_settings": linked_names(card.get("visualization_settings"), directory),
    }


def _mapping(
    mapping: Body, column: Callable[[Any], Any], card: Callable[[Any], Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {"parameter_id": mapping["parameter_id"]}
    if mapping.get("card_id") is not None:
        found["card_id"] = card(mapping["card_id"])
    return found | {"target": with_columns(mapping["target"], column)}


def _parameter_numbers(parameter: Body, directory: Directory) -> dict[str, Any]:
    return _with_source(
        parameter, lambda eid: directory.number("card", eid), directory.column_number
    )


def _parameter_names(parameter: Body, directory: Directory) -> dict[str, Any]:
    return _with_source(
        parameter, lambda number: directory.name("card", number), directory.column_name
    )


def _with_source(
    parameter: Body, card: Callable[[Any], Any], column: Callable[[Any], Any]
) -> dict[str, Any]:
    source = parameter.get("values_source_config")
    if not isinstance(source, Mapping) or "card_id" not in source:
        return dict(parameter)
    changed = with_columns(source, column) | {"card_id": card(source["card_id"])}
    return {**parameter, "values_source_config": changed}
