"""`agent-analytics sample verify`: the marts against what is true of the sample company."""

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--truth",
    "truth_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The truth.json that `sample generate` wrote.",
)
@click.pass_obj
def verify(config: Path | None, truth_file: Path) -> None:
    """Compare the published marts with the truth; the exit code is 1 when they differ.

    Counts and tokens must be equal, cost within 0.01 %. Which commits were assisted is a judgement and is
    shown for information.
    """
    from agent_analytics.cli.comparison import compare, read_truth
    from agent_analytics.cli.printing import table_lines
    from agent_analytics.serving import open_snapshot
    from agent_analytics.settings import load_settings

    truth = read_truth(truth_file)
    with open_snapshot(load_settings(config).settings) as connection:
        findings = compare(connection, truth)
    columns = ("measure", "expected", "actual", "difference", "verdict")
    rows = [(f.measure, f.expected, f.actual, f.actual - f.expected, f.verdict) for f in findings]
    for line in table_lines(columns, rows):
        click.echo(line)
    if any(finding.verdict == "differs" for finding in findings):
        sys.exit(1)
