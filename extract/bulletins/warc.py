"""A web archive (WARC 1.0 and 1.1, plain or packed) to bulletins, one archived page after the other.

Every HTML page that was answered with status 200 is a bulletin: `url` is the address asked for,
`published` what the page says, `retrieved` the record's date, and the id is the address. All else
(pictures, requests, pages without text) is passed over, and so are, given `stems`, the pages whose
bytes hold none of them (:mod:`extract.bulletins.prefilter`): in a news archive that is nearly every
page, and finding it out costs far less than reading it.

A broken record is reported and passed over: reading goes on at the next one. Memory holds one page
at a time, whatever the size of the archive; what a page may unfold to is limited.
"""

from __future__ import annotations

import io
import re
import sys
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from extract.bulletins import html, moments
from extract.bulletins.bulletin import Bulletin, text_hash
from extract.bulletins.digest import cut
from extract.bulletins.encoding import decode, require_words
from extract.bulletins.prefilter import Prefilter
from extract.errors import BadInput

PACKED = ".warc.gz"
LARGEST_PAGE = 16 * 1024**2  # bytes, packed and unpacked: no article needs more
LONGEST_ID = 500  # characters: a longer address is known by its fingerprint
STEP = 1024**2  # bytes read at a time while looking for the next record

_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/1."
_CHUNKED = re.compile(rb"[0-9A-Fa-f]{1,8}[ ;\r]")

OnBad = Callable[[BadInput], None]


def is_warc(path: Path) -> bool:
    """Whether the file begins as a web archive does (False also for one that cannot be opened)."""
    try:
        with path.open("rb") as file:
            return begins(file.read(4096))
    except (OSError, ValueError):
        return False


def bulletins(
    path: Path, stems: Collection[str] = (), on_bad: OnBad | None = None, *, start: int = 0, end: int | None = None
) -> Iterator[Bulletin]:
    """The bulletins in a web archive, in its order.

    `on_bad` is called with each record that cannot be read; without it the first one raises
    :class:`BadInput`. Of a packed archive the records may be asked for that begin at `start` or
    behind it and before `end`, in bytes: ranges that follow on each other give each record once.
    """
    prefilter = Prefilter(stems) if stems else None

    def report(bad: BadInput) -> None:
        if on_bad is None:
            raise bad
        on_bad(bad)

    try:
        with path.open("rb") as file:
            for record in _records(_range(file, start, end), str(path), prefilter, report):
                try:
                    yield from _page(record)
                except BadInput as bad:
                    report(BadInput(f"{path}, {bad}"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from None


def ranges(path: Path, size: int) -> list[tuple[int, int | None]]:
    """An archive as ranges of about `size` bytes to ask :func:`bulletins` for: one unless it is large and packed.

    Each record of a packed archive is a gzip member, so that reading can begin at any of them. In a plain one a page
    may hold what looks like a record.
    """
    with path.open("rb") as file:
        is_packed = file.read(len(_GZIP)) == _GZIP
    starts = range(0, path.stat().st_size, size) if is_packed else [0]
    return list(zip(starts, [*starts[1:], None], strict=True))


# From bytes to records -----------------------------------------------------------------------


class _Range:
    """A file from `start` to `end`; places are those of the file."""

    def __init__(self, file: BinaryIO, start: int, end: int | None) -> None:
        self.start = start
        self._file = file
        self._left = self._end = sys.maxsize if end is None else end

    def seek(self, place: int) -> None:
        self._file.seek(place)
        self._left = max(self._end - place, 0)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece


def _range(file: BinaryIO, start: int, end: int | None) -> _Range:
    """From the first record that begins at `start` or behind it to the first that begins at `end` or behind it.

    A start that several ranges look for is found by the same rule, whatever lies before it.
    """
    first = _next_start(file, start) if start else 0
    behind = None if first is None or end is None else _next_start(file, end)
    return _Range(file, 0, 0) if first is None or (end and first >= end) else _Range(file, first, behind)


@dataclass(frozen=True, slots=True)
class _Record:
    """A response with the page as it was sent."""

    url: str
    retrieved: Any
    body: bytes


def _records(file: _Range, name: str, prefilter: Prefilter | None, report: OnBad) -> Iterator[_Record]:
    """The HTML responses in `file` that pass the filter.

    Behind a broken record, reading goes on at the next place that begins like one.
    """
    start = file.start
    is_broken = False  # the record before could not be read either: it has been reported
    while True:
        position = start
        file.seek(start)
        try:
            for record in ArchiveIterator(
                file, record_types=WarcRecordType.response, max_content_length=LARGEST_PAGE, parse_http=True
            ):
                position = record.stream_pos
                page = _response(record, prefilter)
                if page is not None:
                    yield page
                is_broken = False
            return
        except (OSError, ValueError) as error:
            if not is_broken:
                report(BadInput(f"{name} has a broken record behind byte {position}: {error}."))
        is_broken = True
        following = _next_start(file, position + 1)
        if following is None:
            return
        start = following


def _response(record: WarcRecord, prefilter: Prefilter | None) -> _Record | None:
    """The page of a record, None if it is none or does not pass the filter. Raises OSError for one that is cut off."""
    head = record.http_headers
    if head is None or head.status_code != 200:
        return None
    kind = record.http_content_type
    if kind and "html" not in kind.lower():
        return None
    body = record.reader.read(LARGEST_PAGE + 1)
    if len(body) < record.content_length:
        raise OSError("it is cut off")
    unpacked = _unpacked(body, head.get("Transfer-Encoding", ""), head.get("Content-Encoding", ""))
    if not unpacked or unpacked.isspace():
        return None
    if prefilter and not prefilter.passes(unpacked, record.http_charset):
        return None  # before anything else is asked of the record: this is what happens to nearly all
    return _Record(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),
        retrieved=record.record_date,
        body=unpacked,
    )


def _unpacked(body: bytes, transfer: str, content: str) -> bytes | None:
    """The page itself, None if it unfolds to more than a page has. Many archives unpack and keep the head as it was."""
    if not transfer and not content:
        return body
    layers = []
    if "chunked" in transfer.lower() and _CHUNKED.match(body):
        layers.append(ChunkedReader)
    if "gzip" in content.lower():
        layers.append(GzipReader)
    elif content.lower() == "br":
        layers.append(BrotliReader)
    for layer in layers:
        if layer is GzipReader and not body.startswith(_GZIP):
            continue
        try:
            body = layer(io.BytesIO(body)).read(LARGEST_PAGE + 1)
        except OSError:
            if layer is GzipReader:
                raise
    return body if len(body) <= LARGEST_PAGE else None


def _next_start(file: BinaryIO | _Range, position: int) -> int | None:
    """Where the next record begins at or behind `position`: a packed one or a line that says so."""
    file.seek(position)
    offset, window = position, b""
    while piece := file.read(STEP):
        window += piece
        for match in re.finditer(rb"\x1f\x8b\x08|(?<=\n)WARC/1\.", window):
            head = window[match.start() : match.start() + 4096]
            if begins(head):
                return offset + match.start()
        keep = min(len(window), 8192)
        offset, window = offset + len(window) - keep, window[-keep:]
    return None


def begins(head: bytes) -> bool:
    """Whether a record begins with these bytes."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, len(_PLAIN))
        except zlib.error:
            return False
    return head.startswith(_PLAIN)


# From records to bulletins -------------------------------------------------------------------


def _page(record: _Record) -> list[Bulletin]:
    where = f"page {record.url}"
    text = decode(record.body, where)
    if not html.LOOKS_LIKE.search(text[:5000]):
        return []
    fields = html.fields(text)
    if not fields["text"].strip():
        return []
    require_words(fields["text"], where)
    bulletin = Bulletin(
        text=fields["text"],
        title=fields["title"],
        url=record.url or fields["url"],
        publisher=fields["publisher"],
        published=moments.first(fields["published"]),
        id=record.url if 0 < len(record.url) <= LONGEST_ID else text_hash(record.url or fields["text"]),
        retrieved=record.retrieved,
    )
    return cut(bulletin)
