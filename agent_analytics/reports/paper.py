"""A report as a PDF, drawn directly: no browser is needed.

Names are drawn in Noto Sans, which has Latin, Greek and Cyrillic letters; other scripts are written in Latin
ones, and the report says so. What a report says is the concern of `formats`.
"""

from datetime import UTC, datetime

import fontpkg
from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import TableCellFillMode
from fpdf.fonts import FontFace, TTFFont

from agent_analytics.reports.formats import (
    TABLE_COLUMNS,
    notes_in_words,
    scope_in_words,
    source_in_words,
    table_rows,
)
from agent_analytics.reports.pilot import Report

_FONT, _HEADING_FONT = "Noto Sans", "Helvetica"
_WIDTHS = (44, 14, 24, 9, 27)
_TRANSLITERATED = "Names in letters that the font of this document lacks are written in Latin ones."


def pdf_bytes(report: Report, made_at: datetime | None = None) -> bytes:
    """Return the report as a PDF document; `made_at` defaults to now."""
    paper = FPDF(format="A4")
    paper.set_creation_date(made_at or datetime.now(UTC))
    paper.set_title("Pilot report")
    paper.add_font(_FONT, fname=fontpkg.path(_FONT))
    paper.set_font(_FONT)
    paper.add_page()
    _heading(paper, "Pilot report", 16)
    scope = scope_in_words(report)
    _text(paper, scope)
    if drawable(scope, paper) != scope:
        _text(paper, _TRANSLITERATED)
    paper.ln(2)
    _table(paper, report)
    paper.ln(3)
    _text(paper, notes_in_words())
    _heading(paper, "Sources", 12)
    for source in report.sources:
        _text(paper, source_in_words(source))
    return bytes(paper.output())


def _table(paper: FPDF, report: Report) -> None:
    paper.set_font(_FONT, size=8)
    with paper.table(
        col_widths=_WIDTHS,
        text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT", "LEFT"),
        headings_style=FontFace(family=_HEADING_FONT, emphasis="BOLD"),
        cell_fill_color=245,
        cell_fill_mode=TableCellFillMode.ROWS,
        borders_layout="HORIZONTAL_LINES",
    ) as table:
        for row in (TABLE_COLUMNS, *table_rows(report)):
            cells = table.row()
            for cell in row:
                cells.cell(drawable(str(cell), paper))


def _heading(paper: FPDF, text: str, size: int) -> None:
    paper.set_font(_HEADING_FONT, style="B", size=size)
    paper.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")
    paper.ln(1)


def _text(paper: FPDF, text: str) -> None:
    paper.set_font(_FONT, size=9)
    paper.multi_cell(0, 4.5, drawable(text, paper), new_x="LMARGIN", new_y="NEXT")


def drawable(text: str, paper: FPDF) -> str:
    """Return a text in letters that the font has: each other one as it is written in Latin letters."""
    font = paper.fonts[_FONT.lower()]
    known = font.cmap if isinstance(font, TTFFont) else {}
    return "".join(letter if ord(letter) in known else anyascii(letter) for letter in text)
