"""What the page writes: refresh, add and review. Thin: the rules are access.py's, the work is extract's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update, set_props
from dash.backends._fastapi import get_current_request, reset_current_request, set_current_request
from dash.exceptions import PreventUpdate
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.access import Access, Refused
from dashboard.pages import frame, update
from dashboard.uploads import Uploads
from dashboard.view import LANGUAGES, View, decode
from dashboard.words import DEFAULT_LANGUAGE, Words, speak
from extract import AgynError, BadInput, Store, StoreError
from extract.bulletins.sources import load
from extract.errors import Busy
from extract.record.refresh import refresh
from extract.record.runs import SourceRun, last_runs

_HANDED = (
    State("pasted", "value"), State("file", "contents"), State("file", "filename"),
    State("known-publisher", "value"), State("known-url", "value"), State("known-day", "value"),
    State("address", "search"),
)  # fmt: skip


class Gone(AgynError):
    """The page that asked for a refresh was closed, so that nobody waits for it."""


class Asked:
    """Lets a callback over a live connection know who asks, as one over HTTP does (a middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        token = set_current_request(HTTPConnection(scope))
        try:
            await self._app(scope, receive, send)
        finally:
            reset_current_request(token)


def connect_writing(
    app: Dash, store: Store, access: Access, uploads: Uploads, words_for: Callable[[View], Words]
) -> None:
    """Register the callbacks of the page Update."""

    app.server.add_middleware(Asked)

    def asker() -> HTTPConnection:
        return get_current_request()

    @app.callback(Output("desk", "children"), Input("desk-wanted", "data"), State("address", "search"))
    def desk(_wanted: str, search: str | None):
        view, _ = decode(search)
        words = words_for(view)
        person = access.person(asker())
        if person is not None:
            uploads.make_ready()
        try:
            return update.desk(person, access, last_runs(store), view, words)
        except StoreError:
            return frame.unreachable(words)

    @app.callback(
        Output("refresh-done", "data"), Output("refresh", "disabled"), Input("refresh", "n_clicks"),
        State("desk-wanted", "data"), prevent_initial_call=True, websocket=True,
    )  # fmt: skip
    def refresh_now(clicks: int | None, language: str):
        if not clicks:
            raise PreventUpdate
        words = speak(language if language in LANGUAGES else DEFAULT_LANGUAGE)  # a live connection names none itself
        live = ctx.websocket

        def told(run: SourceRun) -> None:
            if live is not None and live.is_shutdown and run.ended is None:
                raise Gone("The page that asked for the refresh was closed: what was read by then is kept.")
            said(update.running(run.source, names.index(run.source) + bool(run.ended), len(names), run, words))

        def said(children: list) -> None:
            set_props("refresh-said", {"children": children})

        try:
            access.allow(asker())
            set_props("refresh", {"disabled": True})
            sources = load()
            names = [source.name for source in sources]
            runs = refresh(sources, store, progress=told)
            said(update.done(runs, words))
        except Refused as refused:
            said(update.sentence_of(refused, words))
        except Busy:
            said(update.plain(words("update.busy")))
        except AgynError as error:
            said(update.sentence(str(error)))
        return clicks, False

    @app.callback(
        Output("reading", "children"), Output("shown", "data"), Output("keep", "className"),
        Output("kept", "children"), Input("read", "n_clicks"), *_HANDED, prevent_initial_call=True,
    )  # fmt: skip
    def read(clicks: int | None, *handed: Any):
        if not clicks:
            raise PreventUpdate
        words = words_for(decode(handed[-1])[0])
        try:
            access.allow(asker())
            results = _read(uploads, handed)
        except Refused as refused:
            return update.sentence_of(refused, words), None, _HIDDEN, []
        except BadInput as bad:
            return update.sentence(str(bad)), None, _HIDDEN, []
        return update.reading(results, words), _print_of(handed), _SHOWN, []

    @app.callback(
        Output("kept", "children", allow_duplicate=True), Output("keep", "className", allow_duplicate=True),
        Output("reading", "children", allow_duplicate=True), Output("shown", "data", allow_duplicate=True),
        Output("pasted", "value"), Output("file", "contents"),
        Input("keep", "n_clicks"), State("shown", "data"), *_HANDED, prevent_initial_call=True,
    )  # fmt: skip
    def keep(clicks: int | None, shown: str | None, *handed: Any):
        if not clicks or not shown:
            raise PreventUpdate
        view, _ = decode(handed[-1])
        words = words_for(view)
        stay = (no_update, no_update)
        try:
            access.allow(asker())
            results = _read(uploads, handed)
            if shown != _print_of(handed):  # changed since: nothing is kept that was not shown
                again = update.plain(words("update.changed"))
                return again, _SHOWN, update.reading(results, words), _print_of(handed), *stay
            added = [store.add(result) for result in results]
        except Refused as refused:
            return update.sentence_of(refused, words), no_update, no_update, no_update, *stay
        except AgynError as error:
            return update.sentence(str(error)), no_update, no_update, no_update, *stay
        return update.kept(added, view, words), _HIDDEN, [], None, "", None

    @app.callback(Output("file-name", "children"), Input("file", "filename"), Input("file", "contents"))
    def name_file(name: str | None, contents: str | None):
        return f" {name}" if name and contents else ""


_HIDDEN, _SHOWN = "button hidden", "button"


def _read(uploads: Uploads, handed: tuple[Any, ...]):
    pasted, content, name, publisher, url, day, _ = handed
    data, called = update.handed_in(pasted, content, name)
    return uploads.read(data, called, update.known(publisher, url, day))


def _print_of(handed: tuple[Any, ...]) -> str:
    """A fingerprint of all that was handed in, the language of the page aside."""
    return hashlib.sha256("\0".join(str(part or "") for part in handed[:-1]).encode("utf-8", "replace")).hexdigest()
