"""Settings come from where the docstring says, and a wrong one stops the start by name and place."""

from pathlib import Path

import pytest

from agent_analytics.errors import SettingsError
from agent_analytics.settings import (
    CONFIG_VARIABLE,
    FILE_NAME,
    LoadedSettings,
    described_keys,
    flatten,
    load_settings,
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder without settings."""
    monkeypatch.chdir(tmp_path)


def loaded(text: str, **environment: str) -> LoadedSettings:
    """Return the settings of a file's text and an environment."""
    Path(FILE_NAME).write_text(text)
    return load_settings(environment=environment)


def test_without_anything_the_defaults_hold() -> None:
    """Every key has a default, and the strictest tier is it."""
    found = load_settings(environment={})
    assert found.file is None
    assert set(found.origins.values()) == {"default"}
    assert found.settings.privacy.tier == 1


def test_the_environment_beats_the_file() -> None:
    """The stronger origin wins and is named."""
    found = loaded('timezone = "Europe/Berlin"\n', AGENT_ANALYTICS_TIMEZONE="Asia/Tokyo")
    assert found.settings.timezone == "Asia/Tokyo"
    assert found.origins["timezone"] == "environment AGENT_ANALYTICS_TIMEZONE"


def test_a_files_key_is_placed_by_its_line() -> None:
    """The origin names the file and the line."""
    found = loaded("\n[privacy]\n\ntier = 2\n")
    assert found.origins["privacy.tier"].endswith(f"{FILE_NAME}:4")


def test_the_named_file_beats_the_folders(tmp_path: Path) -> None:
    """`--config`, then the variable, then the working folder."""
    for name, port in (("flag", 1001), ("variable", 1002), (FILE_NAME, 1003)):
        (tmp_path / name).write_text(f"[web]\nport = {port}\n")
    environment = {CONFIG_VARIABLE: str(tmp_path / "variable")}
    assert load_settings(tmp_path / "flag", environment).settings.web.port == 1001
    assert load_settings(None, environment).settings.web.port == 1002
    assert load_settings(None, {}).settings.web.port == 1003


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """A mistyped path is no reason to fall back to defaults."""
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "nowhere.toml", {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('timezon = "UTC"', "unknown key 'timezon'"),
        ("[privacy]\ntier = 4", "privacy.tier = 4"),
        ('[privacy]\ntier = "1"', "privacy.tier = '1'"),
        ("[privacy]\nteir = 1", "unknown key 'privacy.teir'"),
        ("privacy = 1", "privacy"),
        ('timezone = "Mars/Base"', "'Mars/Base' is not a time zone"),
        ("[web]\nport = 0", "web.port = 0"),
        ("[web]\nport = 1.5", "web.port = 1.5"),
        ('[warehouse]\nkind = "postgres"', "warehouse.kind = 'postgres'"),
        ("[privacy]\ntier = true", "privacy.tier = True"),
        ("[privacy]\ntier = 1.0", "privacy.tier = 1.0"),
        ('data_dir = ""', "data_dir = ''"),
        ('data_dir = "a\\u0000b"', "NUL"),
        ('data_dir = "~nobody-of-this-name/data"', "no such user"),
        ('[sources.otlp]\npaths = [" "]', "sources.otlp.paths = ' '"),
        ('[sources.git]\nrepositories = ["~nobody-of-this-name/code"]', "no such user"),
        ("[git]\nrepositories = []", "sources"),
        ("[sources.gitt]\nrepositories = []", "sources.git"),
        ("tier = = 1", FILE_NAME),
    ],
)
def test_row_104_a_wrong_file_stops_the_start(text: str, words: str) -> None:
    """A typo in a tier never falls to a looser one; the message names file, line and key."""
    with pytest.raises(SettingsError, match=FILE_NAME) as caught:
        loaded(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("AGENT_ANALYTICS_PRIVACY__TIER", "one", "privacy.tier"),
        ("AGENT_ANALYTICS_TIMEZON", "UTC", "unknown key 'timezon'"),
        ("AGENT_ANALYTICS_PRIVACY", "1", "privacy"),
        ("AGENT_ANALYTICS_DATA_DIR", "", "data_dir"),
        ("AGENT_ANALYTICS_WEB__PORT", "-1", "web.port"),
    ],
)
def test_row_104_a_wrong_variable_stops_the_start(name: str, value: str, words: str) -> None:
    """A mistyped variable is an error and not ignored."""
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings(environment={name: value})
    assert words in str(caught.value)


def test_row_104_a_wrong_variable_is_not_passed_over_for_a_good_file() -> None:
    """The stronger origin is refused by name; the weaker does not stand in for it."""
    with pytest.raises(SettingsError, match="AGENT_ANALYTICS_PRIVACY__TIER: privacy.tier = 4"):
        loaded("[privacy]\ntier = 1\n", AGENT_ANALYTICS_PRIVACY__TIER="4")


@pytest.mark.parametrize("written", [b'timezone = "\xff"', None], ids=["not utf-8", "unreadable"])
def test_row_104_a_file_that_cannot_be_read_stops_the_start(
    tmp_path: Path, written: bytes | None
) -> None:
    """It is named; defaults do not stand in for what it may have said."""
    file = tmp_path / "my.toml"
    if written is None:
        file.symlink_to("/proc/self/mem")
    else:
        file.write_bytes(written)
    with pytest.raises(SettingsError, match=r"my\.toml"):
        load_settings(file, {})


def test_a_variable_that_looks_like_a_number_may_be_a_name() -> None:
    """Whether digits are a number depends on the key."""
    environment = {"AGENT_ANALYTICS_DATA_DIR": "2024", "AGENT_ANALYTICS_WEB__PORT": "8421"}
    settings = load_settings(environment=environment).settings
    assert (settings.data_dir, settings.web.port) == ("2024", 8421)


def test_a_byte_order_mark_is_no_part_of_the_file() -> None:
    """Some editors write one in front."""
    assert loaded('\ufefftimezone = "Asia/Kolkata"\n').settings.timezone == "Asia/Kolkata"


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    """A variable that names a folder is an error and not ignored."""
    with pytest.raises(SettingsError, match="is no file"):
        load_settings(environment={CONFIG_VARIABLE: str(tmp_path)})


@pytest.mark.parametrize("value", ["/a:/b", '["/a", "/b"]'])
def test_lists_in_the_environment_have_two_spellings(value: str) -> None:
    """The path separator and JSON both make a list."""
    found = load_settings(environment={"AGENT_ANALYTICS_SOURCES__OTLP__PATHS": value})
    assert found.settings.sources.otlp.paths == ["/a", "/b"]


def test_a_files_paths_start_at_the_file(tmp_path: Path) -> None:
    """A relative path means the same wherever the command is run."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "my.toml").write_text('data_dir = "data"\n[sources.otlp]\npaths = ["in", "/abs"]\n')
    settings = load_settings(folder / "my.toml", {}).settings
    assert settings.paths.root == folder / "data"
    assert settings.sources.otlp.paths == [str(folder / "in"), "/abs"]


def test_every_key_is_described() -> None:
    """`config show` and the documents say what each key means."""
    described = dict(described_keys())
    assert set(described) == {
        key for key, _ in flatten(load_settings(environment={}).settings.model_dump())
    }
    assert all(described.values())
