"""Codex's rollouts, loaded into `raw_codex`.

Only what was appended since the last load is landed. What a line means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from typing import TYPE_CHECKING

from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.sources.codex.parse import stretch_of
from ingestion.sources.codex.paths import SUFFIXES, account_folder, is_rollout
from ingestion.tail import Selection

if TYPE_CHECKING:
    from ingestion.pipeline import LoadReport

SOURCE = "codex"


def load(settings: Settings) -> "LoadReport":
    """Load what is new in the configured folders of rollouts and return what was landed.

    The caller holds the writer lock.
    """
    paths = settings.sources.codex.paths
    selection = Selection(paths, SUFFIXES, is_rollout, account_folder)
    return load_files(settings, SOURCE, selection, stretch_of)
