"""`agent-analytics sample`: a fictitious company to try things on, and a check against its truth."""

import click

from agent_analytics.cli.groups import LazyGroup

_EXAMPLES = """\b
Examples:
  agent-analytics sample generate --out demo --developers 6 --days 20
  agent-analytics sample refresh --dir demo
  agent-analytics --config demo/agent-analytics.toml sample verify --truth demo/truth.json
"""


class _Commands(LazyGroup):
    places = {
        "generate": "ingestion.sample.__main__:main",
        "refresh": "agent_analytics.cli.sample_refresh:refresh_sample",
        "verify": "agent_analytics.cli.sample_verify:verify",
    }


@click.group(cls=_Commands, epilog=_EXAMPLES)
def sample() -> None:
    """Write a sample company, load it, or compare the marts with what is true of it."""
