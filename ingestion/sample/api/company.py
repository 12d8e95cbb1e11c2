"""The vendors' services of one sample company, served on loopback from what generating it left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from agent_analytics.errors import SourceError
from ingestion.sample.api.copilot import PATHS, Copilot, Side
from ingestion.sample.api.github import Github
from ingestion.sample.api.service import Answer, Request, Service
from ingestion.sample.copilot import ORGANIZATION

FORGE_FILE = "github.json"
"""The forge's repositories, inside the wire folder."""

COPILOT_FILE = "copilot.json"
"""What GitHub reports of Copilot, inside the wire folder."""

TOKEN = "sample-company"  # noqa: S105 - opens nothing but this stand-in


@contextmanager
def vendors(out: Path) -> Iterator[tuple[Service, list[str]]]:
    """Serve the company that was generated into `out`; yield the service and its repositories' names.

    Raises `SourceError` when the folder holds no sample company.
    """
    repositories = _read(out / "wire" / FORGE_FILE)
    side = Side(**_read(out / "wire" / COPILOT_FILE))
    github, copilot = Github(repositories, TOKEN), Copilot({ORGANIZATION: side}, TOKEN)

    def handler(request: Request) -> Answer:
        return (copilot if request.path.startswith(PATHS) else github)(request)

    with Service(handler) as service:
        yield service, [repository["nameWithOwner"] for repository in repositories]


def _read(file: Path) -> Any:
    try:
        return msgspec.json.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        message = f"{file} cannot be read: {error}; make a company with `sample generate`"
        raise SourceError(message) from error
