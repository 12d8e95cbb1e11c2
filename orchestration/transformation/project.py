"""Where the dbt project is, how it is identified, and its manifest.

dbt writes nothing into the project: targets and logs are under the data directory.
"""

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any

import agent_analytics
from agent_analytics.settings import Settings
from agent_analytics.whole_files import replace_file
from ingestion.pipeline import warehouse_address
from orchestration.transformation.runs import invoke

_PARTS = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests")
_ESTIMATES = Path(agent_analytics.__file__).parent / "statistics"
"""Code that models call: another method gives other figures."""


@cache
def project_folder() -> Path:
    """Return the dbt project: the one inside an installed package, else the checkout's."""
    package = Path(agent_analytics.__file__).parent
    bundled = package / "_bundled" / "dbt_project"
    return bundled if bundled.is_dir() else package.parent / "dbt_project"


def project_hash(settings: Settings, folder: Path | None = None) -> str:
    """Return a hash of everything a build is made with: the project's files and its variables."""
    return _hash_of(json.dumps(variables(settings)), folder or project_folder())


def _hash_of(said: str, folder: Path) -> str:
    digest = hashlib.blake2b(said.encode(), digest_size=16)
    parts = [(folder, folder / part) for part in _PARTS]
    for root, part in [*parts, (_ESTIMATES, _ESTIMATES)]:
        for file in sorted([part, *part.rglob("*")]):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"\n{file.relative_to(root)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def variables(settings: Settings) -> dict[str, str]:
    """Return the dbt variables that the settings decide."""
    days_off = ",".join(sorted({day.isoformat() for day in settings.days_off}))
    return {"timezone": settings.timezone, "days_off": days_off}


def common_arguments(settings: Settings) -> list[str]:
    """Return the arguments every dbt command gets: where things are, and silence."""
    folder = str(project_folder())
    state = settings.paths.transform_state
    return [
        *("--project-dir", folder, "--profiles-dir", folder),
        *("--target-path", str(state / "target"), "--log-path", str(state / "logs")),
        *("--vars", json.dumps(variables(settings))),
        *("--log-level", "none", "--log-level-file", "info"),
        *("--no-send-anonymous-usage-stats", "--no-version-check"),
    ]


def manifest(settings: Settings) -> dict[str, Any]:
    """Return the project's manifest as its readers outside dbt know it.

    Raises `TransformError` when the project does not parse.
    """
    content: dict[str, Any] = json.loads(parsed(settings).with_suffix(".json").read_bytes())
    return content


def parsed(settings: Settings) -> Path:
    """Return the file of the parsed project, parsed again only when the project or dbt changed.

    dbt's own check would parse anew for every other warehouse, because its address is in the profile.
    Raises `TransformError` when the project does not parse.
    """
    state = settings.paths.transform_state
    # Relations are parsed with the database's name; variables are read when a node is run.
    database = PurePath(warehouse_address(settings)).stem
    made_with = f"{database} {version('dbt-core')}"
    kept = state / f"parsed_{_hash_of(made_with, project_folder())}.msgpack"
    if not kept.exists():
        settings.paths.prepare()
        # Of a unit test that got another name, dbt would keep the old one from its last parse, and fail it.
        invoke(settings, ["parse", "--no-partial-parse", *common_arguments(settings)])
        for outdated in state.glob("parsed_*"):
            outdated.unlink(missing_ok=True)
        replace_file(kept.with_suffix(".json"), (state / "target" / "manifest.json").read_bytes())
        replace_file(kept, (state / "target" / "partial_parse.msgpack").read_bytes())
    return kept
