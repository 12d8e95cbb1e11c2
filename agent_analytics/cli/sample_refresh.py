"""`agent-analytics sample refresh`: a sample company's warehouse, with its vendors' services on loopback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agent_analytics.settings import Settings

_TOKEN_ENV = "SAMPLE_COMPANY_TOKEN"  # noqa: S105 - a variable's name


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder that `sample generate` or `demo` wrote.",
)
def refresh_sample(folder: Path) -> None:
    """Refresh a sample company's warehouse, pull requests and reports on Copilot included.

    The vendors that the company uses are served on 127.0.0.1 meanwhile; the sources ask them over HTTP as they
    would ask the real ones.
    """
    from agent_analytics.cli.refresh import run_refresh
    from agent_analytics.settings import load_settings

    folder = folder.expanduser().absolute()
    with with_vendors(load_settings(folder / "agent-analytics.toml").settings, folder) as settings:
        run_refresh(settings)


@contextmanager
def with_vendors(settings: "Settings", folder: Path) -> "Iterator[Settings]":
    """Yield settings that lead to the stand-ins of a sample company's vendors, which answer meanwhile.

    Raises `SourceError` when the folder holds no sample company.
    """
    from agent_analytics.cli.comparison import read_truth
    from agent_analytics.source_settings import CopilotSource, GithubSource
    from ingestion.sample.api.company import TOKEN, vendors
    from ingestion.sample.copilot import ORGANIZATION

    with vendors(folder) as (service, repositories):
        os.environ[_TOKEN_ENV] = TOKEN
        github = GithubSource(
            base_url=service.address, repositories=repositories, token_env=_TOKEN_ENV
        )
        copilot = CopilotSource(
            base_url=service.address,
            organizations=[ORGANIZATION],
            token_env=_TOKEN_ENV,
            since=read_truth(folder / "truth.json")["meta"]["since"],
        )
        sources = settings.sources.model_copy(update={"github": github, "copilot": copilot})
        yield settings.model_copy(update={"sources": sources})
