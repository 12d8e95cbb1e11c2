"""How a report is written as flat keys (JSON, CSV), as Markdown, and as rows of a table.

Keys are stable: a figure's own key is its value, `.low`, `.high`, `.n` and `.missing` follow it. Numbers keep
every digit where programs read, and few where people do.
"""

from collections.abc import Iterator
from typing import Any

from agent_analytics.reports.pilot import Comparison, Figure, Report

_COMPARED = {
    "r": "estimate",
    "low": "low_95",
    "high": "high_95",
    "p": "p_value",
    "adjusted_p": "q_value",
    "n": "observation_count",
    "effective_n": "effective_count",
    "missing": "refusal",
}
"""Key of a comparison and the column it is."""

PRIMARY = "merged_pull_requests"
"""The outcome whose comparison is `ai_outcome_association.<method>`; others have their name between."""

METHODS = ("pearson", "spearman")

_LEAST_SHOWN = 0.001
"""The smallest chance that three decimals tell."""

_UNITS = {"s": " s", "h": " h"}
"""Units that stand behind a number; of others the label speaks."""

TABLE_COLUMNS = ("figure", "value", "95 % interval", "n", "note")


def flat(report: Report) -> dict[str, Any]:
    """Return the report as one level of keys; a value that cannot be told is null."""
    pairs: dict[str, Any] = {
        "scope.first_day": report.first_day.isoformat() if report.first_day else None,
        "scope.last_day": report.last_day.isoformat() if report.last_day else None,
        "scope.repository": report.repository,
        "scope.team": report.team,
        "scope.model_policy": " ".join(report.policy) or None,
    }
    for figure in report.figures:
        pairs[figure.key] = figure.value
        pairs[f"{figure.key}.low"] = figure.low
        pairs[f"{figure.key}.high"] = figure.high
        pairs[f"{figure.key}.n"] = figure.count
        pairs[f"{figure.key}.missing"] = figure.missing
    pairs["ai_outcome_association.lag_days"] = report.lag_days
    pairs["ai_outcome_association.adjustment"] = "benjamini_hochberg"
    told = {(each.outcome, each.method): each.row for each in report.comparisons}
    for outcome in (PRIMARY, "merge_hours", "rework", "commits"):
        for method in METHODS:
            name = method if outcome == PRIMARY else f"{outcome}.{method}"
            row = told.get((outcome, method), {"refusal": "no_weeks", "observation_count": 0})
            for key, column in _COMPARED.items():
                pairs[f"ai_outcome_association.{name}.{key}"] = row.get(column)
    for source in report.sources:
        pairs[f"sources.{source['source']}.{source['layer']}.rows"] = source["row_count"]
    return pairs


def table_rows(report: Report) -> Iterator[tuple[str, str, str, int, str]]:
    """Yield the report as rows of `TABLE_COLUMNS`, for people."""
    for figure in report.figures:
        note = in_words(figure.missing)
        yield figure.label, _value(figure), _interval(figure), figure.count, note
    for each in report.comparisons:
        yield _compared(each)


def markdown_lines(report: Report) -> Iterator[str]:
    """Yield the report as a Markdown document."""
    yield "# Pilot report"
    yield ""
    yield scope_in_words(report)
    yield ""
    yield "| " + " | ".join(TABLE_COLUMNS) + " |"
    yield "|---|---:|---:|---:|---|"
    for row in table_rows(report):
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
    yield ""
    yield notes_in_words()
    yield ""
    yield "## Sources"
    yield ""
    for source in report.sources:
        yield f"- {source_in_words(source)}"


def scope_in_words(report: Report) -> str:
    """Return what the report is about, as a sentence."""
    parts = [f"repository {report.repository}"] if report.repository else []
    parts += [f"team {report.team}"] if report.team else []
    if report.first_day is None:
        scope = ", ".join(parts) or "these days"
        return f"Nothing is known of {scope}: no request, session, commit or merged pull request."
    return ", ".join([f"{report.first_day} to {report.last_day}", *parts]) + "."


def notes_in_words() -> str:
    """Return how figures are to be read, as a sentence."""
    return (
        "Intervals hold the true value in 95 of 100 such reports: jackknife over weeks for ratios, order"
        " statistics for medians. Correlations compare weeks of the same developer, without level, trend"
        " and calendar; q is adjusted for every comparison made. They do not say why."
    )


def source_in_words(source: dict[str, Any]) -> str:
    """Return one source that the report rests on."""
    newest = source["newest_event_at"]
    until = f", newest {newest:%Y-%m-%d %H:%M}" if newest else ""
    return f"{source['source']} ({source['layer']}): {source['row_count'] or 0:,} rows{until}"


def in_words(reason: str | None) -> str:
    """Return a reason as text."""
    return reason.replace("_", " ") if reason else ""


def _compared(each: Comparison) -> tuple[str, str, str, int, str]:
    row = each.row
    later = f" {row['lag_days']} days later" if row.get("lag_days") else ""
    label = f"Sessions and {in_words(each.outcome)}{later}, {each.method}"
    if row.get("estimate") is None:
        return label, "–", "–", row["observation_count"], in_words(row["refusal"])
    interval = f"{row['low_95']:+.2f} … {row['high_95']:+.2f}"
    chance = f"q = {row['q_value']:.3f}" if row["q_value"] >= _LEAST_SHOWN else "q < 0.001"
    note = f"{chance}, effective n {row['effective_count']:.0f}"
    return label, f"{row['estimate']:+.2f}", interval, row["observation_count"], note


def _value(figure: Figure) -> str:
    return "–" if figure.value is None else _number(figure.value, figure.unit)


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return "–"
    return f"{_number(figure.low, figure.unit)} … {_number(figure.high, figure.unit)}"


def _number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    if unit.startswith("USD"):
        return f"${value:,.2f}"
    if unit == "tokens":
        return f"{value:,.0f}"
    return f"{value:,.2f}{_UNITS.get(unit, '')}"
