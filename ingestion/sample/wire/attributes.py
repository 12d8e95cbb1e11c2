"""OTLP's JSON values as the Collector writes them: 64-bit integers as decimal strings.

Only spelling lives here; names of events and metrics are in `events`, `metrics` and `spans`.
"""

from typing import Any

from ingestion.sample.activity import Session
from ingestion.sample.company import ORGANIZATION_ID
from ingestion.sample.people import Person

Attribute = dict[str, Any]
Value = str | int | float | bool | list[str]


def value_of(value: Value) -> dict[str, Any]:
    """Return an attribute value; a number without fraction becomes an integer, as JavaScript does it."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [{"stringValue": item} for item in value]}}
    if value == int(value):
        return {"intValue": str(int(value))}
    return {"doubleValue": value}


def attributes(values: dict[str, Value]) -> list[Attribute]:
    """Return attributes in the order of the mapping."""
    return [{"key": key, "value": value_of(value)} for key, value in values.items()]


def resource(person: Person, session: Session) -> dict[str, Any]:
    """Return the resource that every export of a client carries."""
    return {
        "attributes": attributes(
            {
                "team": person.team.name,
                "cost_center": person.team.cost_center,
                "host.arch": "amd64",
                "os.type": "linux",
                "service.name": "claude-code",
                "service.version": session.version,
            }
        )
    }


def standard(person: Person, session: Session, session_id: str) -> list[Attribute]:
    """Return the attributes of every record, point and span: who, and in which session."""
    person = person.signed_in(session.repository, session.started)
    values: dict[str, Value] = {"user.id": person.user_id, "session.id": session_id}
    if person.team.tool_details:
        team: dict[str, Value] = {
            "team": person.team.name,
            "cost_center": person.team.cost_center,
        }
        values = team | values
    if person.account_uuid and person.email:
        values |= {
            "organization.id": ORGANIZATION_ID,
            "user.email": person.email,
            "user.account_uuid": person.account_uuid,
        }
    if person.team.tool_details:
        values["vcs.repository.name"] = session.repository
    return attributes(
        values | {"terminal.type": "non-interactive" if person.rhythm == "ci" else "xterm"}
    )
