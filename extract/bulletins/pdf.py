"""A PDF with a text layer to a bulletin.

A PDF knows letters and where they stand; words, lines, paragraphs and table rows are found again:

* lines that merely ran out of space are joined to paragraphs, words hyphenated at a line's end to
  words; a line that ended although the next word would have fitted keeps its line end;
* a ruled table gives one line per row, its cells divided by a tab as in HTML;
* small raised digits become raised digits (`м³`), which never run into a figure;
* page numbers are left out.

A scan, an encrypted, broken or cut-off file, and one whose letters have no meaning (fonts without a
Unicode table) are refused with a sentence that says so. Limits on pages and on what a compressed
part may unfold to keep a hostile file from holding up the others.
"""

from __future__ import annotations

import io
import logging
import re
import statistics
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.bulletins import heading
from extract.errors import BadInput

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every oddity; what matters is raised

LARGEST = 64 * 1024**2  # bytes of a file
MOST_PAGES = 200
LARGEST_PART = 64 * 1024**2  # bytes that one compressed part may unfold to
LETTERS_OF_A_SCAN = 200  # a page that is one picture has at most so many of its own: a stamp, a signature

_BROKEN = (PdfminerException, MalformedPDFException, PSException, PDFException)
_BROKEN += (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError)  # pdfminer leaks these
_BROKEN += (RecursionError, OverflowError, struct.error, zlib.error)
_LOCKED = (PDFPasswordIncorrect, PDFEncryptionError)
_PART = re.compile(rb"(?<!end)stream\r?\n")
_TWICE_PACKED = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
_UNREADABLE = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_PAGE_NUMBER = re.compile(r"[-–— ]*(\d{1,3})[-–— ]*")
_LIST_MARK = re.compile(r"(?:[-–—•·▪*]|\d{1,2}[.)])\s")
_HYPHENATED = re.compile(r"[^\W\d_]{2}[-\u00ad\u2010]$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text and where it stands on the page, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    first_word: float = 0.0  # its width
    is_row: bool = False


def fields(data: bytes, name: str) -> dict[str, Any]:
    """The fields of a bulletin in a PDF: text, title, published (a date or None). Raises :class:`BadInput`."""
    _require_sound(data, name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages
            if len(pages) > MOST_PAGES:
                raise BadInput(f"{name} has {len(pages)} pages: no bulletin has more than {MOST_PAGES}.")
            title = document.metadata.get("Title")
            lines, scanned = _lines(pages)
    except _BROKEN as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, _LOCKED):
            raise BadInput(f"{name} is an encrypted PDF: save it without a password first.") from None
        raise BadInput(f"{name} is a broken PDF: its structure cannot be followed.") from None
    text = _joined(lines)
    if not text:
        why = "a scanned PDF: its pages are pictures without a text layer, so recognise the text (OCR) first"
        raise BadInput(f"{name} is {why if scanned else 'a PDF without any text'}.")
    if len(_UNREADABLE.findall(text)) > len(text) / 20:
        raise BadInput(f"{name} is a PDF whose letters have no meaning: its fonts lack a Unicode table.")
    return {
        "text": _UNREADABLE.sub("\ufffd", text),
        "title": heading.title(title if isinstance(title, str) else "", text),
        "published": heading.day(text),
    }


def _require_sound(data: bytes, name: str) -> None:
    """Refuse a file that is too large, cut off, or unfolds without end, before it is parsed."""
    if len(data) > LARGEST:
        raise BadInput(f"{name} is a PDF of more than {LARGEST // 1024**2} MB, larger than any bulletin.")
    if b"%%EOF" not in data[-2048:]:
        raise BadInput(f"{name} is a PDF that has been cut off: its end is missing.")
    if _TWICE_PACKED.search(data):
        raise BadInput(f"{name} is a PDF with parts packed twice, which only hostile files have.")
    view = memoryview(data)
    for part in _PART.finditer(data):
        packed = view[part.end() :]
        if packed[:1] not in (b"x", b"h", b"H", b"X"):  # the first byte of deflated data
            continue
        if _unfolds_to_more_than(LARGEST_PART, packed):
            raise BadInput(f"{name} is a PDF with a part that unfolds to over {LARGEST_PART // 1024**2} MB.")


def _unfolds_to_more_than(limit: int, packed: memoryview) -> bool:
    unpacker, size, step = zlib.decompressobj(), 0, 1024**2
    for start in range(0, len(packed), step):
        piece: Any = packed[start : start + step]
        while len(piece):
            try:
                size += len(unpacker.decompress(piece, step))
            except zlib.error:
                return False
            if size > limit:
                return True
            piece = unpacker.unconsumed_tail
        if unpacker.eof:
            break
    return False


# From letters to lines -----------------------------------------------------------------------


def _lines(pages: list[Page]) -> tuple[list[list[Line]], bool]:
    """The lines of each page, and whether some page is a mere picture."""
    found, scanned = [], False
    for number, page in enumerate(pages, 1):
        letters = sum(not char["text"].isspace() for char in page.chars)
        if letters <= LETTERS_OF_A_SCAN and _is_picture(page):
            scanned = True
            found.append([])
        else:
            found.append(_without_number(_page_lines(page), number) if letters else [])
        page.close()  # its letters are no longer needed
    return found, scanned


def _is_picture(page: Page) -> bool:
    area = float(page.width) * float(page.height)
    return any((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) > 0.7 * area for image in page.images)


def _page_lines(page: Page) -> list[Line]:
    _raise_digits(page.chars)
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    lines = [
        Line(
            text=" ".join(word["text"] for word in words),
            left=words[0]["x0"],
            right=words[-1]["x1"],
            top=min(word["top"] for word in words),
            bottom=max(word["bottom"] for word in words),
            size=statistics.median(word["size"] for word in words),
            first_word=words[0]["x1"] - words[0]["x0"],
        )
        for words in _rows_of_words(page, boxes)
    ]
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=True):
            text = "\t".join(_joined_words((cell or "").split("\n")) for cell in cells if cell is not None)
            if text.strip():
                left, top, right, bottom = row.bbox
                lines.append(Line(text, left, right, top, bottom, 0.0, is_row=True))
    return sorted(lines, key=lambda line: (line.top, line.left))


def _raise_digits(chars: list[dict[str, Any]]) -> None:
    """Small raised digits become raised digits that stand in the line of the letter before them."""
    for before, char in pairwise(chars):
        small = char["text"].isdecimal() and char["size"] < 0.85 * before["size"]
        near = abs(char["x0"] - before["x1"]) < 0.3 * before["size"] and char["top"] < before["bottom"]
        if small and near and char["bottom"] < before["bottom"]:
            char.update(text=char["text"].translate(_RAISED), top=before["top"], bottom=before["bottom"])
            char.update(doctop=before["doctop"], size=before["size"], height=before["height"])


def _rows_of_words(page: Page, boxes: list[tuple[float, float, float, float]]) -> Iterator[list[dict[str, Any]]]:
    """The words outside the tables, line by line."""

    def outside(thing: dict[str, Any]) -> bool:
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    words = page.extract_words(x_tolerance_ratio=0.2, extra_attrs=["size"])
    words = sorted(filter(outside, words), key=lambda word: ((word["top"] + word["bottom"]) / 2, word["x0"]))
    line: list[dict[str, Any]] = []
    for word in words:
        middle = (word["top"] + word["bottom"]) / 2
        if line and not line[0]["top"] <= middle <= line[0]["bottom"]:
            yield sorted(line, key=lambda word: word["x0"])
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda word: word["x0"])


def _without_number(lines: list[Line], page: int) -> list[Line]:
    """`lines` without a first or last one that is nothing but the page's number."""
    for place in (0, -1):
        if lines and (number := _PAGE_NUMBER.fullmatch(lines[place].text)) and int(number[1]) == page:
            del lines[place]
    return lines


# From lines to paragraphs --------------------------------------------------------------------


def _joined(pages: list[list[Line]]) -> str:
    """The running text of all pages."""
    pieces: list[str] = []
    before: Line | None = None
    for lines in pages:
        right = max((line.right for line in lines if not line.is_row), default=0.0)
        gap = _usual_gap(lines)
        for number, line in enumerate(lines):
            if before is not None:
                turned = number == 0  # the page has been turned: only the words can tell
                pieces.append(_break(before, line, right, gap) if not turned else _over_the_page(before, line))
            pieces.append(line.text)
            before = line
    return _joined_words("".join(pieces).split("\u2028")).strip()


def _usual_gap(lines: list[Line]) -> float:
    """How far apart the lines of a paragraph stand on the page, from top to top."""
    steps = [b.top - a.top for a, b in pairwise(lines) if b.top - a.top > 1 and not b.is_row]
    return statistics.median_low(steps) if steps else 0.0


def _break(before: Line, line: Line, right: float, gap: float) -> str:
    """What stands between two neighbouring lines: a paragraph's end, a line's end, or a mere wrap (U+2028)."""
    if before.is_row and line.is_row:
        return "\n"
    size = max(before.size, line.size)
    if before.is_row or line.is_row or line.top - before.top > 1.35 * min(gap, 1.8 * size):  # 1.8: widely spaced lines
        return "\n\n"
    if abs(before.size - line.size) > 0.12 * size:  # a headline and what follows
        return "\n\n"
    if line.left - before.left > 0.8 * size and not _LIST_MARK.match(before.text):  # the first line is indented
        return "\n\n"
    if _HYPHENATED.search(before.text[-3:]) and line.text[:1].isalpha():
        return "\u2028"
    had_space = before.right + 0.3 * size + line.first_word < right - 0.5 * size
    return "\n" if had_space or _LIST_MARK.match(line.text) else "\u2028"


def _over_the_page(before: Line, line: Line) -> str:
    goes_on = line.text[:1].islower() and before.text.rstrip()[-1:] not in ".!?:;"
    return "\u2028" if goes_on and not (before.is_row or line.is_row) else "\n\n"


def _joined_words(lines: list[str]) -> str:
    """Wrapped lines as one, words hyphenated at a line's end made whole.

    >>> _joined_words(["из водо-", "хранилища, что на Верхне-", "Тобольском"])
    'из водохранилища, что на Верхне-Тобольском'
    """
    pieces: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if pieces and _HYPHENATED.search(pieces[-1][-3:]):
            if line[0].islower() or pieces[-1][-1] == "\u00ad":
                pieces[-1] = pieces[-1][:-1]
        elif pieces:
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces).replace("\u00ad", "")
