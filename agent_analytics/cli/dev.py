"""`agent-analytics dev`: open the Dagster UI on loopback."""

import os
import sys
from pathlib import Path

import click


@click.command()
@click.option("--port", default=3000, show_default=True, help="Port of the UI on 127.0.0.1.")
@click.pass_obj
def dev(config: Path | None, port: int) -> None:
    """Open the Dagster UI on http://127.0.0.1:3000: lineage, runs, checks and schedules.

    Its schedules run while it is open: local telemetry every 5 minutes, git hourly, prices daily.
    """
    from agent_analytics.settings import CONFIG_VARIABLE, load_settings
    from orchestration.instance import prepare_home

    loaded = load_settings(config)
    environment = {**os.environ, "DAGSTER_HOME": str(prepare_home(loaded.settings))}
    if loaded.file:
        environment[CONFIG_VARIABLE] = str(loaded.file)
    command = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions"]
    command += ["-h", "127.0.0.1", "-p", str(port)]
    os.execve(command[0], command, environment)  # noqa: S606 - our own interpreter, no shell
