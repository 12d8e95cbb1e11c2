"""Where a cost comes from: the chain from a figure back to the lines it was read from.

Reads the warehouse's own tables, since raw positions are in no snapshot. How the chain is printed is the
command's concern; what counts and what does not was decided by the models.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from agent_analytics.errors import QueryError
from agent_analytics.settings import Settings
from ingestion.pipeline import connect, writer_lock

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Requests:
    """Which requests are meant: one by any of its identifiers, a session's, or a day's."""

    request: str | None = None
    session: str | None = None
    day: date | None = None

    def condition(self) -> tuple[str, str | date]:
        """Return the condition over requests and its value. Raises `QueryError` unless one is given."""
        chosen: list[tuple[str, str | date]] = [
            (condition, value)
            for condition, value in (
                ("? in (request_key, request_id, message_id)", self.request),
                ("? in (session_id, session_key)", self.session),
                ("request_date = ?", self.day),
            )
            if value is not None
        ]
        if len(chosen) != 1:
            message = "name one of --request, --session and --day"
            raise QueryError(message)
        return chosen[0]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The requests meant, dearest first, with their charges and the records that tell of them."""

    requests: tuple[Row, ...]
    charges: tuple[Row, ...]
    records: tuple[Row, ...]


_REQUESTS = """
    select request_key, request_id, agent, provider, model, price_model, session_id, requested_at,
        source_layer, layers, price_status, list_cost_microusd, reported_cost_microusd, speed,
        service_tier, input_tokens + cache_write_tokens + cache_read_tokens as total_input_tokens
    from intermediate.int_agent_requests_enriched
    where {condition}
    order by list_cost_microusd desc nulls last, requested_at, request_key
"""
_CHARGES = """
    select charges.request_key, charges.token_kind, charges.units, charges.list_cost_microusd,
        prices.microusd_per_unit, prices.context_over_tokens,
        nullif(prices.valid_from, '-infinity') as valid_from, prices.origin,
        prices.verified_on, prices.token_kind as price_kind
    from intermediate.int_request_charges__priced as charges
    left join staging.stg_prices as prices on charges.price_id = prices.price_id
    where charges.request_key in (select unnest(?))
    order by charges.request_key, charges.list_cost_microusd desc nulls last, charges.token_kind
"""
_RECORDS = """
    select *
    from intermediate.int_request_evidence
    where request_key in (select unnest(?))
    order by request_key, verdict != 'counted', source_layer, event_at, file_offset
"""


def explain(settings: Settings, wanted: Requests) -> Explanation:
    """Return the chain of the requests meant; empty when there are none.

    Waits for the warehouse. Raises `QueryError` when nothing was built yet.
    """
    condition, value = wanted.condition()
    with _warehouse(settings) as connection:
        try:
            requests = _rows(connection, _REQUESTS.format(condition=condition), [value])
            keys = [[row["request_key"] for row in requests]]
            return Explanation(
                requests, _rows(connection, _CHARGES, keys), _rows(connection, _RECORDS, keys)
            )
        except duckdb.CatalogException as error:
            message = "nothing was built yet, or by an older version; run `agent-analytics refresh`"
            raise QueryError(message) from error


@contextmanager
def _warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with writer_lock(settings), connect(settings) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]
) -> tuple[Row, ...]:
    connection.execute(query, values)
    names = [column[0] for column in connection.description or ()]
    return tuple(dict(zip(names, row, strict=True)) for row in connection.fetchall())
