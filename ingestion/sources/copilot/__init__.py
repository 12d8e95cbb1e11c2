"""Loads GitHub's reports on Copilot: usage, seats, bills. How it works is said in this folder's README.

Only `load` belongs to others. Files saved from the closed interface are the source `copilot_legacy`.
"""

from datetime import date
from typing import TYPE_CHECKING

from agent_analytics.errors import SourceError
from agent_analytics.privacy.policy import policy_of
from agent_analytics.settings import Settings
from agent_analytics.source_settings import CopilotSource
from ingestion.sources.copilot.parse import stretch_of
from ingestion.sources.copilot.reports import Scope

if TYPE_CHECKING:
    from dlt.extract import DltSource

    from ingestion.days import DayRange
    from ingestion.github_client import Patience
    from ingestion.pipeline import LoadReport

SOURCE = "copilot"
SECTION = "sources.copilot"


def load(
    settings: Settings, patience: "Patience | None" = None, days: "DayRange | None" = None
) -> "LoadReport":
    """Load what is new in the configured organisations and enterprises and return what was landed.

    With `days`, only the daily reports of those days, whether known or not. Without a configured scope
    nothing is asked. A kind of report that cannot be read stops only itself: its row in `polled_reports` says
    why. Raises `SourceError` when there is no token, it is refused, or GitHub fails in spite of `patience`;
    what was read before is landed first. The caller holds the writer lock.
    """
    # Each worker imports this package to reach `stretch_of`; the loader would cost it more than a second.
    from ingestion import pipeline  # noqa: PLC0415
    from ingestion.github_client import Client, Patience, token_in  # noqa: PLC0415
    from ingestion.landing import land_readings  # noqa: PLC0415
    from ingestion.sources.copilot.downloads import Downloads  # noqa: PLC0415
    from ingestion.sources.copilot.memory import recall  # noqa: PLC0415
    from ingestion.sources.copilot.poll import Poll  # noqa: PLC0415

    configured = settings.sources.copilot
    scopes = _scopes(configured)
    if not scopes:
        return pipeline.LoadReport(SOURCE, {}, 0.0)
    policy = policy_of(settings)
    patience = patience or Patience()
    token = token_in(configured.token_env, SECTION, "read their Copilot metrics")
    client = Client(configured.base_url, token, SECTION, patience)
    downloads = Downloads(patience)
    poll = Poll(client, downloads, scopes, _since(configured), days)
    reports = []

    def landed() -> "DltSource | None":
        pieces = poll.slice(lambda: recall(settings))
        return land_readings(SOURCE, pieces, stretch_of, policy)

    try:
        while not poll.finished:
            reports.append(pipeline.load(settings, SOURCE, landed))
    finally:
        client.close()
        downloads.close()
    if poll.failure:
        raise SourceError(poll.failure)
    return pipeline.together(SOURCE, reports, "; ".join(poll.notes))


def _scopes(configured: CopilotSource) -> list[Scope]:
    """Return every configured scope once, enterprises first."""
    scopes = [Scope("enterprise", name) for name in configured.enterprises]
    scopes += [Scope("organization", name) for name in configured.organizations]
    return list({(scope.kind, scope.name.lower()): scope for scope in scopes}.values())


def _since(configured: CopilotSource) -> date | None:
    if not configured.since:
        return None
    try:
        return date.fromisoformat(configured.since)
    except ValueError:
        message = (
            f"sources.copilot.since is {configured.since!r}, which is no day; write YYYY-MM-DD"
        )
        raise SourceError(message) from None
