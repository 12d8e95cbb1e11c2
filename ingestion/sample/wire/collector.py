"""The collector's files of one site: lost while it was down, delivered twice, rotated and compressed.

Lines are written in the order they arrived. Which bytes a line has is decided in `otlp`.
"""

import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import zstandard

from ingestion.sample.company import Company
from ingestion.sample.dice import dice_for
from ingestion.sample.ledger import Ledger
from ingestion.sample.wire.line import Line

SITES = ("otel-berlin", "otel-lisbon")
_REDELIVERED_SHARE = 0.015
_TORN_SITE = 1
_DAYS_PER_FILE = 7
_ZSTD_LEVEL = 3
_GZIP_LEVEL = 3


def write_site(company: Company, site: int, lines: Iterable[Line], folder: Path) -> Ledger:
    """Write a site's files and return what they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = Ledger()
    arrived = _arrivals(company, site, lines, ledger)
    weeks: dict[int, list[bytes]] = {}
    first = datetime.combine(company.since, datetime.min.time(), tzinfo=UTC).timestamp() * 1000
    for at, line in arrived:
        weeks.setdefault(int(at - first) // (_DAYS_PER_FILE * 86_400_000), []).append(line.body)
        ledger.requests.update(line.requests)
        ledger.tools.update(line.tools)
        ledger.prompts.update(line.prompts)
        ledger.commits.update(line.commits)
    last = max(weeks, default=0)
    for week, bodies in sorted(weeks.items()):
        body = b"\n".join(bodies) + b"\n"
        if week == last and site == _TORN_SITE:
            body += bodies[0][: len(bodies[0]) // 2]
            ledger.planted["torn_otlp_lines"] += 1
        end = company.since + timedelta(days=(week + 1) * _DAYS_PER_FILE)
        size = _save(folder, SITES[site], body, end=None if week == last else end, age=last - week)
        ledger.files += 1
        ledger.lines += len(bodies)
        ledger.size += size
    return ledger


def _arrivals(
    company: Company, site: int, lines: Iterable[Line], ledger: Ledger
) -> list[tuple[int, Line]]:
    """Return the lines that reached the disk with the instant they did, in that order."""
    dice = dice_for(company.seed, "collector", site)
    down_from, down_until = company.outage if site == company.outage_site else (0, 0)
    arrived: list[tuple[int, Line]] = []
    for line in lines:
        if down_from <= line.at < down_until:
            ledger.planted["lines_lost_in_outage"] += 1
            continue
        arrived.append((line.at, line))
        ledger.planted["phantom_sessions"] += line.phantom
        if dice.random() < _REDELIVERED_SHARE:
            arrived.append((line.at + dice.randint(5_000, 40_000), line))
            ledger.planted["redelivered_lines"] += 1
    return sorted(arrived, key=lambda item: (item[0], item[1].body))


def _save(folder: Path, host: str, body: bytes, *, end: date | None, age: int) -> int:
    """Write one file and return its plain size; the older it is, the more it was packed away."""
    if end is None:
        (folder / f"{host}.jsonl").write_bytes(body)
        return len(body)
    name = f"{host}-{end}T00-00-00.000-time.jsonl"
    if age % 3 == 1:
        (folder / name).write_bytes(body)
    elif age % 3 == 0:
        packed = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
        (folder / f"{name}.zst").write_bytes(packed)
    else:
        (folder / f"{name}.gz").write_bytes(gzip.compress(body, _GZIP_LEVEL, mtime=0))
    return len(body)
