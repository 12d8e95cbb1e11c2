from agent_analytics import records
from agent_analytics.privacy.policy import TEXT_FIELDS, policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer


def test_every_raw_column_is_known() -> None:
    """A column that the policy did not name would never be filled."""
    rules = policy_for(1, Pseudonymizer(bytes(KEY_BYTES))).rules
    for tables in records.SOURCE_TABLES.values():
        for table in tables:
            assert rules.keys() >= set(table.names())


def test_no_content_passes_at_the_first_tier() -> None:
    """What somebody wrote is never among the fields that tier 1 keeps."""
    content = {name for name, rule in TEXT_FIELDS.items() if rule.reduction == "content"}
    assert content == {"prompt_text", "tool_parameters", "error_text", "response_text"}
    assert all(TEXT_FIELDS[name].tier > 1 for name in content)
