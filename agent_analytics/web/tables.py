"""The page's tables: kinds of token, models, teams, repositories, and the models without a price.

Words of their cells. Who may be shown in a group is `groups`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent_analytics.web.figures import Usage
from agent_analytics.web.groups import FEWEST_PEOPLE, too_small
from agent_analytics.web.questions import Row
from agent_analytics.web.wording import UNKNOWN, change, compact, count, plural, share, usd

SHOWN_ROWS = 12
SHOWN_GAPS = 8

TOO_FEW = "too few"
WITHHELD = "withheld"

_GAPS = {
    "unknown_model": "model not in the price book",
    "unknown_split": "cache split not reported",
    "unknown_tokens": "tokens not reported",
    "unknown_price": "a token kind has no price",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of token; `width` is its share of all tokens in percent."""

    name: str
    tokens: str
    share: str
    width: float
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its name, its cells, and the share of the first one's cost as a bar."""

    name: str
    cells: tuple[str, ...]
    width: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as shown, and how many were left out at the end."""

    lines: tuple[Line, ...]
    left_out: int = 0


def token_kinds(usage: Usage | None) -> tuple[Kind, ...]:
    """Return the kinds of token with their shares; they add up to all tokens."""
    if usage is None:
        return ()
    reasoning = (
        "reasoning not told apart"
        if usage.reasoning_tokens is None
        else f"{compact(usage.reasoning_tokens)} of it reasoning"
    )
    kinds = (
        ("Cache reads", usage.cache_read_tokens, "billed at a fraction of input"),
        ("Cache writes", usage.cache_write_tokens, _write_split(usage)),
        ("Fresh input", usage.input_tokens, "neither read from nor written to a cache"),
        ("Output", usage.output_tokens, reasoning),
    )
    return tuple(
        Kind(name, compact(value), share(value, usage.tokens), _width(value, usage.tokens), note)
        for name, value, note in kinds
    )


def model_table(rows: Sequence[Row]) -> Table:
    """Return models, dearest first: list cost, requests, tokens in and out, cache share."""
    dearest = _largest(rows, "list_cost_microusd")
    return _table(
        [
            Line(
                row["model"] or "unknown model",
                (
                    usd(row["list_cost_microusd"]),
                    count(row["request_count"]),
                    compact(row["total_input_tokens"]),
                    compact(row["output_tokens"]),
                    share(row["cache_read_tokens"], row["total_input_tokens"]),
                ),
                _width(row["list_cost_microusd"], dearest),
                _price_note(row),
            )
            for row in rows
        ]
    )


def team_table(rows: Sequence[Row]) -> Table:
    """Return teams, dearest first: list cost and its trend, known people, requests, tokens.

    A team whose figures would tell of fewer than five people says so instead, after the others.
    """
    now = {row["team"]: row for row in rows if row["is_now"]}
    before = {row["team"]: row for row in rows if not row["is_now"]}
    hidden = too_small({team: row["people_count"] for team, row in now.items()})
    hidden_before = too_small({team: row["people_count"] for team, row in before.items()})
    dearest = _largest(
        [row for team, row in now.items() if team not in hidden], "list_cost_microusd"
    )
    lines = []
    for team, row in now.items():
        earlier = None if team in hidden_before else before.get(team)
        if team not in hidden:
            lines.append(_team(row, earlier, dearest))
    lines += [_hidden_team(row) for team, row in now.items() if team in hidden]
    return _table(lines)


def repository_table(rows: Sequence[Row]) -> Table:
    """Return repositories, most commits first: commits, assisted share, agents' list cost there, lines."""
    busiest = _largest(rows, "commit_count")
    return _table(
        [
            Line(
                row["repository_name"] or "no repository known",
                (
                    count(row["commit_count"]),
                    share(row["assisted_commit_count"], row["commit_count"]),
                    usd(row["list_cost_microusd"]),
                    _lines(row),
                ),
                _width(row["commit_count"], busiest),
            )
            for row in rows
        ]
    )


def price_gaps(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return a sentence for each model with requests that have no list cost, most requests first.

    Many are cut short, with a last sentence that says how many more there are.
    """
    gaps = [
        (row["request_count"] - row["priced_request_count"], row["model"] or "unknown model", row)
        for row in rows
        if row["priced_request_count"] < row["request_count"]
    ]
    ranked = sorted(gaps, key=lambda gap: (-gap[0], gap[1]))
    sentences = [
        f"{model}: {plural(missing, 'request')}, {_reasons(row)}"
        for missing, model, row in ranked[:SHOWN_GAPS]
    ]
    if len(ranked) > SHOWN_GAPS:
        sentences.append(f"and {plural(len(ranked) - SHOWN_GAPS, 'more model')}")
    return tuple(sentences)


def _team(row: Row, earlier: Row | None, dearest: int | None) -> Line:
    cost = row["list_cost_microusd"]
    return Line(
        _team_name(row["team"]),
        (
            usd(cost),
            change(cost, None if earlier is None else earlier["list_cost_microusd"]),
            count(row["developer_count"] or None),
            count(row["request_count"]),
            compact(row["tokens"]),
        ),
        _width(cost, dearest),
    )


def _hidden_team(row: Row) -> Line:
    """Return a team without figures; one of five or more is withheld only to protect a smaller one."""
    reason = TOO_FEW if row["people_count"] < FEWEST_PEOPLE else WITHHELD
    return Line(_team_name(row["team"]), (reason, *[UNKNOWN] * 4))


def _team_name(team: str | None) -> str:
    return team or "no team reported"


def _lines(row: Row) -> str:
    if row["lines_added"] is None or row["lines_deleted"] is None:
        return UNKNOWN
    return f"+{compact(row['lines_added'])} −{compact(row['lines_deleted'])}"


def _price_note(row: Row) -> str:
    priced, requests = row["priced_request_count"], row["request_count"]
    if priced == requests:
        return ""
    return f"{_reasons(row)}" if not priced else f"{share(priced, requests)} priced"


def _reasons(row: Row) -> str:
    return ", ".join(_GAPS.get(gap, gap) for gap in row["price_gaps"] or ()) or "no price"


def _write_split(usage: Usage) -> str:
    short, long = usage.cache_write_5m_tokens, usage.cache_write_1h_tokens
    if short is None or long is None:
        return "lifetime not told apart"
    unsplit = (usage.cache_write_tokens or 0) - short - long
    text = f"{compact(short)} for 5 minutes, {compact(long)} for an hour"
    return f"{text}, {compact(unsplit)} not told apart" if unsplit > 0 else text


def _table(lines: Sequence[Line]) -> Table:
    return Table(tuple(lines[:SHOWN_ROWS]), max(0, len(lines) - SHOWN_ROWS))


def _largest(rows: Sequence[Row], column: str) -> int | None:
    return max((row[column] for row in rows if row[column] is not None), default=None)


def _width(part: int | None, whole: int | None) -> float:
    """Return a part of a whole in percent, for drawing; unknown is nothing to draw."""
    return round(100 * part / whole, 1) if part and whole else 0.0
