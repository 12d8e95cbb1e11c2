"""Reports land as GitHub tells them, each (scope, day) once, whatever happens on the way."""

import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent_analytics.errors import SourceError
from agent_analytics.settings import PrivacySettings, Settings
from agent_analytics.source_settings import CopilotSource, SourcesSettings
from ingestion.days import DayRange
from ingestion.sample.api.copilot import POLICY_MESSAGE
from ingestion.sample.api.service import Answer, Fault
from ingestion.sources import copilot
from tests.fixtures.copilot import TODAY, ago, credit_item, seat, side, usage_day, user_day

Installation = Any

DAYS = 10
USERS = 2


def test_nothing_configured_is_silent(tmp_path: Path) -> None:
    """Without organisations and enterprises nothing is asked and no token is needed."""
    assert not copilot.load(Settings(data_dir=str(tmp_path))).changed


def test_everything_lands_once(installation: Installation) -> None:
    """A first load brings every day of every report, from the 28-day reports and the last days."""
    installation.load()
    counts = {
        table: len(installation.current(table))
        for table in ("usage_days", "user_days", "team_members", "repository_days", "seats")
    }
    assert counts == {
        "usage_days": DAYS,
        "user_days": DAYS * USERS,
        "team_members": DAYS * USERS,
        "repository_days": DAYS,
        "seats": USERS,
    }
    (row,) = (
        row
        for row in installation.current("user_days")
        if (row["report_day"], row["user_number"]) == (ago(3), "2")
    )
    assert (row["interaction_count"], row["lines_added"], row["ai_credits"]) == (3, 30, 1.5)
    assert {state for state, _ in installation.states().values()} == {"active"}


def test_a_second_load_lands_nothing(installation: Installation) -> None:
    """Reports with known content are asked for, and left alone."""
    installation.load()
    assert not installation.load().changed


def test_a_corrected_day_replaces_the_day(installation: Installation) -> None:
    """What a correction leaves out is gone, and what it changes counts once."""
    installation.load()
    corrected = [user_day(ago(2), 2, user_initiated_interaction_count=9)]
    installation.side.reports["users"][ago(2)] = corrected
    installation.load()
    rows = [r for r in installation.current("user_days") if r["report_day"] == ago(2)]
    assert [(row["user_number"], row["interaction_count"]) for row in rows] == [("2", 9)]


def test_a_day_that_loses_all_its_rows_is_empty(installation: Installation) -> None:
    """A correction may leave nothing of a day."""
    installation.load()
    installation.side.reports["users"][ago(2)] = []
    installation.load()
    days = {row["report_day"] for row in installation.current("user_days")}
    assert (ago(2) in days, ago(3) in days) == (False, True)


@pytest.mark.parametrize(("age", "expected"), [(5, 9), (6, 3)])
def test_corrections_are_looked_for_five_days_back(
    installation: Installation, age: int, expected: int
) -> None:
    """A report is final after that; asking for more would cost more than it brings."""
    installation.load()
    changed = [user_day(ago(age), user_initiated_interaction_count=9)]
    installation.side.reports["users"][ago(age)] = changed
    installation.load()
    counts = {
        row["interaction_count"]
        for row in installation.current("user_days")
        if (row["report_day"], row["user_number"]) == (ago(age), "1")
    }
    assert counts == {expected}


def test_a_report_that_is_not_made_yet_is_asked_for_again(installation: Installation) -> None:
    """204 is no failure: the next load finds the report."""
    reports = installation.side.reports
    made = {name: days.pop(ago(1)) for name, days in reports.items()}
    installation.load()
    assert len(installation.current("user_days")) == (DAYS - 1) * USERS
    for name, rows in made.items():
        reports[name][ago(1)] = rows
    installation.load()
    assert len(installation.current("user_days")) == DAYS * USERS


def test_a_new_organisation_waits(installation: Installation) -> None:
    """Before the first report everything is 204, and the state says so."""
    installation.side.reports.clear()
    installation.load()
    assert installation.states()["users"] == ("waiting", "GitHub has not made a report yet")


def test_days_that_were_missed_are_read(installation: Installation) -> None:
    """After three weeks without a load the gap is closed."""
    installation.copilot.sides["acme"] = whole = side(40)
    early = {
        name: {day: rows for day, rows in days.items() if day <= ago(20)}
        for name, days in whole.reports.items()
    }
    late = whole.reports
    whole.reports = early
    installation.load()
    whole.reports = late
    installation.load()
    days = {row["report_day"] for row in installation.current("usage_days")}
    assert days >= {ago(age) for age in range(1, 14)}


def test_history_is_read_from_the_day_that_was_set(installation: Installation) -> None:
    """`since` reaches beyond the 28 days that GitHub gives at once."""
    installation.copilot.sides["acme"] = side(40)
    source = installation.settings.sources.copilot.model_copy(update={"since": ago(40)})
    sources = installation.settings.sources.model_copy(update={"copilot": source})
    installation.settings = installation.settings.model_copy(update={"sources": sources})
    installation.load()
    for table in ("usage_days", "user_days", "team_members"):
        days = {row["report_day"] for row in installation.current(table)}
        assert days == {ago(age) for age in range(1, 41)}


def test_days_asked_for_by_hand_are_read(installation: Installation) -> None:
    """A backfill reads its days and nothing else."""
    installation.copilot.sides["acme"] = side(60)
    first = TODAY - timedelta(days=50)
    installation.load(days=DayRange(first, first + timedelta(days=1)))
    days = {row["report_day"] for row in installation.current("user_days")}
    assert days == {ago(50), ago(49)}
    assert installation.stored("seats") == []


def test_the_policy_is_named(installation: Installation) -> None:
    """403 for the policy says what to switch on; seats and bills are read all the same."""
    installation.side.has_policy = False
    report = installation.load()
    assert "policy 'Copilot usage metrics' is not enabled" in report.note
    states = installation.states()
    assert states["users"][0] == "refused"
    assert states["seats"] == ("active", None)
    assert len(installation.current("credit_items")) == DAYS
    assert POLICY_MESSAGE not in report.note


def test_a_kind_that_is_allowed_again_is_active(installation: Installation) -> None:
    """A state is the present one."""
    installation.side.has_policy = False
    installation.load()
    installation.side.has_policy = True
    installation.load()
    assert installation.states()["users"] == ("active", None)


def test_links_get_no_token_and_leave_no_trace(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the token nor a signature is sent on, logged or stored."""
    caplog.set_level(logging.DEBUG)
    installation.service.faults = [Fault("/download/", Answer(500), skips=2)]
    installation.load()
    assert installation.copilot.leaks == 0
    assert "SIGNATURE" not in caplog.text
    data = Path(installation.settings.data_dir)
    content = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    assert b"SIGNATURE" not in content
    assert b"that-must-not-be-stored" not in content


def test_a_broken_row_is_a_dead_letter(installation: Installation) -> None:
    """The other rows of its report are kept."""
    rows = installation.side.reports["users"][ago(1)]
    rows += [{"day": ago(1), "user_login": "nobody"}, user_day(ago(90), 3)]
    rows += [user_day(ago(1), 4, user_initiated_interaction_count="many")]
    installation.load()
    reasons = sorted(row["detail"] for row in installation.stored("dead_letters"))
    assert any("interaction_count is not a bigint" in reason for reason in reasons)
    assert any("user_id" in reason for reason in reasons)
    assert any("another day" in reason for reason in reasons)
    assert len(installation.current("user_days")) == DAYS * USERS


def test_files_of_one_report_may_each_be_an_array(installation: Installation) -> None:
    """GitHub writes lines and shows arrays; the rows of all files count either way."""
    installation.copilot.encode = msgspec.json.encode
    installation.load()
    assert installation.stored("dead_letters") == []
    assert len(installation.current("user_days")) == DAYS * USERS


def test_an_unknown_field_is_counted_by_name(installation: Installation) -> None:
    """GitHub adds fields every month; a new one is noticed, its value is not kept."""
    rows = installation.side.reports["usage"]
    rows[ago(1)] = [usage_day(ago(1), used_of_tomorrow="some value")]
    installation.load()
    dropped = installation.stored("dropped_fields")
    assert {row["field_name"] for row in dropped} == {"used_of_tomorrow"}


def test_counters_that_are_missing_are_unknown(installation: Installation) -> None:
    """Null is not zero, and zero is not null."""
    row = user_day(ago(1), code_generation_activity_count=0)
    del row["loc_added_sum"]
    installation.side.reports["users"][ago(1)] = [row]
    installation.load()
    (stored,) = (r for r in installation.current("user_days") if r["report_day"] == ago(1))
    assert (stored["generation_count"], stored["lines_added"]) == (0, None)


def test_all_pages_of_seats_are_one_snapshot(installation: Installation) -> None:
    """Somebody without an account stays a seat, grants of one person stay apart."""
    installation.side.seats = [seat(user) for user in range(1, 151)]
    installation.side.seats += [seat(1, assigning_team={"id": 43, "slug": "web"})]
    installation.side.seats += [seat(0, assignee=None)]
    installation.load()
    rows = installation.current("seats")
    assert len(rows) == 152
    assert {row["report_day"] for row in rows} == {TODAY.isoformat()}
    assert sum(row["user_number"] is None for row in rows) == 1


def test_a_bill_is_kept_in_micro_dollars(installation: Installation) -> None:
    """Items of one product, article and model are one row; money is exact."""
    items = [credit_item(grossAmount=0.1), credit_item(grossAmount=0.2), credit_item("other")]
    installation.side.credit_items[ago(1)] = items
    installation.load()
    rows = [row for row in installation.current("credit_items") if row["report_day"] == ago(1)]
    assert sorted(row["gross_microusd"] for row in rows) == [205_000, 300_000]


def test_a_bill_of_a_whole_month_is_refused(installation: Installation) -> None:
    """An answer that ignores the day would make every day a month."""
    month = b'{"timePeriod":{"year":2026,"month":11},"usageItems":[]}'
    installation.service.faults = [Fault("ai_credit", Answer(200, month), times=99)]
    with pytest.raises(SourceError, match="of another day"):
        installation.load()
    assert installation.stored("credit_items") == []


def test_an_enterprise_is_read_beside_its_organisations(installation: Installation) -> None:
    """Both are scopes of their own, with the same rows once each."""
    installation.copilot.sides["umbrella"] = side(3)
    source = installation.settings.sources.copilot.model_copy(update={"enterprises": ["Umbrella"]})
    sources = installation.settings.sources.model_copy(update={"copilot": source})
    installation.settings = installation.settings.model_copy(update={"sources": sources})
    installation.load()
    rows = installation.stored("report_days")
    loaded = {(r["scope_kind"], r["scope"]) for r in rows if r["state"] == "loaded"}
    assert loaded == {("organization", "acme"), ("enterprise", "umbrella")}


def test_people_may_be_hidden(installation: Installation) -> None:
    """With pseudonyms neither login nor number is stored."""
    hidden = installation.settings.model_copy(update={"privacy": PrivacySettings(pseudonyms=True)})
    installation.settings = hidden
    installation.load()
    people = {row["user_login"] for row in installation.current("user_days")}
    assert len(people) == USERS
    assert all(login.endswith("@person.invalid") for login in people)


def test_a_missing_token_is_an_error(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked, and the message names the variable."""
    monkeypatch.delenv("GITHUB_TOKEN")
    with pytest.raises(SourceError, match=r"\$GITHUB_TOKEN is not set"):
        installation.load()
    assert installation.service.requests == []


def test_a_refused_token_is_an_error(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """401 ends the load at once."""
    monkeypatch.setenv("GITHUB_TOKEN", "other")
    with pytest.raises(SourceError, match="refuses the token"):
        installation.load()
    assert len(installation.service.requests) == 1


def test_a_day_that_is_none_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`since` must be a day of the calendar."""
    monkeypatch.setenv("GITHUB_TOKEN", "any")
    source = CopilotSource(organizations=["acme"], since="2026-02-30")
    settings = Settings(data_dir=str(tmp_path), sources=SourcesSettings(copilot=source))
    with pytest.raises(SourceError, match="is no day"):
        copilot.load(settings)
    assert date.fromisoformat("2026-02-28")
