"""Freshness: how long a loader may be silent. Rules about data are dbt tests, not checks of ours.

How old the newest event is, and whether that is normal, is the mart `fct_source_freshness`.
"""

from datetime import timedelta

import dagster as dg

_LOCAL_TELEMETRY = timedelta(hours=1), timedelta(days=1)
_ALLOWED_SILENCE = {
    "git": (timedelta(hours=3), timedelta(days=2)),
    "github": (timedelta(hours=3), timedelta(days=1)),
    "prices": (timedelta(days=2), timedelta(days=7)),
    "company": (timedelta(days=2), timedelta(days=7)),
    "copilot": (timedelta(days=2), timedelta(days=4)),
}
"""Warn and fail after this long without a load: a few missed ticks, and a machine that is off at night.
A source that is not named reads local files."""


def loader_freshness(source: str) -> dg.FreshnessPolicy:
    """Return how long the raw tables of a source may go without being loaded."""
    warn, fail = _ALLOWED_SILENCE.get(source, _LOCAL_TELEMETRY)
    return dg.FreshnessPolicy.time_window(fail_window=fail, warn_window=warn)
