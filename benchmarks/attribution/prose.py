"""What people and agents write in the family that scores: two ways of writing, and how a file is changed.

Blocks have numbers nobody else draws; between them stand lines that are in every file.
"""

import random
from collections.abc import Sequence

from stage import Line, by

_TOPICS = tuple(
    "quota ingress vault beacon tenant mirror cursor lease shard relay budget fence".split()
)
_DEEDS = tuple("settle rotate expand drain replay pin probe archive restore throttle".split())


class Prose:
    """One way of writing: Ruby, or a language of configuration."""

    def __init__(self, draw: random.Random, is_ruby: bool) -> None:
        self._draw = draw
        self._block = self._ruby if is_ruby else self._configuration
        self.ending = ".rb" if is_ruby else ".tf"

    def path(self, number: int) -> str:
        """Return the path of a file by its number."""
        folder = ("app", "lib/tasks", "deploy/eu", ".")[number % 4]
        return f"{folder}/{_TOPICS[number % len(_TOPICS)]}_{number}{self.ending}".removeprefix("./")

    def changed(self, before: Sequence[Line], writer: str) -> list[Line]:
        """Return a file after a change: a block more, some lines rewritten, or a single one."""
        lines = list(before)
        kind = self._draw.randrange(4) if lines else 0
        if kind < 2:  # noqa: PLR2004 - half of all changes bring something new
            place = self._draw.randrange(len(lines) + 1)
            blocks = [self._block() for _ in range(self._draw.choice((1, 1, 2)))]
            lines[place:place] = by(writer, [line for block in blocks for line in block])
            return lines
        first = self._draw.randrange(len(lines))
        count = 1 if kind == 2 else self._draw.randrange(2, 9)  # noqa: PLR2004
        lines[first : first + count] = by(writer, self._rewritten(count))
        return lines

    def _rewritten(self, count: int) -> list[str]:
        return [self._statement() for _ in range(max(count + self._draw.randrange(-1, 2), 1))]

    def _number(self) -> int:
        return self._draw.randrange(10**7)

    def _statement(self) -> str:
        topic, deed = self._draw.choice(_TOPICS), self._draw.choice(_DEEDS)
        return f"    {topic}.{deed}(limit: {self._number()}, {self._draw.choice(_TOPICS)}: true)"

    def _ruby(self) -> list[str]:
        topic, deed = self._draw.choice(_TOPICS), self._draw.choice(_DEEDS)
        return [
            f"  # {deed.title()}s every {topic} older than {self._number()} seconds.",
            f"  def {deed}_{topic}_{self._number()}(account)",
            "    return nil if account.suspended?",
            "",
            self._statement(),
            "    account.save!",
            "  end",
            "",
        ]

    def _configuration(self) -> list[str]:
        topic, number = self._draw.choice(_TOPICS), self._number()
        return [
            f'resource "cloud_{topic}" "{self._draw.choice(_DEEDS)}_{number}" {{',
            "  tags = local.default_tags",
            f"  {topic}_seconds = {self._number()}",
            f'  name = "{topic}-{self._number()}"',
            "  lifecycle {",
            "    prevent_destroy = true",
            "  }",
            "}",
            "",
        ]
