"""The chain from a figure leads to the prices and the records it was made from."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from agent_analytics.cli import group
from agent_analytics.errors import QueryError
from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.settings import Settings
from ingestion.tail import file_key_of
from orchestration.explanation import Requests, explain

TABLES = """
    create schema intermediate;
    create schema staging;
    create table intermediate.int_agent_requests_enriched as
        select 'key-1' as request_key, 'req_1' as request_id, 'msg_1' as message_id,
            'claude_code' as agent, 'anthropic' as provider, 'claude-opus-5' as model,
            'claude-opus-5' as price_model, 's1' as session_id, 'sk1' as session_key,
            timestamptz '2026-11-01 10:00:00+00' as requested_at, date '2026-11-01' as request_date,
            'transcript' as source_layer, 'transcript' as layers, 'priced' as price_status,
            20::bigint as list_cost_microusd, 20::bigint as reported_cost_microusd,
            null::varchar as speed, null::varchar as service_tier, 4::bigint as input_tokens,
            0::bigint as cache_write_tokens, 0::bigint as cache_read_tokens
        union all by name
        select 'key-2' as request_key, 's1' as session_id, 'unknown_model' as price_status,
            'claude-next' as model, date '2026-11-02' as request_date;
    create table intermediate.int_request_charges__priced as
        select 'key-1' as request_key, 'input' as token_kind, 4::bigint as units, 'p1' as price_id,
            20::decimal(38, 9) as list_cost_microusd;
    create table staging.stg_prices as
        select 'p1' as price_id, 'input' as token_kind, 5::decimal(20, 9) as microusd_per_unit,
            0::bigint as context_over_tokens, '-infinity'::timestamptz as valid_from,
            'infinity'::timestamptz as valid_to, 'a list' as origin, '2026-11-01' as verified_on;
"""


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Return an installation with two requests, one of them told by two lines of a file."""
    projects = tmp_path / "projects"
    projects.mkdir()
    transcript = projects / "one.jsonl"
    transcript.touch()
    settings = Settings.model_validate(
        {
            "data_dir": str(tmp_path / "data"),
            "sources": {"claude_code": {"paths": [str(projects)]}},
        }
    )
    settings.paths.prepare()
    key = file_key_of(transcript, Pseudonymizer(load_or_create_key(settings.paths.privacy_key)))
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute(TABLES)
        connection.execute(
            "create table intermediate.int_request_evidence as"
            " select 'key-1' as request_key, verdict, 'transcript' as source_layer, ? as file_key,"
            " place * 100 as file_offset, '20261101T100000.000000Z-abc' as batch_id,"
            " 7 as output_tokens, timestamptz '2026-11-01 10:00:00+00' as event_at"
            " from (values ('growing_snapshot', 0), ('counted', 1)) as lines(verdict, place)",
            [key],
        )
    yield settings


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Requests(request="req_1"), ["key-1"]),
        (Requests(request="msg_1"), ["key-1"]),
        (Requests(request="key-2"), ["key-2"]),
        (Requests(session="s1"), ["key-1", "key-2"]),
        (Requests(day=date(2026, 11, 2)), ["key-2"]),
        (Requests(request="nobody's"), []),
    ],
)
def test_requests_are_found_by_what_people_have(
    settings: Settings, wanted: Requests, keys: list[str]
) -> None:
    """A request by any of its ids, all of a session, all of a day; dearest first."""
    assert [row["request_key"] for row in explain(settings, wanted).requests] == keys


def test_a_request_leads_to_prices_and_lines(settings: Settings) -> None:
    """The price comes with its source, the counted record before those that were discarded."""
    found = explain(settings, Requests(request="req_1"))
    (charge,) = found.charges
    assert (charge["units"], charge["origin"], charge["valid_from"]) == (4, "a list", None)
    assert [(row["verdict"], row["file_offset"]) for row in found.records] == [
        ("counted", 100),
        ("growing_snapshot", 0),
    ]


@pytest.mark.parametrize("wanted", [Requests(), Requests(request="a", session="b")])
def test_one_thing_is_explained_at_a_time(settings: Settings, wanted: Requests) -> None:
    """Neither nothing nor two things at once."""
    with pytest.raises(QueryError, match="--request"):
        explain(settings, wanted)


def test_nothing_built_says_what_to_do(tmp_path: Path) -> None:
    """Without models there is nothing to explain yet."""
    with pytest.raises(QueryError, match="refresh"):
        explain(Settings(data_dir=str(tmp_path)), Requests(request="a"))


def _printed(settings: Settings, *arguments: str) -> str:
    file = Path(settings.data_dir).parent / "agent-analytics.toml"
    paths = settings.sources.claude_code.paths
    file.write_text(f'data_dir = "{settings.data_dir}"\n[sources.claude_code]\npaths = {paths}\n')
    result = CliRunner().invoke(group, ["--config", str(file), "explain", "cost", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_one_request_is_printed_with_file_and_byte(settings: Settings) -> None:
    """Paths are found again by their keys, although none is stored."""
    printed = _printed(settings, "--request", "req_1")
    assert "one.jsonl   100" in printed
    assert "an earlier, smaller line of the same message" in printed
    assert "input       4           5         20" in printed


def test_many_requests_are_summed_and_gaps_are_told(settings: Settings) -> None:
    """The sum covers what has a price; what has none is counted with its reason."""
    printed = _printed(settings, "--session", "s1")
    assert "= 20 micro-USD over 1 priced requests" in printed
    assert "1 requests without list cost: the price book does not know the model" in printed
