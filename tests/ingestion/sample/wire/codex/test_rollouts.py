"""Rollouts of a small company: repeated totals, copied history and threads of sub-agents."""

import json
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rollouts(small: Any) -> dict[Path, list[Row]]:
    """Return the rows of every rollout."""
    found = sorted(small.wire.glob("homes/*/.codex/sessions/**/*.jsonl"))
    return {
        path: [json.loads(line) for line in path.read_text().split("\n")[:-1]] for path in found
    }


def own_meta(path: Path, rows: list[Row]) -> Row:
    """Return the description of the file's own thread."""
    metas = [row["payload"] for row in rows if row["type"] == "session_meta"]
    found: Row = next(meta for meta in metas if path.stem.endswith(meta["id"]))
    return found


def test_files_lie_by_day_and_are_named_after_their_thread(rollouts: dict[Path, list[Row]]) -> None:
    """The path holds the day, the name the second and the thread."""
    assert rollouts
    for path, rows in rollouts.items():
        started = own_meta(path, rows)["timestamp"]
        assert "/".join(path.parent.parts[-3:]) == started[:10].replace("-", "/")


def test_old_clients_repeat_a_total_and_keep_no_record(rollouts: dict[Path, list[Row]]) -> None:
    """After a broken stream the same count is written twice; there are no records of usage."""
    old = [rows for p, rows in rollouts.items() if own_meta(p, rows)["cli_version"] == "0.140.0"]
    assert old
    for rows in old:
        counts = [r["payload"] for r in rows if r["payload"].get("type") == "token_count"]
        assert any(one == two for one, two in zip(counts, counts[1:], strict=False))
        assert not any(row["type"] == "token_usage_record" for row in rows)


def test_a_fork_replays_its_parent(rollouts: dict[Path, list[Row]]) -> None:
    """A fork holds its parent's description and lines, stamped with the fork's beginning."""
    forks = [(p, rows) for p, rows in rollouts.items() if "forked_from_id" in own_meta(p, rows)]
    assert forks
    for path, rows in forks:
        meta = own_meta(path, rows)
        metas = [row["payload"]["id"] for row in rows if row["type"] == "session_meta"]
        assert metas == [meta["id"], meta["forked_from_id"]]
        assert sum(row["timestamp"] == meta["timestamp"] for row in rows) > len(metas)


def test_a_subagent_is_a_thread_of_its_own(rollouts: dict[Path, list[Row]]) -> None:
    """Its file names the parent and begins with the parent's history."""
    spawned = [own_meta(p, rows) for p, rows in rollouts.items()]
    parents = [meta["parent_thread_id"] for meta in spawned if "parent_thread_id" in meta]
    assert parents
    assert all(any(p.stem.endswith(parent) for p in rollouts) for parent in parents)


def test_totals_grow_by_each_response(rollouts: dict[Path, list[Row]]) -> None:
    """The running total rises by the last usage, repeated counts apart; a sub-agent's begins anew."""
    for path, rows in rollouts.items():
        if "parent_thread_id" in own_meta(path, rows):
            continue
        counts = [r["payload"]["info"] for r in rows if r["payload"].get("type") == "token_count"]
        for one, two in zip(counts, counts[1:], strict=False):
            grown = (
                two["total_token_usage"]["total_tokens"] - one["total_token_usage"]["total_tokens"]
            )
            assert grown in {0, two["last_token_usage"]["total_tokens"]}
