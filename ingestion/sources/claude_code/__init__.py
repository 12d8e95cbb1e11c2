"""Claude Code's transcripts, loaded into `raw_claude_code`.

Only what was appended since the last load is read. What a row means is in `parse`; the format and its
evidence are in the README beside this file.
"""

from collections.abc import Iterator

from agent_analytics.privacy.policy import policy_of
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.records import FILES
from agent_analytics.settings import Settings
from ingestion import pipeline, tail
from ingestion.landing import land_readings
from ingestion.pipeline import LoadReport
from ingestion.sources.claude_code.parse import stretch_of
from ingestion.sources.claude_code.paths import SUFFIXES, account_folder, is_transcript

SOURCE = "claude_code"


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured transcript folders and return what was landed.

    The caller holds the writer lock.
    """
    policy = policy_of(settings)
    return pipeline.load(
        settings,
        SOURCE,
        lambda: land_readings(
            SOURCE, _readings(settings, policy.pseudonymizer), stretch_of, policy
        ),
    )


def _readings(settings: Settings, pseudonymizer: Pseudonymizer) -> Iterator[tail.Reading]:
    remembered = pipeline.read_table(settings, SOURCE, FILES.name)
    selection = tail.Selection(
        settings.sources.claude_code.paths, SUFFIXES, is_transcript, account_folder
    )
    return tail.new_readings(selection, remembered, pseudonymizer)
