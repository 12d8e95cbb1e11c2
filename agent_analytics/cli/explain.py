"""`agent-analytics explain`: where a figure comes from, down to the lines of the files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent_analytics.cli.groups import Group

if TYPE_CHECKING:
    from orchestration.explanation import Explanation

_EXAMPLES = """\b
Examples:
  agent-analytics explain cost --day 2026-11-20
  agent-analytics explain cost --session 6f1e4b1c-9d3a-4d8c-a2f7-5f0c9a52e1a9
  agent-analytics explain cost --request req_011CQ3m9
"""

_SHOWN_REQUESTS = 20

_REASONS = {
    "counted": "counted",
    "other_layer": "another layer tells of the same request and goes first",
    "copied_history": "a copy of history in a forked or resumed session",
    "side_question": "replayed by a side conversation",
    "growing_snapshot": "an earlier, smaller line of the same message",
    "repeated_line": "repeats the same usage",
}
_WITHOUT_PRICE = {
    "unknown_model": "the price book does not know the model",
    "unknown_tokens": "a kind of tokens was not reported",
    "unknown_split": "the lifetimes of cache writes were not reported and cost differently",
    "unknown_price": "the price book has no price for this moment, mode or kind of tokens",
}


@click.group(cls=Group, epilog=_EXAMPLES)
def explain() -> None:
    """Tell where a figure comes from."""


@explain.command()
@click.option("--request", help="One request, by the vendor's id, the message's id or request_key.")
@click.option("--session", help="All requests of a session, by session_id or session_key.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="All requests of a day.")
@click.pass_obj
def cost(
    config: Path | None, request: str | None, session: str | None, day: datetime | None
) -> None:
    """Print the chain from a list cost to the lines it was read from.

    For each request: the tokens, the price of each kind with its source, the records that tell of it with
    file, byte offset and load, and which of them were discarded as duplicates and why.
    """
    from agent_analytics.errors import QueryError
    from agent_analytics.settings import load_settings
    from ingestion.places import paths_of
    from orchestration.explanation import Requests
    from orchestration.explanation import explain as explained

    settings = load_settings(config).settings
    found = explained(settings, Requests(request, session, day.date() if day else None))
    if not found.requests:
        message = "no such request; `agent-analytics sql` shows what there is in fct_agent_requests"
        raise QueryError(message)
    places = paths_of(settings, {row["file_key"] for row in found.records})
    lines = _one(found, places) if len(found.requests) == 1 else _many(found, places)
    for line in lines:
        click.echo(line)


def _one(found: "Explanation", places: Mapping[str, Path]) -> Iterator[str]:
    from agent_analytics.money import format_usd

    (request,) = found.requests
    yield f"request    {request['request_id'] or request['request_key']}"
    yield f"session    {request['session_id'] or '–'}"
    yield f"model      {request['model']} ({request['agent']}, billed by {request['provider']})"
    yield f"at         {request['requested_at'].isoformat()}"
    yield f"list cost  {format_usd(request['list_cost_microusd'])}{_why_not(request)}"
    yield f"reported   {format_usd(request['reported_cost_microusd'])}"
    yield ""
    yield from _charge_lines(found.charges)
    yield ""
    if found.records:
        yield from _record_lines(found.records, places)
    else:
        yield "Known from counters alone, which name no single record."


def _many(found: "Explanation", places: Mapping[str, Path]) -> Iterator[str]:
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.money import format_usd

    priced = [row for row in found.requests if row["list_cost_microusd"] is not None]
    total = sum(row["list_cost_microusd"] for row in priced)
    yield f"{format_usd(total)} list cost = {total:,} micro-USD over {len(priced):,} priced requests"
    for status, count in _counted(row["price_status"] for row in found.requests):
        if status != "priced":
            yield f"{count:,} requests without list cost: {_WITHOUT_PRICE[status]}"
    yield ""
    for verdict, count in _counted(row["verdict"] for row in found.records):
        yield f"{count:,} records {_REASONS[verdict]}"
    yield ""
    files = Counter(row["file_key"] for row in found.records if row["verdict"] == "counted")
    yield from table_lines(
        ("counted records", "file"),
        ((count, _place(key, places)) for key, count in files.most_common(_SHOWN_REQUESTS)),
    )
    yield ""
    shown = found.requests[:_SHOWN_REQUESTS]
    yield from table_lines(
        ("list cost", "reported", "model", "at", "layer", "request"),
        (
            (
                format_usd(row["list_cost_microusd"]),
                format_usd(row["reported_cost_microusd"]),
                *(row["model"], row["requested_at"], row["source_layer"]),
                row["request_id"] or row["request_key"],
            )
            for row in shown
        ),
    )
    if len(found.requests) > len(shown):
        yield f"… the {len(shown)} dearest of {len(found.requests):,}; see one with --request"


def _charge_lines(charges: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.pricing.price import MICROUSD_PER_LISTED_USD

    rows = []
    for charge in charges:
        unit = charge["microusd_per_unit"]
        exact = charge["list_cost_microusd"]
        listed = None if unit is None else unit / MICROUSD_PER_LISTED_USD[charge["price_kind"]]
        rows.append(
            (
                *(charge["token_kind"], charge["units"]),
                None if listed is None else listed.normalize(),
                exact if exact is None else exact.normalize(),
                *(charge["context_over_tokens"], charge["valid_from"]),
                *(charge["origin"], charge["verified_on"]),
            )
        )
    head = ("tokens", "count", "listed USD", "micro-USD", "input over")
    yield from table_lines((*head, "price from", "source", "checked"), rows)


def _record_lines(
    records: Iterable[Mapping[str, Any]], places: Mapping[str, Path]
) -> Iterator[str]:
    from agent_analytics.cli.printing import table_lines

    yield from table_lines(
        ("record", "layer", "output tokens", "load", "file", "byte"),
        (
            (
                *(_REASONS[row["verdict"]], row["source_layer"], row["output_tokens"]),
                *(row["batch_id"], _place(row["file_key"], places), row["file_offset"]),
            )
            for row in records
        ),
    )


def _why_not(request: Mapping[str, Any]) -> str:
    status = request["price_status"]
    return "" if status == "priced" else f" ({_WITHOUT_PRICE[status]})"


def _place(file_key: str | None, places: Mapping[str, Path]) -> str:
    """Return a file's path; its key when no configured folder has it."""
    if file_key is None:
        return "–"
    path = places.get(file_key)
    return f"(no longer there: {file_key[:12]})" if path is None else str(path)


def _counted(values: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(values).most_common()
