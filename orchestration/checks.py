"""Freshness: how long a loader may be silent. Rules about data are dbt tests, not checks of ours.

How old the newest event is, and whether that is normal, is the mart `fct_source_freshness`.
"""

from datetime import timedelta

import dagster as dg

_LOCAL_TELEMETRY = timedelta(hours=1), timedelta(days=1)
_ALLOWED_SILENCE = {
    "claude_code": _LOCAL_TELEMETRY,
    "otlp": _LOCAL_TELEMETRY,
    "git": (timedelta(hours=3), timedelta(days=2)),
    "prices": (timedelta(days=2), timedelta(days=7)),
}
"""Warn and fail after this long without a load: a few missed ticks, and a machine that is off at night."""


def loader_freshness(source: str) -> dg.FreshnessPolicy:
    """Return how long the raw tables of a source may go without being loaded."""
    warn, fail = _ALLOWED_SILENCE[source]
    return dg.FreshnessPolicy.time_window(fail_window=fail, warn_window=warn)
