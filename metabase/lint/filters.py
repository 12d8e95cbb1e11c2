"""Rules of filters: from a dashboard's parameter over a card's tag to a place in its SQL, none lost."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from agent_analytics.errors import TemplateError
from metabase.documents import Document, Tree, native_stages
from metabase.lint.finding import Finding
from metabase.lint.grid import tab_of
from metabase.questions import tables_of

_TAG = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_FIELD_TAGS = frozenset({"dimension", "temporal-unit"})
PUBLIC_SCHEMA = "marts"


def card_findings(card: Document) -> Iterator[Finding]:
    """Yield what is wrong between a card's SQL and its tags, and which tables it must not read."""
    for stage in native_stages(card.body):
        sql = str(stage.get("native", ""))
        if not sql.strip():
            yield Finding(card.path, "sql", "the card has no SQL")
        tags = [str(tag.get("name")) for tag in _tags(stage)]
        used = set(_TAG.findall(sql))
        for name in sorted(used - set(tags)):
            yield Finding(
                card.path, "tag", f"the SQL uses {{{{{name}}}}}, which is no tag of the card"
            )
        for name in sorted(set(tags) - used):
            yield Finding(card.path, "tag", f"the tag {name!r} is not used in the SQL")
        for name in sorted({name for name in tags if tags.count(name) > 1}):
            yield Finding(card.path, "tag", f"the tag {name!r} is there twice")
        if sql.count("[[") != sql.count("]]"):
            yield Finding(card.path, "sql", "an optional clause [[ … ]] is not closed")
        for tag in _tags(stage):
            if tag.get("type") in _FIELD_TAGS and not isinstance(tag.get("dimension"), list):
                yield Finding(card.path, "tag", f"the tag {tag.get('name')!r} names no field")
    try:
        tables = sorted(tables_of(card.body))
    except TemplateError as error:
        yield Finding(card.path, "sql", str(error))
        return
    for schema, table in tables:
        if schema != PUBLIC_SCHEMA:
            message = f"the SQL reads {schema}.{table}; cards read {PUBLIC_SCHEMA} only"
            yield Finding(card.path, "public", message)


def board_findings(board: Document, tree: Tree) -> Iterator[Finding]:
    """Yield what is wrong between a dashboard's filters and the tags of its cards."""
    cards = {one.entity_id: one for one in tree.of("card")}
    parameters = {str(one.get("id")): one for one in board.body.get("parameters") or ()}
    for key in ("id", "slug"):
        named = [str(one.get(key)) for one in board.body.get("parameters") or ()]
        for name in sorted({name for name in named if named.count(name) > 1}):
            yield Finding(board.path, "filter", f"two filters have the {key} {name!r}")
    mapped: dict[str, set[str | None]] = {one: set() for one in parameters}
    for dashcard in board.body.get("dashcards") or ():
        for mapping in dashcard.get("parameter_mappings") or ():
            parameter = str(mapping.get("parameter_id"))
            if parameter not in parameters:
                place = f"place {dashcard.get('entity_id')!r}"
                message = f"{place} maps the filter {parameter!r}, which is not there"
                yield Finding(board.path, "mapping", message)
            mapped.setdefault(parameter, set()).add(tab_of(dashcard))
            yield from _target(board, dashcard, mapping, cards)
        yield from _forgotten(board, dashcard, parameters, cards)
    for parameter, tabs in mapped.items():
        if not tabs:
            yield Finding(board.path, "inert", f"the filter {parameter!r} is mapped nowhere")


def _target(
    board: Document,
    dashcard: Mapping[str, Any],
    mapping: Mapping[str, Any],
    cards: Mapping[str, Document],
) -> Iterator[Finding]:
    """Yield what is wrong with one mapping's target: its form, its tag, the kind of that tag."""
    place = f"place {dashcard.get('entity_id')!r}"
    match mapping.get("target"):
        case ["text-tag", str(name)]:
            text = str((dashcard.get("visualization_settings") or {}).get("text"))
            if name not in _TAG.findall(text):
                yield Finding(board.path, "mapping", f"{place}: the text has no {{{{{name}}}}}")
        case ["dimension" | "variable" as head, ["template-tag", str(name)]] | [
            "dimension" as head,
            ["template-tag", str(name)],
            None | {},
        ]:
            card = cards.get(str(mapping.get("card_id", dashcard.get("card_id"))))
            tag = _tag(card, name) if card else None
            if card and tag is None:
                yield Finding(board.path, "mapping", f"{place}: {card.name!r} has no tag {name!r}")
            if tag and (head == "dimension") != (tag.get("type") in _FIELD_TAGS):
                message = (
                    f"{place}: {head!r} does not fit the tag {name!r} of type {tag.get('type')!r}"
                )
                yield Finding(board.path, "target", message)
        case ["dimension", ["field", *_], *_]:
            yield Finding(board.path, "target", f"{place}: a card of SQL is filtered by its tags")
        case other:
            yield Finding(board.path, "target", f"{place}: {other!r} is no target")


def _forgotten(
    board: Document,
    dashcard: Mapping[str, Any],
    parameters: Mapping[str, Any],
    cards: Mapping[str, Document],
) -> Iterator[Finding]:
    """Yield filters that a card has a tag for and that do not reach it."""
    card = cards.get(str(dashcard.get("card_id")))
    if card is None:
        return
    reached = {str(one.get("parameter_id")) for one in dashcard.get("parameter_mappings") or ()}
    for identifier, parameter in parameters.items():
        if identifier not in reached and _tag(card, str(parameter.get("slug"))):
            message = (
                f"the filter {identifier!r} does not reach {card.name!r}, which has a tag for it"
            )
            yield Finding(board.path, "unmapped", message)


def _tag(card: Document, name: str) -> Mapping[str, Any] | None:
    tags = (tag for stage in native_stages(card.body) for tag in _tags(stage))
    return next((tag for tag in tags if tag.get("name") == name), None)


def _tags(stage: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    tags = stage.get("template-tags")
    return [tag for tag in tags if isinstance(tag, Mapping)] if isinstance(tags, list) else []
