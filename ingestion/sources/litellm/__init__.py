"""What a LiteLLM proxy wrote about the calls it passed on, loaded into `raw_litellm`.

Only what was appended since the last load is read. What a line means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from typing import TYPE_CHECKING

from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import FILES
from ingestion import tail
from ingestion.sources.litellm.parse import stretch_of
from ingestion.sources.litellm.paths import SUFFIXES, is_log_file

if TYPE_CHECKING:
    from dlt.extract import DltSource

    from agent_analytics.settings import Settings
    from ingestion.pipeline import LoadReport

SOURCE = "litellm"


def load(settings: "Settings") -> "LoadReport":
    """Load what is new in the configured files of the proxy and return what was landed.

    The caller holds the writer lock.
    """
    # Each worker imports this package to reach `parse`; the loader would cost it more than a second.
    from ingestion import pipeline  # noqa: PLC0415
    from ingestion.landing import land_readings  # noqa: PLC0415

    policy = policy_of(settings)

    def landed() -> "DltSource | None":
        remembered = pipeline.read_table(settings, SOURCE, FILES.name)
        selection = tail.Selection(settings.sources.litellm.paths, SUFFIXES, is_log_file)
        readings = tail.new_readings(selection, remembered, policy.pseudonymizer)
        return land_readings(SOURCE, readings, stretch_of, policy)

    return pipeline.load(settings, SOURCE, landed)
