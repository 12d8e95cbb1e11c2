"""Histograms that contradict themselves. What else a point says belongs to `assemble`."""

import itertools

from ingestion.otlp import wire
from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.scalars import double, integer


def check_buckets(record: wire.PointWire) -> None:
    """Raise `RefusedError` for bounds that do not rise, or buckets that do not add up to the count.

    The sum of such a point is as doubtful as they are. A point may be without buckets.
    """
    bounds = [double(bound) for bound in record.explicit_bounds or ()]
    if any(not low < high for low, high in itertools.pairwise(bounds)):
        raise RefusedError(Reason.BAD_NUMBER)
    counts = [integer(count) or 0 for count in record.bucket_counts or ()]
    if counts and sum(counts) != (integer(record.count) or 0):
        raise RefusedError(Reason.BAD_NUMBER)
