"""How long a first load of a long history takes, beside `git log` alone, how long the next one, and the memory.

python benchmarks/history.py [--commits N]
"""

import argparse
import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness import report, timed

from agent_analytics.settings import Settings
from agent_analytics.source_settings import GitSource, SourcesSettings
from ingestion.sources import git

DEFAULT_COMMITS = 100_000
_NEW_COMMITS = 200
_FILES = 2_000
_LINES = 40
_START = 1_780_000_000


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--commits", type=int, default=DEFAULT_COMMITS)
    count = arguments.parse_args().commits
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "long"
        _git(Path(folder), "init", "--quiet", "--bare", "--initial-branch=main", str(clone))
        history = _History()
        history.extend(clone, count)
        command = ("log", "--numstat", "-M", "--format=%H", "--all")
        floor = timed("git log alone", count, lambda: _git(clone, *command))
        sources = SourcesSettings(git=GitSource(repositories=[str(clone)]))
        settings = Settings(data_dir=str(Path(folder) / "data"), sources=sources)
        first = timed("first load", count, lambda: git.load(settings))
        history.extend(clone, _NEW_COMMITS)
        later = timed("next load", _NEW_COMMITS, lambda: git.load(settings))
        idle = timed("nothing new", 1, lambda: git.load(settings))
    report(f"a history of {count:,} commits", [floor, first, later, idle], first)


class _History:
    """A line of commits over many files, each replacing or adding some lines."""

    def __init__(self) -> None:
        self._draw = random.Random(7)  # noqa: S311 - made-up data, not a secret
        self._files: dict[int, list[str]] = {}
        self._count = 0

    def extend(self, clone: Path, count: int) -> None:
        """Add commits to the main branch."""
        stream = b"".join(self._commits(count))
        _git(clone, "fast-import", "--quiet", "--date-format=raw", given=stream)

    def _commits(self, count: int) -> Iterator[bytes]:
        for number in range(count):
            self._count += 1
            head = "from refs/heads/main^0\n" if not number and self._count > 1 else ""
            who = f"Ana <ana@stage.example> {_START + 60 * self._count} +0000"
            changes = "".join(self._changed() for _ in range(self._draw.randint(1, 3)))
            yield (
                f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 4\nwork\n{head}{changes}\n"
            ).encode()

    def _changed(self) -> str:
        name = self._draw.randrange(_FILES)
        lines = self._files.setdefault(name, [])
        place = self._draw.randrange(len(lines) + 1)
        new = [
            f"    value_{self._draw.randrange(10**6)} = compute({self._draw.randrange(999)})"
            for _ in range(self._draw.randint(2, 12))
        ]
        lines[place : place + max(len(lines) + len(new) - _LINES, 1)] = new
        body = "\n".join(lines) + "\n"
        return f"M 100644 inline src/{name % 40}/{name}.py\ndata {len(body)}\n{body}\n"


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> None:
    subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=given,
        stdout=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    main()
