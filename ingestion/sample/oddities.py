"""People that are hard to tell apart, or hard to recognise: planted among the sample company's developers.

Two share a name, two share a laptop, one's address changes, and one works for two organisations at once.
Everybody else belongs to `company`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingestion.sample.dice import dice_for, uuid
from ingestion.sample.people import OtherAddress, Person

FEWEST_PEOPLE = 8
"""Smaller companies have nobody who is hard to tell."""


def with_oddities(people: Sequence[Person], seed: int, changed_on: date) -> list[Person]:
    """Return the people, some of them made hard to tell; all of them as they are in a small company."""
    planted = {person.login: person for person in people}
    signed_in = [person for person in people if person.account_uuid and person.adopts]
    if len(people) < FEWEST_PEOPLE or len(signed_in) < len(("renamed", "contractor", "a", "b")):
        return list(people)
    renamed, contractor, owner, guest = signed_in[:4]
    namesake, named = people[-1], people[0]
    planted[renamed.login] = replace(
        renamed,
        other=OtherAddress(
            f"{renamed.login}.before@meridian.example",
            renamed.account_uuid or "",
            until=changed_on,
        ),
    )
    planted[contractor.login] = replace(
        contractor,
        other=OtherAddress(
            f"{(contractor.email or '').split('@')[0]}@partner.example",
            uuid(dice_for(seed, "second account", contractor.login)),
            repository=contractor.repositories[1],
        ),
    )
    planted[guest.login] = replace(guest, user_id=owner.user_id)
    planted[namesake.login] = replace(planted[namesake.login], name=named.name)
    return list(planted.values())
