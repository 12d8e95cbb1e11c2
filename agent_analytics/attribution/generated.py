"""Which files of a repository nobody writes by hand: vendored, generated, locked. Data and one rule.

Lines of such files are counted, but have no author. The names are those that GitHub's linguist treats as
vendored or generated, as far as a path alone tells.
"""

import re
from collections.abc import Sequence

_FOLDERS = (
    r"node_modules|vendor|third[-_]party|bower_components|\.yarn|Pods|Carthage|site-packages"
    r"|dist|__generated__|generated|__snapshots__|testdata/golden"
)
_NAMES = (
    r"[^/]*\.lock|[^/]*-lock\.(?:json|ya?ml)|go\.sum|npm-shrinkwrap\.json|gradlew(?:\.bat)?|mvnw(?:\.cmd)?"
    r"|[^/]*[.-]min\.(?:js|css)|[^/]*\.(?:js|css)\.map|[^/]*\.snap"
    r"|[^/]*\.pb\.(?:go|cc|h|rb)|[^/]*_pb2(?:_grpc)?\.pyi?|[^/]*_pb\.(?:js|d\.ts)"
    r"|[^/]*\.(?:g|freezed)\.dart|[^/]*\.designer\.(?:cs|vb)|[^/]*\.generated\.[^/.]+|zz_generated\.[^/]*"
)
_PATH = re.compile(rf"(?:^|/)(?:(?:{_FOLDERS})/|(?:{_NAMES})$)", re.IGNORECASE)
_MARK = re.compile(
    r"@generated\b|\bcode generated\b.{0,80}\bdo not edit\b|\bauto-?generated\b.{0,80}\bdo not (?:edit|modify)",
    re.IGNORECASE,
)
HEAD_LINES = 5
"""A generator says so within the first lines of a file."""


def is_generated_path(path: str) -> bool:
    """Return whether a path within a repository is that of a vendored, generated or lock file."""
    return _PATH.search(path) is not None


def is_generated_head(lines: Sequence[str]) -> bool:
    """Return whether the first lines of a file say that a program wrote it."""
    return any(_MARK.search(line[:400]) for line in lines[:HEAD_LINES])
