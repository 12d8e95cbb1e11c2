"""Files that the OpenTelemetry Collector's file exporter writes, loaded into `raw_otlp`.

Only what was appended since the last load is read. What a line means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from typing import TYPE_CHECKING

from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.sources.otlp.parse import stretch_of
from ingestion.tail import Selection

if TYPE_CHECKING:
    from ingestion.pipeline import LoadReport

SOURCE = "otlp"
SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".json.gz", ".jsonl.zst", ".json.zst")


def load(settings: Settings) -> "LoadReport":
    """Load what is new in the configured collector files and return what was landed.

    The caller holds the writer lock.
    """
    selection = Selection(settings.sources.otlp.paths, SUFFIXES)
    return load_files(settings, SOURCE, selection, stretch_of)
