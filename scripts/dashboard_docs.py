"""Writes what is made from the templates of the dashboards: their guide, and their exposures in dbt.

    python scripts/dashboard_docs.py           write them
    python scripts/dashboard_docs.py --check   say which are out of date, exit 1 if any is

What a card means is said once, in its description; what its SQL reads is read from its SQL.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from agent_analytics.dashboards.marts import marts_of
from agent_analytics.dashboards.templates import Card, Dashboard, load_dashboards
from scripts.generated import ROOT, settle

_GUIDE = ROOT / "docs" / "dashboards.md"
_EXPOSURES = ROOT / "dbt_project" / "models" / "marts" / "_dashboards__exposures.yml"

_INTRODUCTION = """\
# Dashboards

<!-- Written by `make docs` from the templates. Change a card's description, not this file. -->

The boards are files in `metabase/templates`; the local view (`agent-analytics serve`) and Metabase show the
same ones. Every card is a question, and its answer is one SQL file beside it.

* **Filters** are kept in the address. *Date* is the past 30 days unless you choose; a period is cut to the
  days the data tell of, and the period before is as long and ends where it begins. A card that a filter
  cannot apply to says so below.
* **Money** is USD. *List* cost is tokens at public prices, *billed* is what a vendor charges, *reported* is
  what a client reckons. *Spend* is billed cost, and list cost where the vendor bills nothing: the only sum
  of them that counts nothing twice.
* **Empty is unknown**, zero is zero. A figure of fewer than five people is empty, and teams of fewer than
  five are added up as *Smaller teams* (`fewest_people`: a snippet of the cards, a variable of the
  dbt project). Only people with a known address count towards five: a machine or account without one may
  be somebody who is counted already.
* **Breaks**: where a vendor began to count differently, charts carry a mark; point at it to read what changed.
* **Drill down**: a team leads to its activity and its commits, a repository to its sessions.
* **Arrows** compare with the period before; green is better, so a rising cost is red."""


def rendered() -> dict[Path, str]:
    """Return the text of every file that is made from the templates, by its path."""
    boards = load_dashboards()
    return {_GUIDE: guide(boards), _EXPOSURES: exposures(boards)}


def guide(boards: Iterable[Dashboard]) -> str:
    """Return all boards with their tabs and cards, as Markdown."""
    return (
        "\n\n".join([_INTRODUCTION, *(part for board in boards for part in _board(board))]) + "\n"
    )


def exposures(boards: Iterable[Dashboard]) -> str:
    """Return the boards as exposures of the marts that their cards read, as YAML."""
    return (
        "\n".join(["exposures:", *(line for board in boards for line in _exposure(board))]) + "\n"
    )


def _board(board: Dashboard) -> Iterator[str]:
    yield f"## {board.name}\n\n{board.description}"
    if not board.tabs:
        yield from _cards(board, None)
    for tab in board.tabs:
        yield f"### {board.name}: {tab.name}"
        yield from _cards(board, tab.entity_id)


def _cards(board: Dashboard, tab_id: str | None) -> Iterator[str]:
    for dashcard in board.on_tab(tab_id):
        if dashcard.card is not None:
            yield _card(board, dashcard.card, [wire.tag for wire in dashcard.mappings])


def _card(board: Dashboard, card: Card, mapped: list[str]) -> str:
    unmapped = [one.name.lower() for one in board.parameters if one.slug not in mapped]
    reads = ", ".join(f"`{mart}`" for mart in sorted(marts_of(card)))
    without = f" Not filtered by {', '.join(unmapped)}." if unmapped else ""
    return f"#### {card.name}\n\n{card.description}\n\n*Reads {reads}.{without}*"


def _exposure(board: Dashboard) -> Iterator[str]:
    path = board.cards()[0].path.parent.relative_to(ROOT)
    yield f"  - name: {board.slug}"
    yield f"    label: {json.dumps(board.name, ensure_ascii=False)}"
    yield "    type: dashboard"
    yield "    maturity: medium"
    yield f"    description: {json.dumps(board.description, ensure_ascii=False)}"
    yield "    owner: {name: Analytics engineering}"
    yield "    config:"
    yield f"      meta: {{path: {path}}}"
    yield "    depends_on:"
    marts = {mart for card in board.cards() for mart in marts_of(card)}
    yield from (f"      - ref('{mart}')" for mart in sorted(marts))


if __name__ == "__main__":
    sys.exit(settle(rendered(), sys.argv[1:]))
