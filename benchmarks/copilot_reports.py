"""How long a year of Copilot's reports takes to load over HTTP, beside only fetching and decoding it.

python benchmarks/copilot_reports.py [--users N] [--days N]
"""

import argparse
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta

import httpx
from harness import report, timed

from agent_analytics.settings import Settings
from agent_analytics.source_settings import CopilotSource, SourcesSettings
from ingestion.sample.api.copilot import Copilot, Side
from ingestion.sample.api.service import Service
from ingestion.sources import copilot

DEFAULT_USERS, DEFAULT_DAYS = 1_000, 365
TOKEN = "benchmark"  # noqa: S105 - opens nothing but the stand-in
_FEATURES = ("code_completion", "chat_panel_ask_mode", "chat_panel_agent_mode", "agent_edit")
_COUNTERS = {
    "user_initiated_interaction_count": 9,
    "code_generation_activity_count": 44,
    "code_acceptance_activity_count": 6,
    "loc_suggested_to_add_sum": 120,
    "loc_suggested_to_delete_sum": 0,
    "loc_added_sum": 310,
    "loc_deleted_sum": 57,
}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--users", type=int, default=DEFAULT_USERS)
    arguments.add_argument("--days", type=int, default=DEFAULT_DAYS)
    chosen = arguments.parse_args()
    today = datetime.now(UTC).date()
    past = [(today - timedelta(days=age)).isoformat() for age in range(chosen.days, 0, -1)]
    os.environ["GITHUB_TOKEN"] = TOKEN
    side = _side(past, chosen.users)
    rows = sum(len(day) for days in side.reports.values() for day in days.values())
    with (
        tempfile.TemporaryDirectory() as folder,
        Service(Copilot({"acme": side}, TOKEN)) as service,
    ):
        floor = timed("fetch and decode", rows, lambda: _fetch(service.address, past))
        source = CopilotSource(base_url=service.address, organizations=["acme"], since=min(past))
        settings = Settings(data_dir=folder, sources=SourcesSettings(copilot=source))
        ours = timed("ours", rows, lambda: copilot.load(settings))
        again = timed("ours, a second time", rows, lambda: copilot.load(settings))
    report(f"{chosen.users:,} users, {chosen.days:,} days", [floor, ours, again], ours)


def _side(past: list[str], users: int) -> Side:
    """Return an organisation whose users were all active every day, each in two teams."""
    of_users = [_user(number) for number in range(users)]
    people = [{"user_id": u["user_id"], "user_login": u["user_login"]} for u in of_users]
    teams = [(number, f"team-{number}") for number in range(2)]
    return Side(
        reports={
            "usage": {day: [{"day": day, **_COUNTERS}] for day in past},
            "users": {day: [{"day": day, **user} for user in of_users] for day in past},
            "user_teams": {
                day: [
                    {"day": day, **person, "team_id": number, "slug": slug}
                    for person in people
                    for number, slug in teams
                ]
                for day in past
            },
            "repositories": {day: [] for day in past},
        }
    )


def _user(number: int) -> dict[str, object]:
    """Return a user's row of about a kilobyte and a half, as GitHub's are."""
    parts = [{"feature": feature, **_COUNTERS} for feature in _FEATURES]
    languages = [{"language": "python", **part} for part in parts]
    return {
        "organization_id": "88",
        "user_id": number,
        "user_login": f"user-{number}",
        "ai_credits_used": 31.4,
        "used_agent": True,
        "used_chat": True,
        **_COUNTERS,
        "totals_by_feature": parts,
        "totals_by_ide": [{"ide": "vscode", **_COUNTERS}],
        "totals_by_language_feature": languages,
    }


def _fetch(address: str, past: list[str]) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=address) as http:
        for day in past:
            for name in ("organization", "users", "user-teams", "repos"):
                path = f"/orgs/acme/copilot/metrics/reports/{name}-1-day"
                body = http.get(path, params={"day": day}, headers=headers).json()
                for link in body["download_links"]:
                    for line in http.get(link).content.splitlines():
                        json.loads(line)


if __name__ == "__main__":
    main()
