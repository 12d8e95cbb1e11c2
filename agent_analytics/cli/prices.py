"""`agent-analytics prices`: what requests cost by list, why, and newer prices when there are some."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_analytics.cli.groups import Group

if TYPE_CHECKING:
    from agent_analytics.pricing.price import Price
    from agent_analytics.settings import Settings

_EXAMPLES = """\b
Examples:
  agent-analytics prices check                     is every model that was used priced?
  agent-analytics prices explain claude-opus-5     the prices of a model and their sources
  agent-analytics prices list --provider openai
  agent-analytics prices update                    fetch newer prices; the next refresh applies them
"""

_COLUMNS = (
    *("provider", "model", "kind", "speed", "tier", "region", "input over"),
    *("USD per unit", "from", "to", "source", "checked"),
)

_WITHOUT_PRICE = """
    select model, provider, price_status, sum(request_count)::bigint, sum(total_input_tokens)::bigint,
        sum(output_tokens)::bigint, max(usage_date)
    from fct_price_coverage
    where price_status != 'priced'
    group by all
    order by 4 desc, 1, 3
"""


@click.group(cls=Group, epilog=_EXAMPLES)
def prices() -> None:
    """List, check, explain and update the price book.

    Amounts are USD per million tokens, and per thousand searches.
    """


@prices.command("list")
@click.option("--provider", help="Only who bills, e.g. `anthropic`.")
@click.option("--all", "history", is_flag=True, help="Also prices that hold no longer or not yet.")
@click.pass_obj
def list_prices(config: Path | None, provider: str | None, history: bool) -> None:
    """Print the prices in force at standard mode."""
    from datetime import UTC

    now = datetime.now(UTC)
    _print(
        price
        for price in _catalog(config)
        if provider in {None, price.provider}
        and (history or (price.holds_at(now) and price.speed == price.service_tier == "standard"))
    )


@prices.command()
@click.pass_obj
def check(config: Path | None) -> None:
    """Check the book for contradictions, and that every request that was made has a price.

    Ends with status 1 when requests have none.
    """
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.serving import ask

    settings = _settings(config)
    origins = sorted({price.origin.split(" x ")[0] for price in _catalog(config)})
    click.echo(f"{len(_catalog(config)):,} prices, no contradiction; from {'; '.join(origins)}.")
    with ask(settings, _WITHOUT_PRICE) as answer:
        rows = list(answer.rows)
    if not rows:
        click.echo("Every request has a price.")
        return
    head = ("model", "provider", "why", "requests", "input tokens", "output tokens", "last day")
    for line in table_lines(head, rows):
        click.echo(line)
    raise SystemExit(1)


@prices.command()
@click.argument("model")
@click.option("--provider", help="Who bills; every one that knows the model by default.")
@click.option("--at", "moment", type=click.DateTime(), help="Instant in UTC; now by default.")
@click.pass_obj
def explain(config: Path | None, model: str, provider: str | None, moment: datetime | None) -> None:
    """Print what a request to MODEL costs at a moment, in every mode, and where each price is from."""
    from datetime import UTC

    from agent_analytics.errors import PricingError
    from agent_analytics.pricing.cost import prices_of_model

    at = (moment or datetime.now(UTC)).replace(tzinfo=UTC)
    found = prices_of_model(_catalog(config), model, at, provider)
    if not found:
        message = (
            f"no price for {model!r} at {at:%Y-%m-%d %H:%M} UTC; its requests have no list cost. "
            "Names are those the client reports; `prices list --all` shows what is known"
        )
        raise PricingError(message)
    _print(found)


@prices.command()
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A downloaded price list instead of the network.",
)
@click.pass_obj
def update(config: Path | None, file: Path | None) -> None:
    """Fetch newer published prices, check them and print what they change.

    The next refresh prices every request again; fct_repricings then shows the difference by month.
    """
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.pricing.catalog import price_catalog
    from agent_analytics.pricing.changes import changes
    from agent_analytics.pricing.feed import book_of_feed, fetch_feed, keep_feed, today

    settings = _settings(config)
    content = file.read_bytes() if file else fetch_feed(settings.pricing.feed_url)
    fresh = price_catalog(book_of_feed(content, today()), settings.pricing.multipliers)
    found = changes(_catalog(config), fresh)
    keep_feed(settings.paths.price_feed, content, today())
    if found:
        for line in table_lines(("provider", "model", "change", "prices"), found):
            click.echo(line)
        click.echo("Run `agent-analytics refresh` to apply them.")
    else:
        click.echo("No price changed.")


def _settings(config: Path | None) -> "Settings":
    from agent_analytics.settings import load_settings

    return load_settings(config).settings


def _catalog(config: Path | None) -> "list[Price]":
    from agent_analytics.pricing.catalog import catalog_of

    return catalog_of(_settings(config))


def _print(found: "Iterable[Price]") -> None:
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.pricing.price import MICROUSD_PER_LISTED_USD

    rows = [
        (
            *(price.provider, price.price_model, price.token_kind, price.speed),
            *(price.service_tier, price.inference_geo, price.context_over_tokens),
            (price.microusd_per_unit / MICROUSD_PER_LISTED_USD[price.token_kind]).normalize(),
            *(
                price.valid_from and price.valid_from.date(),
                price.valid_to and price.valid_to.date(),
            ),
            *(price.origin, price.verified_on),
        )
        for price in found
    ]
    for line in table_lines(_COLUMNS, rows):
        click.echo(line)
