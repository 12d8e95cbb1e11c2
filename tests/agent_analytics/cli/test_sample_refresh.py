"""A sample company's settings lead to its vendors while they are served, and nowhere else afterwards."""

import os
from pathlib import Path

import httpx
import pytest

from agent_analytics.cli.sample_refresh import with_vendors
from agent_analytics.settings import Settings
from ingestion.sample.api.company import COPILOT_FILE, FORGE_FILE


def test_settings_lead_to_the_companys_forge(tmp_path: Path) -> None:
    """The GitHub source finds the address, the repositories and a token that opens them."""
    (tmp_path / "wire").mkdir()
    repository = (
        '{"databaseId": 1, "nameWithOwner": "meridian/shop", "url": "", "pullRequests": []}'
    )
    (tmp_path / "wire" / FORGE_FILE).write_text(f"[{repository}]")
    (tmp_path / "wire" / COPILOT_FILE).write_text("{}")
    (tmp_path / "truth.json").write_text(
        '{"totals": {}, "by_agent": [], "meta": {"since": "2026-01-01"}}'
    )
    plain = Settings(data_dir=str(tmp_path / "data"))
    with with_vendors(plain, tmp_path) as settings:
        github = settings.sources.github
        assert github.repositories == ["meridian/shop"]
        assert str(settings.sources.copilot.since) == "2026-01-01"
        token = {"Authorization": f"Bearer {os.environ[github.token_env]}"}
        address = f"{github.base_url}/repos/meridian/shop/pulls"
        assert httpx.get(address, headers=token).json() == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, headers=token)
    assert plain.sources.github.repositories == []
