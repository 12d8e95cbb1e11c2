"""The installation's settings: one frozen tree, checked at the start.

Precedence, strongest first:

1. flags of the command (`--config` names the file)
2. environment: `AGENT_ANALYTICS_<SECTION>__<KEY>`, e.g. `AGENT_ANALYTICS_WAREHOUSE__KIND`, and
   `AGENT_ANALYTICS_<KEY>` for keys outside a section; lists are JSON or separated, paths by the path
   separator, names by commas
3. the configuration file: `--config`, `$AGENT_ANALYTICS_CONFIG`, `./agent-analytics.toml`, then
   `agent-analytics/agent-analytics.toml` in the user's configuration folder; the first that exists
4. defaults

An unknown key or a wrong value stops the start and names the key, its origin and, in a file, the line.
Relative paths in a file are relative to that file; elsewhere to the working folder.
"""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from agent_analytics.calendar_settings import DaysOff, Timezone
from agent_analytics.collect_settings import CollectSettings
from agent_analytics.errors import SettingsError
from agent_analytics.paths import DataPaths
from agent_analytics.pricing_settings import PricingSettings
from agent_analytics.source_settings import PathText, Section, SourcesSettings
from agent_analytics.toml_lines import line_of
from agent_analytics.view_settings import MetabaseSettings, WebSettings

ENVIRONMENT_PREFIX = "AGENT_ANALYTICS_"
CONFIG_VARIABLE = "AGENT_ANALYTICS_CONFIG"
FILE_NAME = "agent-analytics.toml"


def _no_lookalike(value: object) -> object:
    """Refuse what Python takes for 1: a tier is too serious for `true` or `1.0`."""
    if isinstance(value, bool | float):
        message = "Input should be 1, 2 or 3"
        raise ValueError(message)  # noqa: TRY004 - pydantic's own word for a wrong value
    return value


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
    memory_mb: int | None = Field(
        None,
        ge=200,
        description="Megabytes the database may take while models are built; when not set, 400 or what the"
        " number of events asks for, at most 60 % of the machine's.",
    )


class PrivacySettings(Section):
    """What may be stored."""

    tier: Annotated[Literal[1, 2, 3], BeforeValidator(_no_lookalike)] = Field(
        1, description="1 metadata only, 2 prompts and tool parameters, 3 full content."
    )
    pseudonyms: bool = Field(
        False, description="Whether people are stored as keyed pseudonyms instead of e-mails."
    )


class Settings(Section):
    """All settings of one installation."""

    data_dir: PathText = Field("data", description="Folder of the warehouse, snapshots and state.")
    timezone: Timezone = Field("UTC", description="Time zone whose days the marts use.")
    days_off: DaysOff = Field(
        [],
        description="Days nobody works, past and future; others are recognised when nobody works.",
    )
    warehouse: WarehouseSettings = WarehouseSettings()
    privacy: PrivacySettings = PrivacySettings()
    sources: SourcesSettings = SourcesSettings()
    pricing: PricingSettings = PricingSettings()
    web: WebSettings = WebSettings()
    metabase: MetabaseSettings = MetabaseSettings()
    collect: CollectSettings = CollectSettings()

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


def is_list_of_paths(key: str) -> bool:
    """Return whether a dotted key holds paths, which are seen from the folder of the file that sets them."""
    return bool(_annotation(key) == list[PathText])


def _find_file(config: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = config or (
        Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None
    )
    if named is not None:
        named = Path(os.path.expanduser(named))  # noqa: PTH111 - leaves an unknown `~user` as it is
        if not _is_file(named):
            message = f"configuration file {named} does not exist or is no file; create it or drop the option"
            raise SettingsError(message)
        return named.absolute()
    user_folder = Path(platformdirs.user_config_dir("agent-analytics"))
    for candidate in (Path.cwd() / FILE_NAME, user_folder / FILE_NAME):
        if _is_file(candidate):
            return candidate
    return None


def _is_file(path: Path) -> bool:
    """Return whether there is a file. Raises `SettingsError` when nobody may know."""
    try:
        return path.is_file()
    except OSError as error:
        message = (
            f"cannot look for configuration file {path}: {error.strerror}; name one with --config"
        )
        raise SettingsError(message) from error


def _from_file(file: Path) -> dict[str, tuple[Any, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        tree = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{file}: {error}"
        raise SettingsError(message) from error
    keys = {}
    for key, value in flatten(tree):
        keys[key] = (_anchored(key, value, file.parent), f"{file}:{line_of(text, key)}")
    return keys


def _anchored(key: str, value: Any, folder: Path) -> Any:
    """Return path settings of a file as seen from that file's folder."""
    leaf = key.rpartition(".")[2]
    if leaf == "data_dir" and isinstance(value, str):
        return _from_folder(value, folder)
    if is_list_of_paths(key) and isinstance(value, list):
        return [_from_folder(item, folder) if isinstance(item, str) else item for item in value]
    return value


def _from_folder(path: str, folder: Path) -> str:
    """Return a path as seen from a folder; one that names nothing stays as it is, to be refused."""
    expanded = os.path.expanduser(path)  # noqa: PTH111 - unlike Path, leaves an unknown `~user`
    return str(folder / expanded) if expanded.strip() and expanded[0] != "~" else path


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    keys: dict[str, tuple[Any, str]] = {}
    for name, raw in sorted(environment.items()):
        if not name.startswith(ENVIRONMENT_PREFIX) or name == CONFIG_VARIABLE:
            continue
        key = name.removeprefix(ENVIRONMENT_PREFIX).lower().replace("__", ".")
        keys[key] = (_environment_value(key, raw), f"environment {name}")
    return keys


_LIST_SEPARATORS = {
    "paths": os.pathsep,
    "repositories": os.pathsep,
    "organizations": ",",
    "enterprises": ",",
    "allowed_hosts": ",",
    "allowed_origins": ",",
    "days_off": ",",
}


def _environment_value(key: str, raw: str) -> Any:
    leaf = key.rpartition(".")[2]
    if leaf in _LIST_SEPARATORS:
        if raw.lstrip().startswith("["):
            try:
                return json.loads(raw)
            except json.JSONDecodeError:
                return raw
        return [part for part in raw.split(_LIST_SEPARATORS[leaf]) if part]
    return int(raw) if raw.removeprefix("-").isdecimal() and _annotation(key) is not str else raw


def _annotation(key: str) -> Any:
    """Return the type of a key's value; None for an unknown key."""
    model: Any = Settings
    for name in key.split("."):
        field = getattr(model, "model_fields", {}).get(name)
        model = field.annotation if field else None
    return model


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
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"] if not isinstance(part, int))
        origin = origins.get(key) or next(
            (place for name, place in origins.items() if name.startswith(f"{key}.")), "default"
        )
        if problem["type"] == "extra_forbidden":
            near = ", ".join(_beside(key))
            lines.append(f"{origin}: unknown key {key!r}; known here: {near}")
        else:
            lines.append(f"{origin}: {key} = {problem['input']!r}: {problem['msg']}")
    return "\n".join(lines)


def _beside(key: str) -> list[str]:
    """Return the keys and sections that stand where an unknown key does."""
    section, dot, _ = key.rpartition(".")
    prefix = f"{section}{dot}"
    names = (name for name, _ in described_keys() if name.startswith(prefix))
    return list(dict.fromkeys(prefix + name.removeprefix(prefix).split(".")[0] for name in names))
