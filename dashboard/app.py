"""The web app: `create_app(store)` and nothing at import."""

from __future__ import annotations

import datetime as dt
import functools

from dash import dcc, html

from dashboard.access import Access
from dashboard.api.app import create_api
from dashboard.callbacks import connect
from dashboard.operations import add_operations
from dashboard.pages import frame
from dashboard.queries import Record
from dashboard.reviewing import add_reviewing
from dashboard.signing import add_signing
from dashboard.uploads import Uploads
from dashboard.view import Section, decode
from dashboard.web import Page, Server, address_of, guard, simple_page, words_of
from dashboard.writing import connect_writing
from extract import Store, StoreError
from extract.bulletins.bulletin import KAZAKHSTAN_TIME

PULSE = 4000  # milliseconds until an open page asks whether there is anything new


def create_app(store: Store, access: Access | None = None) -> Page:
    """The dashboard over a store, an ASGI app at `.server`. The store is first asked when a page is.

    `access` says who may write; without it nobody may.
    """
    app = Page(
        "dashboard",
        backend=Server,
        title="Agyn",
        update_title=None,
        enable_mcp=False,  # callbacks are for the page, not for programs that try them out
        suppress_callback_exceptions=True,  # which components there are hangs on the record
    )
    record = Record(store)
    app.charted, app.reachable = record.is_filled, functools.partial(_is_reachable, store)
    app.layout = functools.partial(_layout, app, record)
    words_for = functools.partial(words_of, app)
    connect(app, record, words_for, _today)
    access, uploads = access or Access(), Uploads()
    connect_writing(app, store, access, uploads, words_for)
    add_signing(app.server, access, simple_page)
    add_reviewing(app.server, store, access, simple_page)
    app.server.mount("/api", create_api(store, record, access, uploads))
    add_operations(app.server, store, _today)
    guard(app.server, app.csp_hashes)
    return app


def _layout(app: Page, record: Record) -> html.Div:
    """The first page, drawn for the address it was asked at."""
    # Where the address is not given here, the browser gives it.
    path, search = address_of(app) or (None, "")
    given = ({"pathname": path} if path else {}) | ({"search": search} if search else {})
    section, (view, notices) = Section.at(path), decode(search)
    words = words_of(app, view)
    return html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav", **given),
            dcc.Store(id="wish", data={"language": view.language}),
            dcc.Store(id="asked", data=frame.asked(section, view)),
            dcc.Store(id="turned", data={"section": section.path, "query": search}),
            dcc.Store(id="narrow"),
            dcc.Store(id="revision", data=record.revision()),
            dcc.Interval(id="pulse", interval=PULSE),
            dcc.Store(id="scheme"),
            dcc.Store(id="spoken", data=frame.spoken(section, words)),
            html.Div(frame.page(record, section, view, notices, words, _today()), id="page"),
        ]
    )


def _is_reachable(store: Store) -> bool:
    try:
        store.revision()
    except StoreError:
        return False
    return True


def _today() -> dt.date:
    """Today where the reservoirs are."""
    return dt.datetime.now(KAZAKHSTAN_TIME).date()
