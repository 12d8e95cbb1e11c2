"""Damage done to finished transcripts."""

import json
from dataclasses import replace
from datetime import date

import pytest

from ingestion.sample.activity import Session
from ingestion.sample.company import found_company
from ingestion.sample.people import Person
from ingestion.sample.sessions import sessions_of
from ingestion.sample.wire.damage import damaged

COMPANY = found_company(7, 2, 4, date(2026, 11, 21))
PERSON = COMPANY.people[0]
SESSION = sessions_of(COMPANY, PERSON)[0]
LINES = [b'{"a":1}', b'{"stdout":"ok"}', b'{"c":3}']


def damage(ordinal: int, person: Person = PERSON, session: Session = SESSION) -> bytes:
    """Return the bytes of three lines in somebody's session of a number."""
    return damaged(person, replace(session, ordinal=ordinal), LINES, 2)[0]


@pytest.mark.parametrize("ordinal", [0, 6, 59])
def test_most_files_are_left_alone(ordinal: int) -> None:
    """A session without a planted oddity is written line by line."""
    assert damage(ordinal) == b"".join(line + b"\n" for line in LINES)


def test_others_files_are_left_alone() -> None:
    """Nobody else gets the oddities planted for one person."""
    assert damage(1, COMPANY.people[1]).startswith(LINES[0])


def test_a_torn_line_has_no_end() -> None:
    """The killed client's last line is cut, after three whole ones."""
    body = damage(5)
    assert body.count(b"\n") == 3
    assert not body.endswith(b"\n")


def test_a_continued_file_loses_the_line_it_continues_with() -> None:
    """What the resumed process wrote first is glued to the torn line and cannot be read."""
    glued = damage(4).split(b"\n")[2]
    assert glued.endswith(LINES[2])
    with pytest.raises(ValueError, match="delimiter|Unterminated|Expecting"):
        json.loads(glued)


def test_half_a_character_is_still_json() -> None:
    """A lone surrogate is an escape that JSON allows and UTF-8 does not."""
    text = json.loads(damage(2).split(b"\n")[1])["stdout"]
    with pytest.raises(UnicodeEncodeError):
        text.encode()
