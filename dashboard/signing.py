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
_LARGEST_FORM = 16384  # bytes: a reason of a thousand letters, each sent as six or more
_MOST_FIELDS = 20

Told = Callable[[Request, str, Callable[[Words], str]], str]
"""(request, title key, words -> body) -> a whole HTML page; the look of it is the page's affair."""


def add_signing(server: FastAPI, access: Access, told: Told) -> None:
    """The two addresses the forms of the page post to."""

    async def sign_in(request: Request) -> Response:
        try:
            form = await posted(request)
            cookie = access.sign_in(request, form.get("token", ""), form.get("name", ""))
        except Refused as refused:
            return refusal(request, refused, told)
        answer = RedirectResponse(own_path(form.get("back")), status_code=303)
        answer.set_cookie(
            COOKIE, cookie, max_age=SESSION, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return answer

    async def sign_out(request: Request) -> Response:
        try:
            require_own_page(request)
            form = await posted(request)
        except Refused as refused:
            return refusal(request, refused, told)
        answer = RedirectResponse(own_path(form.get("back")), status_code=303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    server.add_api_route(SIGN_IN, sign_in, methods=["POST"], include_in_schema=False)
    server.add_api_route(SIGN_OUT, sign_out, methods=["POST"], include_in_schema=False)


async def posted(request: Request) -> dict[str, str]:
    """The fields of a form that was posted. Raises :class:`Refused` for one that is larger than ours can be."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM:
            raise Refused(413, "too_large", "The form is larger than any of ours can be.")
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refused(413, "too_large", "The form has more fields than any of ours.") from None
    return {name: values[0] for name, values in fields.items()}


def own_path(back: str | None) -> str:
    """Where to go after the form: a path of this site and nothing else.

    >>> own_path("/update?lang=kk"), own_path("//elsewhere.example"), own_path("https://elsewhere.example")
    ('/update?lang=kk', '/', '/')
    """
    own = back and back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return back if own and len(back) < 2000 else "/"


def refusal(request: Request, refused: Refused, told: Told) -> HTMLResponse:
    """A page that says in the reader's language why something was not done, and what to do."""

    def body(words: Words) -> str:
        lines = [f"<h1>{html.escape(words(f'access.{refused.reason}'))}</h1>"]
        if refused.reason == "review":
            lines.append(f'<p lang="en">{html.escape(str(refused))}</p>')
        if refused.reason == "read_only":
            lines.append(f"<p>{html.escape(words('access.how'))}</p><pre>AGYN_TOKEN=… python -m dashboard</pre>")
        lines.append(f'<p><a href="/update">{html.escape(words("access.back"))}</a></p>')
        return "".join(lines)

    return HTMLResponse(told(request, "access.title", body), refused.status, refused.headers)
