"""A Word document (.docx) to a bulletin.

A DOCX is a ZIP archive; its text stands in ``word/document.xml`` (ECMA-376, part 1, chapter 17).
Paragraphs are divided by a blank line, table rows are one line each with their cells divided by a
tab, in document order and as in HTML. Text that was deleted under “track changes”, hidden text and
field codes are left out; the content of text boxes follows the paragraph they are anchored in. A
raised digit stays raised (`м³`), so that it never runs into a figure. A cell merged over several
rows is repeated in each, so that every row names its region, unless it holds a figure, which
belongs to the rows together.

Limits on what the archive may unfold to, and a refusal of XML with its own entities, keep a hostile
file from holding up the others.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from extract.bulletins import heading
from extract.errors import BadInput

LARGEST_PART = 32 * 1024**2  # bytes of unpacked XML: a thousand pages
DEEPEST = 200  # elements within elements: tables within tables and their trappings need fifty

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same elements under another name
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MAIN = re.compile(r"word/document\d*\.xml")
_LEFT_OUT = frozenset({_FALLBACK, *(_W + name for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr"))})
_PRINTED = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "\u2011"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def fields(data: bytes, name: str) -> dict[str, Any]:
    """The fields of a bulletin in a DOCX: text, title, published (a date or None). Raises :class:`BadInput`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = next((entry for entry in archive.namelist() if _MAIN.fullmatch(entry)), "")
            body = _part(archive, main, name).find(f"{_W}body")
            core = _part(archive, "docProps/core.xml", name) if "docProps/core.xml" in archive.namelist() else None
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, KeyError, ValueError, OSError):
        raise BadInput(f"{name} is a broken Word document: it may have been cut off on its way.") from None
    except (NotImplementedError, RuntimeError):  # what zipfile says of other packers and of passwords
        raise BadInput(f"{name} is a Word document that is encrypted or packed in a way nobody uses.") from None
    text = "\n\n".join(_blocks(body)) if body is not None else ""
    if not text.strip():
        pictured = b"word/media/" in data
        raise BadInput(f"{name} is a Word document without text{': it holds only pictures' if pictured else ''}.")
    title = core.findtext(_TITLE) if core is not None else ""
    return {"text": text, "title": heading.title(title, text), "published": heading.day(text)}


def _part(archive: zipfile.ZipFile, entry: str, name: str) -> Element:
    """The root of one XML file in the archive, read with its limits."""
    with archive.open(entry) as file:
        content = file.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise BadInput(f"{name} is a Word document that unfolds to over {LARGEST_PART // 1024**2} MB of text.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadInput(f"{name} is a Word document with entities of its own, which only hostile files have.")
    depth, parser = 0, ElementTree.XMLPullParser(("start", "end"))
    root = None
    for start in range(0, len(content), 65_536):
        parser.feed(content[start : start + 65_536].replace(_STRICT, _W[1:-1].encode()))
        for event, element in parser.read_events():
            depth += 1 if event == "start" else -1
            root = element if root is None else root
            if depth > DEEPEST:
                raise BadInput(f"{name} is a Word document nested too deep to be one that people wrote.")
    parser.close()
    if root is None:
        raise ElementTree.ParseError
    return root


def _blocks(parent: Element) -> Iterator[str]:
    """The paragraphs and tables below `parent`, whatever they are wrapped in."""
    for element in parent:
        if element.tag == _W + "p":
            boxes: list[Element] = []
            text = _words(element, boxes).strip()
            if text:
                yield text
            for box in boxes:
                yield from _blocks(box)
        elif element.tag == _W + "tbl":
            if rows := "\n".join(_rows(element)):
                yield rows
        elif element.tag not in _LEFT_OUT:  # content controls, tracked insertions, custom XML
            yield from _blocks(element)


def _words(paragraph: Element, boxes: list[Element]) -> str:
    """The text of a paragraph; text boxes anchored in it are put in `boxes`."""
    pieces = []
    for element in paragraph:
        if element.tag in _LEFT_OUT:
            continue
        if element.tag == _W + "t":
            pieces.append(element.text or "")
        elif element.tag in _PRINTED:
            pieces.append(_PRINTED[element.tag])
        elif element.tag == _W + "txbxContent":
            boxes.append(element)
        elif element.tag == _W + "r" and _is_on(element, "vanish"):
            continue
        else:
            words = _words(element, boxes)
            raised = element.tag == _W + "r" and element.find(f"{_W}rPr/{_W}vertAlign") is not None
            pieces.append(words.translate(_RAISED) if raised and words.strip().isdecimal() else words)
    return "".join(pieces)


def _is_on(run: Element, setting: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{setting}")
    return found is not None and found.get(_W + "val", "true") not in ("0", "false", "off")


def _rows(table: Element) -> Iterator[str]:
    """A line for each row of a table with something in it."""
    above: dict[int, str] = {}  # column -> what its merged cell says
    for row in _children(table, "tr"):
        texts, column = [], 0
        for cell in _children(row, "tc"):
            text = " ".join(" ".join(_blocks(cell)).split())
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is None:
                above.pop(column, None)
            elif merged.get(_W + "val") == "restart":
                above[column] = text
            elif not re.search(r"\d", above.get(column, "")):
                text = above.get(column, "")
            texts.append(text)
            column += int(_value(cell, "tcPr/gridSpan") or 1)
        if any(texts):
            yield "\t".join(texts)


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever they are wrapped in."""
    for element in parent:
        if element.tag == _W + tag:
            yield element
        elif element.tag not in _LEFT_OUT and element.tag != _W + "tbl":
            yield from _children(element, tag)


def _value(element: Element, path: str) -> str:
    found = element.find("/".join(_W + step for step in path.split("/")))
    value = found.get(_W + "val", "") if found is not None else ""
    return value if value.isdecimal() and len(value) < 4 else ""
