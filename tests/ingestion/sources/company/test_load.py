"""What people state lands once, and what they take back stays as taken back."""

from decimal import Decimal
from pathlib import Path

import pytest

from agent_analytics.company.people import Override, decide
from agent_analytics.errors import StatementError
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.sources import company


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a data folder of their own."""
    return Settings(data_dir=str(tmp_path / "data"))


def stored(settings: Settings) -> set[tuple[str, str | None, bool]]:
    """Return handle, e-mail and whether it was taken back, of every decision."""
    rows = pipeline.read_table(settings, "company", "overrides", "handle, email, is_removed")
    return {(row["handle"], row["email"], row["is_removed"]) for row in rows}


def test_without_files_nothing_lands(settings: Settings) -> None:
    """Most installations state nothing."""
    assert not company.load(settings).changed


def test_a_decision_lands_once_and_can_be_taken_back(settings: Settings) -> None:
    """A second load lands nothing; a line taken out is marked, and counts again when it returns."""
    decide(settings.paths.overrides, [Override("ana@old", "merge", "ana@new", "a reason")])
    assert company.load(settings).changed
    assert not company.load(settings).changed
    assert stored(settings) == {("ana@old", "ana@new", False)}
    text = settings.paths.overrides.read_text()
    settings.paths.overrides.write_text("handle,action,email,reason\n")
    company.load(settings)
    assert stored(settings) == {("ana@old", "ana@new", True)}
    settings.paths.overrides.write_text(text)
    company.load(settings)
    assert stored(settings) == {("ana@old", "ana@new", False)}


def test_reasons_stay_in_the_file(settings: Settings) -> None:
    """What somebody typed as a reason reaches no table."""
    decide(settings.paths.overrides, [Override("ana@old", "split", "", "planted-reason")])
    company.load(settings)
    assert b"planted-reason" not in settings.paths.warehouse.read_bytes()


def test_people_under_pseudonyms_are_decided_by_their_addresses(settings: Settings) -> None:
    """With pseudonyms on, the file names people as they are and the rows do not."""
    hidden = Settings.model_validate(
        {"data_dir": settings.data_dir, "privacy": {"pseudonyms": True}}
    )
    decide(hidden.paths.overrides, [Override("ana@old.example", "merge", "ana@new.example", "")])
    company.load(hidden)
    ((handle, email, _),) = stored(hidden)
    assert email is not None
    assert "ana" not in handle + email


def test_a_wrong_line_lands_nothing(settings: Settings) -> None:
    """One line that cannot be meant stops the whole file."""
    settings.paths.memberships.parent.mkdir(parents=True)
    settings.paths.memberships.write_text("email,team\nana@x,core\nnobody,core\n")
    with pytest.raises(StatementError, match="teams.csv:3"):
        company.load(settings)
    assert pipeline.read_table(settings, "company", "memberships") == []


def test_budgets_and_assumptions_land_exactly(settings: Settings) -> None:
    """Amounts are micro-USD, assumptions decimals, and a developer's budget names an address."""
    folder = settings.paths.budgets.parent
    folder.mkdir(parents=True)
    settings.paths.budgets.write_text("budget,scope,member,usd\nana,developer,Ana@x,10.5\n")
    settings.paths.assumptions.write_text("assumption,low,mid,high\nhourly_rate_usd,50,75.5,90\n")
    company.load(settings)
    columns = "budget_name, email, member, amount_microusd"
    (budget,) = pipeline.read_table(settings, "company", "budgets", columns)
    assert list(budget.values()) == ["ana", "ana@x", None, 10_500_000]
    (assumption,) = pipeline.read_table(settings, "company", "assumptions", "team, low, mid")
    assert list(assumption.values()) == [None, 50, Decimal("75.5")]


def test_rules_land_with_the_day_they_hold_from(settings: Settings) -> None:
    """An open day is null; a rule that is taken out of the file stays, marked."""
    settings.paths.policy.parent.mkdir(parents=True)
    settings.paths.policy.write_text("rule,pattern,valid_from\ndeny_tool,Web*,2026-03-01\n")
    company.load(settings)
    settings.paths.policy.write_text("rule,pattern,severity\ndeny_tool,Web*,high\n")
    company.load(settings)
    columns = "pattern, severity, started_on, is_removed"
    rows = pipeline.read_table(settings, "company", "policy_rules", columns)
    assert sorted(tuple(row.values()) for row in rows) == [
        ("web*", "high", None, False),
        ("web*", "medium", "2026-03-01", True),
    ]
