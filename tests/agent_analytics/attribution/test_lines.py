"""What two lines are compared by, which prove nothing, and which a commit only moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.attribution.lines import (
    BREAK,
    KEY_LENGTH,
    MAX_LINES,
    MOVED,
    TRIVIAL,
    Hunk,
    change_keys,
    new_lines,
    written_keys,
)
from agent_analytics.privacy.pseudonyms import Pseudonymizer

TOKEN = Pseudonymizer(bytes(32)).line
ONE, TWO, THREE = "total = sum(prices)", "basket.append(item)", "apply_discount(basket)"
FOUR = "receipt.print(total)"
key = {text: TOKEN("".join(text.split())) for text in (ONE, TWO, THREE, FOUR)}


def split(keys: str | None) -> list[str]:
    """Return packed keys one by one."""
    text = keys or ""
    return [text[place : place + KEY_LENGTH] for place in range(0, len(text), KEY_LENGTH)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (ONE, [ONE]),
        ("\ttotal  =  sum( prices )\r", [ONE]),
        (f"{ONE}\n}}\n\n{TWO}\n{ONE}", [ONE, TWO]),
        ("return None\n# ------------\n1234567890\nx = 1", []),
        ('   "cell_type": "code",\n   "source": [\n   "metadata": {},', []),
        ("", []),
        ('    "total = sum(prices)\\n",\n    "basket\\t.append(item)\\n"', [ONE, TWO]),
    ],
)
def test_an_edit_is_known_by_the_lines_that_prove_something(text: str, lines: list[str]) -> None:
    """White space does not count, nor do short, wordless and everyday lines; each line counts once."""
    assert split(written_keys(text, TOKEN)) == [key[line] for line in lines]


@pytest.mark.parametrize(
    "line", ['"unclosed \\\\n"\\n"', '"alone \\ud800 in the dark\\n",', '"\\n']
)
def test_what_only_looks_like_a_line_of_a_notebook_has_a_key(line: str) -> None:
    """Text that is no string of JSON, or no text at all inside, is compared as it is."""
    assert split(written_keys(f"{line} {ONE}", TOKEN))
    assert written_keys(line, TOKEN) is None or len(split(written_keys(line, TOKEN))) == 1


def test_the_shortest_line_that_counts_has_eight_characters() -> None:
    """One character less and the line proves nothing."""
    assert written_keys("abcdefgh", TOKEN) is not None
    assert written_keys("abcdefg", TOKEN) is None


def test_an_edit_is_read_up_to_a_limit() -> None:
    """The line at the limit counts, the next does not."""
    text = "\n".join(f"line_number_{number}" for number in range(MAX_LINES + 2))
    assert len(split(written_keys(text, TOKEN))) == MAX_LINES


@pytest.mark.parametrize(
    ("hunks", "added", "removed"),
    [
        ([Hunk([], [ONE, "", TWO])], [key[ONE], TRIVIAL, key[TWO]], []),
        ([Hunk([ONE], [TWO])], [key[TWO]], [key[ONE]]),
        ([Hunk([ONE], []), Hunk([], [ONE])], [MOVED], []),
        ([Hunk([ONE], []), Hunk([], [ONE, ONE])], [key[ONE], key[ONE]], []),
        (
            [Hunk([ONE, TWO, THREE], []), Hunk([], [ONE, "", TWO, THREE, FOUR])],
            [MOVED] * 4 + [key[FOUR]],
            [],
        ),
        (
            [Hunk([ONE, TWO], []), Hunk([], [ONE, TWO, THREE])],
            [key[ONE], key[TWO], key[THREE]],
            [],
        ),
        ([Hunk([ONE, TWO], []), Hunk([], [ONE, "", TWO])], [MOVED] * 3, []),
        ([Hunk([ONE, TWO], [THREE, f"  {ONE}"])], [key[THREE], MOVED], [key[TWO]]),
        ([Hunk([ONE, ONE], []), Hunk([], [ONE])], [MOVED], [key[ONE]]),
        ([Hunk(["f(alpha, beta)"], ["f(", "    alpha,", "    beta,", ")"])], [MOVED] * 4, []),
        (
            [Hunk([ONE], []), Hunk([], ["", ONE, "}", TWO, "}"])],
            [TRIVIAL, key[ONE], TRIVIAL, key[TWO], TRIVIAL],
            [],
        ),
        ([Hunk([ONE], [f"    {ONE};"])], [MOVED], []),
        ([Hunk([], [ONE]), Hunk([], [TWO])], [key[ONE], BREAK, key[TWO]], []),
        ([Hunk([THREE], [])], [], [key[THREE]]),
        ([Hunk([], [])], [], []),
    ],
)
def test_a_commit_is_known_by_the_lines_it_really_wrote(
    hunks: list[Hunk], added: list[str], removed: list[str]
) -> None:
    """Lines put elsewhere were moved; one or two among new lines were written."""
    (keys,) = change_keys([hunks], TOKEN)
    assert (split(keys.added), split(keys.removed)) == (added, removed)


def test_lines_move_from_file_to_file() -> None:
    """All files of a commit are looked at together; one that is not compared takes no part."""
    source, target, skipped = change_keys([[Hunk([ONE], [])], [Hunk([], [ONE])], None], TOKEN)
    assert (source.removed, target.added) == (None, MOVED)
    assert (skipped.added, skipped.removed) == (None, None)


def test_only_what_an_edit_adds_is_new() -> None:
    """Lines that an earlier text had are not new, however often the new one has them beyond that."""
    assert new_lines("a\nb\n", "a\nc\nb\nb\n") == "c\nb"


@given(st.text(), st.text())
def test_keys_have_one_length_and_hide_the_text(before: str, after: str) -> None:
    """Whatever the text, keys can be told apart by their length alone, and each added line has one."""
    hunk = Hunk(before.split("\n"), after.split("\n"))
    (keys,) = change_keys([[hunk]], TOKEN)
    assert len(split(keys.added)) == len(hunk.added)
    assert len(keys.removed or "") % KEY_LENGTH == 0


def test_without_the_key_nobody_can_look_a_line_up() -> None:
    """Another installation has other keys for the same line, and a path's token is no line's key."""
    assert Pseudonymizer(bytes([1] * 32)).line(ONE) != TOKEN(ONE)
    assert not Pseudonymizer(bytes(32)).token(ONE).startswith(TOKEN(ONE))
