"""Sending the libraries compressed, each compressed once.

The chart library alone is 4.8 MB; compressing it for every visitor costs a third of a second of a
processor each time, and holds up whoever else is waiting.
"""

from __future__ import annotations

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIBRARIES = "/_dash-component-suites/"
_KEPT_BYTES = 16_000_000


class Packed:
    """Answers for library files from memory after the first request; all else passes through untouched."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope) if scope["type"] == "http" else None
        if (
            asked is None
            or scope["method"] != "GET"
            or LIBRARIES not in scope["path"]
            or "gzip" not in asked.get("accept-encoding", "")
            or "if-none-match" in asked  # may be answered with "not modified"
        ):
            await self._app(scope, receive, send)
            return
        packed = self._kept.get(scope["path"])
        if packed is None:
            start, body = await self._answer(scope, receive)
            if start["status"] != 200:
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            packed = await self._pack(scope["path"], start, body)
        headers, body = packed
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        start: Message = {}
        parts: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self._app(scope, receive, keep)
        return start, b"".join(parts)

    async def _pack(self, path: str, start: Message, body: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
        body = await asyncio.to_thread(gzip.compress, body, 9, mtime=0)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        if self._size + len(body) <= _KEPT_BYTES:
            self._size += len(body)
            self._kept[path] = (headers.raw, body)
        return headers.raw, body
