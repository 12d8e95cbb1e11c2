"""A card's answer with all that is needed to show it: settings, formats, colours and links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agent_analytics.dashboards.templates import Card, Dashcard
from agent_analytics.serving import Rows
from agent_analytics.web.formats import Format, format_of

Settings = Mapping[str, Any]
Link = Callable[[Settings, Mapping[str, Any]], str | None]
"""Where a click behaviour leads from a row; null when it leads nowhere."""

_AGENT = "agent"
"""A column of this name holds codes of agents; they are shown under their names."""
_DEEP = ("column_settings", "series_settings")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with the settings that say how they are shown.

    `agents` are the codes of the agents by their display names.
    """

    settings: Settings
    rows: Rows
    formats: Mapping[str, Format]
    agents: Mapping[str, str]
    link: Link

    def names(self) -> list[str]:
        """Return the names of the columns in their order."""
        return [column.name for column in self.rows.columns]

    def column(self, name: str) -> list[Any]:
        """Return the values of a column, one for each row."""
        index = self.names().index(name)
        return [row[index] for row in self.rows.rows]

    def numbers(self) -> list[str]:
        """Return the names of the columns that hold numbers."""
        return [name for name in self.names() if self.formats[name].is_number]

    def existing(self, wanted: object) -> list[str]:
        """Return those of some names that the answer has."""
        names = self.names()
        return [name for name in wanted if name in names] if isinstance(wanted, list) else []

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as mappings from column to value."""
        names = self.names()
        return [dict(zip(names, row, strict=True)) for row in self.rows.rows]


def answer(
    card: Card, dashcard: Dashcard | None, rows: Rows, agents: Mapping[str, str], link: Link
) -> Answer:
    """Return an answer; what the board says of a card overrides what the card says."""
    settings = merged(card.settings, dashcard.settings if dashcard else {})
    names = {code: name for name, code in agents.items()}
    formats = {
        column.name: format_of(column, [settings], names if column.name == _AGENT else None)
        for column in rows.columns
    }
    return Answer(settings, rows, formats, agents, link)


def merged(card: Settings, board: Settings) -> Settings:
    """Return a card's settings with those of its place on a board over them."""
    together = dict(card) | dict(board)
    for key in _DEEP:
        first, second = card.get(key) or {}, board.get(key) or {}
        if first and second:
            both = first.keys() | second.keys()
            together[key] = {name: {**first.get(name, {}), **second.get(name, {})} for name in both}
    return together


def click_of(settings: Settings, column: str | None = None) -> Settings:
    """Return what a click does on a card, or on one of its columns; empty for nothing."""
    if column is None:
        return settings.get("click_behavior") or {}
    said = (settings.get("column_settings") or {}).get(f'["name","{column}"]') or {}
    return said.get("click_behavior") or {}
