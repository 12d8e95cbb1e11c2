"""The models the sample company uses, from when, and what a request costs by list price.

Prices come from `genai-prices` alone, asked once per request with the request's own time, so that the
truth does not share a line with the price book it is used to check.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from genai_prices import Usage, calc_price

from ingestion.sample.company import Company
from ingestion.sample.dice import Dice, chance
from ingestion.sample.people import Person

MAIN_MODEL = "claude-sonnet-5"
STRONG_MODEL = "claude-opus-4-8"
NEW_MODEL = "claude-opus-5-5"
SMALL_MODEL = "claude-haiku-4-5-20251001"
NEW_SMALL_MODEL = "claude-haiku-5-5"
GATEWAY_MODEL = "gpt-5.6-sol"
UNKNOWN_MODEL = "claude-nova-0-preview"
SYNTHETIC_MODEL = "<synthetic>"

PRICE_CHANGE = (GATEWAY_MODEL, date(2026, 8, 21))
_NEW_SMALL_FROM = 0.75
_MICRO = Decimal(1_000_000)

_DISPLAY_NAMES = {
    MAIN_MODEL: "Claude Sonnet 5",
    STRONG_MODEL: "Claude Opus 4.8",
    NEW_MODEL: "Claude Opus 5.5",
    SMALL_MODEL: "Claude Haiku 4.5",
    NEW_SMALL_MODEL: "Claude Haiku 5.5",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Disjoint token counts of one request; `output` includes `thinking`.

    `write_untold` was written to the cache for a time that no layer tells.
    """

    input: int
    write_5m: int
    write_1h: int
    read: int
    output: int
    thinking: int
    write_untold: int = 0

    @property
    def total_input(self) -> int:
        """Everything the model read: fresh, written to and read from the cache."""
        return self.input + self.write + self.read

    @property
    def write(self) -> int:
        """Everything written to the cache."""
        return self.write_5m + self.write_1h + self.write_untold


def display_name(model: str) -> str:
    """Return the name a client writes into commit trailers."""
    return _DISPLAY_NAMES.get(model, "Claude")


def main_model(person: Person, day: date, dice: Dice) -> str:
    """Return the model somebody works with in a session of that day."""
    if person.gateway and chance(dice, 0.35):
        return GATEWAY_MODEL
    if day >= person.new_model_from and chance(dice, 0.8):
        return NEW_MODEL
    strong = 0.5 if person.rhythm == "power" else 0.15
    return STRONG_MODEL if chance(dice, strong) else MAIN_MODEL


def small_model(company: Company, day: date) -> str:
    """Return the model that subagents use on that day."""
    return NEW_SMALL_MODEL if day >= company.share(_NEW_SMALL_FROM) else SMALL_MODEL


@cache
def list_cost(model: str, tokens: Tokens, at: int) -> Decimal | None:
    """Return the list price in USD, exact; None when the model has no known price.

    None, too, when something was written to the cache for a time that nobody tells: lifetimes differ in price.
    `at` is the request's time in milliseconds since 1970 UTC.
    """
    if tokens.write_untold:
        return None
    usage = Usage(
        input_tokens=tokens.total_input,
        cache_read_tokens=tokens.read,
        cache_write_tokens=tokens.write,
        cache_write_5m_tokens=tokens.write_5m,
        cache_write_1h_tokens=tokens.write_1h,
        output_tokens=tokens.output,
    )
    moment = datetime.fromtimestamp(at / 1000, tz=UTC)
    try:
        price = calc_price(usage, model_ref=model, genai_request_timestamp=moment)
    except LookupError:
        return None
    return Decimal(price.total_price)


def microusd(cost: Decimal) -> int:
    """Return a cost in whole micro-dollars, rounded half to even."""
    return int((cost * _MICRO).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def client_cost(model: str, tokens: Tokens, at: int) -> Decimal:
    """Return what the client itself reports: for models it does not know, the price of its main one."""
    known = model in _DISPLAY_NAMES
    cost = list_cost(model if known else MAIN_MODEL, tokens, at)
    return cost if cost is not None else Decimal(0)
