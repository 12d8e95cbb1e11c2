"""Saved answers of the metrics interface that GitHub closed, loaded into `raw_copilot_legacy`.

What a file says is in `parse`; evidence is in the README beside this file. The reports of today are the source
`copilot`.
"""

from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.pipeline import LoadReport
from ingestion.sources.copilot_legacy.parse import SUFFIX, stretch_of
from ingestion.tail import Selection

SOURCE = "copilot_legacy"


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured folders and return what was landed.

    The caller holds the writer lock.
    """
    paths = settings.sources.copilot_legacy.paths
    selection = Selection(paths, (SUFFIX,), documents=(SUFFIX,))
    return load_files(settings, SOURCE, selection, stretch_of)
