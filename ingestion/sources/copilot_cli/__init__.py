"""GitHub Copilot CLI's own session files, loaded into `raw_copilot_cli`.

Only what was appended since the last load is read. What a line means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from typing import TYPE_CHECKING

from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.sources.copilot_cli.parse import stretch_of
from ingestion.sources.copilot_cli.paths import SUFFIXES, account_folder, is_session_file
from ingestion.tail import Selection

if TYPE_CHECKING:
    from ingestion.pipeline import LoadReport

SOURCE = "copilot_cli"


def load(settings: Settings) -> "LoadReport":
    """Load what is new in the configured session folders and return what was landed.

    The caller holds the writer lock.
    """
    paths = settings.sources.copilot_cli.paths
    selection = Selection(paths, SUFFIXES, is_session_file, account_folder)
    return load_files(settings, SOURCE, selection, stretch_of)
