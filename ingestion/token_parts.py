"""Disjoint token counts out of totals that include their parts, whichever client told them."""

import re
from typing import Any, TypeGuard

EXCLUDES_CACHE = "input_excludes_cache"
EXCLUDES_REASONING = "output_excludes_reasoning"

_WHOLE = re.compile(r"([0-9]{1,19})(?:\.0+)?")


def is_count(value: Any) -> TypeGuard[int]:
    """Return whether a value is a number of tokens."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def uncached(total: Any, read: Any, written: Any) -> dict[str, Any]:
    """Return `input_tokens` of a total that includes what was read from and written to the cache.

    Counts may be spelled `20`, `20.0` or `"20"`. Cache counts larger than the total cannot lie in it: they
    lie beside it, and `flags` says so. What is no count is for the checks to judge: nothing for such a
    total, and nothing taken out of it for such a part.
    """
    total = whole_number(total)
    if not is_count(total):
        return {}
    cached = sum(filter(is_count, map(whole_number, (read, written))))
    if total < cached:
        return {"input_tokens": total, "flags": EXCLUDES_CACHE}
    return {"input_tokens": total - cached}


def whole_number(value: Any) -> Any:
    """Return a whole number in whatever spelling as int, anything else as it is."""
    if isinstance(value, str):
        spelled = _WHOLE.fullmatch(value)
        return int(spelled[1]) if spelled else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
