"""An installation with a tiny warehouse to publish from."""

from pathlib import Path

import duckdb
import pytest

from agent_analytics.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an installation with one mart, one public staging view and one private one."""
    settings = Settings(data_dir=str(tmp_path), timezone="Europe/Berlin")
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("""
            create schema raw;
            create schema staging;
            create schema marts;
            create table raw.lines as select 1 as id;
            create view staging.stg_agent_sessions as from agent_analytics.raw.lines;
            create view staging.stg_agent_events as
                select * from (values
                    (timestamptz '2026-01-02 03:04:05+00', null),
                    (timestamptz '2099-01-01 00:00:00+00', 'negative_value,future_time')
                ) as events(event_at, flags);
            create view staging.base_agents__events as from agent_analytics.raw.lines;
            create table marts.fct_days (day date, requested_at timestamptz);
            insert into marts.fct_days values
                ('2026-01-01', '2026-01-01 12:00:00+00'), ('2026-01-02', null);
            comment on column marts.fct_days.day is 'Day of the installation''s time zone.';
        """)
    return settings
