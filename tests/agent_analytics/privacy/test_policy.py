import pytest

from agent_analytics import records
from agent_analytics.privacy.policy import TEXT_FIELDS, Tier, policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.privacy.redact import apply


def test_every_raw_column_is_known() -> None:
    """A column that the policy did not name would never be filled."""
    rules = policy_for(1, Pseudonymizer(bytes(KEY_BYTES))).rules
    for tables in records.SOURCE_TABLES.values():
        for table in tables:
            assert rules.keys() >= set(table.names())


@pytest.mark.parametrize("tier", [1, 2, 3])
@pytest.mark.parametrize("name", [n for n, rule in TEXT_FIELDS.items() if rule.reduction == "drop"])
def test_text_is_never_stored(name: str, tier: Tier) -> None:
    """No raw table has a column for text, so no tier stores any."""
    kept, dropped = apply(policy_for(tier, Pseudonymizer(bytes(KEY_BYTES))), {name: "text"})
    assert (kept, dropped) == ({}, [(name, "tier")])
