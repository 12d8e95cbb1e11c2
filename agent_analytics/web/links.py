"""Where a click leads: from a row of a card to a board under the filters that the row names.

Filters of the same name go along, so that the figures behind a click are those that were clicked.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from agent_analytics.dashboards.binding import Filters, values_of
from agent_analytics.dashboards.templates import Dashboard
from agent_analytics.web.filters import address

_PLACE = re.compile(r"\{\{\s*(filter:)?([^{}]+?)\s*\}\}")
_SAFE_URL = re.compile(r"(?:https?://|/(?!/))", re.IGNORECASE)


class Links:
    """The links of one board under its current filters."""

    def __init__(
        self, dashboards: Sequence[Dashboard], current: Dashboard, filters: Filters
    ) -> None:
        self._boards = {board.entity_id: board for board in dashboards}
        self._current = current
        self._filters = filters

    def __call__(self, click: Mapping[str, Any], row: Mapping[str, Any]) -> str | None:
        """Return where a click behaviour leads from a row; null when it leads nowhere from there."""
        mapping = click.get("parameterMapping") or {}
        if click.get("type") == "crossfilter":
            return self._to_board(self._current, mapping, row)
        if click.get("type") != "link":
            return None
        if click.get("linkType") == "url":
            return self._to_url(str(click.get("linkTemplate") or ""), row)
        target = self._boards.get(str(click.get("targetId")))
        return self._to_board(target, mapping, row, _tab(target, click)) if target else None

    def _to_board(
        self, board: Dashboard, mapping: Mapping[str, Any], row: Mapping[str, Any], tab: int = 0
    ) -> str | None:
        slugs = {parameter.id: parameter.slug for parameter in board.parameters}
        kept = {slug: self._filters[slug] for slug in slugs.values() if slug in self._filters}
        filters: dict[str, Sequence[str]] = dict(kept)
        for one in mapping.values():
            slug = slugs.get(str((one.get("target") or {}).get("id")))
            values = self._values(one.get("source") or {}, row)
            if slug is None or values is None:
                return None
            filters[slug] = values
        return address(board, filters, tab)

    def _values(self, source: Mapping[str, Any], row: Mapping[str, Any]) -> Sequence[str] | None:
        """Return the values that a click carries; null when the row does not hold them."""
        wanted = source.get("id")
        if source.get("type") == "parameter":
            for parameter in self._current.parameters:
                if parameter.id == wanted:
                    return values_of(parameter, self._filters)
            return None
        value = row.get(str(wanted))
        return None if value is None else [_text(value)]

    def _to_url(self, template: str, row: Mapping[str, Any]) -> str | None:
        """Return the address of a template; null for one that is neither of the web nor of this view."""
        if not _SAFE_URL.match(template):
            return None
        slugs = {parameter.slug: parameter for parameter in self._current.parameters}
        is_known = True

        def filled(place: re.Match[str]) -> str:
            nonlocal is_known
            if place[1]:
                parameter = slugs.get(place[2])
                values = values_of(parameter, self._filters) if parameter else ()
                return quote(values[0] if values else "", safe="")
            value = row.get(place[2])
            is_known = is_known and value is not None
            return quote("" if value is None else _text(value), safe="")

        url = _PLACE.sub(filled, template)
        return url if is_known else None


def _tab(board: Dashboard, click: Mapping[str, Any]) -> int:
    """Return the tab that a click leads to, by its id; the first one unless it says another."""
    ids = [tab.entity_id for tab in board.tabs]
    return ids.index(click["tabId"]) if click.get("tabId") in ids else 0


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
