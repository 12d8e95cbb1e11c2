"""What another program says of itself, and that asking it can do no harm."""

from pathlib import Path

import pytest

from agent_analytics.setup.programs import version_of


@pytest.mark.parametrize(
    ("script", "version"),
    [
        ("echo '2.1.197 (Claude Code)'", (2, 1, 197)),
        ("echo 'tool v10.0.3-beta.1'", (10, 0, 3)),
        ("echo nonsense", None),
        ("exit 3", None),
    ],
)
def test_a_program_tells_its_version(
    script: str, version: tuple[int, ...] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first three numbers with dots count; anything else is not known."""
    program = tmp_path / "tool"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert version_of("tool") == version


def test_a_program_that_is_not_there_has_no_version() -> None:
    """Nothing is started."""
    assert version_of("no-such-program-anywhere") is None
