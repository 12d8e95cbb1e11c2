"""`report` writes the figures of the marts under stable keys, and says what is missing."""

import csv
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from agent_analytics.cli import group
from agent_analytics.errors import QueryError
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, open_warehouse

KEYS = Path(__file__).parents[2] / "fixtures" / "report_keys.txt"
FIRST = date(2026, 3, 2)
WEEKS = 10


def settings_of(folder: Path) -> Path:
    """Return a settings file of an installation in a folder."""
    file = folder / "agent-analytics.toml"
    file.write_text(f'data_dir = "{folder / "data"}"\n')
    return file


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the settings of a company with ten weeks of work, the same every week but for its size."""
    folder = tmp_path_factory.mktemp("report")
    settings = Settings(data_dir=str(folder / "data"))
    with open_warehouse(settings) as connection:
        insert(connection, "dim_models", {"model_key": "m", "model": "claude-sonnet-5"})
        insert(connection, "dim_models", {"model_key": "n", "model": "gpt-5"})
        insert(connection, "dim_developers", {"developer_key": "a", "team": "data"})
        insert(connection, "dim_repositories", {"repository_key": "r", "repository_name": "shop"})
        source = {"source": "otlp", "layer": "otlp_event", "row_count": 7}
        now = datetime(2026, 5, 11, 9, tzinfo=UTC)
        insert(connection, "fct_source_freshness", source | {"newest_event_at": now})
        for week in range(WEEKS):
            insert_week(connection, FIRST + timedelta(weeks=week), 1 + week % 3)
    publish(settings)
    return settings_of(folder)


def insert_week(connection: duckdb.DuckDBPyConnection, day: date, size: int) -> None:
    """Add one week of a developer to every mart that a report reads."""
    where = {"team": "data", "repository_key": "r", "developer_key": "a"}
    for at in range(size):
        request = {"request_date": day, "model": "claude-sonnet-5", "duration_ms": 1000 * (at + 1)}
        tokens = {"total_input_tokens": 80, "output_tokens": 20, "list_cost_microusd": 3_000_000}
        insert(connection, "fct_agent_requests", where | request | tokens)
        call = {"called_date": day, "is_edit": True, "is_accepted": at > 0, "is_success": True}
        insert(connection, "fct_tool_calls", where | call)
        commit = {"repository_key": "r", "developer_key": "a", "committed_date": day}
        commit |= {"is_merge": False, "is_superseded": False, "is_assisted": at == 0}
        insert(connection, "fct_git_commits", commit)
        insert(connection, "fct_git_commits", commit | {"is_superseded": True, "is_assisted": True})
    insert(connection, "fct_agent_requests", {"team": "ops", "request_date": day, "model": "gpt-5"})
    session = {"started_date": day, "outcome": "completed", "active_seconds": 1800}
    insert(connection, "fct_agent_sessions", where | session)
    merged = {"merged_date": day, "merge_seconds": 7200, "is_reverted": size == 3}
    insert(connection, "fct_pull_requests", where | merged | {"reopened_count": 0})


def report(config: Path, *arguments: str) -> Result:
    """Return what a `report` command did."""
    return CliRunner().invoke(group, ["--config", str(config), "report", *arguments])


def flat(config: Path, *arguments: str) -> dict[str, float]:
    """Return the keys and values of a report."""
    values: dict[str, float] = json.loads(report(config, *arguments, "--format", "json").output)
    return values


def test_keys_are_stable(config: Path) -> None:
    """A script finds every key it ever found, in both formats; whoever changes one changes this list."""
    known = KEYS.read_text().split()
    assert list(flat(config)) == known
    rows = list(csv.reader(report(config, "--format", "csv").output.splitlines()))
    assert [key for key, _ in rows] == ["key", *known]


@pytest.mark.parametrize(
    ("key", "sql"),
    [
        (
            "acceptance_metrics.acceptance_rate",
            "select count(*) filter (is_accepted) / count(is_accepted) from fct_tool_calls",
        ),
        (
            "cost_metrics.cost_per_merged_pr_usd",
            "select sum(list_cost_microusd) / 1e6 / (select count(*) from fct_pull_requests)"
            " from fct_agent_requests",
        ),
        (
            "delivery_metrics.rework_rate",
            "select avg(cast(is_reverted as int)) from fct_pull_requests",
        ),
        (
            "delivery_metrics.assisted_commit_rate",
            "select avg(cast(is_assisted as int)) from fct_git_commits where not is_superseded",
        ),
        (
            "ai_interaction_velocity.median_latency_seconds",
            "select median(duration_ms) / 1000 from fct_agent_requests",
        ),
        (
            "token_metrics.tokens_per_commit",
            "select sum(total_input_tokens + output_tokens) / (select count(*) from fct_git_commits"
            " where not is_superseded) from fct_agent_requests",
        ),
    ],
)
def test_figures_are_those_of_the_marts(config: Path, key: str, sql: str) -> None:
    """Whoever asks the snapshot in SQL gets the figure of the report."""
    answer = CliRunner().invoke(group, ["--config", str(config), "sql", sql, "--format", "csv"])
    told = flat(config)
    assert told[key] == pytest.approx(float(answer.output.splitlines()[1]))
    assert told[f"{key}.low"] <= told[key] <= told[f"{key}.high"]


def test_a_scope_leaves_out_what_is_not_in_it(config: Path) -> None:
    """Days are inclusive; team and repository are those of each row."""
    last = FIRST + timedelta(weeks=WEEKS - 1)
    assert flat(config, "--until", str(FIRST))["delivery_metrics.rework_rate.n"] == 1
    assert flat(config, "--since", str(last))["delivery_metrics.rework_rate.n"] == 1
    assert flat(config, "--team", "ops")["cost_metrics.price_coverage.n"] == WEEKS
    assert flat(config, "--repo", "shop")["cost_metrics.price_coverage"] == 1
    assert flat(config, "--repo", "other")["scope.first_day"] is None


def test_a_policy_allows_what_a_glob_matches(config: Path) -> None:
    """Case does not matter; without a policy there is no compliance to tell."""
    key = "policy_metrics.model_compliance_rate"
    assert flat(config, "--policy-model", "CLAUDE-*")[key] == pytest.approx(19 / 29)
    assert flat(config, "--policy-model", "*", "--policy-model", "x")[key] == 1
    assert flat(config)[f"{key}.missing"] == "no_policy_given"


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_thin_data_says_what_is_missing(tmp_path: Path, form: str) -> None:
    """An installation without data gets a report, and every reason in it."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    open_warehouse(settings).close()
    publish(settings)
    told = report(settings_of(tmp_path), "--format", form)
    assert told.exit_code == 0
    assert "merged" in told.output
    assert "no_commits" in told.output or "no commits" in told.output


def test_a_pdf_is_a_file(config: Path, tmp_path: Path) -> None:
    """It is drawn without a browser; without a place for it the usage is wrong."""
    file = tmp_path / "pilot.pdf"
    assert report(config, "--format", "pdf", "--output", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert report(config, "--format", "pdf").exit_code == 2


def test_a_lag_is_whole_weeks(config: Path) -> None:
    """Weeks are compared: ten days are refused, four weeks join the family."""
    assert report(config, "--lag-days", "10").exit_code == 2
    assert flat(config, "--lag-days", "28")["ai_outcome_association.lag_days"] == 28


def test_days_that_end_before_they_begin_are_refused(config: Path) -> None:
    """One day is a range; a report of no days would say that nothing was there."""
    assert report(config, "--since", str(FIRST), "--until", str(FIRST)).exit_code == 0
    told = report(config, "--since", str(FIRST), "--until", str(FIRST - timedelta(days=1)))
    assert (told.exit_code, str(FIRST) in told.output) == (2, True)


def test_a_snapshot_of_an_older_version_asks_for_a_refresh(tmp_path: Path) -> None:
    """A mart that is not there yet is no bug: the message says what to run."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    with open_warehouse(settings) as connection:
        connection.execute("drop table marts.fct_delivery_weeks")
    publish(settings)
    told = report(settings_of(tmp_path))
    assert isinstance(told.exception, QueryError)
    assert "agent-analytics refresh" in str(told.exception)


def test_a_folder_that_is_not_there_is_named(config: Path, tmp_path: Path) -> None:
    """The place is in the message."""
    told = report(config, "--output", str(tmp_path / "none" / "pilot.csv"), "--format", "csv")
    assert told.exit_code == 1
    assert "none" in told.output


def test_a_pipe_is_written_to_and_stays(config: Path, tmp_path: Path) -> None:
    """What is no file, such as `/dev/stdout`, is never replaced by one."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)
        assert report(config, "--output", str(pipe), "--format", "csv").exit_code == 0
        assert read.result(10).startswith(b"key,")
    assert pipe.is_fifo()


def test_a_scope_without_anything_is_named(config: Path) -> None:
    """Whoever misspells a team reads its name."""
    told = report(config, "--team", "nobody")
    assert told.exit_code == 0
    assert told.output.startswith("Nothing is known of team nobody:")


def test_figures_for_people_have_units(config: Path) -> None:
    """Seconds and hours are written behind the number."""
    told = report(config, "--format", "md").output
    assert "| 1.00 s |" in told
    assert "| 2.00 h |" in told
