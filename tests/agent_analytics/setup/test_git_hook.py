"""The post-commit hook: beside what is there, never in the way of a commit."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent_analytics.setup import git_hook
from agent_analytics.setup.files import Journal
from agent_analytics.setup.wish import Wish
from tests.fixtures.endpoints import Endpoint, listening

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nowhere",
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{role}_{part}": f"dev@{part}.example"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    },
}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """Return a running server."""
    with listening() as endpoint:
        yield endpoint


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return an empty repository with a remote."""
    folder = tmp_path / "a shop's repository"
    folder.mkdir()
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "remote", "add", "origin", "https://git.example/shop/web.git")
    return folder


@pytest.fixture
def wish(tmp_path: Path, endpoint: Endpoint) -> Wish:
    """Return a wish that points at the server, with a folder for what it does not take."""
    (tmp_path / "spool").mkdir()
    return Wish(tmp_path, http=endpoint.url, hook_spool=tmp_path / "spool")


def _git(folder: Path, *arguments: str, **environment: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(
        command, env=ENVIRONMENT | environment, capture_output=True, text=True, check=True
    )
    assert "agent" not in done.stderr
    return done.stdout.strip()


def _commit(folder: Path, **environment: str) -> str:
    _git(folder, "commit", "-q", "--allow-empty", "-m", "change", **environment)
    return _git(folder, "rev-parse", "HEAD")


def _install(wish: Wish, repository: Path) -> Journal:
    journal = Journal(wish.home / "state")
    journal.apply(git_hook.plan(repository, wish).changes)
    return journal


def test_a_commit_is_told_with_its_session(
    wish: Wish, repository: Path, endpoint: Endpoint
) -> None:
    """Who, where, when, after what, and in which session of which agent."""
    _install(wish, repository)
    sha = _commit(repository, CLAUDECODE="1", CLAUDE_CODE_SESSION_ID="s1")
    told = endpoint.wait()
    at = told.pop("committed_at")
    assert at.startswith("20")
    assert told == {
        "version": 1,
        "sha": sha,
        "repository_url": "https://git.example/shop/web.git",
        "root": str(repository),
        "branch": "main",
        "author_email": "dev@EMAIL.example",
        "parents": [],
        "agent": "claude_code",
        "session_id": "s1",
        "key": None,
    }


def test_a_repositorys_own_file_is_no_receiver(
    wish: Wish, repository: Path, endpoint: Endpoint
) -> None:
    """Without a folder nothing is delivered, whatever the repository holds under the names of one."""
    _install(replace(wish, hook_spool=None), repository)
    (repository / "receiver").write_text("http://127.0.0.1:9\n")
    (repository / "hooks-20260901.ndjson").write_text("{}\n")
    _commit(repository)
    endpoint.wait()
    time.sleep(0.5)
    assert {file.name for file in repository.iterdir()} == {
        ".git",
        "receiver",
        "hooks-20260901.ndjson",
    }


def test_a_commit_without_agent_branch_or_remote_is_told_so(
    wish: Wish, repository: Path, endpoint: Endpoint
) -> None:
    """What is not known is null."""
    first = _commit(repository)
    _git(repository, "checkout", "-q", "--detach")
    _git(repository, "remote", "remove", "origin")
    _install(wish, repository)
    _commit(repository, CLAUDE_CODE_SESSION_ID="of no agent")
    told = endpoint.wait()
    assert told["parents"] == [first]
    unknown = ("repository_url", "branch", "agent", "session_id")
    assert [told[name] for name in unknown] == [None] * 4


def test_a_receiver_elsewhere_is_given_the_key(
    wish: Wish, repository: Path, endpoint: Endpoint
) -> None:
    """The hook that holds it is its owner's alone."""
    journal = Journal(wish.home / "state")
    keyed = Wish(wish.home, http=wish.http, key="aa_secret")
    journal.apply(git_hook.plan(repository, keyed).changes)
    hook = repository / ".git" / "hooks" / "post-commit"
    assert hook.stat().st_mode & 0o777 == 0o700
    _commit(repository)
    assert endpoint.wait()["key"] == "Bearer aa_secret"


@pytest.mark.parametrize("fault", ["hanging", "down"])
def test_rows_45_and_46_a_commit_waits_for_no_receiver(
    fault: str, wish: Wish, repository: Path, endpoint: Endpoint, tmp_path: Path
) -> None:
    """Down or hanging: what names no person, place or branch is spooled."""
    endpoint.delay = 3
    if fault == "down":
        wish = Wish(wish.home, http="http://127.0.0.1:9", hook_spool=wish.hook_spool)
    _install(wish, repository)
    sha = _commit(repository)
    deadline = time.monotonic() + 20
    while not list((tmp_path / "spool").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    (file,) = (tmp_path / "spool").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    told = json.loads(file.read_text())
    assert told["sha"] == sha
    assert set(told) == {
        *("version", "sha", "committed_at", "parents", "agent", "session_id", "received_at"),
    }


@pytest.mark.parametrize(
    "hook",
    [
        "#!/bin/sh\necho ran > ran\nexit 3\n",
        "#!/usr/bin/env bash\nset -eu\necho ran > ran\n",
        "echo ran > ran\n",
        "#!/usr/bin/env python3\nopen('ran', 'w').write('ran')\n",
    ],
    ids=["shell that exits", "strict bash", "no first line", "another language"],
)
def test_a_hook_that_is_there_still_runs_and_comes_back_as_it_was(
    hook: str, wish: Wish, repository: Path, endpoint: Endpoint
) -> None:
    """Both run; undoing restores every byte and permission."""
    path = repository / ".git" / "hooks" / "post-commit"
    path.write_text(hook)
    path.chmod(0o750)
    before = sorted(path.parent.iterdir())
    journal = _install(wish, repository)
    _commit(repository)
    assert (repository / "ran").read_text().strip() == "ran"
    assert endpoint.wait()["sha"]
    assert not [c for c in git_hook.plan(repository, wish).changes if c.is_needed]
    journal.undo()
    assert (path.read_text(), path.stat().st_mode & 0o777) == (hook, 0o750)
    assert sorted(path.parent.iterdir()) == before


def test_a_repository_without_hooks_has_none_afterwards(wish: Wish, repository: Path) -> None:
    """The folder that was made goes, too."""
    hooks = repository / ".git" / "hooks"
    for sample in hooks.iterdir():
        sample.unlink()
    hooks.rmdir()
    _install(wish, repository).undo()
    assert not hooks.exists()


def test_a_worktree_shares_the_hooks_of_its_repository(
    wish: Wish, repository: Path, endpoint: Endpoint, tmp_path: Path
) -> None:
    """Set up in one, both tell, each with its own folder."""
    _commit(repository)
    other = tmp_path / "other"
    _git(repository, "worktree", "add", "-q", str(other))
    _install(wish, other)
    assert (repository / ".git" / "hooks" / "post-commit").exists()
    _commit(other)
    assert endpoint.wait()["root"] == str(other)


def test_a_folder_of_hooks_that_git_ignores_is_used(
    wish: Wish, repository: Path, endpoint: Endpoint
) -> None:
    """As tools that manage hooks leave it: made anew on each machine."""
    folder = repository / ".husky" / "_"
    folder.mkdir(parents=True)
    (folder / ".gitignore").write_text("*")
    _git(repository, "config", "core.hooksPath", ".husky/_")
    _install(wish, repository)
    assert (folder / "post-commit").exists()
    _commit(repository)
    assert endpoint.wait()["root"] == str(repository)


def test_a_folder_of_hooks_for_all_repositories_is_named(
    wish: Wish, repository: Path, tmp_path: Path
) -> None:
    """What is put there concerns more than was asked for."""
    _git(repository, "config", "core.hooksPath", str(tmp_path / "hooks"))
    plan = git_hook.plan(repository, wish)
    assert len(plan.changes) == 1
    assert "every repository" in str(plan.note)


def test_hooks_that_would_be_committed_are_left(wish: Wish, repository: Path) -> None:
    """Colleagues would get a hook with the paths of this machine."""
    _git(repository, "config", "core.hooksPath", ".githooks")
    plan = git_hook.plan(repository, wish)
    assert plan.changes == []
    assert "would be committed" in str(plan.note)


def test_a_link_and_a_hook_that_is_switched_off_are_left(wish: Wish, repository: Path) -> None:
    """Neither is changed: one is somebody's file, the other would begin to run."""
    path = repository / ".git" / "hooks" / "post-commit"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o644)
    assert "may not be run" in str(git_hook.plan(repository, wish).note)
    path.unlink()
    path.symlink_to(repository / "script")
    assert "is a link" in str(git_hook.plan(repository, wish).note)


def test_nothing_is_committed_in_a_bare_repository(wish: Wish, tmp_path: Path) -> None:
    """And a folder without repository has no hooks."""
    bare = tmp_path / "bare.git"
    bare.mkdir()
    _git(bare, "init", "-q", "--bare")
    assert "is bare" in str(git_hook.plan(bare, wish).note)
    assert "no git repository" in str(git_hook.plan(tmp_path, wish).note)


@pytest.mark.parametrize("ending", ["\n", "", "\nmine\n"])
def test_another_address_takes_the_place_of_the_first(
    ending: str, wish: Wish, repository: Path
) -> None:
    """Setting up again leaves one block, also where an editor took the last end of line."""
    _install(wish, repository)
    hook = repository / ".git" / "hooks" / "post-commit"
    hook.write_text(hook.read_text().removesuffix("\n") + ending)
    _install(Wish(wish.home, http="http://127.0.0.1:9"), repository)
    text = hook.read_text()
    assert (text.count(">>>"), text.count("#!/bin/sh"), "127.0.0.1:9/v1" in text) == (2, 1, True)
    assert text.endswith("<<<\n" + ending.removeprefix("\n"))
