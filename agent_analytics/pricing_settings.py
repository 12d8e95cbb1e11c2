"""What the price book can be told: multipliers of an installation's own, and where newer prices are fetched.

Reading files and environment belongs to `settings`; applying them to `pricing.multipliers`.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from agent_analytics.source_settings import Section

FEED = "https://raw.githubusercontent.com/pydantic/genai-prices/refs/heads/main/prices/new_data/v2/data.json"


def _factor(value: str | int | float) -> str:
    """Return a factor as exact text. Raises `ValueError` for one that is no positive number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number <= 0:
        message = "a factor is a number above 0, such as 0.85"
        raise ValueError(message)
    return str(number)


class PriceMultiplier(Section):
    """A factor on list prices: a contract's discount, or what a region costs more."""

    provider: str = Field(description="Who bills, by the price book's name, e.g. `anthropic`.")
    models: list[str] = Field(["*"], description="Globs over the price book's model names.")
    inference_geo: str = Field(
        "any",
        description="Region whose requests cost differently, e.g. `eu`; `any` multiplies every price.",
    )
    factor: Annotated[str | int | float, AfterValidator(_factor)] = Field(
        description="Factor on the list price, e.g. 0.85 for a discount of 15 %."
    )
    valid_from: date | None = Field(None, description="First UTC day it holds; open when left out.")
    valid_to: date | None = Field(
        None, description="First UTC day it no longer holds; open when left out."
    )
    reason: str = Field(description="Contract or page it comes from; shown with every price.")

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            message = f"valid_to {self.valid_to} must be after valid_from {self.valid_from}"
            raise ValueError(message)
        return self


class PricingSettings(Section):
    """The price book."""

    feed_url: str = Field(
        FEED,
        pattern=r"^https?://[^\s@]+$",
        description="Where `prices update` fetches newer published prices.",
    )
    multipliers: list[PriceMultiplier] = Field(
        [], description="Factors on list prices, as `[[pricing.multipliers]]` tables."
    )
