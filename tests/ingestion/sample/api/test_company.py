"""The vendors of a generated company answer over HTTP."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_analytics.errors import SourceError
from ingestion.sample.api.company import TOKEN, vendors
from ingestion.sample.copilot import ORGANIZATION


def test_the_forge_of_a_company_is_served(small: Any) -> None:
    """Every repository of the company answers, to those who have its token."""
    with vendors(small.out) as (service, names):
        assert len(names) == len(set(names)) > 1
        address = f"{service.address}/repos/{names[0]}/pulls"
        assert httpx.get(address).status_code == 401
        answer = httpx.get(address, headers={"Authorization": f"Bearer {TOKEN}"})
    told = [row for row in small.truth["pull_requests"] if names[0].endswith(row["repository"])]
    assert len(answer.json()) == len(told)


def test_the_copilot_of_a_company_is_served(small: Any) -> None:
    """A report leads to a file that needs no token, and holds what the truth counts."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with vendors(small.out) as (service, _):
        address = (
            f"{service.address}/orgs/{ORGANIZATION}/copilot/metrics/reports/users-28-day/latest"
        )
        (link,) = httpx.get(address, headers=headers).json()["download_links"]
        lines = httpx.get(link).text.splitlines()
    assert len(lines) == small.truth["copilot"]["user_days"] > 0


def test_a_folder_without_a_company_is_refused(tmp_path: Path) -> None:
    """The message says how to make one."""
    with pytest.raises(SourceError, match="sample generate"), vendors(tmp_path):
        pass
