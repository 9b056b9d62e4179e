"""The page of the map: the latest release of each reservoir where it stands, and the same as a table."""

from __future__ import annotations

import itertools
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html

from dashboard.charts import atlas
from dashboard.names import region_name
from dashboard.pages import picks
from dashboard.queries import Record, Selection
from dashboard.registry import entries, town, water
from dashboard.view import ALL_DAYS, Section, View, href
from dashboard.words import Words

OLD_DAYS = 30
"""A value this much older than the newest on the map is drawn faint."""


def layout(record: Record, view: View, words: Words) -> html.Main:
    """The page of a view."""
    selection = _selected(record, view, words)
    known = latest(selection.rows, words)
    placed = known[known["lat"].notna()]
    head = html.Div(
        [html.H1(words("map.title"), id="chart-title"), html.P(words("map.intro"), className="subtitle")],
        className="page-head",
    )
    usual = _selected(record, replace(view, days="", since=None, until=None), words).period
    days = picks.days(view, selection.seasons, str(usual.year or ALL_DAYS), words)
    body: list = [head, picks.picks([days], words)]
    if known.empty:
        body.append(html.Div(html.P(words("reservoir.nothing")), className="message"))
    else:
        body += [_beside(placed, known, view, words), _twin(known, words)]
    return html.Main(body, className="column map", id="main", **{"data-page": "map"})


def _selected(record: Record, view: View, words: Words) -> Selection:
    """All releases of the days of a view: without any, of the flood season that the front page opens with."""
    return record.select(View(days=view.days, since=view.since, until=view.until), words.language)


def latest(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The newest release of each reservoir, the largest first, with its place; `lat` is missing where none is known.

    Columns are those of `rows` and those that :func:`atlas.figure` needs.
    """
    newest = rows.sort_values("day", kind="stable").drop_duplicates("reservoir_id", keep="last")
    known = [entries().get(name) for name in newest["reservoir_id"]]
    points = [entry.point if entry and entry.point else (None, None) for entry in known]
    newest = newest.assign(
        lat=pd.array([lat for lat, _ in points], dtype="Float64"),
        lon=pd.array([lon for _, lon in points], dtype="Float64"),
        at_dam=[bool(entry and entry.at_dam) for entry in known],
        near=[town(entry.near, words.language) if entry else "" for entry in known],
        water=[water(entry.river, words.language) if entry and entry.river else "" for entry in known],
        old=[(newest["day"].max() - day).days > OLD_DAYS for day in newest["day"]],
    )
    return newest.sort_values(["value", "reservoir_id"], ascending=[False, True], ignore_index=True)


def card(record: Record, view: View, words: Words) -> list:
    """What is said of the reservoir that the view selects, or how to select one."""
    return _card(latest(_selected(record, view, words).rows, words), view, words)


def _card(known: pd.DataFrame, view: View, words: Words) -> list:
    chosen = known[known["reservoir_id"].isin(view.reservoirs[:1])]
    if chosen.empty:
        return [html.P(words("map.hint"), className="subtitle")]
    [row] = chosen.to_dict("records")
    value = words(f"qualifier.{row['qualifier']}", value=words.measure(row["value"], "release"))
    place = " · ".join(part for part in (row["water"], region_name(words.language)(row["region_code"], None)) if part)
    own = replace(view.carried(), reservoirs=(row["reservoir_id"],))
    notes = [] if row["at_dam"] else [words("map.near", town=row["near"]) if row["near"] else words("map.nowhere")]
    return [
        html.H2(row["reservoir"]),
        html.P(place, className="quiet"),
        html.P(value, className="value figures"),
        html.P(words.day(row["day"])),
        *[html.P(note, className="quiet") for note in notes],
        html.P(
            [
                html.Button(
                    words("map.read"), type="button", className="button",
                    **{"data-wish": urlencode({"bulletin": row["bulletin_id"], "at": int(row["start"])})},
                ),
                html.A(words("map.page"), href=href(Section.RESERVOIR, own), **{"data-in": ""}),
            ],
            className="ways",
        ),
    ]  # fmt: skip


def summary(known: pd.DataFrame, placed: pd.DataFrame, words: Words) -> str:
    """The map in a line of words."""
    top = known.iloc[0]
    return words(
        "map.summary",
        reservoirs=words("count.reservoirs", n=len(placed)),
        reservoir=top["reservoir"],
        value=words.measure(top["value"], "release"),
        day=words.day(top["day"]),
    )


def _beside(placed: pd.DataFrame, known: pd.DataFrame, view: View, words: Words) -> html.Div:
    drawn = atlas.figure(placed, words).to_plotly_json()
    zoom = [
        html.Button(sign, type="button", **{"data-zoom": step, "aria-label": words(f"map.zoom_{name}")})
        for sign, step, name in (("+", "1", "in"), ("−", "-1", "out"))
    ]
    unplaced = known[known["lat"].isna()]["reservoir"]
    notes = [
        words("map.ring") if not placed["at_dam"].all() else "",
        words("map.faint", n=OLD_DAYS) if placed["old"].any() else "",
        words("map.unplaced", names=", ".join(unplaced)) if len(unplaced) else "",
        words("map.sources"),
    ]
    canvas = html.Div(
        [
            dcc.Graph(
                id="map", figure=_blank(), responsive=True, config={"displayModeBar": False, "scrollZoom": False}
            ),
            html.Div(id="map-names", className="map-names", **{"aria-hidden": "true"}),
            html.Div(zoom, className="zoom"),
            html.P(words("map.webgl"), className="no-webgl"),
        ],
        className="canvas atlas",
        id="atlas",
        role="group",
        **{"aria-labelledby": "chart-title", "aria-describedby": "caption"},
    )
    caption = html.Figcaption(
        [
            html.Strong(summary(known, placed, words), id="caption"),
            html.Span(" ".join(note for note in notes if note)),
        ]
    )
    return html.Div(
        [
            dcc.Store(id="map-figure", data=drawn),
            dcc.Store(id="picked"),
            html.Figure([canvas, _key(words), caption], className="chart"),
            html.Aside(_card(known, view, words), id="card", **{"aria-live": "polite"}),
        ],
        className="beside",
    )


def _blank() -> dict:
    """Nothing, as high as the map: what stands there until the map is fitted in."""
    return {"data": [], "layout": {"height": atlas.HEIGHT, "xaxis": {"visible": False}, "yaxis": {"visible": False}}}


def _key(words: Words) -> html.Ul:
    steps = [words.number(step) for step in atlas.STEPS]
    names = [
        words("map.none"),
        words("map.below", value=steps[0]),
        *(words("map.between", low=low, high=high) for low, high in itertools.pairwise(steps)),
        words("map.above", value=steps[-1]),
    ]
    shades = ["none", *range(1, len(atlas.COLOURS) + 1)]
    items = [
        html.Li([html.Span(className="dot", style={"--dot": f"var(--map-{shade})"}), name])
        for shade, name in zip(shades, names, strict=True)
    ]
    return html.Ul([html.Li(words("unit.release")), *items], className="key")


def _twin(known: pd.DataFrame, words: Words) -> html.Details:
    measured = f"{words('quantity.release')}, {words('unit.release')}"
    heads = [words("table.reservoir"), measured, words("table.date")]
    river = html.Th(words("reservoir.river"), scope="col", className="water")
    return html.Details(
        [
            html.Summary(words("twin.title", n=len(known))),
            html.Div(
                html.Table(
                    [
                        html.Thead(html.Tr([*(html.Th(head, scope="col") for head in heads), river])),
                        html.Tbody([_row(row, words) for row in known.to_dict("records")]),
                    ]
                ),
                className="plain-table",
            ),
        ],
        className="twin",
        open=True,
    )


def _row(row: dict, words: Words) -> html.Tr:
    value = words(f"qualifier.{row['qualifier']}", value=words.number(row["value"]))
    pick = html.Button(
        row["reservoir"],
        type="button",
        className="plain",
        **{"data-wish": urlencode({"reservoir": row["reservoir_id"]})},
    )
    return html.Tr(
        [
            html.Td(pick),
            html.Td(html.Strong(value), className="figures"),
            html.Td(words.day(row["day"], form="brief"), className="day"),
            html.Td(row["water"], className="water"),
        ]
    )
