"""How long the pilot report takes as a PDF, for a hundred developers over thirteen months.

    python benchmarks/pilot.py [--developers N] [--days N]

The marts that a report reads are made up in SQL, and published as a snapshot that the command opens. The floor
is an empty installation's report. Ends with status 1 when it takes longer than ten seconds of a processor.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import duckdb
import yaml

from agent_analytics.serving import publish
from agent_analytics.settings import Settings

CONTRACTS = Path(__file__).parents[1] / "dbt_project" / "models" / "marts"
GOAL_SECONDS = 10.0

_WHOSE = """
    'd' || d.developer as developer_key, 'team ' || d.developer % 8 as team,
    'r' || (d.developer + n.number) % 20 as repository_key, date '2025-01-06' + d.day::integer as
"""
_ROWS = {
    "fct_agent_requests": """
        select 'k' || hash(d, n.number) as request_key, $whose request_date,
            'claude-sonnet-5' as model, 900 + 7 * n.number as duration_ms, 1000 as output_tokens,
            20000 + 10 * n.number as total_input_tokens, 30000 as list_cost_microusd
        from days as d, range(60) as n(number)""",
    "fct_tool_calls": """
        select $whose called_date, n.number % 9 > 0 as is_success, n.number % 3 = 0 as is_edit,
            n.number % 5 > 0 as is_accepted
        from days as d, range(40) as n(number)""",
    "fct_agent_sessions": """
        select $whose started_date, 600 + 60 * n.number as active_seconds,
            2 as accepted_edit_count, if(n.number % 7 = 0, 'failed', 'completed') as outcome
        from days as d, range((1 + hash(d.developer, d.day) % 5)::bigint) as n(number)""",
    "fct_git_commits": """
        select $whose committed_date, false as is_merge, false as is_superseded,
            n.number = 0 as is_assisted
        from days as d, range((hash(d.day, d.developer) % 4)::bigint) as n(number)""",
    "fct_pull_requests": """
        select $whose merged_date, 3600 * (1 + hash(d.day, n.number) % 90) as merge_seconds,
            hash(d.day) % 19 = 0 as is_reverted, 0 as reopened_count
        from days as d, range((hash(d.developer, d.day) % 2)::bigint) as n(number)""",
    "fct_delivery_weeks": """
        select 'developer' as grain, 'd' || developer as unit, 'team ' || developer % 8 as team,
            date '2025-01-06' + 7 * (day // 7)::integer as week_start_date,
            sum(1 + hash(developer, day) % 5) as session_count,
            sum(hash(day, developer) % 4) as commits,
            sum(hash(developer, day) % 2) as merged_pull_requests,
            median(hash(day, 1) % 90) as merge_hours, 0 as reworked_pull_requests
        from days group by developer, day // 7 order by unit, week_start_date""",
}


def main() -> None:
    """Measure, print, and end with status 1 when the report takes too long."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--developers", type=int, default=100)
    arguments.add_argument("--days", type=int, default=395)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        empty = _installation(Path(folder) / "empty", 0, 0)
        full = _installation(Path(folder) / "full", given.developers, given.days)
        floor, ours = _seconds(empty), _seconds(full)
    print(f"{given.developers} developers over {given.days} days, as a PDF")
    print(f"  nothing known {floor[0]:.1f} s, {floor[1]:.1f} s of processors")
    print(f"  ours          {ours[0]:.1f} s, {ours[1]:.1f} s of processors")
    sys.exit(ours[1] > GOAL_SECONDS)


def _installation(folder: Path, developers: int, days: int) -> Path:
    """Return the settings file of an installation with made-up marts, published."""
    settings = Settings(data_dir=str(folder / "data"))
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("create schema marts")
        for file in sorted(CONTRACTS.rglob("*.yml")):
            for model in yaml.safe_load(file.read_text()).get("models", []):
                columns = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in model["columns"])
                connection.execute(f"create table marts.{model['name']} ({columns})")
        connection.execute(
            "create temp table days as select developer, day from range(?) as a(developer),"
            " range(?) as b(day) where day % 7 < 5",
            [developers, days],
        )
        for mart, rows in _ROWS.items():
            made = rows.replace("$whose", _WHOSE)
            connection.execute(f"insert into marts.{mart} by name {made}")
        connection.execute(
            "insert into marts.dim_developers by name select distinct 'd' || developer as"
            " developer_key, 'team ' || developer % 8 as team from days"
        )
        connection.execute(
            "insert into marts.dim_models by name select 'm' as model_key,"
            " 'claude-sonnet-5' as model"
        )
    publish(settings)
    file = folder / "agent-analytics.toml"
    file.write_text(f'data_dir = "{folder / "data"}"\n')
    return file


def _seconds(config: Path) -> tuple[float, float]:
    """Return the seconds that passed and those of processors for one report."""
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "report"]
    options = ["--format", "pdf", "--policy-model", "claude-*"]
    before, started = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, *options, "--output", f"{config.parent}/pilot.pdf"], check=True)
    passed, after = time.perf_counter() - started, getrusage(RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return passed, worked


if __name__ == "__main__":
    main()
