"""Writing a whole sample company: the same bytes twice, the size asked for, nothing left half done."""

import hashlib
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent_analytics.errors import SettingsError
from ingestion.sample import generate
from ingestion.sample.__main__ import main

UNTIL = date(2026, 11, 21)


def digest(out: Path) -> dict[str, str]:
    """Return the hash of every file's bytes, by path below the folder."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    """A second run over the first replaces it with the same bytes, repositories included."""
    generate(tmp_path, developers=3, days=4, until=UNTIL)
    first = digest(tmp_path)
    (tmp_path / "wire" / "stale.txt").write_text("left over")
    generate(tmp_path, developers=3, days=4, until=UNTIL)
    assert digest(tmp_path) == first


def test_another_seed_is_another_company(tmp_path: Path) -> None:
    """The seed changes who works there and what they did."""
    one = generate(tmp_path / "one", developers=2, days=3, until=UNTIL)
    two = generate(tmp_path / "two", developers=2, days=3, until=UNTIL, seed=8)
    assert one.people != two.people
    assert one.totals != two.totals


def test_twice_the_days_is_about_twice_the_requests(tmp_path: Path) -> None:
    """Size is linear in developers and days."""
    short = generate(tmp_path / "short", developers=3, days=14, until=UNTIL).totals["requests"]
    long = generate(tmp_path / "long", developers=3, days=28, until=UNTIL).totals["requests"]
    assert 1.6 < long / short < 2.4


def test_all_activity_lies_inside_the_period(small: Any) -> None:
    """No day before the first or after the last is in the truth."""
    days = [row["day"] for row in small.truth["by_day"]]
    meta = small.truth["meta"]
    assert meta["since"] <= min(days)
    assert max(days) < meta["until"]


def test_settings_name_folders_that_exist(small: Any) -> None:
    """The settings point at what was written and at a data directory with nothing but budgets in it."""
    settings = tomllib.loads((small.out / "agent-analytics.toml").read_text())
    sources = settings["sources"]
    named = sources["claude_code"]["paths"] + sources["otlp"]["paths"]
    assert named
    assert all(Path(path).is_dir() for path in named)
    assert sources["git"]["repositories"] == [str(small.wire / "repositories" / "*")]
    files = [path.name for path in Path(settings["data_dir"]).rglob("*") if path.is_file()]
    assert files == ["budgets.csv"]


def test_the_truth_is_outside_the_data_directory(small: Any) -> None:
    """Neither the wire folder nor the data directory holds the truth."""
    assert [path.parent for path in small.out.rglob("truth.json")] == [small.out]


@pytest.mark.parametrize(("developers", "days"), [(1, 10), (4, 0)])
def test_sizes_that_make_no_company_are_refused(tmp_path: Path, developers: int, days: int) -> None:
    """Fewer than two developers or less than a day is an error that says so."""
    with pytest.raises(SettingsError, match="make no company"):
        generate(tmp_path, developers=developers, days=days, until=UNTIL)


def test_a_failed_run_leaves_no_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git the run stops, and the truth of the run before is gone."""
    (tmp_path / "truth.json").write_text(json.dumps({"old": True}))
    monkeypatch.setenv("PATH", "")
    result = CliRunner().invoke(
        main, ["--out", str(tmp_path), "--developers", "2", "--days", "2", "--until", "2026-11-21"]
    )
    assert result.exit_code == 1
    assert "git is not installed" in result.output
    assert not (tmp_path / "truth.json").exists()


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    """The command ends well and names the layers and the truth file."""
    result = CliRunner().invoke(
        main, ["--out", str(tmp_path), "--developers", "2", "--days", "2", "--until", "2026-11-21"]
    )
    assert result.exit_code == 0
    assert "transcripts:" in result.output
    assert str(tmp_path / "truth.json") in result.output
