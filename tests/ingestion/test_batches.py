from agent_analytics.records import EVENTS, METRIC_POINTS
from ingestion.batches import Batch, by_shape


def test_rows_that_say_the_same_fields_are_one_batch() -> None:
    """Table, fields, agent, version and event part rows; their order within stays."""
    rows = [
        (EVENTS, {"agent": "a", "event_name": "x", "sequence": 1}),
        (EVENTS, {"agent": "a", "event_name": "y", "sequence": 2}),
        (EVENTS, {"agent": "a", "event_name": "x", "sequence": 3}),
        (EVENTS, {"agent": "a", "event_name": "x"}),
        (METRIC_POINTS, {"agent": "a", "event_name": "x"}),
    ]
    batches = by_shape(rows)
    assert [(batch.table, batch.count) for batch in batches] == [
        (EVENTS, 2),
        (EVENTS, 1),
        (EVENTS, 1),
        (METRIC_POINTS, 1),
    ]
    assert batches[0].columns["sequence"] == (1, 3)


def test_a_name_that_is_a_list_parts_no_rows() -> None:
    """What cannot be compared is left to the guard, which refuses it."""
    (batch,) = by_shape([(EVENTS, {"event_name": []}), (EVENTS, {"event_name": []})])
    assert batch.count == 2


def test_rows_leave_out_what_is_unknown_and_keep_what_is_false() -> None:
    """None is no value; zero, false and empty text are."""
    columns = {"a": [None, 0], "b": [False, None], "c": ["", "c"]}
    assert Batch(EVENTS, columns).rows() == [{"b": False, "c": ""}, {"a": 0, "c": "c"}]


def test_attributes_of_all_records_are_given_back_to_each() -> None:
    """A record without any has no such field."""
    batch = Batch(EVENTS, {"a": [1, 2]}, {"x": ["y", None]})
    assert batch.rows() == [{"a": 1, "attributes": {"x": "y"}}, {"a": 2}]
