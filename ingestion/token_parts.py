"""Disjoint token counts out of totals that include their parts, whichever client told them."""

from typing import Any, TypeGuard

EXCLUDES_CACHE = "input_excludes_cache"
EXCLUDES_REASONING = "output_excludes_reasoning"

_INT64_DIGITS = 19


def is_count(value: Any) -> TypeGuard[int]:
    """Return whether a value is a number of tokens."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def uncached(total: Any, read: Any, written: Any) -> dict[str, Any]:
    """Return `input_tokens` of a total that includes what was read from and written to the cache.

    Counts may be spelled `20`, `20.0` or `"20"`. Cache counts larger than the total cannot lie in it: they
    lie beside it, and `flags` says so. Nothing when any value is no count: such values are for the checks to
    judge.
    """
    total, read, written = map(whole_number, (total, read, written))
    if not (is_count(total) and is_count(read) and is_count(written)):
        return {}
    if total < read + written:
        return {"input_tokens": total, "flags": EXCLUDES_CACHE}
    return {"input_tokens": total - read - written}


def whole_number(value: Any) -> Any:
    """Return a whole number in whatever spelling as int, anything else as it is."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value) if len(value) <= _INT64_DIGITS else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
