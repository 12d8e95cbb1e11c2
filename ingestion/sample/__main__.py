"""`python -m ingestion.sample`: write the sample company and say what was written."""

from datetime import UTC, datetime
from pathlib import Path

import click

from agent_analytics.errors import AgentAnalyticsError
from ingestion.sample import generate


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option("--seed", default=7, show_default=True, help="Same seed, same company.")
@click.option("--developers", default=40, show_default=True, help="Size of the company.")
@click.option("--days", default=182, show_default=True, help="Length of the period.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="First day after the period; default today in UTC.",
)
def main(out: Path, seed: int, developers: int, days: int, until: datetime | None) -> None:
    """Write a fictitious company's transcripts, telemetry and repositories, and the truth about them."""
    last = until.replace(tzinfo=UTC).date() if until else None
    try:
        truth = generate(
            out, seed=seed, developers=developers, days=days, until=last, progress=click.echo
        )
    except AgentAnalyticsError as error:
        raise click.ClickException(str(error)) from error
    for layer, sizes in truth.meta["written"].items():
        megabytes = sizes["bytes"] / 1e6
        click.echo(f"{layer}: {sizes['files']} files, {sizes['lines']} lines, {megabytes:.1f} MB")
    click.echo(f"repositories: {truth.totals['commits']} commits")
    click.echo(f"truth: {out / 'truth.json'}")


if __name__ == "__main__":
    main()
