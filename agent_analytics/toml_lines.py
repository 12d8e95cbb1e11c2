"""Tells where in a settings file a key is set, which the TOML reader does not say.

What the keys mean belongs to `settings`.
"""

import re


def line_of(text: str, key: str) -> int:
    """Return the line that sets a dotted key, from 1; 1 when it cannot be told."""
    section, _, leaf = key.rpartition(".")
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            current = header[1].strip()
        inline = line.split("]", 1)[-1] if line.lstrip().startswith("[") else line
        name = re.match(r"\s*([\w.\-\"']+)\s*=", inline)
        if not name:
            continue
        dotted = ".".join(part for part in (current, name[1].strip("\"'")) if part)
        if dotted == key or (current == section and name[1].strip("\"'") == leaf):
            return number
    return 1
