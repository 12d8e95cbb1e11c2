"""Files that the OpenTelemetry Collector's file exporter writes, loaded into `raw_otlp`.

Only what was appended since the last load is read. What a line means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from collections.abc import Iterator

from agent_analytics.privacy.policy import policy_for
from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.records import FILES
from agent_analytics.settings import Settings
from ingestion import pipeline, tail
from ingestion.landing import land_readings
from ingestion.pipeline import LoadReport
from ingestion.sources.otlp.parse import stretch_of

SOURCE = "otlp"
SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".json.gz", ".jsonl.zst", ".json.zst")


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured collector files and return what was landed.

    The caller holds the writer lock.
    """
    pseudonymizer = Pseudonymizer(load_or_create_key(settings.paths.privacy_key))
    policy = policy_for(settings.privacy.tier, pseudonymizer)
    return pipeline.load(
        settings,
        SOURCE,
        lambda: land_readings(SOURCE, _readings(settings, pseudonymizer), stretch_of, policy),
    )


def _readings(settings: Settings, pseudonymizer: Pseudonymizer) -> Iterator[tail.Reading]:
    remembered = pipeline.read_table(settings, SOURCE, FILES.name)
    selection = tail.Selection(settings.sources.otlp.paths, SUFFIXES)
    return tail.new_readings(selection, remembered, pseudonymizer)
