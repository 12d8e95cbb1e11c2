"""A block of lines between two marks in a script or start-up file: found again, replaced, taken out.

What stands in it belongs to the modules of the clients.
"""

import re

_BLOCK = re.compile(
    rb"# >>> agent-analytics[^\n]*\n.*?# <<< agent-analytics <<<[ \t]*(?:\n|\Z)", re.DOTALL
)


def is_in(content: bytes) -> bool:
    """Return whether a file has a whole block."""
    return _BLOCK.search(content) is not None


def replaced(content: bytes, block: bytes) -> bytes:
    """Return a file with another block in place of its own; an empty one takes it out."""
    return _BLOCK.sub(lambda _: block, content)
