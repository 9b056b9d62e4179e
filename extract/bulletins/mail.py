"""An e-mail (RFC 5322 and MIME, usually saved as .eml): its text, what its head says, its attachments.

The text is that of the text/plain parts; where they are missing or blank, that of the HTML. Subject,
Date, From and Message-ID become title, day of publication, publisher and id. Old mail programs name
the wrong character set or none, in the head as well as in the body: then the bytes decide.

Attachments are given as they are, with their names; whoever reads the mail decides which of them
may be bulletins.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from extract.bulletins import html
from extract.bulletins.encoding import decode
from extract.errors import BadInput

MOST_PARTS = 500  # of a mail: none that people write has more
HEADS = frozenset({"from", "date", "subject", "message-id", "received", "mime-version", "to", "return-path"})
TELLING = frozenset({"message-id", "received", "mime-version", "return-path"})  # nobody types these

_HEAD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):|[ \t]|From |$")
_CID = re.compile(r"[\x00-\x1f<>]")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: the fields of its bulletin, whose text may be blank, and (name, content) of what is attached."""

    fields: dict[str, Any]
    attachments: list[tuple[str, bytes]]


def is_mail(data: bytes, name: str) -> bool:
    """Whether `data` begins with the head of a mail: three known fields, one that only programs write.

    >>> is_mail(b"From: a@b.kz\\nDate: Sun, 13 Apr 2025 09:30:00 +0500\\nMIME-Version: 1.0\\n\\n53", "a")
    True
    >>> is_mail(b"From: here\\nTo: there\\n53 m3/s", "a.txt")
    False
    """
    heads = set()
    for line in data[:20_000].lstrip().splitlines():
        match = _HEAD.match(line)
        if not line.strip() or not match:
            break
        heads.add((match[1] or b"").decode().lower())
    is_named = Path(name).suffix.lower() == ".eml"
    return len(heads & HEADS) >= (2 if is_named else 3) and bool(is_named or heads & TELLING)


def letter(data: bytes, name: str) -> Mail:
    """The mail in `data`. Raises :class:`BadInput` where it is cut off or no mail that people write."""
    try:
        message = email.message_from_bytes(data.lstrip(), policy=policy.compat32)
        parts = list(_leaves(message, name))
    except RecursionError:
        raise BadInput(f"{name} is an e-mail nested too deep to be one that people wrote.") from None
    plain = [_text(part, name) for part in parts if _is_body(part, "text/plain")]
    text = "\n\n".join(piece.strip() for piece in plain if piece.strip())
    if not text:
        pages = [_text(part, name) for part in parts if _is_body(part, "text/html")]
        text = "\n\n".join(piece for page in pages if (piece := html.fields(page)["text"].strip()))
    sender, address = parseaddr(_raw(message, "From"))
    fields = {
        "text": text.replace("\r\n", "\n"),
        "title": " ".join(_words(_raw(message, "Subject")).split()),
        "publisher": " ".join(_words(sender).split()) or address or None,
        "published": _raw(message, "Date"),
        "id": _CID.sub("", _raw(message, "Message-ID")).strip(),
    }
    return Mail(fields, [_attachment(part, number) for number, part in enumerate(parts, 1) if _is_attached(part)])


def _leaves(message: Message, name: str) -> Iterator[Message]:
    """The parts that hold something, in order; a mail within the mail is one of them."""
    stack, seen = [message], 0
    while stack:
        part, seen = stack.pop(), seen + 1
        if seen > MOST_PARTS:
            raise BadInput(f"{name} is an e-mail of over {MOST_PARTS} parts, which nobody writes.")
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
            raise BadInput(f"{name} is an e-mail that has been cut off: its last part has no end.")
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            stack += reversed([piece for piece in part.get_payload() if isinstance(piece, Message)])
        else:
            yield part


def _is_body(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    is_text = part.get_content_maintype() == "text"
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None or not is_text


def _attachment(part: Message, number: int) -> tuple[str, bytes]:
    if part.get_content_type() == "message/rfc822":
        return f"{number}.eml", b"\n".join(piece.as_bytes() for piece in part.get_payload())
    ending = {"application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt"}.get(part.get_content_type(), "")
    return _words(part.get_filename() or "") or f"{number}{ending}", part.get_payload(decode=True) or b""


def _text(part: Message, name: str) -> str:
    """The text of a part: in the character set it names if that fits its bytes, else in the one that does."""
    content = part.get_payload(decode=True) or b""
    if not content.strip():
        return ""
    text = _decoded(content, part.get_content_charset(), name)
    if str(part.get_param("format", "")).lower() == "flowed":  # RFC 3676: a space before the line end is a wrap
        text = re.sub(r"(?<!\n--) \r?\n(?=[^>\r\n])", " ", text)
    return text


def _decoded(content: bytes, charset: str | None, name: str) -> str:
    try:
        if charset and charset.lower() not in ("us-ascii", "ascii", "unknown-8bit"):
            return content.decode({"windows-1251": "kz1048", "cp1251": "kz1048"}.get(charset.lower(), charset))
    except (LookupError, ValueError):
        pass  # an unknown name, or a wrong one
    return decode(content, name)


def _raw(message: Message, field: str) -> str:
    """A field of the head as it was sent, its lines joined; bytes beyond ASCII are read as what they spell."""
    value = next((value for key, value in message.raw_items() if key.lower() == field.lower()), "")
    value = re.sub(r"\r?\n[ \t]", " ", str(value))
    sent = value.encode("utf-8", "surrogateescape")
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError:
        return sent.decode("kz1048", "replace")


def _words(field: str) -> str:
    """`field` with its encoded words (RFC 2047) decoded, their character sets taken on trust only if they fit.

    >>> _words("=?koi8-r?B?88LSz9M=?= 53")
    'Сброс 53'
    """
    try:
        pieces = decode_header(field)
    except (HeaderParseError, ValueError):
        return field
    words = ""
    for piece, charset in pieces:
        if isinstance(piece, str):
            words += piece
            continue
        try:
            words += piece.decode(charset or "utf-8")
        except (LookupError, ValueError):
            words += piece.decode("kz1048", "replace")
    return words
