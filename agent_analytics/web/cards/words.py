"""Texts of a board as safe HTML: paragraphs, lists, bold, italics, code and links. Nothing else is let in."""

import re

from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*_])[_*](?!\s)(.+?)(?<!\s)[_*](?![\w*_])")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+|/[^\s)/][^\s)]*|/)\)")
_ITEM = re.compile(r"\s*[-*]\s+(.*)")
_TITLE = re.compile(r"#{1,6}\s+(.*)")


def words(text: str) -> Markup:
    """Return a text's HTML; whatever it holds is escaped first."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if lines and all(_ITEM.match(line) for line in lines):
            items = (_inline(_ITEM.sub(r"\1", line)) for line in lines)
            blocks.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
        elif len(lines) == 1 and (title := _TITLE.match(lines[0])):
            blocks.append(f"<h3>{_inline(title[1])}</h3>")
        elif lines:
            blocks.append(f"<p>{_inline(' '.join(lines))}</p>")
    return Markup("".join(blocks))  # noqa: S704 - every part was escaped


def _inline(text: str) -> str:
    html = str(escape(text))
    html = _CODE.sub(r"<code>\1</code>", html)
    html = _LINK.sub(r'<a href="\2" rel="noreferrer">\1</a>', html)
    html = _BOLD.sub(r"<strong>\1</strong>", html)
    return _ITALIC.sub(r"<em>\1</em>", html)
