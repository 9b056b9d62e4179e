"""Text in a spreadsheet: a cell that a program would run as a formula is made to stay text."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def harmless(text: str) -> str:
    """A text for a cell of a CSV or XLSX file, with an apostrophe before what would be read as a formula.

    For columns of text only: a number such as -3.5 is a number and stays one.

    >>> harmless("=HYPERLINK(A1)"), harmless("Астанинское")
    ("'=HYPERLINK(A1)", 'Астанинское')
    """
    return f"'{text}" if text.startswith(_STARTS) else text
