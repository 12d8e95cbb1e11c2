"""The model's context and its cache."""

from ingestion.sample.catalog import GATEWAY_MODEL, MAIN_MODEL
from ingestion.sample.context import Context
from ingestion.sample.dice import dice_for

HOUR = 3_600_000
START = 10 * HOUR


def test_a_request_reads_what_the_one_before_wrote() -> None:
    """The first request writes, the next reads exactly that."""
    context = Context(dice_for(7, "context"), MAIN_MODEL, 1_500)
    first = context.next_request(START, 100)
    second = context.next_request(START + HOUR, 100)
    assert first.read == 0
    assert second.read == first.write_5m + first.write_1h
    assert second.write_1h == 0


def test_a_cold_cache_is_written_again() -> None:
    """More than an hour later nothing is read and everything is written."""
    context = Context(dice_for(7, "context"), MAIN_MODEL, 1_500)
    first = context.next_request(START, 100)
    later = context.next_request(START + HOUR + 1, 100)
    assert later.read == 0
    assert later.write_5m + later.write_1h > first.write_5m + first.write_1h


def test_other_vendors_have_no_long_cache() -> None:
    """A model behind the gateway writes nothing for an hour."""
    context = Context(dice_for(7, "context"), GATEWAY_MODEL, 1_500)
    tokens = context.next_request(START, 100)
    assert (tokens.write_1h, tokens.write_5m > 14_000) == (0, True)


def test_compacting_shrinks_a_full_context() -> None:
    """The summary reads the whole context; afterwards it is no longer full."""
    context = Context(dice_for(7, "context"), MAIN_MODEL, 30_000)
    at = START
    while not context.is_full():
        context.next_request(at, 100)
        at += 1_000
    assert context.compact().read > 110_000
    assert not context.is_full()
