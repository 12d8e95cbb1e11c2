"""GitHub Copilot CLI's own session files, loaded into `raw_copilot_cli`.

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
from ingestion.sources.copilot_cli.parse import stretch_of
from ingestion.sources.copilot_cli.paths import SUFFIXES, account_folder, is_session_file

SOURCE = "copilot_cli"


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured session folders and return what was landed.

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
    selection = tail.Selection(
        settings.sources.copilot_cli.paths, SUFFIXES, is_session_file, account_folder
    )
    return tail.new_readings(selection, remembered, pseudonymizer)
