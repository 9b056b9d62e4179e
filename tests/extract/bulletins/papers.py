"""Small PDFs for the tests, written by hand: a letter is its Unicode number, a page is what it shows."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842  # A4 in points

PICTURE = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"

TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
4 beginbfrange <0020> <00FF> <0020> <0400> <04FF> <0400> <2010> <20FF> <2010> <2100> <21FF> <2100> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def text(x: float, y: float, words: str, size: float = 12) -> str:
    """Words that begin at `x`, `y` (points from the left and the top); each letter is half its size wide."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def paragraph(x: float, y: float, lines: Sequence[str], size: float = 12) -> str:
    """Lines one beneath the other."""
    return "".join(text(x, y + number * size * 1.2, line, size) for number, line in enumerate(lines))


def rules(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The lines of a table."""
    across = "".join(f"{xs[0]} {HEIGHT - y} m {xs[-1]} {HEIGHT - y} l S\n" for y in ys)
    return across + "".join(f"{x} {HEIGHT - ys[0]} m {x} {HEIGHT - ys[-1]} l S\n" for x in xs)


def picture() -> str:
    """A picture as large as the page: what a scanner makes."""
    return f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im1 Do Q\n"


def pdf(*pages: str, title: str = "", encrypted: bool = False, unicode: bool = True, part: bytes = b"") -> bytes:
    """A PDF with these pages; `part` is put in packed, as one more part of the file."""
    first = 8
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Hand /Encoding /Identity-H /DescendantFonts [4 0 R]%s >>"
        % (b" /ToUnicode 5 0 R" if unicode else b""),
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Hand /DW 500 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: _stream(b"", TO_UNICODE),
        6: _stream(PICTURE, b"x"),
        7: b"<< /Type /FontDescriptor /FontName /Hand /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200"
        b" /ItalicAngle 0 /CapHeight 700 /StemV 80 >>",
    }
    for number, content in enumerate(pages):
        objects[first + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {first + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 6 0 R >> >> >>"
        ).encode()
        objects[first + 2 * number + 1] = _stream(b"/Filter /FlateDecode", zlib.compress(content.encode()))
    last = max(objects)
    objects[last + 1] = f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>".encode()
    if part:
        objects[last + 2] = _stream(b"/Filter /FlateDecode", part)
    trailer = f"/Root 1 0 R /Info {last + 1} 0 R /Size {max(objects) + 1}"
    if encrypted:  # with a user's password: the empty one does not fit
        trailer += f" /ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt"
        trailer += f" << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
    return _file(objects, trailer.encode())


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def _file(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in sorted(objects.items()):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))
