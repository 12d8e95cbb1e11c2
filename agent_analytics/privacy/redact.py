"""The only guard between what was read and what is stored.

`apply` keeps what the policy names and reduces or drops the rest. It fails closed: when a reduction
raises, the field is dropped and the record flagged. Nothing else in the project decides what is kept.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from agent_analytics.privacy.policy import ATTRIBUTES, PROGRAMS, Policy

FAILED_FLAG = "redaction_failed"
_SCP_REMOTE = re.compile(r"^(?:[^@/\s]+@)?([\w.-]+):(?!//)(.+)$")
_PROGRAM = re.compile(r"^(?:[A-Za-z_]\w*=\S*\s+)*(?:sudo\s+)?(?:\S*/)?([\w.+-]+)")
_EXTENSION = re.compile(r"\.([A-Za-z0-9_+-]{1,12})$")

Dropped = tuple[str, str]
"""Name of a field that was not kept, and why: `unknown` or `tier`."""


def apply(policy: Policy, record: Mapping[str, Any]) -> tuple[dict[str, Any], list[Dropped]]:
    """Return what may be stored of a record, and the names of what may not.

    Null fields are left out. Values of unknown fields are never looked at.
    """
    rules, tier = policy.rules, policy.tier
    kept: dict[str, Any] = {}
    dropped: list[Dropped] = []
    for name, value in record.items():
        if value is None:
            continue
        rule = rules.get(name)
        if rule is None:
            dropped.append((name, "unknown"))
        elif rule.reduction == "plain":
            kept[name] = value
        elif rule.tier > tier or rule.reduction == "drop":
            dropped.append((name, "tier"))
        else:
            _reduce(policy, rule.reduction, name, value, kept, dropped)
    return kept, dropped


def _reduce(
    policy: Policy,
    reduction: str,
    name: str,
    value: Any,
    kept: dict[str, Any],
    dropped: list[Dropped],
) -> None:
    try:
        if reduction == "attributes":
            kept.update(_attributes(policy, value, dropped))
        else:
            kept.update(_REDUCTIONS[reduction](policy, value))
    except Exception:  # noqa: BLE001 - whatever breaks, the field must not pass
        dropped.append((name, "failed"))
        kept["flags"] = ",".join(filter(None, (kept.get("flags"), FAILED_FLAG)))


def repository_name(url: str) -> str | None:
    """Return `host/owner/name` of a git remote, lower case, without user, port or token.

    None for a local path or anything that is not a remote.
    """
    text = url.strip()
    if "://" in text:
        parts = urlsplit(text)
        host, path = parts.hostname or "", parts.path
    elif match := _SCP_REMOTE.match(text):
        host, path = match[1], match[2]
    else:
        return None
    path = path.strip("/").removesuffix(".git")
    return f"{host}/{path}".lower() if host and path else None


def file_extension(path: str) -> str | None:
    """Return the lower-case extension of a path's last part, without the dot; None without one."""
    match = _EXTENSION.search(path.replace("\\", "/").rpartition("/")[2].lstrip("."))
    return match[1].lower() if match else None


def command_program(command: str) -> str:
    """Return the program a shell command starts, if the allow-list knows it, else `other`."""
    match = _PROGRAM.match(command.lstrip())
    name = match[1].lower() if match else ""
    name = re.sub(r"^(python|pip|node)[\d.]+$", r"\1", name)
    return name if name in PROGRAMS else "other"


def _file_path(policy: Policy, path: str) -> dict[str, Any]:
    return {
        "file_extension": file_extension(path),
        "file_path_keys": policy.pseudonymizer.path_endings(path),
    }


def _attributes(
    policy: Policy, attributes: Mapping[str, Any], dropped: list[Dropped]
) -> dict[str, Any]:
    allowed: dict[str, Any] = {}
    for name, value in attributes.items():
        tier = ATTRIBUTES.get(name)
        if tier is None:
            dropped.append((name, "unknown"))
        elif tier > policy.tier:
            dropped.append((name, "tier"))
        elif isinstance(value, str | int | float | bool):
            allowed[name] = value if not isinstance(value, str) else value[:64]
    text = json.dumps(allowed, sort_keys=True, separators=(",", ":")) if allowed else None
    return {"attributes": text}


_REDUCTIONS: dict[str, Callable[[Policy, Any], dict[str, Any]]] = {
    "file_path": _file_path,
    "working_folder": lambda policy, folder: {
        "workspace_path_keys": policy.pseudonymizer.folder_and_above(folder)
    },
    "command": lambda _, command: {"command_program": command_program(command)},
    "repository_url": lambda _, url: {"repository": repository_name(url)},
    "email": lambda _, email: {"user_email": email.strip().lower() or None},
}
