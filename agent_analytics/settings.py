"""The installation's settings: one frozen tree, checked at the start.

Precedence, strongest first:

1. flags of the command (`--config` names the file)
2. environment: `AGENT_ANALYTICS_<SECTION>__<KEY>`, e.g. `AGENT_ANALYTICS_WAREHOUSE__KIND`, and
   `AGENT_ANALYTICS_<KEY>` for keys outside a section; lists are JSON or separated by the path separator
3. the configuration file: `--config`, `$AGENT_ANALYTICS_CONFIG`, `./agent-analytics.toml`, then
   `agent-analytics/agent-analytics.toml` in the user's configuration folder; the first that exists
4. defaults

An unknown key or a wrong value stops the start and names the key, its origin and, in a file, the line.
Relative paths in a file are relative to that file; elsewhere to the working folder.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import AfterValidator, BaseModel, Field, ValidationError

from agent_analytics.errors import SettingsError
from agent_analytics.paths import DataPaths
from agent_analytics.source_settings import Section, SourcesSettings

ENVIRONMENT_PREFIX = "AGENT_ANALYTICS_"
CONFIG_VARIABLE = "AGENT_ANALYTICS_CONFIG"
FILE_NAME = "agent-analytics.toml"


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is not a time zone; use a name such as 'UTC' or 'Europe/Berlin'"
        raise ValueError(message) from error
    return name


class WarehouseSettings(Section):
    """Where the warehouse is."""

    kind: Literal["duckdb", "motherduck"] = Field(
        "duckdb", description="`duckdb` (a file in the data directory) or `motherduck`."
    )
    database: str = Field(
        "agent_analytics", description="MotherDuck database; unused with a DuckDB file."
    )
    token_env: str = Field(
        "MOTHERDUCK_TOKEN", description="Environment variable that holds the MotherDuck token."
    )


class PrivacySettings(Section):
    """What may be stored."""

    tier: Literal[1, 2, 3] = Field(
        1, description="1 metadata only, 2 prompts and tool parameters, 3 full content."
    )


class WebSettings(Section):
    """The local web view."""

    port: int = Field(8420, ge=1, le=65535, description="Port of the web view on 127.0.0.1.")


class Settings(Section):
    """All settings of one installation."""

    data_dir: str = Field("data", description="Folder of the warehouse, snapshots and state.")
    timezone: Annotated[str, AfterValidator(_known_timezone)] = Field(
        "UTC", description="Time zone whose days the marts use."
    )
    warehouse: WarehouseSettings = WarehouseSettings()
    privacy: PrivacySettings = PrivacySettings()
    sources: SourcesSettings = SourcesSettings()
    web: WebSettings = WebSettings()

    @property
    def paths(self) -> DataPaths:
        """Return the names inside the data directory."""
        return DataPaths(Path(self.data_dir).expanduser().absolute())


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings and where each value came from."""

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None


def load_settings(
    config: Path | None = None, environment: Mapping[str, str] | None = None
) -> LoadedSettings:
    """Return the checked settings with the origin of every key.

    `origins` maps dotted keys to `default`, `environment NAME` or `FILE:LINE`. Raises `SettingsError` for
    an unreadable file, unknown key or wrong value.
    """
    environment = os.environ if environment is None else environment
    file = _find_file(config, environment)
    origins: dict[str, str] = {}
    tree: dict[str, Any] = {}
    for layer in (_from_file(file) if file else {}, _from_environment(environment)):
        for key, (value, origin) in layer.items():
            _put(tree, key, value)
            origins[key] = origin
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(_explain(error, origins)) from None
    known = dict(flatten(settings.model_dump()))
    return LoadedSettings(settings, {key: origins.get(key, "default") for key in known}, file)


def flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted keys and leaf values of a nested mapping, in order."""
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from flatten(value, f"{key}.")
        else:
            yield key, value


def described_keys(
    model: type[BaseModel] = Settings, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield every dotted key with its description, in the order of the settings tree."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from described_keys(annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field.description or ""


def _find_file(config: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = config or (
        Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None
    )
    if named is not None:
        if not named.expanduser().is_file():
            message = f"configuration file {named} does not exist; create it or drop the option"
            raise SettingsError(message)
        return named.expanduser().absolute()
    user_folder = Path(platformdirs.user_config_dir("agent-analytics"))
    for candidate in (Path.cwd() / FILE_NAME, user_folder / FILE_NAME):
        if candidate.is_file():
            return candidate
    return None


def _from_file(file: Path) -> dict[str, tuple[Any, str]]:
    try:
        text = file.read_text(encoding="utf-8")
        tree = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{file}: {error}"
        raise SettingsError(message) from error
    keys = {}
    for key, value in flatten(tree):
        keys[key] = (_anchored(key, value, file.parent), f"{file}:{_line_of(text, key)}")
    return keys


def _anchored(key: str, value: Any, folder: Path) -> Any:
    """Return path settings of a file as seen from that file's folder."""
    leaf = key.rpartition(".")[2]
    if leaf == "data_dir" and isinstance(value, str):
        return str(folder / Path(value).expanduser())
    if leaf in {"paths", "repositories"} and isinstance(value, list):
        return [
            str(folder / Path(item).expanduser()) if isinstance(item, str) else item
            for item in value
        ]
    return value


def _line_of(text: str, key: str) -> int:
    """Return the line that sets a dotted key, from 1; 1 when it cannot be told."""
    section, _, leaf = key.rpartition(".")
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            current = header[1].strip()
        inline = line.split("]", 1)[-1] if line.lstrip().startswith("[") else line
        name = re.match(r"\s*([\w.\-\"']+)\s*=", inline)
        if not name:
            continue
        dotted = ".".join(part for part in (current, name[1].strip("\"'")) if part)
        if dotted == key or (current == section and name[1].strip("\"'") == leaf):
            return number
    return 1


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    keys: dict[str, tuple[Any, str]] = {}
    for name, raw in sorted(environment.items()):
        if not name.startswith(ENVIRONMENT_PREFIX) or name == CONFIG_VARIABLE:
            continue
        key = name.removeprefix(ENVIRONMENT_PREFIX).lower().replace("__", ".")
        keys[key] = (_environment_value(key, raw), f"environment {name}")
    return keys


def _environment_value(key: str, raw: str) -> Any:
    leaf = key.rpartition(".")[2]
    if leaf in {"paths", "repositories"}:
        if raw.lstrip().startswith("["):
            try:
                return json.loads(raw)
            except json.JSONDecodeError:
                return raw
        return [part for part in raw.split(os.pathsep) if part]
    return int(raw) if raw.isdecimal() else raw


def _put(tree: dict[str, Any], key: str, value: Any) -> None:
    *sections, leaf = key.split(".")
    for section in sections:
        branch = tree.setdefault(section, {})
        if not isinstance(branch, dict):
            message = f"{section!r} is a section and cannot hold the value {branch!r}"
            raise SettingsError(message)
        tree = branch
    tree[leaf] = value


def _explain(error: ValidationError, origins: Mapping[str, str]) -> str:
    lines = []
    known = [key for key, _ in described_keys()]
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"] if not isinstance(part, int))
        origin = origins.get(key) or next(
            (place for name, place in origins.items() if name.startswith(f"{key}.")), "default"
        )
        if problem["type"] == "extra_forbidden":
            section = key.rpartition(".")[0]
            near = [name for name in known if name.rpartition(".")[0] == section] or known
            lines.append(f"{origin}: unknown key {key!r}; known here: {', '.join(near)}")
        else:
            lines.append(f"{origin}: {key} = {problem['input']!r}: {problem['msg']}")
    return "\n".join(lines)
