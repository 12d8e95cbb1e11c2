"""The collector's configuration keeps what tier 1 keeps of an attribute's name, and no text."""

import re
from pathlib import Path

import pytest
import yaml

from agent_analytics.privacy.policy import ATTRIBUTES, TEXT_FIELDS
from ingestion.otlp.events.claude_code.columns import HANDLES, IDENTIFIERS, USAGE
from ingestion.otlp.events.genai.columns import COLUMNS
from ingestion.otlp.events.genai.conventions import USAGE_ATTRIBUTES

REDUCED_HERE = {"user_email", "repository_url"}
"""Columns whose raw form a collector may write: they hold no text, and the loader reduces them."""

KNOWN = {**COLUMNS, **HANDLES, **USAGE, **IDENTIFIERS}
NEEDED = set(ATTRIBUTES) | set(USAGE_ATTRIBUTES)


@pytest.fixture(scope="module")
def configuration(repository_root: Path) -> dict[str, object]:
    """Return the configuration as read."""
    text = (repository_root / "docker" / "otel-collector.yaml").read_text()
    read: dict[str, object] = yaml.safe_load(text)
    return read


@pytest.fixture(scope="module")
def allowed(configuration: dict[str, object]) -> list[set[str]]:
    """Return every allow-list of the tier-1 transformation."""
    found = []
    tier1 = configuration["processors"]["transform/tier1"]  # type: ignore[index]
    for kind in ("log_statements", "trace_statements", "metric_statements"):
        for statement in tier1[kind][0]["statements"]:
            if statement.startswith("keep_keys"):
                found.append(set(re.findall(r'"([^"]+)"', statement)))
    return found


def test_every_signal_and_its_resource_has_one_list(allowed: list[set[str]]) -> None:
    """Logs, spans and points, each with their resource, keep the same names."""
    assert len(allowed) == 6
    assert all(names == allowed[0] for names in allowed)


def test_no_attribute_that_becomes_text_is_kept(allowed: list[set[str]]) -> None:
    """Prompts, answers, tool inputs, paths, commands and error messages never reach the file."""
    text = {
        name
        for name, column in KNOWN.items()
        if column in TEXT_FIELDS and column not in REDUCED_HERE
    }
    raw = {
        "tool_input",
        "tool_parameters",
        "prompt",
        "response",
        "error",
        "file_path",
        "full_command",
    }
    assert not allowed[0] & (text | raw)


def test_what_tier_1_keeps_passes(allowed: list[set[str]]) -> None:
    """Every attribute that fills a column of tier 1 gets through, so both roads give one record."""
    columns = {name for name, column in KNOWN.items() if column and column not in TEXT_FIELDS} | {
        name for name, column in KNOWN.items() if column in REDUCED_HERE
    }
    assert not (columns | NEEDED) - allowed[0]


def test_nothing_is_lost_or_reachable(configuration: dict[str, object]) -> None:
    """The queue is on disk and synced, senders wait when it is full, and only loopback listens."""
    text = yaml.safe_dump(configuration)
    assert configuration["extensions"]["file_storage"]["fsync"] is True  # type: ignore[index]
    queue = configuration["exporters"]["otlphttp/landing"]["sending_queue"]  # type: ignore[index]
    assert (queue["storage"], queue["block_on_overflow"]) == ("file_storage", True)
    unset = re.sub(r"\$\{env:\w+:-([^}]*)\}", r"\1", text)
    endpoints = re.findall(r"endpoint: (\S+)", unset)
    assert endpoints
    assert all(point.removeprefix("http://").startswith("127.0.0.1:") for point in endpoints)
    assert "append" not in configuration["exporters"]["file"]  # type: ignore[index]
