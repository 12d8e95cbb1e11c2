"""Times as clients write them in their own files, in microseconds since 1970 UTC."""

from datetime import UTC, datetime, timedelta

BAD_TIME = "bad_time"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST_MILLISECONDS = 100_000_000_000
"""A number this large counts milliseconds since 1970, a smaller one seconds."""

_NO_TIME = 10**15
"""A number this large is no time in either unit."""


def microseconds(timestamp: str | int | float | None) -> int | None:
    """Return an ISO time or a number of seconds or milliseconds since 1970 as microseconds UTC.

    A time without a zone is taken as UTC. None for what is no time.
    """
    if isinstance(timestamp, int | float):
        if abs(timestamp) >= _NO_TIME:
            return None
        scale = 1_000 if timestamp >= _FIRST_MILLISECONDS else 1_000_000
        return int(timestamp * scale)
    if not timestamp:
        return None
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return _leap_second(timestamp)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MICROSECOND


def _leap_second(timestamp: str) -> int | None:
    """Return a time in second 60 as the second that follows it."""
    if timestamp[16:19] != ":60":
        return None
    before = microseconds(f"{timestamp[:16]}:59{timestamp[19:]}")
    return None if before is None else before + 1_000_000
