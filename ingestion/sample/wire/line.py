"""One export request of a client as the collector writes it. Who makes it is in each client's own module."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One export request as a line, when it was sent, and the ids its arrival proves."""

    at: int
    body: bytes
    requests: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()
    phantom: bool = False
