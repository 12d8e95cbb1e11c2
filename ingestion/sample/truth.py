"""The truth about the sample company, as `truth.json` states it.

Joins the sums of the sites with what git made of the commits. Nothing is measured here from files; see
docs/sample-company.md for the meaning of every key.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec

from ingestion.sample.agents import CLIENTS, maker_of
from ingestion.sample.catalog import (
    GATEWAY_MODEL,
    MAIN_MODEL,
    NEW_MODEL,
    NEW_SMALL_MODEL,
    PRICE_CHANGE,
    SMALL_MODEL,
    STRONG_MODEL,
    UNKNOWN_MODEL,
)
from ingestion.sample.clock import iso
from ingestion.sample.company import CI_LOGIN, TEAMS, TIMEZONE, Company, utc_day
from ingestion.sample.tally import Measures, Tally
from ingestion.sample.vocabulary import CANARIES
from ingestion.sample.wire.repositories import Built, CommitFact

MEASURES = (
    "requests",
    "sessions",
    "input_tokens",
    "cache_write_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "cache_read_tokens",
    "output_tokens",
    "list_cost_microusd",
    "unpriced_requests",
    "tool_calls",
    "prompts",
    "commits",
    "assisted_commits",
)
_REQUEST_MEASURES = (*MEASURES[: MEASURES.index("tool_calls")], "tool_calls")
_AGENT_MEASURES = (*_REQUEST_MEASURES, "prompts")
_MODELS = (
    (MAIN_MODEL, "anthropic"),
    (STRONG_MODEL, "anthropic"),
    (NEW_MODEL, "anthropic"),
    (SMALL_MODEL, "anthropic"),
    (NEW_SMALL_MODEL, "anthropic"),
    (GATEWAY_MODEL, "openai"),
    (UNKNOWN_MODEL, None),
)
_OTHER_MODELS = sorted(
    {model for client in CLIENTS.values() for model in (*client.models, client.small_model)}
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything the sample company's data must add up to; money in whole micro-dollars."""

    meta: Row
    people: list[Row]
    teams: list[Row]
    models: list[Row]
    totals: Row
    by_day: list[Row]
    by_developer: list[Row]
    by_model: list[Row]
    by_team: list[Row]
    by_agent: list[Row]
    by_session: list[Row]
    commits: list[Row]
    pull_requests: list[Row]
    copilot: Row
    layers: Row
    planted: Row

    def write(self, path: Path) -> None:
        """Write the truth as JSON, complete or not at all."""
        partial = path.with_suffix(".partial")
        partial.write_bytes(msgspec.json.encode(asdict(self)))
        partial.replace(path)


def state_truth(
    company: Company, built: Built, sums: Tally, *, pull_requests: list[Row], copilot: Row
) -> Truth:
    """Return the truth from the sums of all sites, the commits that refs lead to and the vendors."""
    reachable = sorted(
        (fact for fact in built.commits.values() if fact.reachable),
        key=lambda fact: (fact.at, fact.repository, fact.sha),
    )
    visible = {row["session_id"] for row in sums.sessions}
    _count_commits(company, reachable, sums)
    by_session = Counter(session for fact in reachable for session in fact.sessions)
    totals: Measures = Counter()
    for measures in sums.by_day.values():
        totals.update(measures)
    return Truth(
        meta=_meta(company, sums),
        people=_people(company),
        teams=[{"name": t.name, "cost_center": t.cost_center, "adopts": t.adopts} for t in TEAMS],
        models=[
            {"name": name, "provider": provider}
            for name, provider in (*_MODELS, *((name, maker_of(name)) for name in _OTHER_MODELS))
        ],
        totals=_row(totals),
        by_day=[{"day": day} | _row(sums.by_day[day]) for day in sorted(sums.by_day)],
        by_developer=_by_developer(company, sums),
        by_model=[
            {"model": model} | _row(measures, _REQUEST_MEASURES)
            for model, measures in sorted(sums.by_model.items())
        ],
        by_team=[{"team": team} | _row(found) for team, found in sorted(sums.by_team.items())],
        by_agent=[
            {"agent": agent} | _row(found, _AGENT_MEASURES)
            for agent, found in sorted(sums.by_agent.items())
        ],
        by_session=_by_session(sums, by_session),
        commits=[_commit(fact, visible, sums) for fact in reachable],
        pull_requests=pull_requests,
        copilot=copilot,
        layers=dict(sums.layers),
        planted=_planted(company, built, sums),
    )


def _meta(company: Company, sums: Tally) -> Row:
    model, changed = PRICE_CHANGE
    return {
        "seed": company.seed,
        "developers": sum(person.login != CI_LOGIN for person in company.people),
        "days": company.days,
        "since": company.since.isoformat(),
        "until": company.until.isoformat(),
        "timezone": TIMEZONE,
        "price_change": {
            "model": model,
            "date": changed.isoformat(),
            "inside_period": company.since < changed < company.until,
        },
        "new_model": {"model": NEW_MODEL, "offered_from": company.share(0.65).isoformat()},
        "incident": [day.isoformat() for day in company.incident],
        "outage": [iso(instant) for instant in company.outage],
        "written": {layer: dict(sizes) for layer, sizes in sorted(sums.sizes.items())},
    }


def _people(company: Company) -> list[Row]:
    return [
        {
            "login": person.login,
            "email": person.email,
            "aliases": [
                *([person.alias] if person.alias else []),
                *([person.other.email] if person.other else []),
            ],
            "accounts": sorted(
                {person.account_uuid, person.other and person.other.account_uuid} - {None}
            ),
            "installation": person.user_id,
            "name": person.name,
            "team": person.team.name,
            "agents": list(person.agents),
            "adopts": person.adopts,
            "first_day": person.first_day.isoformat(),
        }
        for person in company.people
    ]


def _by_developer(company: Company, sums: Tally) -> list[Row]:
    return [
        {"login": person.login, "email": person.email}
        | _row(sums.by_developer.get(person.login, Counter()))
        for person in company.people
    ]


def _by_session(sums: Tally, commits: Mapping[str, int]) -> list[Row]:
    rows = []
    for row in sorted(sums.sessions, key=lambda row: (row["started_at"], row["session_id"])):
        measures = row["measures"]
        measures["commits"] = measures["assisted_commits"] = commits.get(row["session_id"], 0)
        kept = {key: value for key, value in row.items() if key != "measures"}
        rows.append(kept | _row(measures))
    return rows


def _commit(fact: CommitFact, visible: set[str], sums: Tally) -> Row:
    """Return one commit; `session_ids` are the linked sessions that some layer shows."""
    return {
        "sha": fact.sha,
        "repository": fact.repository,
        "committed_at": iso(fact.at // 1000 * 1000),
        "author_email": fact.author_email,
        "login": fact.author_login,
        "session_ids": [session for session in fact.sessions if session in visible],
        "assisted": bool(fact.sessions),
        "trailer": fact.trailer,
        "merge": fact.merge,
        "in_transcript_sha": fact.key in sums.commits_in_transcripts,
    }


def _count_commits(company: Company, reachable: list[CommitFact], sums: Tally) -> None:
    teams = {person.login: person.team.name for person in company.people}
    for fact in reachable:
        measures: Measures = Counter(commits=1, assisted_commits=int(bool(fact.sessions)))
        for place, key in (
            (sums.by_day, utc_day(fact.at)),
            (sums.by_developer, fact.author_login),
            (sums.by_team, teams[fact.author_login]),
        ):
            place.setdefault(key, Counter()).update(measures)


def _planted(company: Company, built: Built, sums: Tally) -> Row:
    everyone = company.people
    counted = dict(sorted(sums.planted.items()))
    return counted | {
        "duplicates": counted.get("repeated_usage_rows", 0) + counted.get("copied_rows", 0),
        "unreachable_commits": sum(not fact.reachable for fact in built.commits.values()),
        "merge_commits": sum(fact.merge for fact in built.commits.values()),
        "squash_merges": sum(key.startswith("squash:") for key in built.commits),
        "authorship_notes": built.notes,
        "tags": built.tags,
        "people_with_second_email": sum(person.alias is not None for person in everyone),
        "unpriced_model": UNKNOWN_MODEL,
        "canaries": CANARIES,
    }


def _row(measures: Mapping[str, int], names: tuple[str, ...] = MEASURES) -> Row:
    return {name: measures.get(name, 0) for name in names}
