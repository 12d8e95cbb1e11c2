"""How fast boards are with a million model requests behind them: cards, whole boards, changes of a filter.

python benchmarks/page.py [--config agent-analytics.toml] [--requests 1000000]

The installation's snapshot (without --config, that of a small sample company made for the occasion) is
copied with all work in it done again, under keys of its own, until there are as many requests as wanted; the
people, teams, repositories and days stay the same. Every question is asked for the first time. The floor is
the count of all requests for a card, and the health page for a board. When something is painted is told by
a Chromium without a window. Ends with status 1 when the 95th percentile of a card, a board, a change of
filter or a first paint takes longer than it should.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import duckdb
from paint import first_paints
from starlette.testclient import TestClient

from agent_analytics.dashboards.binding import bind, tag_values
from agent_analytics.dashboards.templates import load_dashboards
from agent_analytics.serving import SnapshotReaders
from agent_analytics.serving.snapshots import current_path
from agent_analytics.settings import Settings, load_settings
from agent_analytics.web.app import create_app

CARD_SECONDS, BOARD_SECONDS, FILTER_SECONDS, PAINT_SECONDS = 0.1, 2.0, 0.5, 1.0
PERIODS = ("past30days", "past90days", "past7days")
WORK = ("session_key", "session_id", "commit_key", "developer_key")
"""A mart with one of these holds work, which there can be more of."""
SHARED_KEYS = ("developer_key", "repository_key", "model_key", "main_model_key")
"""Keys of dimensions: work that is done again is done by and on the same."""


def main() -> None:
    """Measure, print, and end with status 1 when something is too slow."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--config", type=Path)
    arguments.add_argument("--requests", type=int, default=1_000_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, _installation(given.config) as settings:
        big = _enlarged(settings, Path(folder), given.requests)
        too_slow = [_cards(big), *_boards(big)]
    sys.exit(any(too_slow))


@contextmanager
def _installation(config: Path | None) -> Iterator[Settings]:
    if config is not None:
        yield load_settings(config, {}).settings
        return
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "agent_analytics.cli")
        size = ("--developers", "8", "--days", "60")
        subprocess.run(
            [*command, "demo", "--no-serve", "--dir", folder, *size], check=True, cwd=folder
        )
        yield load_settings(Path(folder) / "agent-analytics.toml", {}).settings


def _enlarged(settings: Settings, folder: Path, wanted: int) -> Settings:
    """Return an installation whose snapshot repeats the rows of another's."""
    big = settings.model_copy(update={"data_dir": str(folder)})
    big.paths.prepare()
    file = big.paths.serving / "analytics_big.duckdb"
    shutil.copy(current_path(settings), file)
    file.chmod(0o600)
    with duckdb.connect(str(file)) as connection:
        (found,) = connection.execute(
            "select count(*) from marts.fct_agent_requests"
        ).fetchone() or (0,)
        times = -(-wanted // max(1, found))
        for mart, names in _marts_of_work(connection).items():
            own = [
                name
                for name in names
                if name.endswith(("_key", "_id", "sha")) and name not in SHARED_KEYS
            ]
            keys = ", ".join(f"{name} || '#' || copy as {name}" for name in own)
            connection.execute(
                f"insert into marts.{mart} select again.* {f'replace ({keys})' if own else ''}"  # noqa: S608
                f" from marts.{mart} as again, range(1, {times}) as copies(copy)"
            )
    big.paths.current_snapshot.write_text(file.name)
    print(f"{found * times:,} requests: each of {found:,} {times} times")
    return big


def _marts_of_work(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the facts that hold somebody's work, each with its columns of text."""
    found = connection.execute(
        "select table_name, list(column_name) filter (where data_type = 'VARCHAR')"
        " from duckdb_columns() where schema_name = 'marts' and table_name like 'fct_%'"
        " group by table_name having list_has_any(list(column_name), ?) order by table_name",
        [list(WORK)],
    ).fetchall()
    return dict(found)


def _cards(settings: Settings) -> bool:
    """Ask every card over several periods, each for the first time, and return whether that is too slow."""
    with SnapshotReaders(settings).reading() as reader:
        newest = reader.snapshot.newest_event_at
        today = newest.date() + timedelta(days=1) if newest else date.today()  # noqa: DTZ011
        count = "select count(model_key) from marts.fct_agent_requests"
        floor = _best(lambda: reader.ask(count, {}, most_rows=1, seconds=60))
        spent: dict[str, float] = {}
        for board in load_dashboards():
            for dashcard in (one for one in board.dashcards if one.card):
                for period in PERIODS:
                    filters = {"date": [period]}
                    bound = bind(dashcard.card, tag_values(board, dashcard, filters), today)
                    begun = time.perf_counter()
                    reader.ask(bound.sql, bound.parameters, most_rows=2_000, seconds=60)
                    name = f"{board.slug}/{dashcard.card.slug} {period}"
                    spent[name] = time.perf_counter() - begun
    for name in sorted(spent, key=spent.__getitem__)[-5:]:
        print(f"  slow: {name} {spent[name] * 1_000:.0f} ms")
    return _told(f"card ({len(spent)} questions)", list(spent.values()), floor, CARD_SECONDS)


def _boards(settings: Settings) -> Iterator[bool]:
    """Open every board, change its period and an agent, see it painted; yield whether each is too slow."""
    opened, changed = [], []
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        floor = _best(lambda: client.get("/healthz").raise_for_status())
        client.get("/boards/none")
        for board in load_dashboards():
            opened.append(_seconds(lambda: client.get(f"/boards/{board.slug}").raise_for_status()))  # noqa: B023
            for query in ("date=past7days", "date=past90days", "agent=claude_code"):
                path = f"/boards/{board.slug}?{query}"
                changed.append(_seconds(lambda: client.get(path).raise_for_status()))  # noqa: B023
    yield _told(f"board ({len(opened)})", opened, floor, BOARD_SECONDS)
    yield _told(f"filter ({len(changed)} changes)", changed, floor, FILTER_SECONDS)
    pages = ["/", *(f"/boards/{board.slug}" for board in load_dashboards())]
    painted = first_paints(settings, pages)
    yield _told(f"first paint ({len(painted)} pages)", painted, floor, PAINT_SECONDS)


def _told(name: str, spent: list[float], floor: float, limit: float) -> bool:
    ordered = sorted(spent)
    slow = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:<28} median {statistics.median(ordered) * 1_000:7.1f} ms"
        f"  p95 {slow * 1_000:7.1f} ms  {slow / floor:6.1f} x floor ({floor * 1_000:.1f} ms)"
        f"  limit {limit * 1_000:.0f} ms"
    )
    return slow > limit


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _best(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(5))


if __name__ == "__main__":
    main()
