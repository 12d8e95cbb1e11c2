"""Files that the OpenTelemetry Collector's file exporter writes, loaded into `raw_otlp`.

Only what was appended since the last load is read. What a line means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from agent_analytics.privacy.policy import policy_of
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.records import FILES
from ingestion import tail
from ingestion.sources.otlp.parse import stretch_of

if TYPE_CHECKING:
    from dlt.extract import DltSource

    from agent_analytics.settings import Settings
    from ingestion.pipeline import LoadReport

SOURCE = "otlp"
SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".json.gz", ".jsonl.zst", ".json.zst")


def load(settings: "Settings") -> "LoadReport":
    """Load what is new in the configured collector files and return what was landed.

    The caller holds the writer lock.
    """
    # Each worker imports this package to reach `parse`; the loader would cost it more than a second.
    from ingestion import pipeline  # noqa: PLC0415
    from ingestion.landing import land_readings  # noqa: PLC0415

    policy = policy_of(settings)

    def landed() -> "DltSource":
        remembered = pipeline.read_table(settings, SOURCE, FILES.name)
        readings = _readings(settings, remembered, policy.pseudonymizer)
        return land_readings(SOURCE, readings, stretch_of, policy)

    return pipeline.load(settings, SOURCE, landed)


def _readings(
    settings: "Settings", remembered: list[dict[str, Any]], pseudonymizer: Pseudonymizer
) -> Iterator[tail.Reading]:
    selection = tail.Selection(settings.sources.otlp.paths, SUFFIXES)
    return tail.new_readings(selection, remembered, pseudonymizer)
