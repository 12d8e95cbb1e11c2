"""Many comparisons at once: what is left of a p-value when so many were tried."""

from collections.abc import Sequence


def q_values(p_values: Sequence[float | None]) -> list[float | None]:
    """Return the Benjamini–Hochberg adjusted p-values of one family, in its order.

    Comparisons that were refused are null and were not tried. Calling those with q ≤ a discoveries keeps
    the expected share of false ones among them at a. Source: Benjamini & Hochberg, J. R. Stat. Soc. B 57
    (1995).
    """
    order = sorted((p, at) for at, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    smallest = 1.0
    for rank, (p, at) in reversed(list(enumerate(order, start=1))):
        smallest = min(smallest, p * (len(order) / rank))
        adjusted[at] = smallest
    return adjusted
