"""True counts of lines per commit: what each added line is, as the stage knows it.

Read with git alone, apart from how the product reads it.
"""

import re
from collections import Counter

from stage import Repository

_PLACE = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def line_truth(repository: Repository, sha: str) -> Counter[str]:
    """Return how many added lines of a commit are an agent's, a person's, moved or generated."""
    counts: Counter[str] = Counter()
    path, lines = "", []
    patch = repository.git("show", "--format=", "--unified=0", "-M", "--no-color", sha)
    for row in patch.splitlines():
        if row.startswith("+++ "):
            path = row.removeprefix("+++ b/")
            lines = []
            if row != "+++ /dev/null":
                lines = repository.told(path, repository.print("show", f"{sha}:{path}"))
        elif match := _PLACE.match(row):
            first, count = int(match[1]), int(match[2] or 1)
            for _, writer in lines[first - 1 : first - 1 + count]:
                counts[_label(repository, sha, path, writer)] += 1
    return counts


def _label(repository: Repository, sha: str, path: str, writer: str) -> str:
    if path in repository.generated:
        return "generated"
    return "moved" if repository.truth[sha].is_move else writer
