"""Texts in files that people open as spreadsheets.

Only what a spreadsheet would run is known here. Writing rows and formatting numbers belongs to who prints.
"""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs: one that would start a formula gets an apostrophe first."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
