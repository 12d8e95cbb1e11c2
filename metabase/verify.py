"""Proof that dashboards work where they are: every card of every dashboard is asked, through Metabase.

Whether the answers are right is for the tests of the marts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agent_analytics.errors import MetabaseError
from metabase.client import Client
from metabase.documents import Tree
from metabase.live import Live


@dataclass(frozen=True, slots=True)
class Checked:
    """How one card on one dashboard answered; `trouble` is null when it did."""

    dashboard: str
    card: str
    rows: int
    trouble: str | None


def verify(client: Client, tree: Tree, live: Live) -> Iterator[Checked]:
    """Yield how each card of each dashboard answers with its filters as they stand at first."""
    for document in tree.of("dashboard"):
        found = live.found.get(document.entity_id)
        if found is None:
            yield Checked(document.name, "", 0, "is not in Metabase; run `metabase apply`")
            continue
        board = client.get(f"/api/dashboard/{found.number}")
        defaults = [
            {"id": one["id"], "value": one["default"]}
            for one in board["parameters"]
            if one.get("default") is not None
        ]
        for dashcard in board["dashcards"]:
            if dashcard.get("card_id") is not None:
                mapped = {one["parameter_id"] for one in dashcard.get("parameter_mappings") or ()}
                values = [one for one in defaults if one["id"] in mapped]
                place = f"dashcard/{dashcard['id']}/card/{dashcard['card_id']}"
                path = f"/api/dashboard/{found.number}/{place}/query"
                name = str((dashcard.get("card") or {}).get("name", dashcard["card_id"]))
                yield _checked(client, document.name, name, path, {"parameters": values})


def _checked(
    client: Client, dashboard: str, card: str, path: str, body: dict[str, object]
) -> Checked:
    try:
        answer = client.ask(path, body)
    except MetabaseError as error:
        return Checked(dashboard, card, 0, str(error))
    if answer.get("status") != "completed":
        return Checked(dashboard, card, 0, str(answer.get("error") or answer.get("status")))
    return Checked(dashboard, card, int(answer.get("row_count") or 0), None)
