"""Why input is refused: the short names that dead letters carry instead of text."""

from enum import StrEnum

from agent_analytics.errors import RecordError


class Reason(StrEnum):
    """One way input can be unreadable."""

    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    NOT_PROTOBUF = "not_protobuf"
    NO_SIGNAL = "no_signal"
    WRONG_SIGNAL = "wrong_signal"
    BAD_ENVELOPE = "bad_envelope"
    BAD_RECORD = "bad_record"
    BAD_VALUE = "bad_value"
    BAD_NUMBER = "bad_number"
    BAD_IDENTIFIER = "bad_identifier"
    TOO_DEEP = "too_deep"
    TOO_MANY_ATTRIBUTES = "too_many_attributes"


class UndecodableError(RecordError):
    """A whole request that cannot be read; the message is its reason and never quotes the request."""


class RefusedError(RecordError):
    """One record that cannot be read; the message is its reason and never quotes the record."""
