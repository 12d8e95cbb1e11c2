"""Budgets and assumptions are amounts that can be meant, else their line is named."""

from decimal import Decimal
from pathlib import Path

import pytest

from agent_analytics.company.spending import read_assumptions, read_budgets
from agent_analytics.errors import StatementError

BUDGETS = "budget,scope,member,period,usd,cost_type,valid_from,valid_to\n"
ASSUMPTIONS = "assumption,team,low,mid,high,origin\n"


def test_a_budget_is_monthly_and_of_list_cost_unless_said(tmp_path: Path) -> None:
    """What is left out has the usual meaning; amounts are exact micro-USD."""
    file = tmp_path / "budgets.csv"
    file.write_text(BUDGETS + "all,organisation,,,1000.10,,,\n")
    (budget,) = read_budgets(file)
    assert (budget.period, budget.cost_type, budget.amount_microusd) == (
        "month",
        "list",
        1_000_100_000,
    )


@pytest.mark.parametrize(
    "line",
    [
        ",organisation,,month,1,list,,",
        "all,organisation,core,month,1,list,,",
        "all,team,,month,1,list,,",
        "all,planet,,month,1,list,,",
        "all,organisation,,week,1,list,,",
        "all,organisation,,month,1,guessed,,",
        "all,organisation,,month,much,list,,",
        "all,organisation,,month,-1,list,,",
        "all,organisation,,month,1,list,soon,",
        "all,organisation,,month,1,list,20260501,",
        "all,organisation,,month,1,list,2026-W20-1,",
        "all,organisation,,month,1,list,2026-02-30,",
        "all,organisation,,month,1,list,2026-05-02,2026-05-02",
        "all,organisation,,month,1,list,,,more",
        "all,organisation,,month,1000000001,list,,",
        "all,organisation,,month,1e999999,list,,",
        "all,organisation,,month,nan,list,,",
    ],
)
def test_a_budget_that_cannot_be_meant_is_named(tmp_path: Path, line: str) -> None:
    """Scope, member, period, amount, cost and days are checked before anything lands."""
    file = tmp_path / "budgets.csv"
    file.write_text(f"{BUDGETS}{line}\n")
    with pytest.raises(StatementError, match=r"budgets\.csv:2"):
        read_budgets(file)


def test_an_assumption_has_three_values(tmp_path: Path) -> None:
    """Low, likely and high are exact and may be equal."""
    file = tmp_path / "roi.csv"
    file.write_text(ASSUMPTIONS + "hourly_rate_usd,core,80,80,120.5,payroll\n")
    (assumption,) = read_assumptions(file)
    assert assumption.values == (Decimal(80), Decimal(80), Decimal("120.5"))


@pytest.mark.parametrize(
    "line",
    [
        "happiness,,1,2,3,",
        "hourly_rate_usd,,2,1,3,",
        "hourly_rate_usd,,1,3,2,",
        "hourly_rate_usd,,-1,1,2,",
        "hourly_rate_usd,,,1,2,",
        "hourly_rate_usd,,1,2,inf,",
    ],
)
def test_an_assumption_that_cannot_be_meant_is_named(tmp_path: Path, line: str) -> None:
    """Only known assumptions, and only numbers that rise."""
    file = tmp_path / "roi.csv"
    file.write_text(f"{ASSUMPTIONS}{line}\n")
    with pytest.raises(StatementError, match=r"roi\.csv:2"):
        read_assumptions(file)
