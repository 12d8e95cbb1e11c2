"""Values as the Collector spells them."""

import pytest

from ingestion.sample.wire.attributes import Value, value_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7", {"stringValue": "7"}),
        (7, {"intValue": "7"}),
        (7.0, {"intValue": "7"}),
        (7.5, {"doubleValue": 7.5}),
        (True, {"boolValue": True}),
        (["a"], {"arrayValue": {"values": [{"stringValue": "a"}]}}),
    ],
)
def test_values_have_the_type_a_client_gives_them(value: Value, expected: object) -> None:
    """Integers are decimal strings, whole fractions are integers, truth is not a number."""
    assert value_of(value) == expected
