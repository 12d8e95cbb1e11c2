"""What agents may and may not do here: `policy.csv`.

Patterns are globs over names that are stored anyway. Which calls and requests break a rule is SQL; the rules
that come with the project are the seed `policy_rules`.
"""

from dataclasses import dataclass
from pathlib import Path

from agent_analytics.company.files import check_day, read_statements

RULES = (
    "allow_model",
    "allow_mcp_server",
    "deny_tool",
    "deny_program",
    "deny_extension",
    "deny_mode",
    "deny_parameter",
)
SEVERITIES = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A kind of rule, a pattern it is about, and how bad it is to break it; an empty day is ever since."""

    rule: str
    pattern: str
    severity: str
    valid_from: str


def read_policy(file: Path) -> list[PolicyRule]:
    """Return the rules of a file. Raises `StatementError` naming the line."""
    return read_statements(file, PolicyRule, _policy_rule)


def _policy_rule(cells: dict[str, str]) -> PolicyRule:
    cells |= {"severity": cells["severity"] or "medium", "pattern": cells["pattern"].lower()}
    for name, known in (("rule", RULES), ("severity", SEVERITIES)):
        if cells[name] not in known:
            message = f"{name} {cells[name]!r} is none of {', '.join(known)}"
            raise ValueError(message)
    if not cells["pattern"]:
        message = f"{cells['rule']} needs a pattern, e.g. `*` for everything"
        raise ValueError(message)
    check_day(cells["valid_from"])
    return PolicyRule(**cells)
