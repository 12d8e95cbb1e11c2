"""Real sessions: list cost is the client's own, request by request, to the micro-dollar."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

CLIENTS = ("claude-code-2.1.329", "copilot-cli-1.0.102", "gemini-cli-0.61.0", "codex-0.169.0")


@pytest.mark.slow
def test_list_cost_is_what_the_client_reported(captures: Path, tmp_path: Path) -> None:
    """Every reported cost is the list cost; of an exact half the client rounds up, and that is listed."""
    files = [str(file) for client in CLIENTS for file in (captures / client).glob("*/otlp.jsonl")]
    config = tmp_path / "agent-analytics.toml"
    config.write_text(
        f'data_dir = "{tmp_path / "data"}"\n[sources.otlp]\npaths = {json.dumps(files)}\n'
        + "".join(
            f"[sources.{source}]\npaths = []\n"
            for source in ("claude_code", "codex", "copilot_cli", "gemini_cli", "opencode")
        )
    )
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", str(config), "refresh"]
    subprocess.run(command, check=True, timeout=300)
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        reported, priced = snapshot.execute(
            "select count(reported_cost_microusd),"
            " count(reported_cost_microusd) filter (where price_status = 'priced')"
            " from fct_agent_requests"
        ).fetchall()[0]
        differing = snapshot.execute(
            "select cost_difference_reason, cost_difference_microusd, price_status"
            " from fct_cost_differences"
        ).fetchall()
    assert reported == priced > 0
    assert differing == [("rounding", 1, "priced")]
