"""The sample company has people who are hard to tell apart, and only when it is large enough."""

from datetime import date, time

import pytest

from ingestion.sample.company import found_company, milliseconds
from ingestion.sample.oddities import FEWEST_PEOPLE

UNTIL = date(2026, 11, 21)


@pytest.mark.parametrize("developers", [2, FEWEST_PEOPLE - 1])
def test_a_small_company_has_nobody_who_is_hard_to_tell(developers: int) -> None:
    """Small samples stay as they are: one address, one name, one laptop each."""
    people = found_company(7, developers, 14, UNTIL).people
    assert not any(person.other for person in people)
    assert len({person.user_id for person in people}) == len(people)
    assert len({person.name for person in people}) == len(people)


def test_every_oddity_is_planted_once() -> None:
    """One address changes, one person has two firms, two share a laptop and two a name."""
    people = found_company(7, FEWEST_PEOPLE, 14, UNTIL).people
    others = [person.other for person in people if person.other]
    assert sorted((bool(other.until), bool(other.repository)) for other in others) == [
        (False, True),
        (True, False),
    ]
    assert len({person.user_id for person in people}) == len(people) - 1
    assert len({person.name for person in people}) == len(people) - 1


def test_an_address_changes_on_its_day_and_a_firms_is_used_in_its_repository() -> None:
    """The same person is signed in under the address of the day, or of the repository."""
    people = found_company(7, FEWEST_PEOPLE, 14, UNTIL).people
    renamed, contractor = (person for person in people if person.other)
    assert renamed.other
    assert renamed.other.until
    before = milliseconds(renamed.other.until, time(0)) - 86_400_000
    assert renamed.signed_in("any", before).email == renamed.other.email
    assert renamed.signed_in("any", before).account_uuid == renamed.account_uuid
    assert renamed.signed_in("any", before + 3 * 86_400_000).email == renamed.email
    first, second = contractor.repositories
    assert contractor.signed_in(first, before).account_uuid == contractor.account_uuid
    assert contractor.signed_in(second, before).account_uuid != contractor.account_uuid
