"""How well commits and lines are tied to sessions: scenarios with known answers, beside clocks alone.

python benchmarks/attribution [--family tuning|days|scoring] [--seed N …] [--keep FOLDER]

Real repositories and clients' files are made, loaded and modelled as in production; the score of the family
`scoring`, which no threshold was chosen on, is the one that counts. Each seed is another play; their commits
are scored together.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import days
import scoring
import tuning
from company import Company
from judge import Verdict, judge, pooled
from score import agreement, calibration_error, of_class, score

FAMILIES: dict[str, Callable[[Company], None]] = {
    "tuning": tuning.play,
    "days": days.play,
    "scoring": scoring.play,
}
DEFAULT_SEEDS = tuple(range(30, 40))
"""What was learnt from the mistakes of seeds 11 to 29 may favour those."""


def main() -> None:
    """Play, load and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", choices=FAMILIES, default="scoring")
    parser.add_argument("--seed", type=int, nargs="+", default=DEFAULT_SEEDS)
    parser.add_argument("--keep", type=Path, help="Leave stages and warehouses in this folder.")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = (arguments.keep or Path(folder)).resolve()
        verdicts = [
            _played(arguments.family, seed, root / f"seed-{seed}") for seed in arguments.seed
        ]
    _print(arguments.family, pooled(verdicts))


def _played(family: str, seed: int, root: Path) -> Verdict:
    """Return the verdict on one play, which stays in a new folder."""
    root.mkdir(parents=True)
    company = Company(root, random.Random(seed))  # noqa: S311 - made-up data, not a secret
    FAMILIES[family](company)
    _refresh(company)
    return judge(company)


def _refresh(company: Company) -> None:
    """Load the stage with the product's own command."""
    homes = [person.home for person in company.people]
    settings = "\n".join(
        (
            f'data_dir = "{company.root}/data"',
            "[sources.git]",
            f"repositories = {[str(one.folder) for one in company.repositories]}",
            "[sources.claude_code]",
            f"paths = {[str(home / '.claude' / 'projects') for home in homes]}",
            "[sources.codex]",
            f"paths = {[str(home / '.codex' / 'sessions') for home in homes]}",
            "[sources.gemini_cli]",
            f"paths = {[str(home / '.gemini') for home in homes]}",
            "[sources.copilot_cli]",
            f"paths = {[str(home / '.copilot') for home in homes]}",
            "[sources.opencode]",
            f"paths = {[str(home / '.local/share/opencode') for home in homes]}",
        )
    )
    config = company.root / "agent-analytics.toml"
    config.write_text(settings + "\n")
    command = [Path(sys.executable).with_name("agent-analytics"), "--config", config, "refresh"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def _print(family: str, verdict: Verdict) -> None:
    print(f"family {family}: {verdict.commits:,} commits, {len(verdict.true):,} true links")
    print(f"  {'evidence':<12}{'precision':>10}{'recall':>10}{'F1':>10}{'found':>8}{'true':>8}")
    linked = [link.pair for link in verdict.links if link.is_linked]
    rows = [
        *((kind, of_class(verdict.links, verdict.true, kind)) for kind in verdict.kinds()),
        ("all", score(linked, verdict.true)),
        ("clock only", score(verdict.by_clock, verdict.true)),
    ]
    for name, one in rows:
        figures = "".join(f"{_figure(value):>10}" for value in (one.precision, one.recall, one.f1))
        print(f"  {name:<12}{figures}{one.found:>8,}{one.true:>8,}")
    error = calibration_error(verdict.links, verdict.true)
    print(f"  expected calibration error {error:.3f}")
    print(f"  agreement of added lines   {agreement(verdict.lines, verdict.true_lines):.3f}")
    for line in verdict.mistakes():
        print(f"  {line}")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
