"""A chart as a picture that needs no page and no browser."""

from xml.etree import ElementTree

from agent_analytics.web.charts.plot import Ends, Series, plot
from agent_analytics.web.charts.standalone import Label, Picture, standalone

HOSTILE = "<script>alert(1)</script>\"'&"


def test_a_picture_holds_its_words_and_colours() -> None:
    """It is well-formed, names no style sheet, and text that looks like markup stays text."""
    drawing = plot([Series("a", "s1", "line", (1, 2))], 2, None, Ends())
    words = Picture(
        HOSTILE,
        "May",
        ((HOSTILE, "s1"), ("b", "#D55E00")),
        (Label(0, "2"),),
        (),
        (Label(50, "1 May"),),
        (Label(50, "1 May"),),
    )
    text = standalone(drawing, words)
    root = ElementTree.fromstring(text)  # noqa: S314 - made here
    assert [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")][:2] == [
        HOSTILE,
        "May",
    ]
    assert [node.text for node in root.iter("{http://www.w3.org/2000/svg}title")] == [
        "counted differently from 1 May on"
    ]
    assert "class=" not in text
    assert 'stroke="#3563d6"' in text
    assert 'fill="#D55E00"' in text


def test_a_colour_cannot_carry_markup() -> None:
    """A style that is neither a name nor a colour is grey."""
    drawing = plot([Series("a", '"/><script>', "line", (1,))], 1, None, Ends())
    assert "<script>" not in standalone(drawing, Picture("", "", (), (), (), (), ()))
