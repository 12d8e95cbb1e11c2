"""How well handles are told to be one person: pairwise precision and recall over sample companies.

python benchmarks/identity.py [--days N]

Every pair of handles (addresses, vendor accounts, installations of one person) is a question. Precision is
the share of pairs put together that belong together, recall the share of pairs that belong together that
were put together. Each wrong or missed pair comes with its evidence: an address that only a name connects is
left alone, since two people may have one name. Ends with status 1 below 0.99 and 0.95.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings

COMPANIES = ((7, 8), (11, 12), (23, 20))
"""Seed and number of people."""

PRECISION, RECALL = 0.99, 0.95


def main() -> None:
    """Measure every company, print, and end with status 1 when one is told badly."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--days", type=int, default=14)
    days = arguments.parse_args().days
    scores = [_score(seed, people, days) for seed, people in COMPANIES]
    sys.exit(any(precision < PRECISION or recall < RECALL for precision, recall in scores))


def _score(seed: int, people: int, days: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        size = ("--seed", str(seed), "--developers", str(people), "--days", str(days))
        _run("sample", "generate", "--out", folder, *size)
        config = Path(folder) / "agent-analytics.toml"
        _run("sample", "refresh", "--dir", folder)
        truth = json.loads((Path(folder) / "truth.json").read_text(encoding="utf-8"))
        told, evidence = _told(config)
    owners = dict(_owned(truth["people"]))
    known = sorted(owners.keys() & told.keys())
    together = {pair for pair in combinations(known, 2) if _same(told, pair)}
    belonging = {pair for pair in combinations(known, 2) if _same(owners, pair)}
    right = len(together & belonging)
    precision = right / len(together) if together else 1.0
    recall = right / len(belonging) if belonging else 1.0
    print(
        f"seed {seed}, {people} people, {days} days: {len(known)} handles, "
        f"{len(belonging)} pairs; precision {precision:.4f}, recall {recall:.4f}"
    )
    for left, right_handle in sorted(together ^ belonging):
        verdict = "wrong" if (left, right_handle) in together else "missed"
        known_of = evidence.get((left, right_handle), "nothing connects them")
        print(f"  {verdict}: {left} {right_handle} ({known_of})")
    return precision, recall


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "agent_analytics.cli", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _told(config: Path) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return the person each handle is told to belong to, and what speaks for pairs of addresses.

    A handle that names nobody stands alone.
    """
    with open_snapshot(load_settings(config, {}).settings) as snapshot:
        rows = snapshot.execute(
            "select handle, coalesce(developer_key, handle_key) from dim_developer_handles"
            " where kind in ('email', 'account', 'installation')"
        ).fetchall()
        pairs = snapshot.execute(
            "select left_email, right_email, string_agg(distinct coalesce(refusal, evidence_rule), ', ')"
            " from fct_identity_evidence group by left_email, right_email"
        ).fetchall()
    return dict(rows), {(left, right): told for left, right, told in pairs}


def _owned(people: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    """Yield handle and login of everything that belongs to one person only."""
    people = list(people)
    installations = Counter(str(person["installation"]) for person in people)
    for person in people:
        login = str(person["login"])
        handles = [person["email"], *_texts(person["aliases"]), *_texts(person["accounts"])]
        if installations[str(person["installation"])] == 1:
            handles.append(person["installation"])
        yield from ((str(handle), login) for handle in handles if handle)


def _texts(values: object) -> list[object]:
    return list(values) if isinstance(values, list) else []


def _same(groups: Mapping[str, str], pair: tuple[str, str]) -> bool:
    return groups[pair[0]] == groups[pair[1]]


if __name__ == "__main__":
    main()
