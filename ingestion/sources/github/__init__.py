"""Loads pull requests, reviews and checks from GitHub. How it works is said in this folder's README.

Only `load` belongs to others. Local clones are a source of their own.
"""

from agent_analytics.errors import SourceError
from agent_analytics.privacy.policy import policy_of
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.github_client import Client, Patience, token_in
from ingestion.landing import land
from ingestion.pipeline import LoadReport
from ingestion.sources.github.poll import Poll

SOURCE = "github"
SECTION = "sources.github"


def load(settings: Settings, patience: Patience | None = None) -> LoadReport:
    """Load what changed in the configured repositories and return what was landed.

    Without repositories nothing is asked. A repository that cannot be read stops only itself: its row in
    `polled_repositories` says why. Raises `SourceError` when there is no token, it is refused, or GitHub fails
    in spite of `patience`; what was read before is landed first. The caller holds the writer lock.
    """
    configured = settings.sources.github
    if not configured.repositories:
        return LoadReport(SOURCE, {}, 0.0)
    policy = policy_of(settings)
    token = token_in(configured.token_env, SECTION, "read the configured repositories")
    client = Client(configured.base_url, token, SECTION, patience)
    names = list({name.lower(): name for name in configured.repositories}.values())
    poll = Poll(settings, client, policy.pseudonymizer, names)
    reports = []
    try:
        while not poll.finished:
            report = pipeline.load(settings, SOURCE, lambda: land(SOURCE, poll.slice(), policy))
            reports.append(report)
    finally:
        client.close()
    if poll.failure:
        raise SourceError(poll.failure)
    return pipeline.together(SOURCE, reports, "; ".join(poll.notes))
