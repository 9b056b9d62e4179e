"""Sending the libraries compressed, each compressed once, and saying how long a browser may keep them.

The chart library alone is 4.8 MB. Brotli at its best makes 1.1 MB of it, but takes the better part
of a minute: that is done once, when Agyn is installed (`python -m dashboard.packing`). Where it was
not done, a quicker and somewhat larger compression is made at the first request.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import brotli
import dash
import dash_ag_grid
import plotly
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIBRARIES = "/_dash-component-suites/"
_ASSETS = "/assets/"
_KEPT_BYTES = 16_000_000
_QUICK, _BEST = 5, 11
_LEAST = 1000
"""A file of fewer bytes is sent as it is."""

_UNUSED = ("async-mathjax.js", "async-markdown.js", "async-highlight.js")
"""Large files of Dash's own components that no page of ours asks for."""

_TEXT = (".js", ".css", ".svg", ".json", ".geojson")

Packer = Callable[[bytes], bytes]


def shelf() -> Path:
    """Where the libraries lie compressed: in the environment that they are installed in, which goes when they go."""
    return Path(sys.prefix) / "share" / "agyn" / "packed"


def brotli_of(body: bytes, folder: Path) -> bytes:
    """`body` compressed by Brotli: at its best if it lies in `folder`, else quickly."""
    kept = folder / name_of(body)
    return kept.read_bytes() if kept.is_file() else brotli.compress(body, quality=_QUICK)


def gzip_of(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


def name_of(body: bytes) -> str:
    """The name of a file's compressed form: by its content, so that a new release never meets an old form."""
    return f"{hashlib.sha256(body).hexdigest()}.br"


class Packed:
    """Answers for libraries and assets from memory after the first request; all else passes through untouched."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._kept: dict[tuple[str, str], tuple[list[tuple[bytes, bytes]], bytes]] = {}
        self._size = 0
        self._packers: dict[str, Packer] = {"br": lambda body: brotli_of(body, shelf()), "gzip": gzip_of}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith((LIBRARIES, _ASSETS)):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        send = _lasting(send, lifetime(scope["path"], query))
        asked = Headers(scope=scope)
        coding = coding_of(asked.get("accept-encoding", ""))
        # A condition may be answered with "not modified", a range with a part.
        whole = scope["method"] == "GET" and "if-none-match" not in asked and "range" not in asked
        if coding is None or not whole or not scope["path"].endswith(_TEXT):
            await self._app(scope, receive, send)
            return
        key = f"{scope['path']}?{query}", coding
        packed = self._kept.get(key)
        if packed is None:
            start, body = await self._answer(scope, receive)
            if start["status"] != 200 or len(body) < _LEAST:
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            packed = await self._pack(key, start, body)
        headers, body = packed
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
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

    async def _pack(
        self, key: tuple[str, str], start: Message, body: bytes
    ) -> tuple[list[tuple[bytes, bytes]], bytes]:
        coding = key[1]
        body = await asyncio.to_thread(self._packers[coding], body)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-encoding"] = coding
        headers["content-length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        if self._size + len(body) <= _KEPT_BYTES:
            self._size += len(body)
            self._kept[key] = (headers.raw, body)
        return headers.raw, body


def coding_of(accepted: str) -> str | None:
    """The best of our codings that an Accept-Encoding header allows.

    >>> coding_of("gzip, deflate, br"), coding_of("gzip, br;q=0"), coding_of("identity")
    ('br', 'gzip', None)
    """
    allowed = {}
    for wish in accepted.lower().split(","):
        name, _, weight = wish.partition(";")
        allowed[name.strip()] = not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    return next((coding for coding in ("br", "gzip") if allowed.get(coding)), None)


def lifetime(path: str, query: str) -> str:
    """How long a browser may keep a file: for good if its address changes with its content, else until it has asked.

    >>> lifetime("/assets/agyn.css", "m=1795935587.3")
    'public, max-age=31536000, immutable'
    >>> lifetime("/_dash-component-suites/plotly/package_data/plotly.min.js", "")
    'no-cache'
    """
    versioned = "m=" in query or re.search(r"\.v\d+_\d+_\d+m\d+\.", path)
    return "public, max-age=31536000, immutable" if versioned else "no-cache"


def _lasting(send: Send, told: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
            MutableHeaders(scope=message)["cache-control"] = told
        await send(message)

    return sending


def libraries() -> list[Path]:
    """The files that a page of ours is made of besides its own assets."""
    dash_home = Path(dash.__file__).parent
    return [
        Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
        *(Path(dash_ag_grid.__file__).parent / name for name in ("dash_ag_grid.min.js", "async-community.js")),
        *sorted((dash_home / "deps").glob("*.min.js")),
        *(path for path in sorted((dash_home / "dcc").glob("*.js")) if path.name not in _UNUSED),
        *sorted((dash_home / "html").glob("*.min.js")),
        *sorted((dash_home / "dash-renderer" / "build").glob("*.min.js")),
    ]


def pack_one(path: Path, folder: Path) -> None:
    """Put the best form of a file into `folder`, unless it lies there."""
    body = path.read_bytes()
    to = folder / name_of(body)
    if len(body) < _LEAST or to.exists():
        return
    half = to.with_suffix(".part")
    half.write_bytes(brotli.compress(body, quality=_BEST))
    half.replace(to)


def main() -> int:
    """Compress all libraries at their best, on all cores; nothing where that is done."""
    folder, files = shelf(), libraries()
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as workers:
        list(workers.map(pack_one, files, [folder] * len(files)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
