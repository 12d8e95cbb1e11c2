"""opencode's sessions, from its database or its older JSON files, loaded into `raw_opencode`.

Only sessions that changed since the last load are read again, each as a whole; keys make that change
nothing. What a session means is in `parse`, how it is read in `database` and `storage`; the format and its
evidence are in the README beside this file.
"""

from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import FILES
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.landing import land
from ingestion.pipeline import LoadReport
from ingestion.sources.opencode.places import new_stretches

SOURCE = "opencode"


def load(settings: Settings) -> LoadReport:
    """Load the sessions that changed in the configured places and return what was landed.

    The caller holds the writer lock.
    """
    policy = policy_of(settings)
    paths = settings.sources.opencode.paths
    return pipeline.load(
        settings,
        SOURCE,
        lambda: land(
            SOURCE,
            new_stretches(
                paths,
                pipeline.read_table(settings, SOURCE, FILES.name),
                policy.pseudonymizer,
            ),
            policy,
        ),
    )
