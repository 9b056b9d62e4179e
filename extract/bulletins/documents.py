"""Office documents: which reader takes a file that is no text.

What a file is shows in its first bytes. Its ending must agree: a PDF called ``april.txt`` is a slip
that the sender should know of, and so is a page of HTML that was saved as ``april.pdf``. Bytes and
standard input have no ending and are taken for what they are.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from extract.errors import BadInput

READERS = {
    ".pdf": ("a PDF", b"%PDF", b"", "extract.bulletins.pdf"),
    ".docx": ("a Word document", b"PK\x03\x04", b"word/document", "extract.bulletins.docx"),
}
"""Ending -> (what such a file is, its first bytes, what else is in it, the module that reads it).

A module is loaded when it is needed, as that takes time."""

OTHER_ENDINGS = frozenset({".txt", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".eml", ".warc"})
"""Endings that promise something else. Any other (``report.php``, ``.tmp``) promises nothing."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BLANK = b" \t\r\n\f\0"


def fields(data: bytes, name: str) -> dict[str, Any] | None:
    """The fields of the bulletin in an office document, None if `data` is none. Raises :class:`BadInput`."""
    head, ending = data[:1024].lstrip(_BLANK), Path(name).suffix.lower()
    for suffix, (kind, signature, mark, reader) in READERS.items():
        if head.startswith(signature) and mark in data:
            if ending in OTHER_ENDINGS or (ending in READERS and ending != suffix):
                raise BadInput(f"{name} is {kind}, not what its ending says: give it the ending {suffix}.")
            return import_module(reader).fields(data, name)
        if ending == suffix and head.startswith(_OLD_OFFICE):
            raise BadInput(f"{name} is an old or encrypted Office document: save it as a new one without a password.")
        if ending == suffix and head:
            raise BadInput(f"{name} is not {kind}, which its ending says: give it the ending of what it is.")
    return None
