"""What a saved answer of the closed metrics interface says of each day. Pure.

An answer is a list of days; every part of a day may be missing. Counters are summed over editors, models,
languages and repositories; people are GitHub's own distinct counts, which cannot be summed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from agent_analytics.records import FILES, LEGACY_DAYS
from ingestion.landing import DeadLetter, Stretch, deterministic_key
from ingestion.tail import Reading

SUFFIX = ".json"

Row = dict[str, Any]


def stretch_of(reading: Reading) -> Stretch:
    """Return the days that a file tells of; a day of a file read later replaces that of an earlier one."""
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    for offset, content in reading.lines:
        for day in _days(content):
            stretch.received += 1
            row = _row(reading, day) if isinstance(day, dict) else None
            if row is None:
                letter = DeadLetter("bad_record", "no day with a date", offset, len(content))
                stretch.dead_letters.append(letter)
                continue
            stretch.accepted += 1
            stretch.add(LEGACY_DAYS, row)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _days(content: bytes) -> Iterator[object]:
    """Yield what should be days; one None for content that is no JSON."""
    try:
        answer = msgspec.json.decode(content)
    except msgspec.DecodeError:
        yield None
        return
    yield from answer if isinstance(answer, list) else [answer]


def _row(reading: Reading, day: Row) -> Row | None:
    try:
        iso = date.fromisoformat(str(day.get("date"))).isoformat()
    except ValueError:
        return None
    scope = reading.path.parent.name
    completions, chat = day.get("copilot_ide_code_completions"), day.get("copilot_ide_chat")
    website, requests = day.get("copilot_dotcom_chat"), day.get("copilot_dotcom_pull_requests")
    by_language = list(_leaves(completions, "editors", "models", "languages"))
    chats = list(_leaves(chat, "editors", "models"))
    website_chats = list(_leaves(website, "models"))
    summaries = list(_leaves(requests, "repositories", "models"))
    return {
        "legacy_day_id": deterministic_key("legacy", scope, iso),
        "file_key": reading.file_key,
        "scope": scope,
        "report_day": iso,
        "active_users": day.get("total_active_users"),
        "engaged_users": day.get("total_engaged_users"),
        "completion_users": _engaged(completions),
        "suggestion_count": _sum(by_language, "total_code_suggestions"),
        "acceptance_count": _sum(by_language, "total_code_acceptances"),
        "lines_suggested": _sum(by_language, "total_code_lines_suggested"),
        "lines_accepted": _sum(by_language, "total_code_lines_accepted"),
        "chat_users": _engaged(chat),
        "chat_count": _sum(chats, "total_chats"),
        "chat_insertion_count": _sum(chats, "total_chat_insertion_events"),
        "chat_copy_count": _sum(chats, "total_chat_copy_events"),
        "website_chat_users": _engaged(website),
        "website_chat_count": _sum(website_chats, "total_chats"),
        "pull_request_summary_users": _engaged(requests),
        "pull_request_summary_count": _sum(summaries, "total_pr_summaries_created"),
        "file_offset": (reading.row or {}).get("modified_ns"),
    }


def _leaves(part: object, *path: str) -> Iterator[Row]:
    """Yield the objects at the end of a path of lists; parts of another shape have none."""
    if not isinstance(part, dict):
        return
    if not path:
        yield part
        return
    items = part.get(path[0])
    for item in items if isinstance(items, list) else ():
        yield from _leaves(item, *path[1:])


def _engaged(part: object) -> object:
    return part.get("total_engaged_users") if isinstance(part, dict) else None


def _sum(rows: list[Row], name: str) -> int | None:
    """Return the sum of a counter; None when no row has it."""
    values = [row[name] for row in rows if isinstance(row.get(name), int)]
    return sum(values) if values else None
