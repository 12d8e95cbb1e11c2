"""The figures of a pilot: each a stable key with estimate, interval, n, unit, and why one is missing.

Keys are read by scripts and never change their meaning. How figures are written is the concern of `formats`
and `paper`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agent_analytics.money import MICROUSD_PER_USD
from agent_analytics.reports.questions import Questions
from agent_analytics.statistics.associations import LAGS, association_rows
from agent_analytics.statistics.intervals import Interval, median, ratio


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `value` is null when it cannot be told, and `missing` then says why.

    With a value, `missing` says why it has no interval.
    """

    key: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    count: int
    missing: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one outcome goes together with use: one method of the declared family."""

    outcome: str
    method: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says. Days are null when nothing is known of the scope."""

    first_day: date | None
    last_day: date | None
    repository: str | None
    team: str | None
    lag_days: int
    policy: tuple[str, ...]
    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A figure that is one weekly sum over another; `scale` is what the numerator is divided by first."""

    key: str
    label: str
    unit: str
    above: str
    below: str
    scale: float = 1.0
    absent: str = "nothing_counted"


_RATIOS = (
    _Ratio(
        "ai_interaction_velocity.sessions_per_active_hour",
        "Sessions per active hour",
        "1/h",
        "sessions",
        "active_hours",
        absent="no_sessions",
    ),
    _Ratio(
        "acceptance_metrics.acceptance_rate",
        "Acceptance rate of edits",
        "share",
        "accepted_edits",
        "decided_edits",
        absent="no_decided_edits",
    ),
    _Ratio(
        "error_metrics.failed_tool_call_rate",
        "Failed tool calls",
        "share",
        "failed_tool_calls",
        "judged_tool_calls",
        absent="no_tool_calls",
    ),
    _Ratio(
        "error_metrics.failed_session_rate",
        "Failed sessions",
        "share",
        "failed_sessions",
        "ended_sessions",
        absent="no_sessions",
    ),
    _Ratio(
        "token_metrics.tokens_per_accepted_edit",
        "Tokens per accepted edit",
        "tokens",
        "tokens",
        "accepted_edits",
        absent="no_accepted_edits",
    ),
    _Ratio(
        "token_metrics.tokens_per_commit",
        "Tokens per commit",
        "tokens",
        "tokens",
        "commits",
        absent="no_commits",
    ),
    _Ratio(
        "acceptance_quality.kept_answer_rate",
        "Answers kept at 70 % or more",
        "share",
        "kept_answers",
        "judged_answers",
        absent="no_judged_answers",
    ),
    _Ratio(
        "delivery_metrics.merged_prs_per_week",
        "Pull requests merged per week",
        "1/week",
        "merged_pull_requests",
        "weeks",
        absent="no_weeks",
    ),
    _Ratio(
        "delivery_metrics.commits_per_active_day",
        "Commits per developer and day with commits",
        "1/day",
        "commits",
        "commit_days",
        absent="no_commits",
    ),
    _Ratio(
        "delivery_metrics.assisted_commit_rate",
        "Commits with an agent",
        "share",
        "assisted_commits",
        "commits",
        absent="no_commits",
    ),
    _Ratio(
        "delivery_metrics.rework_rate",
        "Merged pull requests reverted or reopened",
        "share",
        "reworked_pull_requests",
        "merged_pull_requests",
        absent="no_merged_pull_requests",
    ),
    _Ratio(
        "cost_metrics.cost_per_merged_pr_usd",
        "List cost per merged pull request",
        "USD",
        "list_cost_microusd",
        "merged_pull_requests",
        MICROUSD_PER_USD,
        "no_merged_pull_requests",
    ),
    _Ratio(
        "cost_metrics.linked_cost_per_merged_pr_usd",
        "List cost of linked sessions per linked pull request",
        "USD",
        "linked_cost_microusd",
        "linked_pull_requests",
        MICROUSD_PER_USD,
        "no_linked_pull_requests",
    ),
    _Ratio(
        "cost_metrics.list_cost_per_week_usd",
        "List cost per week",
        "USD/week",
        "list_cost_microusd",
        "weeks",
        MICROUSD_PER_USD,
        "no_weeks",
    ),
    _Ratio(
        "cost_metrics.price_coverage",
        "Requests with a known price",
        "share",
        "priced_requests",
        "requests",
        absent="no_requests",
    ),
)

_COMPLIANCE = _Ratio(
    "policy_metrics.model_compliance_rate",
    "Requests to allowed models",
    "share",
    "allowed_requests",
    "named_requests",
    absent="no_requests",
)


def pilot_report(questions: Questions, policy: Sequence[str] = (), lag_days: int = 0) -> Report:
    """Return every figure of the scope `questions` asks about; `lag_days` is a multiple of 7."""
    first, last = questions.bounds()
    sums = questions.weekly(policy)
    weeks = len(next(iter(sums.values()), []))
    sums["weeks"] = [1.0] * weeks
    figures = [_divided(each, sums) for each in _RATIOS]
    figures.append(
        _divided(_COMPLIANCE, sums)
        if policy
        else Figure(*_named(_COMPLIANCE), None, None, None, 0, "no_policy_given")
    )
    figures += _medians(questions)
    return Report(
        first_day=first,
        last_day=last,
        repository=questions.scope.repository,
        team=questions.scope.team,
        lag_days=lag_days,
        policy=tuple(policy),
        figures=tuple(sorted(figures, key=lambda figure: figure.key)),
        comparisons=tuple(_comparisons(questions, lag_days)),
        sources=tuple(dict(row) for row in questions.sources()),
    )


def _divided(each: _Ratio, sums: dict[str, list[float]]) -> Figure:
    above = [value / each.scale for value in sums[each.above]]
    return _figure(*_named(each), ratio(above, sums[each.below]), each.absent)


def _named(each: _Ratio) -> tuple[str, str, str]:
    return each.key, each.label, each.unit


def _medians(questions: Questions) -> Iterator[Figure]:
    yield _figure(
        "ai_interaction_velocity.median_latency_seconds",
        "Median time of a request",
        "s",
        median(questions.latencies()),
        "no_timed_requests",
    )
    yield _figure(
        "delivery_metrics.median_merge_hours",
        "Median hours from opening to merge",
        "h",
        median(questions.merge_hours()),
        "no_merged_pull_requests",
    )


def _figure(key: str, label: str, unit: str, told: Interval, absent: str) -> Figure:
    missing = absent if told.estimate is None else told.refusal
    return Figure(key, label, unit, told.estimate, told.low, told.high, told.count, missing)


def _comparisons(questions: Questions, lag_days: int) -> Iterator[Comparison]:
    """Yield what the family of developers says at one lag; a lag outside the family joins it."""
    lag = lag_days // 7
    lags = LAGS if lag in LAGS else (*LAGS, lag)
    for row in association_rows(questions.delivery_weeks(), lags):
        if row["grain"] == "developer" and row["lag_days"] == lag_days:
            yield Comparison(row["outcome"], row["method"], dict(row))
