"""Turns lists of seats, counts of seats and bills for AI credits into rows of the raw tables. Pure."""

from collections.abc import Iterable
from datetime import date

from agent_analytics.money import microusd_from_usd
from agent_analytics.records import CREDIT_ITEMS, SEAT_TOTALS, SEATS
from ingestion.moments import microseconds
from ingestion.sources.copilot.members import RefusedRowError, Row, identifier, part_of
from ingestion.sources.copilot.parse import Report
from ingestion.stretches import DeadLetter, Stretch, deterministic_key

_TOTALS = {
    "seat_count": "total",
    "added_count": "added_this_cycle",
    "pending_cancellation_count": "pending_cancellation",
    "pending_invitation_count": "pending_invitation",
    "active_count": "active_this_cycle",
    "inactive_count": "inactive_this_cycle",
}
_QUANTITIES = ("gross", "discount", "net")


def add_seats(stretch: Stretch, report: Report, seats: Iterable[object]) -> None:
    """Add one row per seat as it was granted. A seat may have no assignee any more; it is kept."""
    for offset, seat in enumerate(seats):
        stretch.received += 1
        if not isinstance(seat, dict):
            stretch.dead_letters.append(DeadLetter("not_an_object", f"row {offset}", offset, 0))
            continue
        try:
            stretch.add(SEATS, _seat_row(report, seat, offset))
        except RefusedRowError as error:
            letter = DeadLetter("bad_record", f"row {offset} {error}", offset, 0)
            stretch.dead_letters.append(letter)
            continue
        stretch.accepted += 1


def _seat_row(report: Report, seat: Row, offset: int) -> Row:
    assignee = part_of(seat, "assignee")
    user = identifier(assignee, "id") if assignee else None
    team, organization = part_of(seat, "assigning_team"), part_of(seat, "organization")
    identity = user if user is not None else (seat.get("created_at"), offset)
    place = (team.get("id"), organization.get("id"))
    return {
        "seat_id": deterministic_key(report.key, identity, *place),
        **report.columns(offset),
        "user_number": user,
        "user_login": assignee.get("login"),
        "team_slug": team.get("slug"),
        "organization": organization.get("login"),
        "plan": seat.get("plan_type"),
        "pending_cancellation_day": _day(seat.get("pending_cancellation_date")),
        "last_activity_editor": seat.get("last_activity_editor"),
        "granted_at": _moment(seat.get("created_at")),
        "last_activity_at": _moment(seat.get("last_activity_at")),
        "last_authenticated_at": _moment(seat.get("last_authenticated_at")),
    }


def add_seat_totals(stretch: Stretch, report: Report, totals: Row) -> None:
    """Add the one row of an organisation's plan and seats."""
    breakdown = part_of(totals, "seat_breakdown")
    counts = {ours: breakdown.get(theirs) for ours, theirs in _TOTALS.items()}
    stretch.received = stretch.accepted = 1
    stretch.add(
        SEAT_TOTALS,
        {
            "seat_total_id": report.key,
            **report.columns(0),
            "plan": totals.get("plan_type"),
            **counts,
        },
    )


def add_credits(stretch: Stretch, report: Report, items: Iterable[object]) -> None:
    """Add one row per item of a day's bill; items of the same product, article, model and unit are one."""
    rows: dict[str, Row] = {}
    for offset, item in enumerate(items):
        stretch.received += 1
        amounts = _amounts(item) if isinstance(item, dict) else None
        if not isinstance(item, dict) or amounts is None:
            letter = DeadLetter("bad_number", f"row {offset} has no amounts", offset, 0)
            stretch.dead_letters.append(letter)
            continue
        names = {
            "product": item.get("product"),
            "article": item.get("sku"),
            "model": item.get("model"),
            "unit": item.get("unitType"),
        }
        key = deterministic_key(report.key, *names.values())
        before = rows.get(key)
        if before is not None:
            amounts = {name: before[name] + value for name, value in amounts.items()}
        rows[key] = {"credit_item_id": key, **report.columns(offset), **names, **amounts}
        stretch.accepted += 1
    if rows:
        stretch.records[CREDIT_ITEMS] = list(rows.values())


def _amounts(item: Row) -> Row | None:
    """Return quantities, and amounts in micro-USD; None when one of them is no number."""
    amounts: Row = {}
    for part in _QUANTITIES:
        quantity, amount = item.get(f"{part}Quantity"), item.get(f"{part}Amount")
        money = microusd_from_usd(amount) if isinstance(amount, int | float) else None
        if not isinstance(quantity, int | float) or money is None:
            return None
        amounts[f"{part}_quantity"] = float(quantity)
        amounts[f"{part}_microusd"] = money
    return amounts


def _moment(value: object) -> int | None:
    return microseconds(value) if isinstance(value, str) else None


def _day(value: object) -> str | None:
    """Return the day that a date or time begins with, ISO; None for what is none."""
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None
