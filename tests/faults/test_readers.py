"""Readers that never pause while snapshots are published without a pause: each sees one build, whole.

`pytest tests/faults/test_readers.py --reader-seconds 600` does it for ten minutes.
"""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from agent_analytics.serving import publish
from agent_analytics.settings import Settings

READERS = 2
TABLES = ("fct_first", "fct_second", "dim_third")

READ = """
import json, sys, time
from agent_analytics.errors import AgentAnalyticsError
from agent_analytics.serving import describe_snapshot, open_snapshot
from agent_analytics.settings import Settings

settings, tables = Settings(data_dir=sys.argv[1]), sys.argv[3].split(",")
end = time.monotonic() + float(sys.argv[2])
reads, builds, mixed, slowest = 0, set(), [], 0.0
while time.monotonic() < end:
    began = time.monotonic()
    with open_snapshot(settings) as connection:
        build = describe_snapshot(connection).fingerprint
        for table in tables:
            found = connection.execute(f"select build, count(*) from {table} group by build").fetchall()
            if found != [(int(build), 20_000)]:
                mixed.append([build, table, found[:3]])
    slowest = max(slowest, time.monotonic() - began)
    reads += 1
    builds.add(build)
print(json.dumps({"reads": reads, "builds": len(builds), "mixed": mixed, "slowest": slowest}))
"""

WRITE = """
import sys, time
import duckdb
from agent_analytics.serving import publish
from agent_analytics.settings import Settings

settings, tables = Settings(data_dir=sys.argv[1]), sys.argv[3].split(",")
end = time.monotonic() + float(sys.argv[2])
build = 1
while time.monotonic() < end:
    build += 1
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        for table in tables:
            rows = f"select {build} as build from range(20000)"
            connection.execute(f"create or replace table marts.{table} as {rows}")
    publish(settings, str(build))
print(build)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an installation whose readers see the first build."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("create schema marts")
        for table in TABLES:
            connection.execute(f"create table marts.{table} as select 1 as build from range(20000)")
    publish(settings, "1")
    return settings


@pytest.mark.slow
def test_readers_never_see_half_a_refresh(settings: Settings, pytestconfig: pytest.Config) -> None:
    """No reader fails, waits or sees tables of two builds; the writer is never held up."""
    seconds = pytestconfig.getoption("--reader-seconds")
    arguments = [str(settings.paths.root), str(seconds), ",".join(TABLES)]
    programs = [
        subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE)
        for program in (WRITE, *[READ] * READERS)
    ]
    outputs = [program.communicate(timeout=seconds + 60)[0] for program in programs]
    assert [program.returncode for program in programs] == [0] * (1 + READERS)
    published, *readers = [json.loads(output) for output in outputs]
    assert published > 2
    for reader in readers:
        assert reader["mixed"] == []
        assert reader["reads"] > reader["builds"] > 1
