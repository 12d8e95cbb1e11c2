"""A load that cannot be finished says so in the words of what stopped it."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_analytics.errors import SourceError, WarehouseError
from agent_analytics.privacy.policy import policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.landing import land
from ingestion.stretches import Stretch


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of an installation without anything in it."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    settings.paths.prepare()
    return settings


def _load(settings: Settings, error: Exception | None = None) -> None:
    def stretches() -> Iterator[Stretch]:
        if error:
            raise error
        yield Stretch("scope")

    policy = policy_for(1, Pseudonymizer(b"k" * KEY_BYTES))
    pipeline.load(settings, "git", lambda: land("git", stretches(), policy))


def test_a_damaged_warehouse_is_told_with_the_way_out(settings: Settings) -> None:
    """The words are ours and not the loader's, which speak of credentials."""
    settings.paths.warehouse.write_bytes(b"no database at all" * 1000)
    with pytest.raises(WarehouseError, match="moved away") as caught:
        _load(settings)
    assert "credentials" not in str(caught.value)


def test_a_warehouse_moved_away_is_built_anew(settings: Settings) -> None:
    """What the loader remembers of the old one is not in the way."""
    _load(settings)
    settings.paths.warehouse.unlink()
    _load(settings)
    assert pipeline.read_table(settings, "git", "outcomes") != []


def test_a_full_disk_is_told(settings: Settings) -> None:
    """A disk that fills while rows are written is a message that may be tried again."""
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(WarehouseError, match="No space left on device"):
        _load(settings, full)


def test_a_sources_own_error_stays_what_it_is(settings: Settings) -> None:
    """What a source raised on purpose is not buried under the loader's words."""
    with pytest.raises(SourceError, match=r"^gone$"):
        _load(settings, SourceError("gone"))


def test_a_bug_keeps_its_traceback(settings: Settings) -> None:
    """An error that nobody raised on purpose is no fault of the disk."""
    with pytest.raises(Exception, match="index") as caught:
        _load(settings, IndexError("index"))
    assert not isinstance(caught.value, WarehouseError)
