"""The company's side of Copilot as GitHub would report it: who has a seat, what each used, what was billed.

*firmware* uses nothing but Copilot in an editor; *platform* uses it beside an agent in the terminal. Pure;
serving belongs to `api`. What a reader must find is summed from the same rows.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from ingestion.sample.company import CI_LOGIN, Company
from ingestion.sample.dice import Dice, chance, dice_for
from ingestion.sample.people import Person, forge_account

ORGANIZATION = "meridian"

_NUMBER = "70041"
_SEATED_TEAMS = ("firmware", "platform")
_NEVER_USED_TEAM = "data"
_FEWEST_TOLD = 5
_CREDITS_INCLUDED = 0.6
_USES_SHARE, _AGENT_SHARE, _ONLY_CREDITS_SHARE = 0.85, 0.3, 0.1
_MODELS = ("Claude Sonnet 5", "GPT-6 mini")

Row = dict[str, Any]


def copilot_of(company: Company) -> Row:
    """Return all that GitHub knows: rows by report and day, seats, their counts, items of bills by day."""
    seated = _seated(company)
    users = {day.isoformat(): _users(company, day, seated) for day in company.dates()}
    told = [person for person in seated if _is_told(person, seated)]
    seats = [_seat(company, person, users) for person in (*seated, *_without_use(company))]
    return {
        "reports": {
            "usage": {day: [_usage(day, rows)] for day, rows in users.items()},
            "users": users,
            "user_teams": {day: [_membership(day, person) for person in told] for day in users},
            "repositories": {day: [] for day in users},
        },
        "seats": seats,
        "totals": {"plan_type": "business", "seat_breakdown": {"total": len(seats)}},
        "credit_items": {day: _credit_items(rows) for day, rows in users.items()},
    }


def copilot_truth(side: Row) -> Row:
    """Return what the reports add up to; money in whole micro-dollars."""
    rows = [row for day in side["reports"]["users"].values() for row in day]
    items = [item for day in side["credit_items"].values() for item in day]
    return {
        "user_days": len(rows),
        "active_user_days": sum(row["code_generation_activity_count"] > 0 for row in rows),
        "interactions": sum(row["user_initiated_interaction_count"] for row in rows),
        "generations": sum(row["code_generation_activity_count"] for row in rows),
        "acceptances": sum(row["code_acceptance_activity_count"] for row in rows),
        "lines_added": sum(row["loc_added_sum"] for row in rows),
        "ai_credits_microusd": sum(round(row["ai_credits_used"] * 10_000) for row in rows),
        "charged_credits_microusd": sum(round(item["netAmount"] * 1_000_000) for item in items),
        "seats": len(side["seats"]),
        "never_used_seats": sum(seat["last_activity_at"] is None for seat in side["seats"]),
        "ending_seats": sum(
            seat["pending_cancellation_date"] is not None for seat in side["seats"]
        ),
    }


def _seated(company: Company) -> list[Person]:
    people = (person for person in company.people if person.login != CI_LOGIN)
    return [person for person in people if person.team.name in _SEATED_TEAMS]


def _without_use(company: Company) -> list[Person]:
    """Return those with a seat that nobody ever used."""
    return [person for person in company.people if person.team.name == _NEVER_USED_TEAM]


def _is_told(person: Person, seated: list[Person]) -> bool:
    """Return whether GitHub tells of a team: not of small ones."""
    return sum(other.team == person.team for other in seated) >= _FEWEST_TOLD


def _users(company: Company, day: date, seated: list[Person]) -> list[Row]:
    rows = []
    for person in seated:
        dice = dice_for(company.seed, "copilot", person.login, day)
        if company.works(person, day) and chance(dice, _USES_SHARE):
            rows.append(_user_day(day.isoformat(), person, dice))
    return rows


def _user_day(day: str, person: Person, dice: Dice) -> Row:
    """Return a day of somebody's; on some only the bill knows of it."""
    is_active = not chance(dice, _ONLY_CREDITS_SHARE)
    used_agent = is_active and chance(dice, _AGENT_SHARE)
    completions = dice.randint(5, 60) if is_active else 0
    accepted = dice.randint(0, completions)
    edits = dice.randint(3, 25) if used_agent else 0
    prompts = dice.randint(1, 12) if used_agent else 0
    return {
        **_who(day, person),
        "user_initiated_interaction_count": prompts,
        "code_generation_activity_count": completions + edits,
        "code_acceptance_activity_count": accepted,
        "loc_suggested_to_add_sum": completions * 3,
        "loc_suggested_to_delete_sum": 0,
        "loc_added_sum": accepted * 3 + edits * 8,
        "loc_deleted_sum": edits * 2,
        "ai_credits_used": dice.randint(1, 400) / 10,
        "used_agent": used_agent,
        "used_chat": False,
        "used_cli": False,
        "totals_by_feature": list(_features(completions, accepted, edits, prompts)),
    }


def _features(completions: int, accepted: int, edits: int, prompts: int) -> Iterator[Row]:
    if completions:
        yield {
            "feature": "code_completion",
            "code_generation_activity_count": completions,
            "code_acceptance_activity_count": accepted,
            "loc_added_sum": accepted * 3,
        }
    if edits:
        yield {"feature": "chat_panel_agent_mode", "user_initiated_interaction_count": prompts}
        yield {
            "feature": "agent_edit",
            "code_generation_activity_count": edits,
            "code_acceptance_activity_count": 0,
            "loc_added_sum": edits * 8,
            "loc_deleted_sum": edits * 2,
        }


def _usage(day: str, rows: list[Row]) -> Row:
    sums: Counter[str] = Counter()
    for row in rows:
        sums.update(
            {name: value for name, value in row.items() if name.endswith(("_count", "_sum"))}
        )
    active = sum(row["code_generation_activity_count"] > 0 for row in rows)
    return {"day": day, "organization_id": _NUMBER, "daily_active_users": active, **sums}


def _membership(day: str, person: Person) -> Row:
    return {**_who(day, person), "team_id": len(person.team.name), "slug": person.team.name}


def _seat(company: Company, person: Person, users: dict[str, list[Row]]) -> Row:
    account = forge_account(person)
    days = [
        day
        for day, rows in users.items()
        if any(r["user_id"] == account["databaseId"] for r in rows)
    ]
    is_last = person.login == company.people[-2].login
    return {
        "created_at": f"{max(person.first_day, company.since).isoformat()}T08:00:00Z",
        "assignee": {"login": account["login"], "id": account["databaseId"], "type": "User"},
        "assigning_team": {"id": len(person.team.name), "slug": person.team.name},
        "pending_cancellation_date": company.until.isoformat() if is_last else None,
        "last_activity_at": f"{max(days)}T15:00:00Z" if days else None,
        "last_activity_editor": "vscode/1.140.1/copilot-chat/0.41.0" if days else None,
        "plan_type": "enterprise" if person.team.name == "platform" else "business",
    }


def _credit_items(rows: list[Row]) -> list[Row]:
    """Return the day's bill: each model takes a half, of which the plan includes a part."""
    credits = sum(row["ai_credits_used"] for row in rows) / len(_MODELS)
    parts = {
        "gross": credits,
        "discount": credits * _CREDITS_INCLUDED,
        "net": credits * (1 - _CREDITS_INCLUDED),
    }
    amounts = {f"{name}Quantity": round(value, 4) for name, value in parts.items()}
    amounts |= {f"{name}Amount": round(value / 100, 6) for name, value in parts.items()}
    article = {"product": "Copilot", "sku": "Copilot AI Credits", "unitType": "credits"}
    return [
        {**article, "model": model, "pricePerUnit": 0.01, **amounts} for model in _MODELS if rows
    ]


def _who(day: str, person: Person) -> Row:
    account = forge_account(person)
    return {
        "day": day,
        "organization_id": _NUMBER,
        "user_id": account["databaseId"],
        "user_login": account["login"],
    }
