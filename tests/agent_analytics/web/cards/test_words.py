"""Texts of boards become safe HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.web.cards.words import words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one two</p><p>three</p>"),
        ("- a\n- *b*", "<ul><li>a</li><li><em>b</em></li></ul>"),
        ("## Title", "<h3>Title</h3>"),
        ("**bold** and `a_b_c`", "<p><strong>bold</strong> and <code>a_b_c</code></p>"),
        (
            "[out](https://e.example/a)",
            '<p><a href="https://e.example/a" rel="noreferrer">out</a></p>',
        ),
        ("[in](/boards/x)", '<p><a href="/boards/x" rel="noreferrer">in</a></p>'),
        ("[no](javascript:alert(1))", "<p>[no](javascript:alert(1))</p>"),
        ("[no](//e.example)", "<p>[no](//e.example)</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("", ""),
    ],
)
def test_a_little_markdown_is_understood(text: str, html: str) -> None:
    """Paragraphs, lists, titles, emphasis, code and links of the web or of this view."""
    assert words(text) == html


@given(st.text())
def test_no_markup_passes(text: str) -> None:
    """Whatever a text holds, only the tags above come out."""
    html = str(words(f"x {text}<script>\"'"))
    assert "<script" not in html
