"""A report as a PDF, drawn directly: no browser is needed."""

from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import TableCellFillMode
from fpdf.fonts import FontFace

from agent_analytics.reports.formats import (
    TABLE_COLUMNS,
    notes_in_words,
    scope_in_words,
    source_in_words,
    table_rows,
)
from agent_analytics.reports.pilot import Report

_FONT = "Helvetica"
_WIDTHS = (44, 14, 24, 9, 27)
_REPLACED = {"–": "-", "…": "..", "≥": ">="}
"""The font that every reader has knows Latin-1 only."""


def pdf_bytes(report: Report, made_at: datetime | None = None) -> bytes:
    """Return the report as a PDF document; `made_at` defaults to now."""
    paper = FPDF(format="A4")
    paper.set_creation_date(made_at or datetime.now(UTC))
    paper.set_title("Pilot report")
    paper.add_page()
    _heading(paper, "Pilot report", 16)
    _text(paper, scope_in_words(report))
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
        headings_style=FontFace(emphasis="BOLD"),
        cell_fill_color=245,
        cell_fill_mode=TableCellFillMode.ROWS,
        borders_layout="HORIZONTAL_LINES",
    ) as table:
        for row in (TABLE_COLUMNS, *table_rows(report)):
            cells = table.row()
            for cell in row:
                cells.cell(_drawable(str(cell)))


def _heading(paper: FPDF, text: str, size: int) -> None:
    paper.set_font(_FONT, style="B", size=size)
    paper.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")
    paper.ln(1)


def _text(paper: FPDF, text: str) -> None:
    paper.set_font(_FONT, size=9)
    paper.multi_cell(0, 4.5, _drawable(text), new_x="LMARGIN", new_y="NEXT")


def _drawable(text: str) -> str:
    """Return a text in letters of the font; others become question marks."""
    for letter, plain in _REPLACED.items():
        text = text.replace(letter, plain)
    return text.encode("latin-1", "replace").decode("latin-1")
