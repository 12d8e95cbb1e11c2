"""One statement that an agent took part in a commit. What counts as one is said in `evidence` and `notes`."""

from dataclasses import dataclass
from typing import Literal

ClaimKind = Literal["trailer", "body_line", "note", "author", "session_trailer"]

OTHER_AGENT = "other"


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
