"""Around the app: the page that carries it, its headers, and what a request says of its reader."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from dash import Dash
from dash.backends._fastapi import FastAPIDashServer, reset_current_request, set_current_request
from dash.exceptions import PreventUpdate
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.bounded import Bounded
from dashboard.packing import LIBRARIES, Packed
from dashboard.view import Section, View, decode, href
from dashboard.words import Words, preferred, speak

# Fetched at once instead of when Dash comes to ask for them: the chart draws that much sooner.
_CHART = ("plotly/package_data/plotly.min.js", "dash/dcc/async-graph.js")
_TABLE = ("dash_ag_grid/async-community.js",)
_STYLE = '<link rel="stylesheet" href="/assets/agyn.css">'

ASK_AGAIN = "2"
"""Seconds after which a page that waits for the store asks again."""

_log = logging.getLogger("agyn.dashboard")


class Server(FastAPIDashServer):
    """Dash's FastAPI server without what nobody uses: no pages of its own."""

    def setup_index(self, dash_app: Dash) -> None:
        """The same document at the path of every section: what is in it hangs on the address."""

        async def index(request: Request) -> Response:
            if not await asyncio.to_thread(dash_app.reachable):
                return unreachable(request)
            token = set_current_request(request)
            try:
                dash_app._setup_server()  # Dash itself does so at its front page alone; once is enough
                return Response(content=dash_app.index(), media_type="text/html")
            finally:
                reset_current_request(token)

        for section in Section:
            dash_app._add_url(section.path.removeprefix("/"), index, methods=["GET"])

    def _setup_catchall(self) -> None:
        """Nothing: Dash would answer every address with the front page."""

    @staticmethod
    def create_app(name: str = "agyn", config: dict | None = None) -> FastAPI:
        return FastAPI(title="Agyn", docs_url=None, redoc_url=None, openapi_url=None)


class Page(Dash):
    """Dash with an HTML page of our own: in the reader's language and theme before any script runs.

    `charted` says whether the page will have a chart, and so need the libraries for one; `reachable`
    whether the store can be read at all.
    """

    charted: Callable[[], bool]
    reachable: Callable[[], bool]

    def _config(self) -> dict:
        """What the browser is told of the server: of its live connection only on the page that needs one.

        Dash would open one for every page that anybody reads.
        """
        config = super()._config()
        if Section.at(self.backend.request_adapter().path) is not Section.UPDATE:
            config.pop("websocket", None)
        return config

    def interpolate_index(self, **pieces: str) -> str:
        asked = self.backend.request_adapter()
        section, (view, _) = Section.at(asked.path), decode(str(asked.args))
        words = speak(language_of(self, view))
        wanted = early_for(section, view) if self.charted() else ()
        early = [f'<link rel="preload" as="script" href="{LIBRARIES}{path}">' for path in wanted]
        return document(
            words,
            view.theme,
            title_of(section, words),
            head="\n".join([f'<link rel="icon" href="{self.get_asset_url("icon.svg")}">', *early, pieces["css"]]),
            body=f"""<div id="react-entry-point"><div class="shell">{masthead(words, section, view)}
<p class="column loading">{html.escape(words("site.loading"))}</p></div></div>
<noscript><p class="column notice">{html.escape(words("site.script"))}</p></noscript>
<footer>{pieces["config"]}{pieces["scripts"]}{pieces["renderer"]}</footer>""",
        )


def early_for(section: Section, view: View) -> tuple[str, ...]:
    """The libraries that a page is sure to need: one fetched early and left unused is a warning in the console."""
    match section:
        case Section.RELEASES:
            return (*_CHART, *_TABLE)
        case Section.BULLETINS:
            return () if view.bulletin else _TABLE
        case Section.UPDATE:
            return ()
        case Section.RESERVOIR:
            return _CHART if len(view.reservoirs) == 1 else ()
        case _:
            return _CHART


def title_of(section: Section, words: Words) -> str:
    """What a browser's tab says."""
    own = words("site.title")
    return own if section is Section.RELEASES else f"{words(f'nav.{section.key}')} · {own.partition(':')[0]}"


def document(words: Words, theme: str | None, title: str, head: str, body: str) -> str:
    """An HTML document in a language, and in a theme if one was chosen."""
    chosen = f' data-theme="{theme}"' if theme else ""
    return f'''<!DOCTYPE html>
<html lang="{words.language}"{chosen}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{html.escape(words("site.tagline"))}">
<meta name="color-scheme" content="light dark">
<title>{html.escape(title)}</title>
{head}
</head>
<body>
{body}
</body>
</html>'''


def masthead(words: Words, section: Section | None, view: View) -> str:
    """The head of the page as it stands before any script has run: nothing moves when the real one comes."""
    links = "".join(
        f'<a href="{html.escape(href(one, view.carried()))}"{" aria-current=page" if one is section else ""}>'
        f"{html.escape(words(f'nav.{one.key}'))}</a>"
        for one in Section
    )
    home = html.escape(href(Section.RELEASES, view.carried()))
    return f"""<div class="head"><div class="column bar"><div class="masthead">
<a class="wordmark" href="{home}"><span lang="kk">Ағын</span><span class="latin">Agyn</span></a>
<p class="tagline">{html.escape(words("site.tagline"))}</p></div></div>
<nav class="column sections">{links}</nav></div>"""


def not_found(request: Request, _error: Exception) -> HTMLResponse:
    """What an address without a page answers: where one is, and the way back."""

    def told(words: Words) -> str:
        missing, home = html.escape(words("error.page")), html.escape(words("error.page_link"))
        return f'<h1>{missing}</h1><p><a href="/">{home}</a></p>'

    return HTMLResponse(simple_page(request, "error.page", told), 404)


def unreachable(request: Request) -> HTMLResponse:
    """The page while the store cannot be read: it says so, and asks again by itself until it can."""

    def told(words: Words) -> str:
        what, then = html.escape(words("error.store")), html.escape(words("error.store_waits"))
        return f"<h1>{what}</h1><p>{then}</p>"

    wait = {"Refresh": ASK_AGAIN, "Retry-After": ASK_AGAIN, "Cache-Control": "no-store"}
    return HTMLResponse(simple_page(request, "error.store", told), 503, headers=wait)


def simple_page(request: Request, title: str, told: Callable[[Words], str]) -> str:
    """A page that only says something, in the reader's language; `told` gives the HTML of it, `title` is a key."""
    view, _ = decode(request.url.query)
    words = speak(view.language or preferred(request.headers.get("accept-language")))
    body = f'{masthead(words, None, view)}<main class="column"><div class="message">{told(words)}</div></main>'
    return document(words, view.theme, words(title), _STYLE, body)


def language_of(app: Dash, view: View) -> str:
    """The language a view asks for, else the one the request's browser prefers."""
    return view.language or preferred(app.backend.request_adapter().headers.get("accept-language"))


def address_of(app: Dash) -> tuple[str, str] | None:
    """The path and query string of the page that asks for its layout, or None where the browser does not say.

    Dash asks for the layout at an address of its own; the page's address stands in the Referer.
    With it the first answer already holds the right chart. Without it the page corrects itself.
    """
    referer = app.backend.request_adapter().headers.get("referer")
    if not referer:
        return None
    parts = urlsplit(referer)
    return parts.path, f"?{parts.query}" if parts.query else ""


def guard(server: FastAPI, scripts: Callable[[], list[str]]) -> None:
    """Compress what is sent and send the headers that keep a page to itself.

    `scripts` gives the hashes of the page's inline scripts; it is asked once, at the first request,
    when all callbacks are known.
    """
    server.add_exception_handler(404, not_found)
    server.add_middleware(Packed)  # within gzip, which lets pass what is compressed already
    server.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    server.add_middleware(Bounded)
    server.add_middleware(_Headers, scripts=scripts)
    # Innermost, where an error still is one: Dash answers it with a bare 500 and keeps it to itself.
    server.user_middleware.append(Middleware(_Logged))


class _Logged:
    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except PreventUpdate:
            raise
        except Exception:
            _log.exception("%s %s failed", scope.get("method", ""), scope.get("path", ""))
            raise


class _Headers:
    def __init__(self, app: ASGIApp, scripts: Callable[[], list[str]]):
        self._app = app
        self._scripts = scripts
        self._headers: dict[str, str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._headers is None:
            self._headers = headers(self._scripts())
        framed = ("embed", "1") in parse_qsl(scope["query_string"].decode("latin-1"))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    kept.setdefault(name, value.replace(_UNFRAMED, _FRAMED) if framed else value)
            await send(message)

        await self._app(scope, receive, sending)


def headers(script_hashes: list[str]) -> dict[str, str]:
    """The headers of every answer. Styles may be inline: the chart and the table set their own."""
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",  # a source learns nothing of what its reader looks at
        "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    }


_UNFRAMED, _FRAMED = "frame-ancestors 'none'", "frame-ancestors *"
"""Nobody may put the page into a frame of his own, where it would take clicks meant for other things."""


def words_of(app: Dash, view: View) -> Words:
    return speak(language_of(app, view))
