"""Reads claims out of git-ai authorship notes (`refs/notes/ai`, schema 3.0.0).

A note is a list of files with line ranges per session, a line `---`, and JSON that says which tool and model
a session was. Lines that no entry covers are of unknown origin, not a person's, so nothing is claimed for
them. Paths in a note are not looked at.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from agent_analytics.attribution.claims import OTHER_AGENT, Claim, short_text
from agent_analytics.attribution.identities import NOTE_TOOLS

MAX_NOTE_BYTES = 4_000_000
_ENTRY = re.compile(r"^  (\S+) ([\d,-]+)$")


def note_claims(note: str) -> list[Claim]:
    """Return one claim per agent session that a note names; empty when the note cannot be read."""
    head, separator, body = note.partition("\n---\n")
    if not separator:
        head, body = "", note.removeprefix("---\n")
    try:
        document = json.loads(body)
    except ValueError:
        return []
    lines = _lines_by_key(head)
    return list(_claims(document, lines)) if isinstance(document, dict) else []


def _claims(document: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[Claim]:
    for section in ("sessions", "prompts"):
        entries = document.get(section)
        for key, entry in entries.items() if isinstance(entries, dict) else ():
            identity = entry.get("agent_id") if isinstance(entry, dict) else None
            if isinstance(identity, dict):
                yield Claim(
                    "note",
                    NOTE_TOOLS.get(str(identity.get("tool")).lower(), OTHER_AGENT),
                    short_text(identity.get("model")),
                    short_text(identity.get("id")),
                    lines.get(key, _accepted(entry)),
                )


def _lines_by_key(attestations: str) -> Counter[str]:
    """Return the lines attested per session, all files together."""
    lines: Counter[str] = Counter()
    for row in attestations.splitlines():
        if entry := _ENTRY.match(row):
            lines[entry[1].partition("::")[0]] += sum(map(_range_length, entry[2].split(",")))
    return lines


def _range_length(text: str) -> int:
    first, _, last = text.partition("-")
    if not first.isdecimal():
        return 0
    end = int(last) if last.isdecimal() else int(first)
    return max(end - int(first) + 1, 0)


def _accepted(entry: Mapping[str, Any]) -> int | None:
    value = entry.get("accepted_lines")
    return value if type(value) is int and value >= 0 else None
