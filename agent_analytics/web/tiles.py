"""The tiles at the top: one figure each, what it rests on, and how it moved.

Words and order of the tiles. The figures come from `figures`, the daily values from `series`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from agent_analytics.money import format_usd
from agent_analytics.web.charts.columns import spark_line
from agent_analytics.web.figures import Compared, Delivery, Usage
from agent_analytics.web.series import Daily, Values, added
from agent_analytics.web.wording import change, compact, count, day, share, usd

SPARK_WIDTH = 120
SPARK_HEIGHT = 28

NO_USAGE = "No agent has reported yet: set sources.claude_code or sources.otlp."
NO_COMMITS = "No commits are loaded yet: set sources.git."


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure as shown: `exact` on hover, `trend` how it moved, `before` what it moved from."""

    title: str
    value: str
    exact: str
    details: tuple[str, ...]
    trend: str
    before: str
    spark: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """How a kind of number is written, in short and in full."""

    short: Callable[[int | None], str]
    full: Callable[[int | None], str]


_USD = _Unit(usd, format_usd)
_COUNT = _Unit(compact, count)


def tiles(usage: Compared[Usage], delivery: Compared[Delivery], daily: Daily) -> tuple[Tile, ...]:
    """Return the tiles in the order of the page."""
    return (
        _tile(
            "List cost",
            usage.part(lambda side: side.list_cost_microusd),
            _said(usage.now, _cost_details),
            added(daily.spend) if daily.spend else (),
            _USD,
        ),
        _tile(
            "Tokens",
            usage.part(lambda side: side.tokens),
            _said(usage.now, _token_details),
            daily.tokens.values,
            _COUNT,
        ),
        _tile(
            "Active developers",
            usage.part(lambda side: side.developer_count),
            _said(usage.now, _developer_details),
            daily.developers.values,
            _COUNT,
        ),
        _tile(
            "Sessions",
            usage.part(lambda side: side.session_count),
            _said(usage.now, _session_details),
            daily.sessions.values,
            _COUNT,
        ),
        _tile(
            "Requests",
            usage.part(lambda side: side.request_count),
            _said(usage.now, _request_details),
            daily.requests.values,
            _COUNT,
        ),
        _tile(
            "Commits",
            delivery.part(lambda side: side.commit_count),
            _commit_details(delivery),
            added(daily.commits),
            _COUNT,
        ),
    )


def _tile(
    title: str, figure: Compared[int], details: tuple[str, ...], values: Values, unit: _Unit
) -> Tile:
    return Tile(
        title=title,
        value=unit.short(figure.now),
        exact=unit.full(figure.now),
        details=details,
        trend=change(figure.now, figure.before),
        before=_before(figure, unit),
        spark=spark_line(values, SPARK_WIDTH, SPARK_HEIGHT),
    )


def _before(figure: Compared[int], unit: _Unit) -> str:
    """Return what the figure was, or why it cannot be compared."""
    if figure.since is None:
        return "nothing to compare"
    if figure.before is None:
        return f"no comparison: data begin {day(figure.since)}"
    return f"from {unit.short(figure.before)}"


def _said(usage: Usage | None, words: Callable[[Usage], tuple[str, ...]]) -> tuple[str, ...]:
    return (NO_USAGE,) if usage is None else words(usage)


def _cost_details(usage: Usage) -> tuple[str, ...]:
    """Return what the list cost covers, and beside it what the agents themselves report."""
    requests, priced = usage.request_count, usage.priced_request_count
    if usage.list_cost_microusd is None:
        listed = "no price is known for any model used"
    elif priced < requests:
        listed = f"public prices of {priced:,} of {requests:,} requests"
    else:
        listed = "public prices of every request"
    if usage.reported_cost_microusd is None:
        return listed, "agents report no cost"
    reported = f"agents report {usd(usage.reported_cost_microusd)}"
    if usage.reported_request_count < requests:
        reported += f" for {share(usage.reported_request_count, requests)} of requests"
    return listed, reported


def _token_details(usage: Usage) -> tuple[str, ...]:
    if usage.tokens is None:
        return ("some telemetry does not say how many",)
    return (f"{share(usage.cache_read_tokens, usage.total_input_tokens)} of input read from cache",)


def _developer_details(usage: Usage) -> tuple[str, ...]:
    """Return what each cost, when everything is known to be theirs; else what is nobody's."""
    if usage.unresolved_count:
        noun = "account or machine" if usage.unresolved_count == 1 else "accounts or machines"
        return (f"and {usage.unresolved_count:,} {noun} not matched to a person",)
    return (_each(usage.list_cost_microusd, usage.developer_count),)


def _session_details(usage: Usage) -> tuple[str, ...]:
    return (_each(usage.list_cost_microusd, usage.session_count),)


def _request_details(usage: Usage) -> tuple[str, ...]:
    if not usage.session_count:
        return ("calls of a model",)
    return (f"{Decimal(usage.request_count) / usage.session_count:,.1f} in a session",)


def _commit_details(delivery: Compared[Delivery]) -> tuple[str, ...]:
    now, before = delivery.now, delivery.before
    if now is None:
        return (NO_COMMITS,)
    text = f"{share(now.assisted_commit_count, now.commit_count)} with an agent"
    if before is None or not before.commit_count or not now.commit_count:
        return (text,)
    return (f"{text}, from {share(before.assisted_commit_count, before.commit_count)}",)


def _each(microusd: int | None, number: int | None) -> str:
    """Return a cost shared out, in micro-USD rounded down."""
    if not number:
        return "none in this period"
    if microusd is None:
        return "cost of each unknown"
    return f"{usd(microusd // number)} each, at list price"
