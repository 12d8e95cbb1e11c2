"""Configured paths where there is nothing: no error, because it may come, but worth a word to people.

What is in a place that exists is the sources' concern.
"""

import glob
import os
from collections.abc import Iterator

from agent_analytics.settings import LoadedSettings, flatten, is_list_of_paths


def unmatched_paths(loaded: LoadedSettings) -> Iterator[str]:
    """Yield a sentence for each path somebody configured that leads nowhere; defaults may be absent."""
    for key, value in flatten(loaded.settings.model_dump()):
        if not is_list_of_paths(key) or loaded.origins[key] == "default":
            continue
        for path in value:
            if not _leads_somewhere(path):
                yield f"{key} ({loaded.origins[key]}): nothing is at {path}"


def _leads_somewhere(path: str) -> bool:
    expanded = os.path.expanduser(path)  # noqa: PTH111 - a glob is not a path
    return os.path.lexists(expanded) or next(glob.iglob(expanded, recursive=True), None) is not None  # noqa: PTH207
