"""How a table is answered: in the format that was asked for, in pages or whole, and only if it has changed.

A whole table is first written to a file of its own and then sent from there, so that however long it
is it takes little memory, an error is still an error and no half of a table, and a slow reader holds
up no one but himself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, BinaryIO

import pandas as pd
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from dashboard.api.asking import next_address
from dashboard.api.problems import RETRY_AFTER, Problem
from dashboard.api.tables import Field, as_json, records, write_csv, write_parquet

_AT_ONCE, _PATIENCE = 2, 20
"""As many whole tables are written at once by one process; seconds that another waits for its turn."""

_PIECE = 64 * 1024


class Format(enum.StrEnum):
    """What an answer is written as; the value is the ending of an address."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    NETCDF = "nc"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.NETCDF: "application/x-netcdf",
}
TABLES = (Format.JSON, Format.CSV, Format.PARQUET)


def wanted(accept: str | None, offered: Iterable[Format] = TABLES) -> Format:
    """The best of what is `offered` for an Accept header. Raises :class:`Problem` (406) if there is none.

    >>> wanted("text/csv, application/json;q=0.5"), wanted(None), wanted("text/html, */*;q=0.8")
    (<Format.CSV: 'csv'>, <Format.JSON: 'json'>, <Format.JSON: 'json'>)
    """
    offered = tuple(offered)
    wishes = [_wish(part) for part in (accept or "*/*").split(",")]
    best, weight = None, 0.0
    for format in offered:
        kind = format.media_type
        liked = [q for name, q in wishes if name in (kind, f"{kind.partition('/')[0]}/*", "*/*")]
        exact = [q for name, q in wishes if name == kind]
        q = max(exact or liked, default=0.0)
        if q > weight:
            best, weight = format, q
    if best is None:
        known = ", ".join(format.media_type for format in offered)
        raise Problem(406, f"Nothing here is of the kind that Accept asks for: there are {known}.")
    return best


def _wish(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.lower().split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            with contextlib.suppress(ValueError):
                return name, float(parameter[2:])
    return name, 1.0


class Freshness:
    """When this process first met each revision of the store: what `Last-Modified` says.

    Times of HTTP are whole seconds, and two revisions must not share one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision: str | None = None
        self._since = 0

    def since(self, revision: str, now: float) -> int:
        """The second (Unix time) from which on an answer stands for `revision`; it may be one yet to come."""
        with self._lock:
            if revision != self._revision:
                self._since = max(self._since + 1, int(now) + 1)
                self._revision = revision
            return self._since


def unchanged(request: Request, headers: dict[str, str]) -> bool:
    """Whether the client has what an answer with these headers would bring (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or headers["ETag"] in (tag.strip() for tag in tags.split(","))
    since = request.headers.get("if-modified-since")
    if since is None or "Last-Modified" not in headers:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):  # no date, or one without a zone: not understood, so not heeded
        return False


def validators(request: Request, revision: str, format: Format, since: int, now: float) -> dict[str, str]:
    """The headers by which an answer is known again: weak, as it may be compressed on its way."""
    told = "\0".join([revision, request.url.path, request.url.query, format])
    headers = {
        "ETag": f'W/"{hashlib.sha256(told.encode()).hexdigest()[:24]}"',
        "Cache-Control": "public, no-cache",
        "Vary": "Accept",
    }
    if since <= now:
        headers["Last-Modified"] = format_datetime(dt.datetime.fromtimestamp(since, dt.UTC), usegmt=True)
    return headers


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of an answer in pieces, and the cursor behind them, None at the end."""

    frames: Iterable[pd.DataFrame]
    cursor: list[Any] | None = None


class Spooled(Response):
    """A file's content, sent from the disk; the file is closed whatever becomes of the reader."""

    def __init__(self, file: BinaryIO, media_type: str, headers: dict[str, str]) -> None:
        self.status_code = 200
        self.media_type = media_type
        self.background = None
        self.body = b""
        self._file = file
        size = file.seek(0, 2)
        file.seek(0)
        self.init_headers({**headers, "Content-Length": str(size)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file as file:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while piece := file.read(_PIECE) if scope["method"] != "HEAD" else b"":
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


class Answers:
    """Writes tables for one app."""

    def __init__(self) -> None:
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self.freshness = Freshness()

    def page(self, request: Request, part: Part, headers: dict[str, str], **more: Any) -> Response:
        """A page as JSON: `data` and `next`, the address of the page behind it."""
        rows = [row for frame in part.frames for row in records(frame)]
        address = next_address(request, part.cursor) if part.cursor else None
        body = as_json({"data": rows, "next": address, **more})
        return Response(body, media_type=Format.JSON.media_type, headers=headers | _link(address))

    def file(
        self,
        request: Request,
        format: Format,
        name: str,
        fields: list[Field],
        frames: Iterable[pd.DataFrame],
        headers: dict[str, str],
        cursor: list[Any] | None = None,
    ) -> Response:
        """A table as a CSV or Parquet file called `name`."""
        write = {Format.CSV: write_csv, Format.PARQUET: write_parquet}[format]
        address = next_address(request, cursor) if cursor else None
        kind = "text/csv; charset=utf-8; header=present" if format is Format.CSV else format.media_type
        named = f"{name}.{format}"
        return self.written(lambda file: write(frames, fields, file), kind, named, headers | _link(address))

    def written(
        self, write: Callable[[BinaryIO], None], media_type: str, name: str, headers: dict[str, str]
    ) -> Spooled:
        """What `write` writes, as a download called `name`."""
        with self._turned():
            file = tempfile.TemporaryFile(prefix="agyn-")  # noqa: SIM115 - the answer closes it
            try:
                write(file)
            except BaseException:
                file.close()
                raise
        return Spooled(file, media_type, headers | {"Content-Disposition": f'inline; filename="{name}"'})

    @contextlib.contextmanager
    def _turned(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_PATIENCE):
            raise Problem(503, "Too many tables are being written: try again shortly.", {"Retry-After": RETRY_AFTER})
        try:
            yield
        finally:
            self._turn.release()


def _link(address: str | None) -> dict[str, str]:
    return {"Link": f'<{address}>; rel="next"'} if address else {}
