"""Gemini CLI's chat files, loaded into `raw_gemini_cli`.

Only what was appended since the last load is read; documents, which the client writes anew, are read
whole. What a line means is in `parse`; the format and its evidence are in the README beside this file.
"""

from collections.abc import Iterator

from agent_analytics.privacy.policy import policy_for
from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.records import FILES
from agent_analytics.settings import Settings
from ingestion import pipeline, tail
from ingestion.landing import land_readings
from ingestion.pipeline import LoadReport
from ingestion.sources.gemini_cli.chats import ChatReading, chat_of
from ingestion.sources.gemini_cli.parse import stretch_of
from ingestion.sources.gemini_cli.paths import DOCUMENTS, SUFFIXES, account_folder, is_chat

SOURCE = "gemini_cli"


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured folders of chats and return what was landed.

    The caller holds the writer lock.
    """
    pseudonymizer = Pseudonymizer(load_or_create_key(settings.paths.privacy_key))
    policy = policy_for(settings.privacy.tier, pseudonymizer)
    return pipeline.load(
        settings,
        SOURCE,
        lambda: land_readings(SOURCE, _readings(settings, pseudonymizer), stretch_of, policy),
    )


def _readings(settings: Settings, pseudonymizer: Pseudonymizer) -> Iterator[ChatReading]:
    remembered = pipeline.read_table(settings, SOURCE, FILES.name)
    selection = tail.Selection(
        settings.sources.gemini_cli.paths, SUFFIXES, is_chat, account_folder, DOCUMENTS
    )
    for reading in tail.new_readings(selection, remembered, pseudonymizer):
        yield ChatReading(reading, chat_of(reading.path))
