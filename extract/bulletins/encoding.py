"""Bytes to text: what is no text is refused by name, and old Cyrillic encodings are recognised.

In goes the content of one file, out comes its text exactly as written (line ends included, byte
order mark dropped). Offices of Kazakhstan still send windows-1251 and its Kazakh extension KZ-1048,
now and then KOI8-R or DOS code page 866; none of them is declared in a plain text file, so they
are told apart by what the bytes would spell.
"""

from __future__ import annotations

import codecs
import re

from extract.errors import BadInput

SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document (DOCX, XLSX)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (DOC, XLS)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
)
"""First bytes -> what such a file is, as the end of the sentence “… is …”."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

LEGACY = ("kz1048", "koi8-r", "cp866", "cp1252")
"""Tried where UTF-8 fails. KZ-1048 is windows-1251 with Kazakh letters in place of the Serbian and
Macedonian ones, so it reads Russian windows-1251 as well."""

FREQUENT = frozenset("оаеинтсрвлдыік")
"""The letters that make up two thirds of Russian and of Kazakh text."""

SAMPLE = 100_000  # bytes that decide; enough for any statistics, and quick for a file of any size
LONGEST_TEXT = 4_000_000  # characters: two thick novels
UNBROKEN = 1_000_000  # characters without white space that no text has

_CYRILLIC_WORD = re.compile(r"(?<![^\W\d_])[А-ЯЁӘҒҚҢӨҰҮҺІ]?[а-яёәғқңөұүһі]{2,}(?![^\W\d_])|\b[А-ЯЁӘҒҚҢӨҰҮҺІ]{2,}\b")
_LATIN_WORD = re.compile(r"[A-Za-z]+[à-öø-ÿ][a-zà-öø-ÿ]*|[“”‘’–—…«»°²³·№\u00a0§©®•]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def decode(data: bytes, name: str) -> str:
    """The text in `data`; `name` is what messages call the input. Raises :class:`BadInput`.

    >>> decode("Сброс воды – 53 м³/с".encode("utf-8-sig"), "a.txt")
    'Сброс воды – 53 м³/с'
    >>> decode("Из водохранилища сбрасывается вода".encode("cp1251"), "a.txt")
    'Из водохранилища сбрасывается вода'
    >>> decode(b"%PDF-1.7 ...", "a.txt")
    Traceback (most recent call last):
    extract.errors.BadInput: a.txt is a PDF, not text: save it as text or HTML first.
    """
    if not data.strip():
        raise BadInput(f"{name} is empty.")
    head = data[:1024].lstrip()
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            raise BadInput(f"{name} is {kind}, not text: save it as text or HTML first.")
    text = _decoded(data, name)
    if not text.strip():
        raise BadInput(f"{name} is empty.")
    sample = text[:SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) / 100:
        raise BadInput(f"{name} is binary data, not text.")
    return text


def require_words(text: str, name: str) -> None:
    """Raise :class:`BadInput` for a text that nobody wrote.

    That is one longer than any bulletin, or with a stretch of over a million characters without
    white space. Both are found in no time, so that a file of noise cannot hold up the others.
    """
    if len(text) > UNBROKEN and max(map(len, text.split()), default=0) > UNBROKEN:
        raise BadInput(f"{name} is not text: it has over a million characters without a space or line end.")
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            f"{name} is one text of {len(text) / 1e6:.0f} million characters, longer than any bulletin "
            f"({LONGEST_TEXT / 1e6:.0f} million): divide it into its articles."
        )


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:SAMPLE]:
        raise BadInput(f"{name} is binary data, not text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # damaged UTF-8 or an older encoding: the sample tells
    sample = data[:SAMPLE]
    if _mostly_utf8(sample):
        return data.decode("utf-8", errors="replace")
    encoding = max(LEGACY, key=lambda candidate: _plausibility(sample, candidate))  # the first of equals
    if _plausibility(sample, encoding) < 0.5:
        raise BadInput(f"{name} is in an encoding that cannot be recognised: save it as UTF-8.")
    return data.decode(encoding, errors="replace")


def _mostly_utf8(sample: bytes) -> bool:
    """Whether at most one character beyond ASCII in twenty is broken: a text cut off or patched, still UTF-8.

    Read as windows-1251 it would turn into “РЎР±СЂРѕСЃ”, which no reader could undo.
    """
    beyond = _NOT_ASCII.findall(sample.decode("utf-8", errors="replace"))
    return beyond.count("\ufffd") * 20 <= len(beyond)


def _plausibility(sample: bytes, encoding: str) -> float:
    """How well `sample` reads in `encoding`: 0 (letter salad) to about 0.85 (running text), 1 for mere punctuation.

    Half of it is the share of characters beyond ASCII that stand in well-formed words. The other
    half is how frequent their letters are: windows-1251, KOI8-R and 866 turn each other's words into
    words of rare letters, often in the other case.
    """
    text = sample.decode(encoding, errors="replace")
    beyond = max(len(_NOT_ASCII.findall(text)), 1)
    sensible = sum(len(_NOT_ASCII.findall(word)) for word in _LATIN_WORD.findall(text))
    if encoding == "cp1252":
        return sensible / beyond
    letters = "".join(_CYRILLIC_WORD.findall(text))
    frequent = sum(letter.lower() in FREQUENT for letter in letters)
    capitals = sum(map(str.isupper, letters))
    words = (sensible + len(letters)) / beyond
    return words / 2 + (frequent / len(letters) / 2 if letters else words / 2) - capitals / beyond / 10
