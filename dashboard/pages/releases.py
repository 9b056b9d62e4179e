"""The page of releases: overview, controls, chart, table. Its callbacks are in `dashboard.callbacks`."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from dash import dcc, html

from dashboard.charts import canvas, releases
from dashboard.charts.axes import GAP_DAYS
from dashboard.charts.palette import SERIES, colours
from dashboard.levels import zeros
from dashboard.overview import overview
from dashboard.pages import filters, table
from dashboard.pages import overview as overview_strip
from dashboard.queries import Selection
from dashboard.view import YES, View, encode
from dashboard.words import Words

_SIGNS = {"exact": "", "approx": "≈ ", "at_least": "≥ ", "up_to": "≤ "}  # where there is no room for words

Parts = dict[str, object]
"""What a view fills in, as `<id>.<property>`: the layout and the callback are both fed from it."""


def parts(view: View, selection: Selection, words: Words, today: dt.date) -> Parts:
    """Everything on the page that changes with the filters."""
    rows, shown = selection.rows, selection.shown()
    chart = releases.figure(
        rows, words, view.quantity, selection.order, selection.leading, view.reservoirs, selection.extra, view.scale
    )
    chart.layout.meta = {"summary": summary(selection, words, view.quantity)}
    return {
        **filters.settings(view, selection, words),
        "overview.children": overview_strip.strip(overview(rows), words, view.quantity, today),
        "chart-title.children": words(f"chart.title.{view.quantity}"),
        "chart-subtitle.children": subtitle(view, selection, words),
        "figure.data": chart.to_plotly_json(),
        "legend.children": legend(selection, view, words),
        "caption.children": caption(selection, view, words),
        "tools.children": tools(view, selection, words),
        "empty.children": [] if len(shown) else no_match(selection, words),
        "results.className": "results" if len(shown) else "results none",
        "table.rowData": table.table_rows(shown, words, view.quantity),
        "columns.data": table.columns(words, view.quantity),
        "table.style": table.height(len(shown)),
        "count.children": words("table.rows", n=len(shown)),
        "drawn.data": {
            "filters": encode(view.filters()),
            "language": words.language,
            "revision": selection.revision,
        },
    }


def layout(filled: Parts, words: Words) -> html.Main:
    """The page, filled in."""
    control_ids = {"quantity", "regions", "reservoirs", "days", "since", "until", "own-days", "clear"}
    controls = {key: value for key, value in filled.items() if key.split(".")[0] in control_ids}
    return html.Main(
        [
            dcc.Store(id="place"),
            dcc.Store(id="drawn", data=filled["drawn.data"]),
            dcc.Store(id="figure", data=filled["figure.data"]),
            filters.filters(controls, words),
            html.Section(filled["overview.children"], id="overview", className="overview"),
            html.Div(filled["empty.children"], id="empty", role="status"),
            html.Div([_chart(filled), _table(filled, words)], id="results", className=filled["results.className"]),
        ],
        className="column",
        id="main",
        **{"data-page": "releases"},
    )


def _chart(filled: Parts) -> html.Figure:
    return html.Figure(
        [
            html.Div(
                [
                    html.H2(filled["chart-title.children"], id="chart-title"),
                    html.P(filled["chart-subtitle.children"], id="chart-subtitle", className="subtitle"),
                ],
                className="chart-head",
            ),
            html.Div(filled["tools.children"], id="tools", className="tools"),
            html.Ul(filled["legend.children"], id="legend", className="legend"),
            html.Div(
                dcc.Graph(
                    id="chart",
                    figure=blank(),
                    responsive=True,
                    config={"displayModeBar": False, "showTips": False, "scrollZoom": False, "doubleClick": False},
                ),
                className="canvas",
                role="img",
                **{"aria-labelledby": "chart-title", "aria-describedby": "caption"},
            ),
            html.Figcaption(filled["caption.children"], id="caption"),
        ],
        className="chart",
    )


def tools(view: View, selection: Selection, words: Words) -> list[html.Button]:
    """Switches of how the chart is drawn: each is pressed or not, and changes one wish in the address."""
    single = view.quantity == "release" and selection.rows["reservoir_id"].nunique() == 1
    offered = [("scale", "log", view.scale == "log"), ("planned", YES, view.planned)]
    if single:
        offered.append(("inflow", YES, view.inflow))
    return [
        html.Button(
            words(f"tools.{wish}"), type="button", className="switch", title=words(f"tools.{wish}.why"),
            **{"data-wish": f"{wish}={'' if is_on else value}", "aria-pressed": str(is_on).lower()},
        )
        for wish, value, is_on in offered
    ]  # fmt: skip


def blank() -> dict:
    """A figure of the chart's height with nothing in it: what stands there until the real one is fitted in."""
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": [],
        "layout": {
            "height": canvas.HEIGHT, "xaxis": hidden, "yaxis": hidden,
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }  # fmt: skip


def _table(filled: Parts, words: Words) -> html.Section:
    return html.Section(
        [
            table.head(words, len(filled["table.rowData"])),
            table.grid(filled["table.rowData"], filled["columns.data"], words),
            html.P(words("table.hint"), className="hint"),
            dcc.Store(id="columns", data=filled["columns.data"]),
            dcc.Store(id="wanted-rows"),
            dcc.Download(id="csv"),
        ],
        className="table",
    )


def subtitle(view: View, selection: Selection, words: Words) -> str:
    """Unit and days in words, the season named if it is one."""
    first, last = selection.span()
    told = words.span(first, last) if first else _asked_days(selection, words)
    if selection.period.year:
        year = str(selection.period.year)
        days = first and words.span(first, last, year=False)
        told = words("chart.season_span", year=year, span=days) if first else words("period.season", year=year)
    return words("chart.subtitle", unit=words(f"unit.{view.quantity}"), period=told)


def _asked_days(selection: Selection, words: Words) -> str:
    since, until = selection.period.since, selection.period.until
    if since and until:
        return words.span(since, until)
    if since or until:
        return words("period.from", day=words.day(since)) if since else words("period.to", day=words.day(until))
    return words("period.all")


def summary(selection: Selection, words: Words, quantity: str) -> str:
    """The chart in one line of words, for those who do not see it and for those in a hurry."""
    rows = selection.rows
    if rows.empty:
        return ""
    top = rows.loc[rows["value"].idxmax()]
    return words(
        "chart.summary",
        reservoirs=words("count.reservoirs", n=int(rows["reservoir_id"].nunique())),
        values=words("count.values", n=len(rows)),
        reservoir=top["reservoir"],
        value=words.measure(top["value"], quantity),
        day=words.day(top["day"]),
    )


def caption(selection: Selection, view: View, words: Words) -> list:
    """The line of words, then how to read the chart: context, gaps, marks."""
    rows = selection.rows
    if rows.empty:
        return [html.Span(_extra(view, selection, words))] if len(selection.extra) else []
    behind = rows["reservoir_id"].nunique() - len(releases.prominent(rows, view.reservoirs))
    marks = [
        words(f"chart.symbol.{name}") for name in ("approx", "at_least", "up_to") if (rows["qualifier"] == name).any()
    ]
    notes = [
        words("chart.context", n=behind) if behind else "",
        words("chart.gap", n=GAP_DAYS),
        words("chart.symbols", symbols=", ".join(marks)) if marks else "",
        words("level.mixed") if zeros(rows).astype(bool).any() else "",
        words("chart.conflict") if rows["others"].map(len).any() else "",
        _extra(view, selection, words),
        words("chart.log") if view.scale == "log" and (selection.shown()["value"] <= 0).any() else "",
    ]
    return [
        html.Strong(summary(selection, words, view.quantity)),
        html.Span(" ".join(note for note in notes if note)),
        html.Span(words("chart.brush"), className="by-mouse"),
    ]


def _extra(view: View, selection: Selection, words: Words) -> str:
    """What is drawn beside the observed values, or asked for and not on record."""
    extra = selection.extra
    inflow = len(extra) and bool((extra["quantity"] != view.quantity).any())
    told = [words("chart.inflow")] if inflow else []
    if not view.planned:
        return " ".join([*told, words("chart.observed")])
    planned = len(extra) and bool((extra["status"] == "planned").any())
    return " ".join([*told, words("chart.planned" if planned else "chart.no_plans")])


def legend(selection: Selection, view: View, words: Words) -> list[html.Li]:
    """Names and newest values of the coloured lines, for screens too narrow for names at the lines' ends."""
    rows = selection.rows
    shown = releases.prominent(rows, view.reservoirs)
    colour = colours(shown, selection.order, selection.leading)
    ends = (
        rows.sort_values("day").drop_duplicates("reservoir_id", keep="last").set_index("reservoir_id")
        if shown
        else rows
    )
    items = [_item(colour[key], ends.loc[key, "reservoir"], ends.loc[key], words) for key in shown]
    extra = selection.extra
    inflow = extra[extra["quantity"] != view.quantity].sort_values("day") if len(extra) else extra
    if len(inflow):
        items.append(_item(releases.beside(colour), words("quantity.inflow"), inflow.iloc[-1], words))
    return items


def _item(colour: str, name: str, end: pd.Series, words: Words) -> html.Li:
    return html.Li(
        [
            html.Span(className="swatch", style={"--swatch": f"var({colour_name(colour)})"}),
            html.Span(name),
            html.Span(_SIGNS[end["qualifier"]] + words.number(end["value"]), className="figures"),
        ]
    )


def colour_name(colour: str) -> str:
    """The style sheet's name of a series colour, which follows the theme."""
    return f"--series-{SERIES.index(colour) + 1}"


def no_match(selection: Selection, words: Words) -> list:
    """What to say and do when no row matches."""
    all_days, no_filters = "days=all&since=&until=", "region=&reservoir=&days=&since=&until="
    ways = [
        html.Button(words("empty.match_all"), type="button", className="button", **{"data-wish": all_days}),
        html.Button(words("filter.clear"), type="button", className="plain", **{"data-wish": no_filters}),
    ]
    told = html.P(words("empty.match_text", n=selection.recorded)) if selection.recorded else None
    return [html.Div([html.H2(words("empty.match")), told, html.P(ways, className="ways")], className="message")]
