"""What nobody knows stays unknown on its way through all marts: it never becomes 0."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from ingestion.pipeline import connect, writer_lock
from ingestion.sources import claude_code, prices
from tests.fixtures.models import build_unchecked

UNKNOWN_TOKENS = ("input_tokens", "total_input_tokens", "reasoning_tokens")
"""A cache that is not spoken of was not used: its tokens are known to be 0."""
KNOWN_MONEY = {("fct_roi", "value_microusd")}
"""No edit was accepted, which is worth nothing, and known to be."""


def only_request() -> str:
    """Return a session whose one answer tells nothing but its output, by a model of tomorrow."""
    common = {"sessionId": "s", "timestamp": "2026-11-20T09:00:00.000Z", "version": "2.1.329"}
    asked = {
        **common,
        "type": "user",
        "uuid": "u1",
        "message": {"role": "user", "content": "What is left?"},
    }
    answered = {
        **common,
        "type": "assistant",
        "uuid": "u2",
        "requestId": "req_1",
        "message": {
            "id": "msg_1",
            "role": "assistant",
            "model": "claude-of-tomorrow",
            "content": [{"type": "text", "text": "Nothing."}],
            "usage": {"output_tokens": 7},
        },
    }
    return f"{json.dumps(asked)}\n{json.dumps(answered)}\n"


Values = dict[tuple[str, str], list[object]]
"""Known values of a number, by mart and column."""


@pytest.fixture(scope="module")
def marts(
    tmp_path_factory: pytest.TempPathFactory, parsed_project: Callable[[Path], None]
) -> Iterator[Values]:
    """Return the known values of every number of every mart of an installation with that one request."""
    folder = tmp_path_factory.mktemp("unknown")
    (folder / "projects").mkdir()
    (folder / "projects" / "s.jsonl").write_text(only_request())
    settings = Settings.model_validate(
        {
            "data_dir": str(folder / "data"),
            "sources": {"claude_code": {"paths": [str(folder / "projects")]}},
        }
    )
    parsed_project(folder / "data")
    with writer_lock(settings):
        claude_code.load(settings)
        prices.load(settings)
    build_unchecked(settings)
    with connect(settings) as connection:
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'marts' and (column_name like '%_microusd'"
            " or column_name like '%_tokens')"
        ).fetchall()
        yield {
            (table, column): [
                value
                for (value,) in connection.execute(
                    f'select "{column}" from marts."{table}" where "{column}" is not null'  # noqa: S608
                ).fetchall()
            ]
            for table, column in columns
        }


@pytest.mark.slow
def test_money_nobody_knows_is_null_on_every_mart(marts: Values) -> None:
    """One request without a price: no mart has an amount, and none has 0."""
    known = {place: values for place, values in marts.items() if place[1].endswith("_microusd")}
    assert len(known) > 10
    assert {place for place, values in known.items() if values} == KNOWN_MONEY


@pytest.mark.slow
def test_tokens_nobody_knows_are_null_on_every_mart(
    marts: Values,
) -> None:
    """Kinds of tokens the client left out stay unknown; the one it told arrives everywhere."""
    told = {place: set(values) for place, values in marts.items() if values}
    assert not {place for place in told if place[1] in UNKNOWN_TOKENS}
    assert {frozenset(told[place]) for place in told if place[1] == "output_tokens"} == {
        frozenset({7})
    }
