"""Documents in one form, so that only real differences show.

Metabase keeps a query in the form of its version: tags as a mapping or as a list, old queries or new ones, ids
of its own in every clause, defaults written out. Two documents with the same canonical form are the same to
whoever looks at the dashboard.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from metabase.documents import Body, Kind

_NOISE = frozenset({"lib/uuid", "base-type", "effective-type", "ident"})
_KEPT: Mapping[Kind, tuple[str, ...]] = {
    "collection": ("name", "description", "parent_id", "archived"),
    "card": (
        *("name", "description", "display", "type", "collection_id", "archived"),
        *("dataset_query", "visualization_settings"),
    ),
    "dashboard": (
        *("name", "description", "collection_id", "archived", "width", "auto_apply_filters"),
        *("parameters", "tabs", "dashcards"),
    ),
}
_DEFAULTS: Mapping[str, Any] = {
    "archived": False,
    "type": "question",
    "width": "fixed",
    "auto_apply_filters": True,
}
_DASHCARD_KEYS = ("entity_id", "card_id", "tab", "row", "col", "size_x", "size_y")
_QUIET_DEFAULTS: tuple[tuple[str, Any], ...] = (
    ("required", False),
    ("filteringParameters", []),
    ("values_source_config", {}),
    ("values_query_type", "list"),
    ("isMultiSelect", True),
)


def canonical(kind: Kind, body: Body) -> dict[str, Any]:
    """Return what counts of a document, with defaults filled in and noise left out."""
    found = {key: body.get(key, _DEFAULTS.get(key)) for key in _KEPT[kind]}
    found["description"] = (found["description"] or "").strip()
    for key, default in _DEFAULTS.items():
        if key in found and found[key] is None:
            found[key] = default
    if kind == "card":
        found["dataset_query"] = canonical_query(found["dataset_query"] or {})
        found["visualization_settings"] = _clean(found["visualization_settings"] or {})
    if kind == "dashboard":
        found["parameters"] = [_parameter(one) for one in found["parameters"] or ()]
        found["tabs"] = [
            {"entity_id": tab["entity_id"], "name": tab["name"]}
            for tab in sorted(found["tabs"] or (), key=lambda tab: int(tab.get("position", 0)))
        ]
        cards = [_dashcard(card) for card in found["dashcards"] or ()]
        found["dashcards"] = sorted(cards, key=lambda card: str(card["entity_id"]))
    return found


def canonical_query(query: Body) -> dict[str, Any]:
    """Return a query as stages with its tags by name, from whatever form it is in."""
    modern = _modernised(query)
    stages = []
    for stage in modern.get("stages", ()):
        clean = _clean(stage)
        tags = stage.get("template-tags") or []
        listed = tags.values() if isinstance(tags, Mapping) else tags
        clean.pop("template-tags", None)
        if "native" in clean:
            clean["native"] = str(clean["native"]).strip()
            clean["tags"] = {tag["name"]: _tag(tag) for tag in listed}
        stages.append(clean)
    return {"database": modern.get("database"), "stages": stages}


def fingerprint(kind: Kind, body: Body) -> str:
    """Return a hash that two documents share only if their canonical forms are equal."""
    text = json.dumps(canonical(kind, body), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def differences(kind: Kind, old: Body, new: Body) -> tuple[str, ...]:
    """Return the dotted places at which two documents differ, in order."""
    return tuple(_places("", canonical(kind, old), canonical(kind, new)))


def _modernised(query: Body) -> Mapping[str, Any]:
    """Return a query of the old form, `{type: native, native: {query, template-tags}}`, as stages."""
    native = query.get("native")
    if query.get("stages") or not isinstance(native, Mapping):
        return query
    tags = native.get("template-tags") or {}
    listed = list(tags.values() if isinstance(tags, Mapping) else tags)
    stage = {
        "lib/type": "mbql.stage/native",
        "native": native.get("query", ""),
        "template-tags": [_modern_tag(tag) for tag in listed],
    }
    return {"database": query.get("database"), "stages": [stage]}


def _modern_tag(tag: Body) -> dict[str, Any]:
    """Return a tag whose field has its options second, as queries of stages have them."""
    match tag.get("dimension"):
        case ["field", reference, None | {} as options] if not isinstance(reference, Mapping):
            return {**tag, "dimension": ["field", options or {}, reference]}
    return dict(tag)


def _tag(tag: Body) -> dict[str, Any]:
    return {key: value for key, value in _quiet(tag).items() if key not in ("id", "name")}


def _parameter(parameter: Body) -> dict[str, Any]:
    return _quiet(parameter)


def _dashcard(card: Body) -> dict[str, Any]:
    tab = card.get("dashboard_tab_id")
    placed = {**card, "tab": tab[-1] if isinstance(tab, list) else tab}
    found = {key: placed.get(key) for key in _DASHCARD_KEYS}
    mappings = [_clean(one) for one in card.get("parameter_mappings") or ()]
    found["parameter_mappings"] = sorted(mappings, key=lambda one: json.dumps(one, sort_keys=True))
    found["series"] = [one["card_id"] for one in card.get("series") or ()]
    found["inline_parameters"] = list(card.get("inline_parameters") or ())
    found["visualization_settings"] = _clean(card.get("visualization_settings") or {})
    return found


def _quiet(mapping: Body) -> dict[str, Any]:
    """Return a tag or parameter without what it would have anyway."""
    clean: dict[str, Any] = _clean(mapping)
    for key, default in _QUIET_DEFAULTS:
        if clean.get(key) == default:
            del clean[key]
    return clean


def _clean(value: Any) -> Any:
    """Return a value without nulls in its mappings and without what Metabase writes for itself."""
    if isinstance(value, Mapping):
        return {
            key: _clean(item)
            for key, item in value.items()
            if item is not None and key not in _NOISE
        }
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _places(place: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from _places(f"{place}.{key}" if place else str(key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _places(f"{place}[{index}]", one, other)
    elif old != new:
        yield place
