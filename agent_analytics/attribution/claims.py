"""One statement that an agent took part in a commit; what counts is said in `evidence`, `notes`, `traces`."""

import re
from dataclasses import dataclass
from typing import Literal

ClaimKind = Literal["trailer", "body_line", "note", "author", "session_trailer", "trace"]

OTHER_AGENT = "other"
_SHORT_TEXT = re.compile(r"[\w .:/@-]{1,128}")


@dataclass(frozen=True, slots=True)
class Claim:
    """An agent named by a commit: how, which model and session, and how many lines it covers.

    Model, session and lines are None when the statement does not name them.
    """

    kind: ClaimKind
    agent: str
    model: str | None = None
    session_id: str | None = None
    line_count: int | None = None


def short_text(value: object) -> str | None:
    """Return a name or identifier as it was stated; None for anything else, such as prose."""
    return value if isinstance(value, str) and _SHORT_TEXT.fullmatch(value) else None
