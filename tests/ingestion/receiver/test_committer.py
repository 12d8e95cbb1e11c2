"""Lines that several requests wait for."""

import asyncio

import pytest

from ingestion.receiver.committer import Committer, Lines
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.segments import read_file
from ingestion.spool.writer import SegmentWriter


@pytest.mark.parametrize(("quota", "written"), [(10**6, 1), (0, 0)])
def test_shared_lines_are_written_once_and_all_are_told_the_same(
    folder: SpoolFolder, quota: int, written: int
) -> None:
    """Whether asked for before, at once, or after the commit, and whether it succeeds or not."""
    problems: list[BaseException | None] = []
    shared = Lines(b"shared\n")

    async def scenario() -> None:
        committer = Committer(SegmentWriter(folder, quota))
        committer.add(shared, problems.append)
        committer.add(shared, problems.append)
        async with asyncio.timeout(10):
            while len(problems) < 2:
                await asyncio.sleep(0.01)
        committer.add(shared, problems.append)
        await committer.close(5)

    asyncio.run(scenario())
    contents = b"".join(read_file(path) for path in folder.sealed())
    assert contents.count(b"shared\n") == written
    assert len(problems) == 3
    assert len({type(problem) for problem in problems}) == 1
    assert (problems[0] is None) is bool(written)


def test_settled_lines_let_go_of_who_waited(folder: SpoolFolder) -> None:
    """Else what was written would stay in memory until cycles are looked for."""
    lines = Lines(b"lines\n")

    async def scenario() -> None:
        committer = Committer(SegmentWriter(folder, 10**6))
        settled = asyncio.Event()
        committer.add(lines, lambda _: settled.set())
        async with asyncio.timeout(10):
            await settled.wait()
        await committer.close(5)

    asyncio.run(scenario())
    assert lines.waiting == []
