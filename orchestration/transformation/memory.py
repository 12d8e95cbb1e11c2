"""How much memory the database may take while models are built.

What fits on the disk goes there, but some aggregates never do, and these grow with the number of events.
"""

import duckdb

from agent_analytics.records import EVENTS, SOURCE_TABLES
from agent_analytics.settings import Settings
from ingestion.pipeline import MEMORY_MB, connect, schema_of

FIXED_MB = 250
BYTES_PER_EVENT = 500
"""From 300,000 to 4.3 million events, builds were seen to need 200 MB and 260 bytes each; the rest is room."""

SHARE_OF_USUAL = 0.75
"""What the database would take of this machine is 80 % of its memory; Python needs some of that."""

_BYTES = {"KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4}
_BYTES_PER_MB = 1_000_000


def memory_mb(settings: Settings) -> int:
    """Return the megabytes the database may take: as set, else by what was loaded and the machine has.

    What a load may take is the least, and enough for 300,000 events.
    """
    if settings.warehouse.memory_mb is not None:
        return settings.warehouse.memory_mb
    if settings.warehouse.kind == "motherduck":
        return MEMORY_MB
    needed = FIXED_MB + _events(settings) * BYTES_PER_EVENT // _BYTES_PER_MB
    return max(MEMORY_MB, min(needed, int(SHARE_OF_USUAL * _usual_bytes() / _BYTES_PER_MB)))


def _events(settings: Settings) -> int:
    """Return about how many events all sources have loaded."""
    schemas = [schema_of(source) for source in SOURCE_TABLES]
    with connect(settings) as connection:
        [(count,)] = connection.execute(
            "select coalesce(sum(estimated_size), 0) from duckdb_tables()"
            " where table_name = ? and schema_name in (select unnest(?))",
            [EVENTS.name, schemas],
        ).fetchall()
    return int(count)


def _usual_bytes() -> float:
    """Return what the database takes at most when nothing is said; it minds the limit of a container."""
    with duckdb.connect(":memory:") as connection:
        [(said,)] = connection.execute("select current_setting('memory_limit')").fetchall()
    number, unit = said.split()
    return float(number) * _BYTES[unit]
