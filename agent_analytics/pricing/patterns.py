"""Turns the price package's match clauses into one regular expression per model.

The result is RE2 syntax over whole lower-case names, so that SQL can match what Python matches. RE2 cannot
exclude; a clause "this, but not text-to-speech" becomes its positive part and is tried after all others,
which gives the same answer because the excluded models have clauses of their own.
"""

import re
from dataclasses import dataclass

from genai_prices import types

from agent_analytics.errors import PricingError

_META = re.compile(r"([.\\+*?()|\[\]{}^$])")
_LOOK_AROUND = ("(?=", "(?!", "(?<")


@dataclass(frozen=True, slots=True)
class ModelPattern:
    """A regular expression for whole names, and whether it must be tried after the others."""

    regex: str
    is_late: bool


def model_pattern(match: types.MatchLogic, suffix: str = "") -> ModelPattern:
    """Return the pattern of a match clause, tolerating an optional `suffix` (a regular expression).

    Raises `PricingError` for a clause that no RE2 pattern can express.
    """
    regex, is_late = _compiled(match)
    return ModelPattern(f"(?:{regex}){suffix}", is_late)


def _compiled(clause: object) -> tuple[str, bool]:  # noqa: PLR0911 - one return per kind of clause
    match clause:
        case types.ClauseEquals(equals=text):
            return _quoted(text), False
        case types.ClauseStartsWith(starts_with=text):
            return f"{_quoted(text)}.*", False
        case types.ClauseEndsWith(ends_with=text):
            return f".*{_quoted(text)}", False
        case types.ClauseContains(contains=text):
            return f".*{_quoted(text)}.*", False
        case types.ClauseRegex(regex=regex):
            return _anchored(regex), False
        case types.ClauseOr(or_=clauses):
            parts = [_compiled(part) for part in clauses]
            return "|".join(regex for regex, _ in parts), any(late for _, late in parts)
        case types.ClauseAnd(and_=[first, types.ClauseRegex(regex=regex)]) if _excludes(regex):
            return _compiled(first)[0], True
    message = f"no pattern can express the match clause {clause}"
    raise PricingError(message)


def _quoted(text: str) -> str:
    return _META.sub(r"\\\1", text.lower())


def _excludes(regex: str) -> bool:
    return regex.startswith("^(?!") and regex.endswith(")")


def _anchored(regex: str) -> str:
    """Return a searching expression as one for whole names."""
    if any(mark in regex for mark in _LOOK_AROUND):
        message = f"no pattern can express the regular expression {regex}"
        raise PricingError(message)
    start = "" if regex.startswith("^") else ".*"
    end = "" if regex.endswith("$") else ".*"
    return f"{start}(?:{regex.removeprefix('^').removesuffix('$')}){end}"
