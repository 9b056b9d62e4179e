"""The list of reservoirs on record by basin, or the page of the one that the address names."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash import html

from dashboard.names import region_name
from dashboard.pages import picks, reservoir
from dashboard.queries import Record
from dashboard.registry import basin, entries, water
from dashboard.view import Section, View, href
from dashboard.words import Words


def layout(record: Record, view: View, words: Words) -> html.Main:
    """The page of a view: of one reservoir where it names one, else the list."""
    if len(view.reservoirs) == 1:
        return reservoir.page(record, view.reservoirs[0], view, words)
    known = record.rows(View(), words.language)
    names = known.drop_duplicates("reservoir_id")[["reservoir_id", "reservoir"]]
    options = sorted(names.itertuples(index=False, name=None), key=lambda pair: pair[1].casefold())
    choice = picks.one("reservoir", words("reservoir.choose"), [("", words("reservoir.all")), *options], "", words)
    groups = [_group(name, rows, view, words) for name, rows in by_basin(known)]
    return html.Main(
        [
            html.Div(
                [
                    html.H1(words("nav.reservoir")),
                    html.P(
                        words("reservoir.listed", reservoirs=words("count.reservoirs", n=len(names))),
                        className="subtitle",
                    ),
                ],
                className="page-head",
            ),
            picks.picks([choice], words),
            html.Div(groups, className="basins"),
        ],
        className="column",
        id="main",
        **{"data-page": "reservoirs"},
    )


def by_basin(known: pd.DataFrame) -> list[tuple[str, list[dict]]]:
    """Basins with their reservoirs, each by name with its latest release if there is one; the unknown basin last."""
    latest = known[known["quantity"] == "release"].sort_values("day").drop_duplicates("reservoir_id", keep="last")
    told = {row["reservoir_id"]: row for row in latest.to_dict("records")}
    basins: dict[str, list[dict]] = {}
    for row in known.drop_duplicates("reservoir_id").sort_values("reservoir").to_dict("records"):
        entry = entries().get(row["reservoir_id"])
        place = {"id": row["reservoir_id"], "name": row["reservoir"], "river": entry.river if entry else ""}
        region = entry.region_code if entry else row["region_code"]
        newest = told.get(row["reservoir_id"])
        basins.setdefault(entry.basin if entry else "", []).append(place | {"region": region, "latest": newest})
    return sorted(basins.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))


def _group(name: str, rows: list[dict], view: View, words: Words) -> html.Section:
    known = words("reservoir.basin_of", basin=basin(name, words.language))
    return html.Section(
        [html.H2(known if name else words("reservoir.other_basin")), html.Ul([_item(row, view, words) for row in rows])]
    )


def _item(row: dict, view: View, words: Words) -> html.Li:
    region = region_name(words.language)(row["region"], None)
    place = " · ".join(part for part in (row["river"] and water(row["river"], words.language), region) if part)
    latest = row["latest"]
    told = [html.Span(words("reservoir.no_release"), className="quiet")]
    if latest:
        value = words(f"qualifier.{latest['qualifier']}", value=words.measure(latest["value"], "release"))
        told = [
            html.Strong(value, className="figures"),
            html.Span(words.day(latest["day"], form="brief"), className="quiet"),
        ]
    link = href(Section.RESERVOIR, replace(view.carried(), reservoirs=(row["id"],)))
    return html.Li(
        [
            html.Div([html.A(row["name"], href=link, **{"data-in": ""}), html.Span(place, className="quiet")]),
            html.Div(told, className="latest"),
        ]
    )
