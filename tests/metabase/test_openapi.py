"""What the client sends, judged by the interface's own description where that lies beside the project."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from metabase.client import Client
from metabase.meanings import Meaning, Meanings, tell
from metabase.setup import make_key
from metabase.switch import switch
from tests.conftest import ROOT
from tests.metabase.conftest import Desk

DESCRIPTION = Path(
    os.environ.get(
        "METABASE_OPENAPI", ROOT.parent / "shared" / "contracts" / "metabase_openapi.json"
    )
)

REQUESTS = {
    *("POST /api/setup", "POST /api/api-key", "POST /api/database", "PUT /api/database/N"),
    *("POST /api/collection", "PUT /api/collection/N", "POST /api/card", "PUT /api/card/N"),
    *("POST /api/dashboard", "PUT /api/dashboard/N", "PUT /api/field/N", "PUT /api/table/N"),
    "POST /api/dataset",
}
"""Every request of the client that has a body, but for those that ask a saved card."""


def _any_of(value: Any) -> Any:
    """Return a schema in which several forms may fit at once, as the server has it."""
    if isinstance(value, dict):
        return {"anyOf" if key == "oneOf" else key: _any_of(item) for key, item in value.items()}
    return [_any_of(item) for item in value] if isinstance(value, list) else value


def _faults(document: Any, method: str, path: str, body: Any) -> list[str]:
    for template, operations in document["paths"].items():
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in operations:
            operation = operations[method.lower()]
            if "requestBody" not in operation:
                return []
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            validator = Draft202012Validator(schema | {"components": document["components"]})
            return [f"{method} {path}: {one.message[:200]}" for one in validator.iter_errors(body)]
    return [f"{method} {path} is unknown"]


def _sent(desk: Desk, client: Client) -> list[tuple[str, str, Any]]:
    """Return the bodies of everything the client can ask for, after it asked for all of it."""
    make_key(client, desk.folder / "key")
    desk.apply()
    instance = desk.served.instance
    for kind, shelf in (("dashboard", instance.dashboards), ("card", instance.cards)):
        client.put(f"/api/{kind}/{next(iter(shelf))}", {"description": "mine"})
    (collection,) = instance.collections
    client.put(f"/api/collection/{collection}", {"name": "Mine", "archived": False})
    desk.apply(force=True)
    day = ("marts", "fct_daily_agent_usage", "usage_date")
    meaning = Meaning("A day.", None, ("marts", "dim_dates", "calendar_date"), True)
    tell(client, desk.catalog, Meanings({day[:2]: "One row per day."}, {day: meaning}))
    (database,) = instance.databases.values()
    other = desk.folder / "other.duckdb"
    other.symlink_to(database.details["database_file"])
    switch(client, "agent_analytics", str(other), _build(desk))
    return [one for one in desk.served.requests if one[2] is not None]


def _build(desk: Desk) -> str:
    (database,) = desk.served.instance.databases.values()
    row = database.run("select build_id from marts.snapshot", {}).fetchone()
    return str(row[0]) if row else ""


if DESCRIPTION.is_file():

    @pytest.mark.parametrize("instance", ["v0.60.2.3", "v1.65.4.1"], indirect=True)
    def test_every_body_is_one_that_the_interface_takes(desk: Desk) -> None:
        """Bodies of setup, cards, dashboards and databases fit the description of the interface."""
        document = _any_of(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
        sent = _sent(desk, desk.client)
        assert {re.sub(r"\d+", "N", f"{method} {path}") for method, path, _ in sent} == REQUESTS
        faults = [fault for one in sent for fault in _faults(document, *one)]
        assert faults == []
