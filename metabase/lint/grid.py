"""Rules of the grid: 24 columns, nothing over anything else, not too much on one page."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from metabase.documents import Document
from metabase.lint.finding import Finding

COLUMNS = 24
CARDS_A_TAB = 12


def findings(board: Document) -> Iterator[Finding]:
    """Yield what is wrong with where the cards of a dashboard lie."""
    tabs: dict[Any, list[Mapping[str, Any]]] = {}
    for dashcard in board.body.get("dashcards") or ():
        missing = [key for key in ("row", "col", "size_x", "size_y") if key not in dashcard]
        if missing:
            message = f"place {dashcard.get('entity_id')!r} lacks {', '.join(missing)}"
            yield Finding(board.path, "grid", message)
            continue
        tabs.setdefault(tab_of(dashcard), []).append(dashcard)
        if dashcard["col"] + dashcard["size_x"] > COLUMNS:
            message = f"place {dashcard['entity_id']!r} ends beyond column {COLUMNS}"
            yield Finding(board.path, "grid", message)
        if (
            min(dashcard["row"], dashcard["col"], dashcard["size_x"] - 1, dashcard["size_y"] - 1)
            < 0
        ):
            message = f"place {dashcard['entity_id']!r} begins before the grid or has no size"
            yield Finding(board.path, "grid", message)
    for placed in tabs.values():
        yield from _tab(board, placed)


def tab_of(dashcard: Mapping[str, Any]) -> str | None:
    """Return the entity id of the tab a dashboard card is on; null when there are none."""
    tab = dashcard.get("dashboard_tab_id")
    return str(tab[-1]) if isinstance(tab, list) and tab else None if tab is None else str(tab)


def _tab(board: Document, placed: list[Mapping[str, Any]]) -> Iterator[Finding]:
    for one, other in combinations(placed, 2):
        if _overlap(one, other):
            message = f"places {one['entity_id']!r} and {other['entity_id']!r} overlap"
            yield Finding(board.path, "overlap", message)
    cards = [one for one in placed if one.get("card_id") is not None]
    if len(cards) > CARDS_A_TAB:
        message = f"{len(cards)} cards on one tab; nobody reads more than {CARDS_A_TAB}"
        yield Finding(board.path, "crowded", message)


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    def meet(start: str, size: str) -> bool:
        before = int(one[start]) < int(other[start]) + int(other[size])
        after = int(other[start]) < int(one[start]) + int(one[size])
        return before and after

    return meet("col", "size_x") and meet("row", "size_y")
