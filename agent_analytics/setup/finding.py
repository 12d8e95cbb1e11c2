"""What a diagnosis says of one thing it looked at."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is the command or step that puts it right, None when all is well."""

    level: Level
    text: str
    mend: str | None = None
