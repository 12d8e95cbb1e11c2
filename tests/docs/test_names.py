"""What a document calls by name is there: commands with their options, settings and models."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from agent_analytics.cli import group
from agent_analytics.settings import Settings, described_keys, flatten

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "ingestion").rglob("README.md"),
]
NO_SETTINGS = {"config", "metabase.dump"}
"""The variable that names the file of the settings, and a file that is named like one."""

MODELS = {
    file.stem for suffix in ("sql", "py") for file in (ROOT / "dbt_project").rglob(f"*.{suffix}")
}


def every_command(command: click.Command, name: str) -> Iterator[tuple[str, set[str]]]:
    """Yield every command's full name and options."""
    yield name, {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield from every_command(found, f"{name} {child}")


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Return the options of every command by its full name."""
    return dict(every_command(group, "agent-analytics"))


@pytest.fixture(scope="module")
def settings() -> set[str]:
    """Return every key of the settings, and the sections they are in."""
    keys = {*(key for key, _ in described_keys()), *dict(flatten(Settings().model_dump()))}
    return keys | {key[:end] for key in keys for end in range(len(key)) if key[end] == "."}


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def text(request: pytest.FixtureRequest) -> str:
    """Return what a document says."""
    return str(request.param.read_text(encoding="utf-8"))


def test_commands_and_options_exist(text: str, commands: dict[str, set[str]]) -> None:
    """Whoever renames a command or an option finds the documents that name it."""
    everywhere = commands["agent-analytics"] | {"--help", "--version"}
    for line in re.findall(r"(?<![\w/-])agent-analytics ((?!-)[a-z][^`\n|]*)", text):
        words = line.split()
        name = "agent-analytics"
        while words and f"{name} {words[0]}" in commands:
            name = f"{name} {words.pop(0)}"
        assert name != "agent-analytics", line
        options = set(re.findall(r"(?<![\w-])--[a-z][\w-]+", " ".join(words)))
        assert options <= commands[name] | everywhere, line


def test_settings_exist(text: str, settings: set[str]) -> None:
    """A key in backticks, with its section, or a variable of the environment, is one that is read."""
    sections = "|".join(
        sorted(key for key in settings if any(k.startswith(f"{key}.") for k in settings))
    )
    named = set(re.findall(rf"`((?:{sections})\.[a-z_]+)`", text))
    named |= {
        variable.lower().replace("__", ".")
        for variable in re.findall(r"`AGENT_ANALYTICS_([A-Z_]*[A-Z])[=`]", text)
    }
    assert named - settings - NO_SETTINGS == set()


def test_models_exist(text: str) -> None:
    """A name in backticks that begins like a model is one, or a unit test of one."""
    tests = tuple(f"{model}__" for model in MODELS)
    named = set(re.findall(r"`((?:fct|dim|stg|int)_\w+)`", text))
    assert {name for name in named - MODELS if not name.startswith(tests)} == set()
