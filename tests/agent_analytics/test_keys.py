from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent_analytics.errors import KeyFileError
from agent_analytics.keys import Scope, create_key, key_of, may, read_keys, revoke_key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the place of a key file."""
    return tmp_path / "state" / "keys.json"


def test_a_key_is_known_by_its_text_and_only_its_hash_is_stored(file: Path) -> None:
    """The text opens; nobody can read it from the file, which is its owner's alone."""
    key, text = create_key(file, "laptops", "ingest")
    assert key_of(text, read_keys(file)) == key
    assert text.split("_")[1] not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "0", lambda t: t + "0", lambda t: "", str.upper]
)
def test_another_text_is_no_key(file: Path, change: Callable[[str], str]) -> None:
    """One letter more, less or other does not open."""
    _, text = create_key(file, "laptops", "ingest")
    changed = change(text)
    assert changed == text or key_of(changed, read_keys(file)) is None


def test_row_96_a_revoked_or_expired_key_is_none(file: Path) -> None:
    """A key ends when it is revoked, or at its time, not a moment later."""
    key, text = create_key(file, "a", "ingest", days=1)
    expiry = datetime.fromisoformat(key.expires_at or "")
    keys = read_keys(file)
    assert key_of(text, keys, expiry - timedelta(seconds=1)) is not None
    assert key_of(text, keys, expiry) is None
    revoke_key(file, key.key_id)
    assert key_of(text, read_keys(file), datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("scope", "wanted", "reaches"),
    [
        ("ingest", "ingest", True),
        ("ingest", "read", False),
        ("read", "ingest", False),
        ("admin", "ingest", True),
        ("admin", "read", True),
    ],
)
def test_a_scope_reaches_no_further(file: Path, scope: Scope, wanted: Scope, reaches: bool) -> None:
    """Only admin reaches everywhere."""
    key, _ = create_key(file, "a", scope)
    assert may(key, wanted) is reaches


def test_a_key_that_does_not_exist_cannot_be_revoked(file: Path) -> None:
    """The message says how to see all."""
    with pytest.raises(KeyFileError, match="keys list"):
        revoke_key(file, "nothing")


def test_a_damaged_file_or_a_link_is_refused(file: Path, tmp_path: Path) -> None:
    """What is no list of keys opens nothing."""
    file.parent.mkdir()
    file.write_text("{")
    with pytest.raises(KeyFileError, match="not a list of keys"):
        read_keys(file)
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileError, match="cannot read"):
        read_keys(file)


def test_a_key_is_256_random_bits(file: Path) -> None:
    """No two keys are alike, and each is too long to be guessed."""
    secrets = {create_key(file, "a", "ingest")[1].split("_")[1] for _ in range(3)}
    assert [len(bytes.fromhex(secret)) for secret in secrets] == [32, 32, 32]
