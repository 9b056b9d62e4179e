"""Small web archives for the tests."""

from __future__ import annotations

import gzip

SENTENCE = "По состоянию на {day} апреля из {name} водохранилища сбрасывается {value} кубометра воды в секунду."


def page(body: str, day: str = "2025-04-13", title: str = "Новости", charset: str = "utf-8") -> bytes:
    """A page of news that says its day."""
    head = f'<meta charset="{charset}"><title>{title}</title><meta property="article:published_time" content="{day}">'
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{body}</p></body></html>".encode(charset)


def record(
    url: str, body: bytes, *, status: int = 200, kind: str = "text/html", head: str = "", type: str = "response"
) -> bytes:
    """One record of a web archive, as a crawler writes it."""
    answer = (
        f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    )
    lines = [
        "WARC/1.0",
        f"WARC-Type: {type}",
        "WARC-Record-ID: <urn:uuid:6f1c7a52-0000-0000-0000-000000000000>",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2025-04-14T10:00:00Z",
        "Content-Type: application/http;msgtype=response",
        f"Content-Length: {len(answer)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + answer + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Records as a .warc.gz: each a member of its own."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
