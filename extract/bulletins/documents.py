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
    ".pdf": ("a PDF", b"%PDF", "extract.bulletins.pdf"),
}
"""Ending -> (what such a file is, its first bytes, the module that reads it: loaded when needed, as it takes time)."""

OTHER_ENDINGS = frozenset({".txt", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".eml", ".warc"})
"""Endings that promise something else. Any other (``report.php``, ``.tmp``) promises nothing."""

_BLANK = b" \t\r\n\f\0"


def fields(data: bytes, name: str) -> dict[str, Any] | None:
    """The fields of the bulletin in an office document, None if `data` is none. Raises :class:`BadInput`."""
    head, ending = data[:1024].lstrip(_BLANK), Path(name).suffix.lower()
    for suffix, (kind, signature, reader) in READERS.items():
        if head.startswith(signature):
            if ending in OTHER_ENDINGS or (ending in READERS and ending != suffix):
                raise BadInput(f"{name} is {kind}, not what its ending says: give it the ending {suffix}.")
            return import_module(reader).fields(data, name)
        if ending == suffix and head:
            raise BadInput(f"{name} is not {kind}, which its ending says: give it the ending of what it is.")
    return None
