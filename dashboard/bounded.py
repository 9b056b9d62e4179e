"""No request takes more than its share: a body has a largest size and a longest time.

A body is read whole before anybody works on it, so that who sends it slowly keeps nobody else busy.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.api.problems import answer

MOST_BYTES = 15 * 1024**2
"""Enough for the largest upload in the wordiest encoding."""

SECONDS = 30.0
"""For a whole body: a slow line sends a bulletin in that time, and a hostile one no more."""

_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")


class Bounded:
    """Reads bodies up to `most` bytes within `seconds`; else answers 413 or 408 in a sentence."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES, seconds: float = SECONDS) -> None:
        self._app = app
        self._most = most
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        try:
            if told.isdecimal() and int(told) > self._most:
                raise _TooLarge
            async with asyncio.timeout(self._seconds):
                body = await _whole(receive, self._most)
        except _TooLarge:
            await self._refuse(413, f"The request is larger than {self._most // 1024**2} MB.", scope, receive, send)
            return
        except TimeoutError:
            sentence = f"The request was not complete after {self._seconds:g} seconds: send it again."
            await self._refuse(408, sentence, scope, receive, send)
            return
        if body is None:
            return  # whoever asked is gone
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, replay, send)

    async def _refuse(self, status: int, sentence: str, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(status, sentence, {"Connection": "close"})(scope, receive, send)


class _TooLarge(Exception):
    pass


async def _whole(receive: Receive, most: int) -> bytes | None:
    """A request's body, None if its sender left before the end."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > most:
            raise _TooLarge
        if not message.get("more_body", False):
            return bytes(body)
