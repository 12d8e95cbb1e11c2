"""Events of hooks, and commits that no receiver took, loaded from their files into `raw_hooks`.

What was appended since the last load is read; a day's file goes to the archive once it is over and all of it
has arrived. Beside the folder may stand files that only count events which could not be kept. What a line says
is in `parse`; the hooks themselves are in `agent_analytics.setup`.
"""

import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import FILES
from agent_analytics.settings import Settings
from ingestion.files import load_files
from ingestion.sources.hooks.parse import stretch_of
from ingestion.spool.folder import SpoolFolder
from ingestion.tail import Selection, file_key_of

if TYPE_CHECKING:
    from ingestion.pipeline import LoadReport

SOURCE = "hooks"
_NAME = re.compile(r"(?:hooks|commits)-(\d{8})\.ndjson")
_MISSED_NAME = re.compile(r"hooks-missed-\d{8}\.ndjson")
_SECONDS_PER_DAY = 86_400
_STILL_WRITTEN = timedelta(days=1)
"""A day's file is left alone for another day: clocks may be corrected, a hook may be late."""


def load(settings: Settings) -> "LoadReport":
    """Load what hooks have appended, put whole days away and return what was landed.

    The caller holds the writer lock. Killed at any point, the next run goes on: positions arrive with
    their rows, and a file is moved only after everything in it has.
    """
    folder = SpoolFolder(settings.paths.hook_spool.resolve())
    over = [path for path in folder.sealed() if is_over(path, datetime.now(UTC))]
    for path in over:
        end_last_line(path)
    missed = sorted(map(str, folder.root.parent.glob("hooks-missed-*.ndjson")))
    selection = Selection(
        [str(folder.root), *missed],
        (".ndjson",),
        lambda path: (
            (path.parent.name == folder.root.name and _NAME.fullmatch(path.name) is not None)
            or _MISSED_NAME.fullmatch(path.name) is not None
        ),
    )
    report = load_files(settings, SOURCE, selection, stretch_of)
    _put_away(settings, folder, over)
    return report


def is_over(path: Path, now: datetime) -> bool:
    """Return whether nothing is appended to a file any more."""
    named = _NAME.fullmatch(path.name)
    return named is not None and named[1] < f"{now - _STILL_WRITTEN:%Y%m%d}"


def end_last_line(path: Path) -> None:
    """End a line that a full disk left torn, so that it is read and counted as what it is."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb+", buffering=0) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            stream.write(b"\n")


def _put_away(settings: Settings, folder: SpoolFolder, over: list[Path]) -> None:
    """Archive files of which everything has arrived, and delete those whose retention has ended."""
    # Each worker imports this package to reach `parse`; the loader would cost it more than a second.
    from ingestion import pipeline  # noqa: PLC0415

    if over:
        reached = {
            row["file_key"]: row["read_offset"]
            for row in pipeline.read_table(settings, SOURCE, FILES.name, "file_key, read_offset")
        }
        keys = policy_of(settings).pseudonymizer
        read = [p for p in over if reached.get(file_key_of(p, keys)) == p.stat().st_size]
        folder.archive.mkdir(mode=0o700, exist_ok=True)
        folder.put_away(read)
    _forget(folder, settings.collect.archive_days)


def _forget(folder: SpoolFolder, days: int) -> None:
    """Delete archived files whose retention has ended."""
    before = time.time() - days * _SECONDS_PER_DAY
    for path in folder.archived():
        if path.stat().st_mtime < before:
            path.unlink()
