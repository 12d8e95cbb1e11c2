"""What a visitor may choose by query parameters, and the refusal of everything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from agent_analytics.errors import RequestError

Split = Literal["model", "agent"]
Offer = TypeVar("Offer")

DAY_COUNTS = (7, 30, 90)
SPLITS: tuple[Split, ...] = get_args(Split)
DEFAULT_DAY_COUNT = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """The period's length in days and what daily spend is split by."""

    day_count: int = DEFAULT_DAY_COUNT
    split: Split = "model"


def choice_from(parameters: Iterable[tuple[str, str]]) -> Choice:
    """Return the choice that query parameters (name and value, as given) make.

    Raises `RequestError` that names the parameter for an unknown, repeated or wrong one.
    """
    given: dict[str, str] = {}
    for name, value in parameters:
        if name not in {"days", "by"}:
            raise _refusal(name, "unknown parameter", ("days", "by"))
        if name in given:
            raise _refusal(name, "given more than once", ("one value",))
        given[name] = value
    return Choice(_day_count(given.get("days")), _split(given.get("by")))


def _day_count(value: str | None) -> int:
    if value is None:
        return DEFAULT_DAY_COUNT
    return _offered("days", value, DAY_COUNTS)


def _split(value: str | None) -> Split:
    return "model" if value is None else _offered("by", value, SPLITS)


def _offered(name: str, value: str, offers: tuple[Offer, ...]) -> Offer:
    for offer in offers:
        if value == str(offer):
            return offer
    raise _refusal(name, f"{value[:40]!r} is not offered", offers)


def _refusal(name: str, reason: str, offered: Iterable[object]) -> RequestError:
    choices = ", ".join(str(value) for value in offered)
    return RequestError(f"{name[:40]}: {reason}; use {choices}")
