"""Agents and models compared over the same kind of work, row by row.

Each is compared with the one used most (the reference) within developer, repository and task type, for every
outcome. How a difference is estimated is `comparison`'s concern.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from agent_analytics.statistics.refusals import FEW_OBSERVATIONS, LEAST_COMPARED
from agent_analytics.statistics.tables import Columns, Row

if TYPE_CHECKING:
    from agent_analytics.statistics.comparison import Difference

KINDS = {"agent": "agent", "model": "main_model_key"}
"""What is compared, and the column that names it."""

OUTCOMES = ("success", "cost_microusd", "error_count", "active_seconds")
STRATA = ("developer_key", "repository_key", "task_type")

COLUMNS = {
    **dict.fromkeys(("kind", "member", "reference", "outcome", "method", "refusal"), "string"),
    **dict.fromkeys(
        ("session_count", "reference_session_count", "compared_count", "stratum_count"), "int64"
    ),
    **dict.fromkeys(
        ("effective_count", "raw_difference", "estimate", "low_95", "high_95"), "float64"
    ),
}
"""Arrow types of the rows."""


def comparison_rows(sessions: Columns) -> Iterator[Row]:
    """Yield every member of every kind against its reference; `sessions` has a row per session."""
    arrays: SessionArrays | None = None
    for kind, column in KINDS.items():
        used = Counter(each for each in sessions[column] if each is not None)
        (reference, most), *others = sorted(used.items(), key=lambda item: (-item[1], item[0])) or [
            (None, 0)
        ]
        for member, count in others:
            about = {
                "kind": kind,
                "member": member,
                "reference": reference,
                "session_count": count,
                "reference_session_count": most,
            }
            if count < LEAST_COMPARED:
                for outcome in OUTCOMES:
                    yield {**about, "outcome": outcome, "refusal": FEW_OBSERVATIONS}
            else:
                arrays = arrays or SessionArrays(sessions)
                yield from _compared(about, arrays)


class SessionArrays:
    """The sessions as arrays (n,): numbers in place of names, NaN for outcomes that are unknown."""

    def __init__(self, sessions: Columns) -> None:
        import numpy as np  # noqa: PLC0415 - only where there is something to estimate

        def numbered(names: Iterable[Any]) -> Any:
            numbers: dict[Any, int] = {}
            return np.array([numbers.setdefault(name, len(numbers)) for name in names])

        self.members = {
            kind: np.array(sessions[name], dtype=object) for kind, name in KINDS.items()
        }
        self.outcomes = {name: np.array(sessions[name], dtype=float) for name in OUTCOMES}
        self.strata = numbered(zip(*(sessions[name] for name in STRATA), strict=True))
        self.clusters = numbered(sessions["developer_key"])

    def difference(
        self, kind: str, member: str, reference: str, outcome: str, among: Any = True
    ) -> "Difference":
        """Return how much more of an outcome a member has than its reference, `among` some sessions."""
        import numpy as np  # noqa: PLC0415 - only where there is something to estimate

        from agent_analytics.statistics.comparison import standardised_difference  # noqa: PLC0415

        members, values = self.members[kind], self.outcomes[outcome]
        is_first = members == member
        kept = (is_first | (members == reference)) & ~np.isnan(values) & among
        return standardised_difference(
            values[kept], is_first[kept], self.strata[kept], self.clusters[kept]
        )


def _compared(about: dict[str, Any], arrays: SessionArrays) -> Iterator[Row]:
    from agent_analytics.statistics.comparison import METHOD  # noqa: PLC0415

    for outcome in OUTCOMES:
        told = arrays.difference(about["kind"], about["member"], about["reference"], outcome)
        yield {
            **about,
            "outcome": outcome,
            "method": METHOD,
            "refusal": told.refusal,
            "compared_count": told.compared + told.compared_other,
            "stratum_count": told.strata,
            "effective_count": told.effective,
            "raw_difference": told.raw,
            "estimate": told.estimate,
            "low_95": told.low,
            "high_95": told.high,
        }
