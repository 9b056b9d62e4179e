"""What joins the page to its address. Thin: the address decides, the pages draw.

The address is the only state. A control changes the address and the drawing in one round trip
(`turn`); a click on a point, a row or a switch changes the address in the browser alone
(assets/agyn.js), and what hangs on it follows. A page's own callbacks listen to `place`, the address
as that page hears of it: on another page there is no `place`, and they sleep.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.pages import atlas, filters, frame, header, releases, table
from dashboard.queries import Record
from dashboard.view import ALL_DAYS, Section, View, decode, encode
from dashboard.words import Words
from extract import StoreError

CONTROLS = ("quantity", "regions", "reservoirs", "days", "since", "until")
_DRAWN = (
    "quantity.value", "quantity.options", "regions.value", "regions.options", "reservoirs.value", "reservoirs.options",
    "days.value", "days.options", "since.value", "until.value", "own-days.className", "clear.className",
    "overview.children", "chart-title.children", "chart-subtitle.children", "figure.data", "legend.children",
    "caption.children", "tools.children", "empty.children", "results.className", "table.rowData", "columns.data",
    "table.style", "count.children", "drawn.data",
)  # fmt: skip


def connect(app: Dash, record: Record, words_for: Callable[[View], Words], today: Callable[[], dt.date]) -> None:
    """Register every callback on the app."""
    _connect_browser(app)

    @app.callback(
        output={
            "address": Output("address", "search"),
            "notices": Output("notices", "children"),
            "parts": {part: Output(*part.split(".")) for part in _DRAWN},
        },
        inputs={"search": Input("place", "data"), "controls": {name: Input(name, "value") for name in CONTROLS}},
        state={"drawn": State("drawn", "data")},
        prevent_initial_call=True,
    )
    def turn(search: str | None, controls: dict, drawn: dict):
        asked, notices = decode(search)
        view = asked
        if ctx.triggered_id in CONTROLS:
            view = turned(asked, controls, ctx.triggered_id, record)
            notices = []
        words = words_for(view)
        # Another language is a new page, which `reframe` draws.
        if drawn["language"] != words.language:
            raise PreventUpdate
        if drawn["filters"] == encode(view.filters()) and drawn["revision"] == record.revision():
            raise PreventUpdate
        try:
            filled = releases.parts(view, record.select(view, words.language), words, today())
        except StoreError:
            nothing = {"address": no_update, "parts": dict.fromkeys(_DRAWN, no_update)}
            return {**nothing, "notices": frame.unreachable(words)}
        return {
            "address": no_update if view == asked else encode(view),
            "notices": frame.notice(notices, words),
            "parts": {part: filled[part] for part in _DRAWN},
        }

    @app.callback(
        Output("revision", "data"), Input("pulse", "n_intervals"), State("revision", "data"), prevent_initial_call=True
    )
    def ask(_beats: int, known: str | None):
        revision = record.revision()
        if revision is None or revision == known:
            raise PreventUpdate
        return revision

    @app.callback(
        Output("age", "children"), Output("age", "className"), Input("revision", "data"),
        State("address", "search"), prevent_initial_call=True,
    )  # fmt: skip
    def grow_older(_revision: str, search: str | None):
        try:
            newest = record.newest()
        except StoreError:
            raise PreventUpdate from None
        return header.age(words_for(decode(search)[0]), newest, today())

    @app.callback(
        Output("page", "children"), Output("spoken", "data"), Input("wish", "data"),
        State("address", "pathname"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def reframe(_wish: dict, path: str | None, search: str | None):
        section, (view, notices) = Section.at(path), decode(search)
        words = words_for(view)
        return frame.page(record, section, view, notices, words, today()), frame.spoken(section, words)

    @app.callback(
        Output("body", "children"), Output("notices", "children", allow_duplicate=True),
        Output("spoken", "data", allow_duplicate=True),
        Input("turned", "data"), State("address", "pathname"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def redraw(_turned: dict, path: str | None, search: str | None):
        section, (view, notices) = Section.at(path), decode(search)
        words = words_for(view)
        try:
            inside = frame.body(record, section, view, words, today())
        except StoreError:
            return no_update, frame.unreachable(words), no_update
        return inside, frame.notice(notices, words), frame.spoken(section, words)

    @app.callback(
        Output("evidence-body", "children"),
        Input("asked", "data"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def show(_asked: dict, path: str | None, search: str | None):
        view, _ = decode(search)
        words = words_for(view)
        try:
            return frame.evidence_of(record, Section.at(path), view, words)
        except StoreError:
            return frame.unreachable(words)

    @app.callback(Output("card", "children"), Input("picked", "data"), prevent_initial_call=True)
    def pick(search: str | None):
        view, _ = decode(search)
        words = words_for(view)
        try:
            return atlas.card(record, view, words)
        except StoreError:
            return frame.unreachable(words)

    @app.callback(
        Output("csv", "data"), Output("notices", "children", allow_duplicate=True),
        Input("wanted-rows", "data"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def download(wanted: dict | None, search: str | None):
        if not wanted:
            raise PreventUpdate
        view, _ = decode(search)
        words = words_for(view)
        try:
            selection = record.select(view, words.language)
        except StoreError:
            return no_update, frame.unreachable(words)
        return table.csv_file(selection, view.quantity, wanted.get("keys")), no_update


def turned(view: View, values: dict, moved: str, record: Record) -> View:
    """The view after one control was moved; `values` are what all controls now show."""
    if moved == "quantity":
        return replace(view, quantity=values["quantity"])
    if moved in ("regions", "reservoirs"):
        return replace(view, **{moved: tuple(values[moved] or ())})
    if moved == "days" and values["days"] != filters.CHOSEN:
        wished = replace(view, days=values["days"], since=None, until=None)
        usual = record.select(replace(wished, days=""), "ru").period
        # The default is left out of the address, so that it stays the default when a new season comes.
        is_usual = values["days"] == (ALL_DAYS if usual.kind == "all" else str(usual.year))
        return replace(wished, days="") if is_usual else wished
    since, until = _day(values["since"]), _day(values["until"])
    if since and until and since > until:
        since, until = until, since
    return replace(view, days="", since=since, until=until)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _connect_browser(app: Dash) -> None:
    """The callbacks that run in the browser; their functions are in assets/agyn.js."""

    def here(name: str, *wires, first: bool = False) -> None:
        app.clientside_callback(ClientsideFunction("agyn", name), *wires, prevent_initial_call=not first)

    here("fit", Output("chart", "figure"), Input("figure", "data"), Input("narrow", "data"), first=True)
    here(
        "atlas", Output("map", "figure"), Input("map-figure", "data"), Input("picked", "data"),
        Input("narrow", "data"), Input("scheme", "data"), first=True,
    )  # fmt: skip
    here(
        "place", Output("address", "search", allow_duplicate=True), Output("map", "clickData"),
        Input("map", "clickData"),
    )  # fmt: skip
    here("columns", Output("table", "columnDefs"), Input("columns", "data"), Input("narrow", "data"), first=True)
    where = Input("address", "pathname"), Input("address", "search")
    here("columns", Output("list", "columnDefs"), Input("list-columns", "data"), Input("narrow", "data"), first=True)
    here("travel", Output("page", "title"), *where)
    here("turned", Output("turned", "data"), *where, State("turned", "data"))
    here("fresh", Output("turned", "data", allow_duplicate=True), Input("revision", "data"))
    here("wish", Output("wish", "data"), Input("address", "search"), State("wish", "data"))
    here("asked", Output("asked", "data"), *where, State("asked", "data"))
    here("arrive", Output("body", "title"), Input("body", "children"), first=True)
    here("pick", Output("address", "search", allow_duplicate=True), Input({"wish": ALL}, "value"))
    here("open", Output("evidence", "className"), Input("evidence-body", "children"), first=True)
    here("speak", Output("page", "lang"), Input("spoken", "data"), first=True)
    for chart in ("chart", "panels"):
        here(
            "point",
            Output("address", "search", allow_duplicate=True),
            Output(chart, "clickData"),
            Input(chart, "clickData"),
        )
    here("brush", Output("address", "search", allow_duplicate=True), Input("chart", "relayoutData"))
    here("row", Output("address", "search", allow_duplicate=True), Input("table", "cellClicked"))
    here("listed", Output("address", "search", allow_duplicate=True), Input("list", "cellClicked"))
    here(
        "wanted", Output("wanted-rows", "data"), Input("download", "n_clicks"),
        State("table", "virtualRowData"), State("table", "rowData"),
    )  # fmt: skip
