"""Boards, tabs, cards and filters as values, read from the documents of the templates.

Names are as the format has them; what it calls `size_x` is `width` in columns of the grid here. Whether a
template obeys every rule of the format is for a linter to say; this module refuses only what cannot be
meant.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from agent_analytics.dashboards.documents import Document, read_documents, templates_root
from agent_analytics.errors import TemplateError

Settings = Mapping[str, Any]
Meant = TypeVar("Meant")

_TABLE_PARTS = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A physical column that a filter acts on."""

    schema: str
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A place in a card's SQL, `{{name}}`.

    `field` is null for a plain variable; `alias` is how the SQL names the column, when not by its table.
    """

    name: str
    kind: str
    field: Field | None
    alias: str | None
    widget: str | None
    default: Any
    is_required: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its SQL and how its answer is drawn (`display`, `settings`)."""

    entity_id: str
    slug: str
    name: str
    description: str
    display: str
    sql: str
    tags: tuple[Tag, ...]
    settings: Settings
    path: Path


@dataclass(frozen=True, slots=True)
class Parameter:
    """A filter of a board. `choices` are its fixed values; empty where the data say them."""

    id: str
    name: str
    slug: str
    type: str
    default: Any
    is_required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """A filter's way to a tag of one card, or to a placeholder of a text."""

    parameter_id: str
    card_id: str | None
    tag: str


@dataclass(frozen=True, slots=True)
class Dashcard:
    """A card at its place in the 24 columns of the grid; `card` is null for headings and texts."""

    entity_id: str
    card: Card | None
    tab_id: str | None
    row: int
    col: int
    width: int
    height: int
    mappings: tuple[Wire, ...]
    settings: Settings
    series: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a board."""

    entity_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A board; `slug` is its folder's name. Without tabs all its cards stand on one page."""

    entity_id: str
    slug: str
    name: str
    description: str
    parameters: tuple[Parameter, ...]
    tabs: tuple[Tab, ...]
    dashcards: tuple[Dashcard, ...]

    def cards(self) -> tuple[Card, ...]:
        """Return the cards on the board, each once, in order of place."""
        placed = [dashcard.card for dashcard in self.dashcards if dashcard.card is not None]
        return tuple({card.entity_id: card for card in placed}.values())

    def on_tab(self, tab_id: str | None) -> tuple[Dashcard, ...]:
        """Return what stands on one tab, in reading order; everything when the board has no tabs."""
        if not self.tabs:
            return self.dashcards
        return tuple(one for one in self.dashcards if one.tab_id == tab_id)


def load_dashboards(root: Path | None = None) -> tuple[Dashboard, ...]:
    """Return every board below a folder, the shipped ones by default, in order of position and name.

    Raises `TemplateError` for a document that cannot be read or refers to a card that is not there.
    """
    documents = list(read_documents(root or templates_root()))
    cards = {
        card.entity_id: card
        for card in (_meant(one, _card) for one in documents if one.model == "Card")
    }
    boards = [one for one in documents if one.model == "Dashboard"]
    boards.sort(key=lambda one: (_position(one), str(one.content.get("name"))))
    return tuple(_meant(one, lambda board: _dashboard(board, cards)) for one in boards)


def _meant(document: Document, read: Callable[[Document], Meant]) -> Meant:
    """Return what a document means. Raises `TemplateError` for a key that is missing or misshapen."""
    try:
        return read(document)
    except (KeyError, TypeError, IndexError) as error:
        message = f"{document.path} lacks a key or holds another shape: {error!r}; correct the file"
        raise TemplateError(message) from error


def _position(document: Document) -> int:
    position = document.content.get("collection_position")
    return position if isinstance(position, int) else len(document.path.parts) * 1_000


def _card(document: Document) -> Card:
    content = document.content
    stage = _needed(document, "dataset_query")["stages"][0]
    tags = stage.get("template-tags") or []
    tags = tags.values() if isinstance(tags, Mapping) else tags
    return Card(
        entity_id=_needed(document, "entity_id"),
        slug=document.path.name.removesuffix(".yaml").removesuffix(".card"),
        name=_needed(document, "name"),
        description=content.get("description") or "",
        display=_needed(document, "display"),
        sql=stage.get("native", ""),
        tags=tuple(_tag(document, tag) for tag in tags),
        settings=content.get("visualization_settings") or {},
        path=document.path,
    )


def _tag(document: Document, content: Mapping[str, Any]) -> Tag:
    return Tag(
        name=content["name"],
        kind=content["type"],
        field=_field(document, content["dimension"]) if "dimension" in content else None,
        alias=content.get("alias"),
        widget=content.get("widget-type"),
        default=content.get("default"),
        is_required=bool(content.get("required")),
    )


def _field(document: Document, clause: Any) -> Field:
    """Return the column of `[field, {}, [database, schema, table, column]]`, in either order."""
    parts = next((part for part in clause[1:] if isinstance(part, list)), [])
    if len(parts) != _TABLE_PARTS:
        message = f"{document.path}: {clause!r} does not name database, schema, table and column"
        raise TemplateError(message)
    _database, schema, table, column = parts
    return Field(schema, table, column)


def _dashboard(document: Document, cards: Mapping[str, Card]) -> Dashboard:
    content = document.content
    tabs = sorted(content.get("tabs") or [], key=lambda tab: tab["position"])
    positions = {tab["entity_id"]: index for index, tab in enumerate(tabs)}
    placed = [_dashcard(document, one, cards) for one in content.get("dashcards") or []]
    placed.sort(key=lambda one: (positions.get(one.tab_id or "", 0), one.row, one.col))
    return Dashboard(
        entity_id=_needed(document, "entity_id"),
        slug=document.path.parent.name,
        name=_needed(document, "name"),
        description=content.get("description") or "",
        parameters=tuple(_parameter(one) for one in content.get("parameters") or []),
        tabs=tuple(Tab(tab["entity_id"], tab["name"]) for tab in tabs),
        dashcards=tuple(placed),
    )


def _parameter(content: Mapping[str, Any]) -> Parameter:
    config = content.get("values_source_config") or {}
    values = (
        config.get("values") or [] if content.get("values_source_type") == "static-list" else []
    )
    return Parameter(
        id=content["id"],
        name=content["name"],
        slug=content["slug"],
        type=content["type"],
        default=content.get("default"),
        is_required=bool(content.get("required")),
        choices=tuple(str(one[0] if isinstance(one, list) else one) for one in values),
    )


def _dashcard(
    document: Document, content: Mapping[str, Any], cards: Mapping[str, Card]
) -> Dashcard:
    tab = content.get("dashboard_tab_id")
    return Dashcard(
        entity_id=content["entity_id"],
        card=_referred(document, content.get("card_id"), cards),
        tab_id=tab[-1] if isinstance(tab, list) else tab,
        row=content["row"],
        col=content["col"],
        width=content["size_x"],
        height=content["size_y"],
        mappings=tuple(_mappings(content.get("parameter_mappings") or [])),
        settings=content.get("visualization_settings") or {},
        series=tuple(
            card
            for one in content.get("series") or []
            if (card := _referred(document, one["card_id"], cards)) is not None
        ),
    )


def _mappings(contents: Iterable[Mapping[str, Any]]) -> Iterable[Wire]:
    """Yield the mappings to tags; a target of any other shape filters nothing here."""
    for content in contents:
        match content.get("target"):
            case ["dimension" | "variable", ["template-tag", str(tag)], *_] | [
                "text-tag",
                str(tag),
            ]:
                yield Wire(content["parameter_id"], content.get("card_id"), tag)
            case _:
                continue


def _referred(document: Document, card_id: str | None, cards: Mapping[str, Card]) -> Card | None:
    if card_id is None:
        return None
    if card_id not in cards:
        message = f"{document.path} shows the card {card_id}, which no template defines"
        raise TemplateError(message)
    return cards[card_id]


def _needed(document: Document, key: str) -> Any:
    if document.content.get(key) is None:
        message = f"{document.path} has no `{key}`; add it"
        raise TemplateError(message)
    return document.content[key]
