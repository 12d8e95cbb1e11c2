"""Where the dbt project is, how it is identified, and its manifest.

dbt writes nothing into the project: targets and logs are under the data directory.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import agent_analytics
from agent_analytics.settings import Settings
from orchestration.transformation.runs import invoke

_PARTS = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests")


@cache
def project_folder() -> Path:
    """Return the dbt project: the one inside an installed package, else the checkout's."""
    package = Path(agent_analytics.__file__).parent
    bundled = package / "_bundled" / "dbt_project"
    return bundled if bundled.is_dir() else package.parent / "dbt_project"


def project_hash(settings: Settings, folder: Path | None = None) -> str:
    """Return a hash of everything a build is made with: the project's files and its variables."""
    folder = folder or project_folder()
    digest = hashlib.blake2b(json.dumps(variables(settings)).encode(), digest_size=16)
    for part in _PARTS:
        for file in sorted([folder / part, *(folder / part).rglob("*")]):
            if file.is_file():
                digest.update(f"\n{file.relative_to(folder)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def variables(settings: Settings) -> dict[str, str]:
    """Return the dbt variables that the settings decide."""
    return {"timezone": settings.timezone}


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
    """Return the project's manifest, parsed again only when the project changed.

    Raises `TransformError` when the project does not parse.
    """
    state = settings.paths.transform_state
    kept = state / f"manifest_{project_hash(settings)}.json"
    if not kept.exists():
        settings.paths.prepare()
        # Of a unit test that got another name, dbt would keep the old one from its last parse, and fail it.
        invoke(settings, ["parse", "--no-partial-parse", *common_arguments(settings)])
        fresh = kept.with_suffix(".building")
        fresh.write_bytes((state / "target" / "manifest.json").read_bytes())
        for outdated in state.glob("manifest_*.json"):
            outdated.unlink(missing_ok=True)
        fresh.replace(kept)
    content: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return content
