"""SQL that several cards share: one file each, put where a card names it, as in `{{snippet: days}}`.

What is put in may name others. Whoever reads a card, Metabase included, gets SQL that stands by itself.
"""

import re
from pathlib import Path

from agent_analytics.errors import TemplateError

_USE = re.compile(r"\{\{\s*snippet:\s*([\w-]+)\s*\}\}")


class Snippets:
    """The snippets of a folder; one without any is no error until a card names one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, str] = {}

    def put_into(self, sql: str, reader: Path, outer: tuple[str, ...] = ()) -> str:
        """Return SQL with the text of every snippet that it names in the place of the name, indented like it.

        `reader` is the file that names them. Raises `TemplateError` for one that is not there or holds itself.
        """

        def put(use: re.Match[str]) -> str:
            name = use[1]
            if name in outer:
                message = f"{reader}: the snippet {name} holds itself; take it out of {outer[-1]}"
                raise TemplateError(message)
            text = self.put_into(self._text(name, reader), reader, (*outer, name))
            before = sql[sql.rfind("\n", 0, use.start()) + 1 : use.start()]
            return text.replace("\n", f"\n{before}") if before.isspace() else text

        return _USE.sub(put, sql)

    def _text(self, name: str, reader: Path) -> str:
        file = self._folder / f"{name}.sql"
        if name not in self._read:
            try:
                self._read[name] = file.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                message = f"{reader} names the snippet {name}; {file} cannot be read ({error})"
                raise TemplateError(message) from error
        return self._read[name]
