"""Signing in and out: two plain forms that work before any script runs.

The token travels once, in the body of a POST, and is answered with a signed cookie that scripts
cannot read and other sites cannot send.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboard.access import COOKIE, SESSION, Access, Refused, require_own_page
from dashboard.words import Words

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
_LARGEST_FORM = 4096  # bytes

Told = Callable[[Request, str, Callable[[Words], str]], str]
"""(request, title key, words -> body) -> a whole HTML page; the look of it is the page's affair."""


def add_signing(server: FastAPI, access: Access, told: Told) -> None:
    """The two addresses the forms of the page post to."""

    async def sign_in(request: Request) -> Response:
        try:
            form = await _form(request)
            cookie = access.sign_in(request, form.get("token", ""), form.get("name", ""))
        except Refused as refused:
            return _page(request, refused, told)
        answer = RedirectResponse(_own_path(form.get("back")), status_code=303)
        answer.set_cookie(
            COOKIE, cookie, max_age=SESSION, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return answer

    async def sign_out(request: Request) -> Response:
        try:
            require_own_page(request)
            form = await _form(request)
        except Refused as refused:
            return _page(request, refused, told)
        answer = RedirectResponse(_own_path(form.get("back")), status_code=303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    server.add_api_route(SIGN_IN, sign_in, methods=["POST"], include_in_schema=False)
    server.add_api_route(SIGN_OUT, sign_out, methods=["POST"], include_in_schema=False)


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM:
            raise Refused(413, "too_large", "The form is larger than a name and a token can be.")
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    return {name: values[0] for name, values in fields.items()}


def _own_path(back: str | None) -> str:
    """Where to go after the form: a path of this site and nothing else.

    >>> _own_path("/update?lang=kk"), _own_path("//elsewhere.example"), _own_path("https://elsewhere.example")
    ('/update?lang=kk', '/', '/')
    """
    own = back and back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return back if own and len(back) < 2000 else "/"


def _page(request: Request, refused: Refused, told: Told) -> HTMLResponse:
    def body(words: Words) -> str:
        sentence, back = words(f"access.{refused.reason}"), words("access.back")
        return f'<h1>{html.escape(sentence)}</h1><p><a href="/update">{html.escape(back)}</a></p>'

    return HTMLResponse(told(request, "access.title", body), refused.status, refused.headers)
