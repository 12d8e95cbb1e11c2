"""`prices` shows the book, what it lacks, and takes newer prices."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_analytics.cli import group
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, open_warehouse


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the settings file of an installation without a warehouse."""
    file = tmp_path / "agent-analytics.toml"
    file.write_text(f'data_dir = "{tmp_path / "data"}"\n')
    return file


def prices(config: Path, *arguments: str) -> Result:
    """Return what a `prices` command did."""
    return CliRunner().invoke(group, ["--config", str(config), "prices", *arguments])


def publish_coverage(config: Path, **given: object) -> None:
    """Publish one row of price coverage."""
    settings = Settings(data_dir=str(config.parent / "data"))
    row = {
        "usage_date": date(2026, 11, 1),
        "agent": "claude_code",
        "model": "claude-next",
        "price_status": "unknown_model",
        "request_count": 3,
        "total_input_tokens": 12_345,
        "output_tokens": 67,
    }
    with open_warehouse(settings) as connection:
        insert(connection, "fct_price_coverage", row | given)
    publish(settings)


def test_explain_names_price_source_and_day(config: Path) -> None:
    """A model's prices come with where they are from and when they were checked."""
    result = prices(config, "explain", "claude-opus-5", "--provider", "anthropic")
    assert result.exit_code == 0
    assert "genai-prices" in result.output
    assert "cache_write_1h" in result.output


def test_explain_of_a_stranger_is_an_error(config: Path) -> None:
    """An unknown model is named, and nothing is invented."""
    result = prices(config, "explain", "claude-next")
    assert result.exit_code == 1
    assert "claude-next" in str(result.exception)


def test_list_shows_one_provider(config: Path) -> None:
    """The list can be limited to who bills."""
    lines = prices(config, "list", "--provider", "openai").output.splitlines()[2:]
    assert lines
    assert all(line.startswith("openai") for line in lines)


def test_check_fails_for_requests_without_price(config: Path) -> None:
    """A model that was used and has no price is listed with its tokens."""
    publish_coverage(config)
    result = prices(config, "check")
    assert result.exit_code == 1
    assert "claude-next" in result.output
    assert "12345" in result.output


def test_check_passes_when_all_is_priced(config: Path) -> None:
    """Nothing to tell when every request has a price."""
    publish_coverage(config, price_status="priced")
    result = prices(config, "check")
    assert result.exit_code == 0
    assert "Every request has a price." in result.output


def test_update_refuses_what_is_no_price_list(config: Path) -> None:
    """A wrong file changes nothing."""
    wrong = config.parent / "page.html"
    wrong.write_text("<html>")
    result = prices(config, "update", "--from", str(wrong))
    assert result.exit_code == 1
    assert not (config.parent / "data" / "prices").exists()
