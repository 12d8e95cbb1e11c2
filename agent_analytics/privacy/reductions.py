"""What each reduction makes of one value: of a path, a command, an address, a name or a text.

Which field is reduced how is data in `policy`; that every field goes through is `redact`'s work.
"""

import re
from collections.abc import Callable, Collection, Sequence, Set
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import msgspec

from agent_analytics.attribution.lines import written_keys
from agent_analytics.privacy.policy import PROGRAMS, Policy
from agent_analytics.privacy.secrets import mask_secrets, mask_secrets_in_name, may_hold_secret

HIDDEN = "hidden:"
"""Begins a name that was replaced by its keyed hash: still the same for the same name, so it joins."""

PSEUDONYM_DOMAIN = "person.invalid"

_MAX_NAME = 256
_MAX_WORDS = 5
_MAX_CONTENT = 32_768
_SPACES = re.compile(r"\s")
_FULL_PATH = re.compile(r"^(?:/[^/\n]+/|~/|[A-Za-z]:[\\/]|\\\\|file:)", re.MULTILINE)
"""How a place on somebody's machine begins; `/compact` is a command's name."""
_MACHINE_ADDRESS = re.compile(r"\[bot\]|^(?:noreply|no-reply|copilot|cursoragent|codex)@")
_SCP_REMOTE = re.compile(r"^(?:[^@/\s]+@)?([\w.-]+):(?!//)(.+)$")
_PROGRAM = re.compile(r"^(?:[A-Za-z_]\w*=\S*\s+)*(?:sudo\s+)?(?:\S*/)?([\w.+-]+)")
_VERSIONED = re.compile(r"^(python|pip|node)[\d.]+$")
_EXTENSION = re.compile(r"\.([A-Za-z0-9_+-]{1,12})$")
_JSON = msgspec.json.Encoder(order="deterministic")

_REMEMBERED = 50_000
_HARMLESS: set[str] = set()
"""Names that were found harmless, in memory only: the same ones come with nearly every record."""

Reduce = Callable[[Policy, Any], tuple[Any, ...]]


def reduction_of(policy: Policy, name: str) -> tuple[tuple[str, ...], Reduce]:
    """Return the columns that a field fills and how; most reductions fill the field's own."""
    reduction = policy.rules[name].reduction
    own = _KEPT_UNDER_ITS_NAME.get(reduction)
    if own is None:
        return _REDUCTIONS[reduction]
    return (name,), lambda policy, value: (own(policy, value),)


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
    if name not in PROGRAMS:
        name = _VERSIONED.sub(r"\1", name)
    return name if name in PROGRAMS else "other"


def hidden_names(policy: Policy, names: Set[Any]) -> dict[str, str]:
    """Return the keyed hash of each of some names that must not be kept; what is no text is no name.

    Those that were harmless before are not asked again.
    """
    new = {name for name in names - _HARMLESS if name.__class__ is str}
    if not new:
        return {}
    hidden: dict[str, str] = {}
    if _may_hold_odd_name(new):
        hidden = {name: hidden_name(policy, name) for name in new if is_odd_name(name)}
    if len(_HARMLESS) > _REMEMBERED:
        _HARMLESS.clear()
    _HARMLESS.update(new - hidden.keys())
    return hidden


def _may_hold_odd_name(names: Collection[str]) -> bool:
    """Return whether any of some names needs a closer look; all of them are asked at once."""
    lines = "\n".join(names)
    return (
        max(map(len, names)) > _MAX_NAME
        or _SPACES.search("".join(names)) is not None
        or _FULL_PATH.search(lines) is not None
        or may_hold_secret(lines)
    )


@lru_cache(maxsize=10_000)
def is_odd_name(name: str) -> bool:
    """Return whether what should be a name reads like text, is a path or holds a secret."""
    return (
        len(name) > _MAX_NAME
        or _FULL_PATH.search(name) is not None
        or len(name.split()) > _MAX_WORDS
        or mask_secrets_in_name(name) != name
    )


def hidden_name(policy: Policy, name: str) -> str:
    """Return a keyed hash that stands for a name that must not be kept."""
    return f"{HIDDEN}{policy.pseudonymizer.token(name)}"


def name_or_hash(policy: Policy, name: str) -> str:
    """Return a name as it is, or its keyed hash when it must not be kept."""
    return hidden_name(policy, name) if is_odd_name(name) else name


def _email(policy: Policy, email: str) -> str | None:
    """Return an e-mail in lower case, or its pseudonym; null for an empty one."""
    address = email.strip().lower()
    is_person = not _MACHINE_ADDRESS.search(address)
    if address and policy.hides_people and is_person and not address.endswith(PSEUDONYM_DOMAIN):
        return f"{policy.pseudonymizer.token(address)}@{PSEUDONYM_DOMAIN}"
    return name_or_hash(policy, address) or None


def _person_handle(policy: Policy, handle: str) -> str:
    """Return the name or number of somebody's account, or its pseudonym."""
    if policy.hides_people:
        return f"{policy.pseudonymizer.token(handle)}@{PSEUDONYM_DOMAIN}"
    return name_or_hash(policy, handle)


def _remote(policy: Policy, url: str) -> str | None:
    name = repository_name(url)
    return None if name is None else name_or_hash(policy, name)


def _content(_: Policy, content: Any) -> str:
    text = content if isinstance(content, str) else _JSON.encode(content).decode()
    return mask_secrets(text[:_MAX_CONTENT])


def _of_several(policy: Policy, paths: Sequence[str]) -> tuple[Any, ...]:
    """Return the extension of the first path and the tokens of the endings of all of them."""
    endings = (policy.pseudonymizer.path_endings(path) for path in paths)
    return file_extension(paths[0]), "/".join(dict.fromkeys(filter(None, endings))) or None


_REDUCTIONS: dict[str, tuple[tuple[str, ...], Reduce]] = {
    "file_path": (
        ("file_extension", "file_path_keys"),
        lambda policy, path: (file_extension(path), policy.pseudonymizer.path_endings(path)),
    ),
    "written_lines": (
        ("written_line_keys",),
        lambda policy, text: (written_keys(text, policy.pseudonymizer.line),),
    ),
    "file_paths": (("file_extension", "file_path_keys"), _of_several),
    "working_folder": (
        ("workspace_path_keys", "workspace_name_key"),
        lambda policy, folder: (
            policy.pseudonymizer.folder_and_above(folder),
            policy.pseudonymizer.folder_name(folder),
        ),
    ),
    "command": (("command_program",), lambda _, command: (command_program(command),)),
    "repository_url": (("repository",), lambda policy, url: (_remote(policy, url),)),
}
"""By reduction: the columns it fills, and how it makes their values from one value."""

_KEPT_UNDER_ITS_NAME: dict[str, Callable[[Policy, Any], Any]] = {
    "email": _email,
    "person_name": lambda policy, name: None if policy.hides_people else name_or_hash(policy, name),
    "person_handle": _person_handle,
    "content": _content,
}
"""Reductions that fill the column of the field's own name."""
