"""The page of a reservoir: what it is, all that is on record of it, its cascade and its bulletins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
from dash import dcc, html

from dashboard.charts import panels
from dashboard.charts.palette import SERIES
from dashboard.charts.panels import Panel
from dashboard.levels import zeros
from dashboard.names import region_name, reservoir_name
from dashboard.pages import picks, twin
from dashboard.pages.evidence import site, source_link
from dashboard.queries import Record, seasons
from dashboard.registry import Entry, basin, cascade, entries, town, water
from dashboard.view import ALL_DAYS, LANGUAGES, Section, View, href
from dashboard.words import Words

LATEST = 5
"""As many of a reservoir's bulletins are named here; a link leads to all."""

_COLOUR = {
    "release": SERIES[0],
    "inflow": SERIES[1],
    "storage": SERIES[2],
    "fill": SERIES[6],
    "spill_height": SERIES[4],
}
_LEVEL = SERIES[3]


def page(record: Record, identity: str, view: View, words: Words) -> html.Main:
    """The page of one reservoir."""
    entry = entries().get(identity)
    whole = record.rows(View(), words.language, [identity])
    rows = record.rows(view, words.language, [identity])
    recorded = whole["reservoir"].iloc[0] if len(whole) else None
    body = [
        html.P(
            _link(words("reservoir.back"), replace(view.carried(), reservoirs=()), Section.RESERVOIR), className="back"
        ),
        html.H1(reservoir_name(words.language)(identity, recorded)),
    ]
    if entry:
        body += [_other_names(entry, words), _facts(entry, view, words)]
    else:
        body.append(html.P(words("reservoir.unlisted" if len(whole) else "reservoir.unknown"), className="subtitle"))
    if len(whole):
        body += [_days(whole, view, words), *_quantities(rows, words)]
    body.append(
        html.Div([_cascade(identity, view, words), _bulletins(record, identity, view, words)], className="halves")
    )
    return html.Main(body, className="column reservoir", id="main", **{"data-page": "reservoir"})


def drawn(rows: pd.DataFrame, words: Words) -> list[Panel]:
    """The small charts of one reservoir's rows: release beside inflow, then each other quantity that is on record.

    Levels over two zeros become two charts.
    """
    zero = zeros(rows)
    parts: list[Panel] = []
    flows = [name for name in ("release", "inflow") if (rows["quantity"] == name).any()]
    if flows:
        lines = tuple((words(f"quantity.{name}"), _COLOUR[name], rows[rows["quantity"] == name]) for name in flows)
        parts.append(Panel("release", lines, height=230))
    for name in ("storage", "fill"):
        own = rows[rows["quantity"] == name]
        if len(own):
            parts.append(Panel(name, ((words(f"quantity.{name}"), _COLOUR[name], own),)))
    for kind, key in (("", "quantity.level"), ("sea", "level.sea"), ("gauge", "level.gauge")):
        own = rows[(rows["quantity"] == "level") & (zero == kind)]
        if len(own):
            parts.append(Panel("level", ((words(key), _LEVEL, own),)))
    spill = rows[rows["quantity"] == "spill_height"]
    if len(spill):
        parts.append(Panel("spill_height", ((words("quantity.spill_height"), _COLOUR["spill_height"], spill),)))
    return parts


def summary(rows: pd.DataFrame, words: Words) -> str:
    """The charts in one line of words."""
    values, flow = words("count.values", n=len(rows)), rows[rows["quantity"] == "release"]
    if flow.empty:
        return words("reservoir.summary_other", values=values)
    top = flow.loc[flow["value"].idxmax()]
    measure = words.measure(top["value"], "release")
    return words("reservoir.summary", values=values, value=measure, day=words.day(top["day"]))


def _other_names(entry: Entry, words: Words) -> html.P:
    others = [html.Span(entry.names[tag], lang=tag) for tag in LANGUAGES if tag != words.language]
    return html.P([others[0], " · ", others[1]], className="subtitle names")


def _facts(entry: Entry, view: View, words: Words) -> html.Div:
    told = [
        ("river", entry.river and water(entry.river, words.language)),
        ("basin", entry.basin and basin(entry.basin, words.language)),
        ("region", region_name(words.language)(entry.region_code, None)),
        ("capacity", entry.capacity is not None and words.measure(entry.capacity, "storage")),
        ("year", entry.year),
        (
            "point" if entry.at_dam else "point_near",
            entry.point and _place(entry, view, words),
        ),
    ]
    facts = [
        html.Div([html.Dt(words(f"reservoir.{key}")), html.Dd(value)], className="fact") for key, value in told if value
    ]
    links = [link for link in map(source_link, entry.sources) if link]
    sources = html.P(
        [
            words("reservoir.sources"),
            ": ",
            *_listed(html.A(site(link), href=link, target="_blank", rel="noopener noreferrer") for link in links),
        ],
        className="hint",
    )
    return html.Div([html.Dl(facts, className="facts"), sources if links else None])


def _listed(links: Iterable[html.A]) -> list:
    return [part for number, link in enumerate(links) for part in ((", ", link) if number else (link,))]


def _degrees(entry: Entry, words: Words) -> str:
    latitude, longitude = (words.number(round(degree, 2)) for degree in entry.point)
    return f"{latitude}° N, {longitude}° E"


def _place(entry: Entry, view: View, words: Words) -> list:
    near = words("reservoir.near", town=town(entry.near, words.language))
    here = _link(words("reservoir.on_map"), replace(view.carried(), reservoirs=(entry.id,)), Section.MAP)
    return [_degrees(entry, words) if entry.at_dam else near, " ", here]


def _days(whole: pd.DataFrame, view: View, words: Words) -> html.Section:
    return picks.picks([picks.days(view, seasons(whole), ALL_DAYS, words)], words)


def _quantities(rows: pd.DataFrame, words: Words) -> list:
    title = html.H2(words("reservoir.quantities"), id="chart-title")
    parts = drawn(rows, words)
    if not parts:
        return [title, html.P(words("reservoir.nothing"), className="subtitle")]
    mixed = zeros(rows).astype(bool).any()
    return [
        html.Figure(
            [
                title,
                graph(panels.figure(parts, words), "panels"),
                html.Figcaption(
                    [
                        html.Strong(summary(rows, words), id="caption"),
                        html.Span(" ".join([*([words("level.mixed")] if mixed else []), words("chart.observed")])),
                    ]
                ),
            ],
            className="chart",
        ),
        twin.twin(rows, words, named=False),
    ]


def graph(figure, identity: str) -> html.Div:
    """A chart that is drawn with its page; a click on a point opens its sentence."""
    high = {"height": f"{figure.layout.height}px"}
    config = {"displayModeBar": False, "showTips": False, "scrollZoom": False}
    return html.Div(
        dcc.Graph(id=identity, figure=figure, responsive=True, config=config, style=high),
        className="canvas",
        style=high,
        role="img",
        **{"aria-labelledby": "chart-title", "aria-describedby": "caption"},
    )


def _cascade(identity: str, view: View, words: Words) -> html.Section:
    chain = cascade(identity)
    named = reservoir_name(words.language)
    if len(chain) == 1:
        told: list = [html.P(words("reservoir.alone"), className="subtitle")]
    else:
        steps = [
            html.Li(html.Strong(named(one, None), **{"aria-current": "true"}))
            if one == identity
            else html.Li(_link(named(one, None), replace(view.carried(), reservoirs=(one,)), Section.RESERVOIR))
            for one in chain
        ]
        told = [html.P(words("reservoir.cascade_order"), className="subtitle"), html.Ol(steps, className="flow")]
    return html.Section([html.H2(words("reservoir.cascade")), *told])


def _bulletins(record: Record, identity: str, view: View, words: Words) -> html.Section:
    own = replace(view.carried(), reservoirs=(identity,), regions=(), days="", since=None, until=None)
    listing = record.list_bulletins(own, words.language)
    items = [
        html.Li(
            [
                _link(row["title"] or words("evidence.untitled"), replace(own, bulletin=row["id"]), Section.BULLETINS),
                html.Span(words.day(row["published"], form="brief"), className="quiet") if row["published"] else None,
            ]
        )
        for row in listing.rows.head(LATEST).to_dict("records")
    ]
    every = html.P(_link(words("reservoir.bulletins_all", n=listing.found), own, Section.BULLETINS))
    return html.Section([html.H2(words("reservoir.bulletins")), html.Ul(items, className="papers"), every])


def _link(text: str, view: View, section: Section) -> html.A:
    return html.A(text, href=href(section, view), **{"data-in": ""})
