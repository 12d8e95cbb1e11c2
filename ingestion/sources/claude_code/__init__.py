"""Claude Code's transcripts, loaded into `raw_claude_code`.

Only what was appended since the last load is read. What a row means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from typing import TYPE_CHECKING

from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.sources.claude_code.parse import stretch_of
from ingestion.sources.claude_code.paths import SUFFIXES, account_folder, is_transcript
from ingestion.tail import Selection

if TYPE_CHECKING:
    from ingestion.pipeline import LoadReport

SOURCE = "claude_code"


def load(settings: Settings) -> "LoadReport":
    """Load what is new in the configured transcript folders and return what was landed.

    The caller holds the writer lock.
    """
    paths = settings.sources.claude_code.paths
    selection = Selection(paths, SUFFIXES, is_transcript, account_folder)
    return load_files(settings, SOURCE, selection, stretch_of)
