"""How fast collector files become merged rows, beside reading their bytes and beside plain dlt.

    python benchmarks/ingest.py [--events N]

Our road is the whole one: find the file, read, decode, map, redact, validate, Arrow, merge into DuckDB. Plain
dlt gets the same rows, decoded and reduced beforehand, as dicts, and a twenty-fifth of them.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
from collector_lines import lines
from harness import Road, report, timed

from agent_analytics.privacy.policy import policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.privacy.redact import apply
from agent_analytics.records import EVENTS
from agent_analytics.settings import Settings
from agent_analytics.source_settings import OtlpSource, SourcesSettings
from ingestion.otlp.decode import decode
from ingestion.otlp.events import rows
from ingestion.sources import otlp

DEFAULT_EVENTS = 1_000_000
PLAIN_SHARE = 25
READ_BYTES = 8 * 1024 * 1024


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=DEFAULT_EVENTS)
    events = arguments.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "telemetry.jsonl"
        with file.open("wb") as stream:
            stream.writelines(lines(events))
        floor = timed("read the bytes", events, lambda: _read(file))
        ours = _our_road(Path(folder) / "ours", file, events)
        plain = _plain_road(Path(folder) / "plain", events // PLAIN_SHARE)
    report("collector file to merged rows", [floor, ours, plain], ours)


def _read(file: Path) -> None:
    with file.open("rb") as stream:
        while stream.read(READ_BYTES):
            pass


def _our_road(folder: Path, file: Path, events: int) -> Road:
    settings = Settings(
        data_dir=str(folder), sources=SourcesSettings(otlp=OtlpSource(paths=[str(file)]))
    )
    return timed("ours", events, lambda: otlp.load(settings))


def _plain_road(folder: Path, events: int) -> Road:
    decoded = list(_dicts(events))
    pipeline = dlt.pipeline(
        "plain",
        destination=dlt.destinations.duckdb(str(folder.with_suffix(".duckdb"))),
        dataset_name="raw",
        pipelines_dir=str(folder),
    )
    resource = dlt.resource(
        decoded, name=EVENTS.name, primary_key=EVENTS.key, write_disposition="merge"
    )
    return timed("plain dlt, rows as dicts", events, lambda: pipeline.run(resource))


def _dicts(events: int) -> Iterator[dict[str, Any]]:
    policy = policy_for(1, Pseudonymizer(bytes(KEY_BYTES)))
    for line in lines(events):
        for row in rows(decode(line, "json").signals):
            if row is not None:
                yield apply(policy, row[1])[0]


if __name__ == "__main__":
    main()
