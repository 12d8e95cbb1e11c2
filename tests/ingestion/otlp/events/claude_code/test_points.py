from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ingestion.otlp.events.claude_code.points import point_row
from ingestion.otlp.signals import Origin, Point

Make = Callable[..., Point]
Row = dict[str, Any]


@pytest.mark.parametrize(
    ("metric", "column"),
    [
        ("claude_code.token.usage", "token_type"),
        ("claude_code.lines_of_code.count", "line_type"),
    ],
)
def test_type_means_what_the_metric_counts(
    point: Make, base: Row, metric: str, column: str
) -> None:
    """`type` is a kind of tokens or of lines."""
    assert point_row(point(metric, type="added"), base)[column] == "added"


def test_redelivered_point_has_the_same_key(point: Make, base: Row) -> None:
    """Order of attributes does not make another stream."""
    first = point_row(point("m", a=1, b=2), base)
    again = point_row(point("m", b=2, a=1), base)
    assert (first["point_id"], first["stream_key"]) == (again["point_id"], again["stream_key"])


@pytest.mark.parametrize("change", [{"started_at": 1}, {"point_at": 2}])
def test_interval_makes_another_point_of_one_stream(
    point: Make, base: Row, change: dict[str, int]
) -> None:
    """Points of a stream differ in their interval, the stream does not."""
    first = point_row(point("m"), base)
    other = point_row(msgspec.structs.replace(point("m"), **change), base)
    assert first["stream_key"] == other["stream_key"]
    assert first["point_id"] != other["point_id"]


def test_resource_scope_metric_and_attributes_make_another_stream(point: Make, base: Row) -> None:
    """Any of a stream's four parts tells it from another."""
    made = point("m")
    elsewhere = Origin({"team": "payments"}, made.origin.scope_name, made.origin.scope_version)
    other_scope = Origin(made.origin.resource, "other", made.origin.scope_version)
    streams = [
        made,
        msgspec.structs.replace(made, origin=elsewhere),
        msgspec.structs.replace(made, origin=other_scope),
        point("n"),
        point("m", a=1),
    ]
    assert len({point_row(each, base)["stream_key"] for each in streams}) == len(streams)
