"""Gemini CLI's chat files, loaded into `raw_gemini_cli`.

Only what was appended since the last load is read; documents, which the client writes anew, are read
whole. What a line means is in `parse`, what the note beside chats tells in `notes`; the format and its
evidence are in the README beside this file.
"""

from typing import TYPE_CHECKING

from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.sources.gemini_cli import notes
from ingestion.sources.gemini_cli.chats import ChatReading, chat_of
from ingestion.sources.gemini_cli.parse import stretch_of
from ingestion.sources.gemini_cli.paths import DOCUMENTS, SUFFIXES, account_folder, is_note, is_read
from ingestion.stretches import Stretch
from ingestion.tail import Reading, Selection

if TYPE_CHECKING:
    from ingestion.pipeline import LoadReport

SOURCE = "gemini_cli"


def load(settings: Settings) -> "LoadReport":
    """Load what is new in the configured folders of chats and return what was landed.

    The caller holds the writer lock.
    """
    paths = settings.sources.gemini_cli.paths
    selection = Selection(paths, SUFFIXES, is_read, account_folder, DOCUMENTS)
    return load_files(settings, SOURCE, selection, _stretch_of_file)


def _stretch_of_file(reading: Reading) -> Stretch:
    if is_note(reading.path):
        return notes.stretch_of(reading)
    return stretch_of(ChatReading(reading, chat_of(reading.path)))
