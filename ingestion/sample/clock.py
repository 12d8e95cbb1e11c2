"""Instants in the spellings of the wire formats. Instants are milliseconds since 1970 UTC."""

from datetime import UTC, datetime


def iso(at: int) -> str:
    """Return an instant as clients write it: `2026-11-21T04:53:39.021Z`."""
    whole = datetime.fromtimestamp(at // 1000, tz=UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def seconds(at: int) -> str:
    """Return an instant as forges write it, without a fraction: `2026-11-21T04:53:39Z`."""
    return f"{datetime.fromtimestamp(at // 1000, tz=UTC):%Y-%m-%dT%H:%M:%SZ}"


def nanoseconds(at: int) -> str:
    """Return an instant as OTLP writes it: nanoseconds since 1970, a decimal string."""
    return f"{at}000000"
