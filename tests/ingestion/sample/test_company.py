"""Who works at the sample company, and when."""

from datetime import date, time

import pytest

from ingestion.sample.company import CI_LOGIN, found_company, milliseconds, utc_day
from ingestion.sample.sessions import sessions_of


def test_one_team_never_adopts() -> None:
    """Nobody in the firmware team ever starts an agent."""
    company = found_company(7, 10, 20, date(2026, 11, 21))
    firmware = [person for person in company.people if person.team.name == "firmware"]
    assert firmware
    assert not any(sessions_of(company, person) for person in firmware)


def test_nobody_works_before_they_joined() -> None:
    """The wave of new hires starts inside the period and works from its first day on."""
    company = found_company(7, 12, 60, date(2026, 11, 21))
    hired = [person for person in company.people if person.first_day > company.since]
    assert hired
    assert not any(
        company.works(p, day) for p in hired for day in company.dates() if day < p.first_day
    )


@pytest.mark.parametrize("day", [date(2026, 10, 3), date(2026, 10, 4)])
def test_regular_people_are_off_on_holidays_and_sundays(day: date) -> None:
    """A public holiday and a Sunday are days off for everybody but power users and the build server."""
    company = found_company(7, 20, 60, date(2026, 11, 21))
    regular = [p for p in company.people if p.rhythm in {"regular", "none"}]
    assert not any(company.works(person, day) for person in regular)


def test_the_build_server_has_no_person_behind_it() -> None:
    """The build server reports without e-mail and account."""
    company = found_company(7, 4, 10, date(2026, 11, 21))
    server = next(person for person in company.people if person.login == CI_LOGIN)
    assert (server.email, server.account_uuid) == (None, None)


def test_local_times_follow_summer_time() -> None:
    """Eight in the morning is six UTC in summer and seven in winter."""
    summer = milliseconds(date(2026, 7, 1), time(8))
    winter = milliseconds(date(2026, 12, 1), time(8))
    assert summer // 3_600_000 % 24 == 6
    assert winter // 3_600_000 % 24 == 7
    assert utc_day(summer) == "2026-07-01"
