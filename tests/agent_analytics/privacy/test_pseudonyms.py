import stat
from pathlib import Path

import pytest

from agent_analytics.errors import PrivacyError
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer, load_or_create_key

ZERO = Pseudonymizer(bytes(KEY_BYTES))


def test_token_depends_on_the_key() -> None:
    """The same text has another token in another installation."""
    other = Pseudonymizer(b"\x01" * KEY_BYTES)
    assert ZERO.token("a") == Pseudonymizer(bytes(KEY_BYTES)).token("a") != other.token("a")


def test_token_ignores_the_spelling_of_accents() -> None:
    """Composed and decomposed letters are the same file on different systems."""
    assert ZERO.token("caf\u00e9") == ZERO.token("cafe\u0301")


def test_relative_path_meets_the_absolute_one() -> None:
    """The token of a path within its repository is among the endings of the absolute path."""
    within = (ZERO.path_endings("src/calc.py") or "").split("/")
    absolute = (ZERO.path_endings("/home/d/shop/src/calc.py") or "").split("/")
    assert within[-1] in absolute


def test_at_most_eight_endings_are_kept() -> None:
    """A deep path does not make a long key."""
    assert (ZERO.path_endings("/".join("abcdefghijk")) or "").count("/") == 7


def test_folder_is_found_among_those_above_a_deeper_one() -> None:
    """A repository's folder is recognised above a session's working folder."""
    above = (ZERO.folder_and_above("/home/d/shop/src") or "").split("/")
    assert above.index(ZERO.folder("/home/d/shop")) == 2


@pytest.mark.parametrize("path", ["", "/", "./"])
def test_empty_path_has_no_token(path: str) -> None:
    """Nothing is known of an empty path."""
    assert ZERO.path_endings(path) is None
    assert ZERO.folder_and_above(path) is None


def test_key_of_the_wrong_size_is_refused() -> None:
    """A damaged key file must not silently change all tokens."""
    with pytest.raises(PrivacyError, match="has 3 bytes, needs 32"):
        Pseudonymizer(b"abc")


def test_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    """The first use makes the key, later ones read it."""
    file = tmp_path / "state" / "privacy.key"
    first = load_or_create_key(file)
    assert load_or_create_key(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["privacy.key"]


@pytest.mark.parametrize("is_there", [True, False], ids=["to a key", "to nothing"])
def test_a_link_in_place_of_the_key_is_refused(tmp_path: Path, is_there: bool) -> None:
    """Nobody can choose the key by a link, nor where one is made."""
    elsewhere, file = tmp_path / "elsewhere", tmp_path / "privacy.key"
    if is_there:
        elsewhere.write_bytes(bytes(KEY_BYTES))
    file.symlink_to(elsewhere)
    with pytest.raises(PrivacyError, match="cannot read the privacy key"):
        load_or_create_key(file)
    assert elsewhere.exists() is is_there
