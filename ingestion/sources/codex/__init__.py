"""Codex's rollouts, loaded into `raw_codex`.

Only what was appended since the last load is landed. What a line means is in `parse`; the format and its
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
from ingestion.sources.codex.parse import stretch_of
from ingestion.sources.codex.paths import SUFFIXES, account_folder, is_rollout

SOURCE = "codex"


def load(settings: Settings) -> LoadReport:
    """Load what is new in the configured folders of rollouts and return what was landed.

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
    selection = tail.Selection(settings.sources.codex.paths, SUFFIXES, is_rollout, account_folder)
    return tail.new_readings(selection, remembered, pseudonymizer)
