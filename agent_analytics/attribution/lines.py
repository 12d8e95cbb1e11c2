"""Lines of text to keys that meet again elsewhere: what an agent wrote is found in what was committed.

What a line is compared by, which lines prove nothing, and which lines a commit only moved is decided here. The
keyed hash itself is the caller's: it has the installation's key. Nothing here keeps text.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

KEY_LENGTH = 8
"""Every key has this many characters, so that many of them are stored as one text without separators."""

TRIVIAL = "." * KEY_LENGTH
MOVED = "~" * KEY_LENGTH
BREAK = "|" * KEY_LENGTH
"""Places in a row of keys: a line that proves nothing, one that stood in the commit's parent, and the end of a
run of lines. None of these characters occurs in a key."""

MAX_LINES = 5_000
"""Lines of one file or edit beyond which nothing is compared: nobody writes so much at once."""

_SHORTEST = 8
_FEWEST_MOVED = 3
"""Lines that tell something and stand together: fewer are in many blocks."""

_KEPT_ENDS = ('\\n"', '\\n",')
"""How the lines of a notebook's cells end in its file."""

_LOOKS = str.maketrans("", "", ",;\"'()")
_COMMON = frozenset(
    (
        '"cell_type":"code",',
        '"cell_type":"markdown",',
        '"execution_count":null,',
        '"metadata":{},',
        '"outputs":[],',
        '"source":[',
        "'usestrict';",
        '"usestrict";',
        "#!/usr/bin/envbash",
        "#!/usr/bin/envpython",
        "#!/usr/bin/envpython3",
        "@Override",
        "@property",
        "@staticmethod",
        "@classmethod",
        "beforeEach(()=>{",
        "continue",
        "continue;",
        "def__init__(self):",
        "def__init__(self)->None:",
        "from__future__importannotations",
        "fromtypingimportAny",
        "importjson",
        "importpytest",
        "importReactfrom'react';",
        "ifTYPE_CHECKING:",
        "if__name__=='__main__':",
        'if__name__=="__main__":',
        "iferr!=nil{",
        "packagemain",
        "returnFalse",
        "returnNone",
        "returnTrue",
        "returnerr",
        "returnfalse",
        "returnfalse;",
        "returnnil",
        "returnnull;",
        "returnresult",
        "returnresult;",
        "returnself",
        "returntrue",
        "returntrue;",
        "useEffect(()=>{",
    )
)
"""Lines, without white space, that anybody writes in any program."""

Token = Callable[[str], str]
"""Returns the keyed hash of a line without white space: `KEY_LENGTH` letters, digits, `-` or `_`."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that stood together in one file before and after a change."""

    removed: Sequence[str]
    added: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangeKeys:
    """Keys of the lines a commit changed in one file; None where nothing is compared.

    `added` has one entry per line, in order; `removed` only lines that prove something and are really gone.
    """

    added: str | None = None
    removed: str | None = None


def squeezed(line: str) -> str:
    """Return what a line is compared by: all of it but white space, in Unicode normal form C.

    A line that a notebook keeps as a string of JSON is compared as the line it stands for.
    """
    text = "".join(line.split())
    if text.endswith(_KEPT_ENDS) and text.startswith('"'):
        text = _kept(text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _kept(text: str) -> str:
    try:
        return "".join(json.loads(text.removesuffix(",")).split())
    except ValueError:
        return text


def is_trivial(text: str) -> bool:
    """Return whether a squeezed line proves nothing: short, without a letter, or written everywhere."""
    return len(text) < _SHORTEST or text in _COMMON or text.lower() == text.upper()


def written_keys(text: str, token: Token) -> str | None:
    """Return the keys of the lines an edit wrote, each once; None when none of them proves anything."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    distinct = dict.fromkeys(map(squeezed, lines))
    return "".join(token(line) for line in distinct if not is_trivial(line)) or None


def new_lines(before: str, after: str) -> str:
    """Return the lines of a text that an earlier version of it did not have, as text."""
    old = Counter(before.split("\n"))
    kept = []
    for line in after.split("\n"):
        if old[line]:
            old[line] -= 1
        else:
            kept.append(line)
    return "\n".join(kept)


def change_keys(files: Iterable[Sequence[Hunk] | None], token: Token) -> list[ChangeKeys]:
    """Return the keys of each file of one commit, in order; a file of None is not compared.

    A line that the commit takes away in one place and adds in another was moved, or only formatted anew:
    neither written nor removed by this commit. One or two that come among new lines were written all the same:
    the everyday lines of a new block are no move of another one that went.
    """
    changed = [_Changed(hunks) for hunks in files]
    gone = Counter(line for file in changed for line in file.removed)
    moved = gone & Counter(line for file in changed for line in file.written)
    left = moved.copy()
    keys = []
    for file in changed:
        added = file.added(token, moved)
        removed = "".join(token(line) for line in file.removed if not _taken(left, line))
        keys.append(ChangeKeys(added or None, removed or None))
    return keys


class _Changed:
    """The squeezed lines of one file's hunks."""

    def __init__(self, hunks: Sequence[Hunk] | None) -> None:
        self._hunks: list[tuple[list[str], list[str], bool]] = []
        self.removed: list[str] = []
        self.written: list[str] = []
        for hunk in hunks or ():
            before, after = list(map(squeezed, hunk.removed)), list(map(squeezed, hunk.added))
            is_formatted = bool(before) and _looks_alike(before, after)
            self._hunks.append((before, after, is_formatted))
            if not is_formatted:
                self.removed += [line for line in before if not is_trivial(line)]
                self.written += [line for line in after if not is_trivial(line)]

    def added(self, token: Token, moved: Counter[str]) -> str:
        """Return one key or mark per added line; moved lines are used up on the way."""
        keys: list[str] = []
        for before, after, is_formatted in self._hunks:
            if keys and after:
                keys.append(BREAK)
            own = [MOVED] * len(after) if is_formatted else _marked(after, moved)
            if MOVED in own and not is_formatted:
                own = _with_neighbours(_without_strays(own, before, after))
            keys += [mark or token(line) for mark, line in zip(own, after, strict=True)]
        return "".join(keys)


def _marked(lines: list[str], moved: Counter[str]) -> list[str]:
    """Return the mark of each line, empty for one that was written; moved lines are used up."""
    return [TRIVIAL if is_trivial(one) else MOVED if _taken(moved, one) else "" for one in lines]


def _without_strays(marks: list[str], before: list[str], after: list[str]) -> list[str]:
    """Return marks in which few moved lines among new ones were written, unless they stood there before."""
    telling = [(place, mark) for place, mark in enumerate(marks) if mark != TRIVIAL]
    if all(mark == MOVED for _, mark in telling):
        return marks
    settled = list(marks)
    for mark, group in groupby(telling, key=itemgetter(1)):
        places = [place for place, _ in group]
        if mark == MOVED and len(places) < _FEWEST_MOVED:
            for place in places:
                settled[place] = MOVED if after[place] in before else ""
    return settled


def _with_neighbours(keys: list[str]) -> list[str]:
    """Return keys in which a trivial line is moved like its neighbour: the one before, else the one after."""
    before = next((key for key in keys if key != TRIVIAL), TRIVIAL)
    settled = []
    for key in keys:
        if key != TRIVIAL:
            before = key
        settled.append(MOVED if before == MOVED else key)
    return settled


def _looks_alike(before: list[str], after: list[str]) -> bool:
    """Return whether two runs of lines differ only in white space, line ends and what formatters add."""
    return "".join(before).translate(_LOOKS) == "".join(after).translate(_LOOKS)


def _taken(counts: Counter[str], line: str) -> bool:
    if not counts[line]:
        return False
    counts[line] -= 1
    return True
