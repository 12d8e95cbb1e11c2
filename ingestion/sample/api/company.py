"""The vendors' services of one sample company, served on loopback from what generating it left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from agent_analytics.errors import SourceError
from ingestion.sample.api.github import Github
from ingestion.sample.api.service import Service

FORGE_FILE = "github.json"
"""The forge's repositories, inside the wire folder."""

TOKEN = "sample-company"  # noqa: S105 - opens nothing but this stand-in


@contextmanager
def vendors(out: Path) -> Iterator[tuple[Service, list[str]]]:
    """Serve the company that was generated into `out`; yield the service and its repositories' names.

    Raises `SourceError` when the folder holds no sample company.
    """
    file = out / "wire" / FORGE_FILE
    try:
        repositories = msgspec.json.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        message = f"{file} cannot be read: {error}; make a company with `sample generate`"
        raise SourceError(message) from error
    handler = Github(repositories, TOKEN)
    with Service(handler) as service:
        yield service, [repository["nameWithOwner"] for repository in repositories]
