"""Finds the configured clones and says what each is, without walking its history.

A clone and its linked worktrees are one clone. Only a folder that is itself the root of a repository counts:
git is never allowed to look further up. References belong to `refs`, commits to `log`.
"""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent_analytics.errors import SourceError
from ingestion.sources.git.program import answer

_FIELDS = (
    "--is-bare-repository",
    "--is-shallow-repository",
    "--absolute-git-dir",
    "--git-common-dir",
)

MAX_ORIGINS = 5
"""Clones of clones are followed this far; they may have been made from each other."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone on this machine.

    `folders` are all spellings of the folders a session may work in. `remote` is the origin's address as
    configured there, or further up when the origin is a clone on this machine. `origin_branch` is its default
    branch when the clone was made, None where that is not known. `boundary` holds the commits below which a
    shallow clone has nothing.
    """

    folder: Path
    folders: tuple[str, ...]
    common_directory: Path
    is_bare: bool
    is_shallow: bool
    remote: str | None
    head_branch: str | None
    origin_branch: str | None
    detached_commit: str | None
    boundary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A configured folder that cannot be read as a repository, and why (without its name).

    `is_repository` says whether it is one all the same, so that a glob must have meant it.
    """

    folder: Path
    reason: str
    is_repository: bool = True


def find_clones(patterns: Sequence[str]) -> Iterator[Clone | Unreadable]:
    """Yield every configured clone once, in a fixed order.

    A folder that only a glob names and that is no repository is passed over; one that is named outright, and
    any repository that cannot be read, is reported as `Unreadable`.
    """
    seen: set[Path] = set()
    for pattern in patterns:
        spelled = os.path.expanduser(pattern)  # noqa: PTH111 - a glob is not a path
        is_glob = glob.has_magic(spelled) and not os.path.lexists(spelled)
        found = sorted(glob.glob(spelled, recursive=True)) if is_glob else [spelled]  # noqa: PTH207
        for folder in map(Path, found):
            clone = _inspect(folder.absolute())
            if isinstance(clone, Unreadable):
                if clone.is_repository or not is_glob:
                    yield clone
            elif clone.common_directory not in seen:
                seen.add(clone.common_directory)
                yield clone


def local_origin(remote: str | None) -> str | None:
    """Return the folder or bundle on this machine that an origin's address means; None for any other."""
    address = (remote or "").removeprefix("file://")
    if not address.startswith("/"):
        return None
    return address.rstrip("/").removesuffix("/.git")


def missing_contents(folder: Path) -> str | None:
    """Return what a partial clone lacks and how to get it; None for a clone that was made whole."""
    try:
        filters = answer(folder, "config", "--get-regexp", r"^remote\..*\.partialclonefilter$")
    except SourceError:
        return None  # git says by its exit code that nothing is left out
    left_out = filters.decode("utf-8", "replace").split("\n")[0].rpartition(" ")[2]
    return (
        f"partial clone without {left_out}, and nothing is fetched; "
        "run git fetch --refetch --no-filter in the clone"
    )


def _inspect(folder: Path) -> Clone | Unreadable:
    try:
        return _looked_into(folder.parent if folder.name == ".git" else folder)
    except OSError as error:
        return Unreadable(folder, f"{error.strerror}; let this user read the folder")
    except SourceError as error:
        return Unreadable(folder, str(error))


def _looked_into(folder: Path) -> Clone | Unreadable:
    if not folder.is_dir():
        reason = "the folder does not exist; correct sources.git.repositories"
        return Unreadable(folder, reason, is_repository=False)
    if not (folder / ".git").exists() and not (folder / "HEAD").is_file():
        reason = "not the root of a git repository; name the clone's own folder"
        return Unreadable(folder, reason, is_repository=False)
    if _leads_nowhere(folder / ".git"):
        return Unreadable(folder, "its .git file names a folder that is not there; clone it anew")
    return _clone(folder)


def _leads_nowhere(link: Path) -> bool:
    """Return whether the `.git` file of a worktree or submodule names a folder that does not exist."""
    if not link.is_file():
        return False
    target = os.fsdecode(link.read_bytes()).removeprefix("gitdir:").strip()
    return not (link.parent / target).exists()


def _clone(folder: Path) -> Clone:
    is_bare, is_shallow, own_path, common_path = _told(folder)
    own = Path(own_path)
    common = (folder / common_path).resolve()
    main = _main_folder(folder, own.resolve(), common)
    branch, commit = _head(own)
    return Clone(
        folder=main,
        folders=_spellings(folder, main, *_linked_worktrees(common)),
        common_directory=common,
        is_bare=is_bare == "true",
        is_shallow=is_shallow == "true",
        remote=_origin(folder),
        head_branch=_head(common)[0] or branch,
        origin_branch=_origin_branch(common),
        detached_commit=commit,
        boundary=_boundary(common),
    )


def _told(folder: Path) -> list[str]:
    """Return what git says of each of `_FIELDS`: all at once, or one by one when a path holds a newline."""
    told = _lines(answer(folder, "rev-parse", *_FIELDS))
    if len(told) != len(_FIELDS):
        told = ["\n".join(_lines(answer(folder, "rev-parse", name))) for name in _FIELDS]
    return told


def _lines(printed: bytes) -> list[str]:
    """Return lines that only the newline ends: a path may hold what Unicode counts as line ends."""
    return printed.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")


def _main_folder(folder: Path, own: Path, common: Path) -> Path:
    """Return the folder of the clone itself, seen from it or from one of its linked worktrees."""
    if own == common:
        return folder
    return common.parent if common.name == ".git" else common


def _spellings(*folders: Path) -> tuple[str, ...]:
    """Return the folders as configured and with symbolic links resolved."""
    both = (str(spelling) for folder in folders for spelling in (folder, folder.resolve()))
    return tuple(dict.fromkeys(both))


def _linked_worktrees(common: Path) -> list[Path]:
    found = sorted(common.glob("worktrees/*/gitdir"))
    return [Path(os.fsdecode(file.read_bytes().strip())).parent for file in found]


def _head(directory: Path) -> tuple[str | None, str | None]:
    """Return the branch that HEAD names and the commit it holds when it names none."""
    text = (directory / "HEAD").read_text(encoding="utf-8", errors="replace").strip()
    if text.startswith("ref:"):
        return text.removeprefix("ref:").strip().removeprefix("refs/heads/"), None
    return None, text


def _origin_branch(common: Path) -> str | None:
    file = common / "refs" / "remotes" / "origin" / "HEAD"
    text = file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""
    return text.removeprefix("ref: refs/remotes/origin/") if text.startswith("ref:") else None


def _origin(folder: Path, steps: int = MAX_ORIGINS) -> str | None:
    """Return where a clone was made from; where that is a clone on this machine, what it was made from."""
    try:
        printed = answer(folder, "config", "--get", "remote.origin.url")
    except SourceError:
        return None  # git says by its exit code that there is no origin
    address = printed.decode("utf-8", "replace").strip() or None
    nearer = local_origin(address)
    if nearer is None or steps == 1 or not Path(nearer).is_dir():
        return address
    return _origin(Path(nearer), steps - 1) or address


def _boundary(common: Path) -> frozenset[str]:
    file = common / "shallow"
    return frozenset(file.read_text(encoding="ascii").split()) if file.is_file() else frozenset()
