from pathlib import Path

import pytest

from agent_analytics.errors import SetupError
from agent_analytics.setup.files import Change, Journal, Undone, current


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Return an empty journal."""
    return Journal(tmp_path / "state" / "setup")


def _change(path: Path, after: bytes) -> Change:
    return Change(path, current(path), after, "a test")


def test_undo_restores_every_byte_and_folder(tmp_path: Path, journal: Journal) -> None:
    """A changed file is as it was, a made one is gone, and so are its folders."""
    old, new = tmp_path / "old", tmp_path / "a" / "b" / "new"
    old.write_bytes(b"\xff\r\nold")
    old.chmod(0o640)
    assert journal.apply([_change(old, b"1"), _change(new, b"2")]) == [old, new]
    journal.apply([_change(old, b"3")])
    assert journal.undo() == Undone([new, old], [], [])
    assert (old.read_bytes(), old.stat().st_mode & 0o777) == (b"\xff\r\nold", 0o640)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "state"]
    assert not list((tmp_path / "state").iterdir())


def test_file_that_changed_since_is_left_with_its_copy(tmp_path: Path, journal: Journal) -> None:
    """What somebody did after the set-up is not thrown away."""
    path = tmp_path / "settings"
    path.write_bytes(b"before")
    journal.apply([_change(path, b"ours")])
    path.write_bytes(b"theirs")
    assert journal.undo() == Undone([], [], [path])
    backup = journal.backup_of(path)
    assert (path.read_bytes(), backup and backup.read_bytes()) == (b"theirs", b"before")


@pytest.mark.parametrize("is_set_up_again", [False, True])
@pytest.mark.parametrize("was_there", [False, True])
def test_settings_that_changed_since_lose_only_what_was_put_there(
    is_set_up_again: bool, was_there: bool, tmp_path: Path, journal: Journal
) -> None:
    """Also when the set-up ran once more after somebody's change, which it must not take for its own."""
    path = tmp_path / "settings.json"
    if was_there:
        path.write_bytes(b'{"model": 1}')
    journal.apply([_change(path, b'{"model": 1, "env": 2}' if was_there else b'{"env": 2}')])
    path.write_bytes(path.read_bytes()[:-1] + b', "theirs": 3}')
    if is_set_up_again:
        journal.apply([_change(path, path.read_bytes().replace(b'"env": 2', b'"env": 4'))])
    done = journal.undo()
    assert (done.restored, done.mended) == (([path], []) if is_set_up_again else ([], [path]))
    assert path.read_bytes() == (b'{"model": 1, "theirs": 3}' if was_there else b'{"theirs": 3}')
    assert not list((tmp_path / "state").iterdir())


def test_a_file_of_which_only_ours_is_left_goes(tmp_path: Path, journal: Journal) -> None:
    """A settings file that the set-up made is not left behind empty."""
    path = tmp_path / "settings.json"
    journal.apply([_change(path, b'{"env": 2, "more": 1}')])
    path.write_bytes(b'{"env": 2}')
    assert journal.undo() == Undone([], [path], [])
    assert not path.exists()


def test_nothing_is_written_when_one_file_changed_meanwhile(
    tmp_path: Path, journal: Journal
) -> None:
    """What was shown is what is done, or nothing is."""
    first, second = tmp_path / "first", tmp_path / "second"
    changes = [_change(first, b"1"), _change(second, b"2")]
    second.write_bytes(b"somebody")
    with pytest.raises(SetupError, match="changed in the meantime"):
        journal.apply(changes)
    assert not first.exists()


def test_unchanged_file_is_not_touched(tmp_path: Path, journal: Journal) -> None:
    """Applying what is there already leaves no trace."""
    path = tmp_path / "same"
    path.write_bytes(b"same")
    assert journal.apply([_change(path, b"same")]) == []
    assert journal.paths() == []


def test_link_stays_a_link(tmp_path: Path, journal: Journal) -> None:
    """Settings that lie in a folder of dotfiles are changed there."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real)
    journal.apply([_change(link, b"new")])
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")
    journal.undo()
    assert (link.is_symlink(), real.read_bytes()) == (True, b"old")


def test_diff_shows_both_sides(tmp_path: Path) -> None:
    """A last line without an end is shown like any other."""
    path = tmp_path / "x"
    path.write_bytes(b"a\nb")
    lines = _change(path, b"a\nc\n").diff().splitlines()
    assert lines[-2:] == ["-b", "+c"]


def test_a_kill_between_restoring_and_remembering_is_got_over(
    tmp_path: Path, journal: Journal
) -> None:
    """A file that is as it was before is restored already."""
    path = tmp_path / "settings"
    path.write_bytes(b"before")
    journal.apply([_change(path, b"ours")])
    path.write_bytes(b"before")
    assert journal.undo() == Undone([path], [], [])
    assert not list((tmp_path / "state").iterdir())


def test_file_that_cannot_be_written_is_an_error_with_what_to_do(
    tmp_path: Path, journal: Journal
) -> None:
    """The file's place is taken by something else."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SetupError, match="cannot be written.*uninstall"):
        journal.apply([_change(tmp_path / "file" / "settings", b"ours")])


@pytest.mark.parametrize(
    ("is_private", "is_program", "mode"),
    [(False, False, 0o644), (True, False, 0o600), (False, True, 0o755), (True, True, 0o700)],
)
def test_a_file_that_is_made_may_be_used_by_whom_it_is_for(
    is_private: bool, is_program: bool, mode: int, tmp_path: Path, journal: Journal
) -> None:
    """Keys are their owner's alone, programs can be run."""
    path = tmp_path / "new"
    change = Change(path, None, b"x", "a test", is_private, is_program)
    journal.apply([change])
    assert path.stat().st_mode & 0o777 == mode


def test_copies_of_what_was_there_are_their_owners_alone(tmp_path: Path, journal: Journal) -> None:
    """A file that others may read is kept where they may not: it may hold keys of other programs."""
    path = tmp_path / "settings"
    path.write_bytes(b"before")
    path.chmod(0o644)
    journal.apply([_change(path, b"ours")])
    folder = tmp_path / "state" / "setup"
    assert folder.stat().st_mode & 0o077 == 0
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}


def test_a_file_that_is_given_a_key_is_closed_to_others_until_undone(
    tmp_path: Path, journal: Journal
) -> None:
    """Settings that everybody could read are their owner's alone while a key is in them."""
    path = tmp_path / "settings"
    path.write_bytes(b"before")
    path.chmod(0o644)
    for after in (b"a key", b"another key"):
        journal.apply([Change(path, current(path), after, "a test", is_private=True)])
        assert path.stat().st_mode & 0o777 == 0o600
    journal.undo()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"before", 0o644)
