"""Cascades: the releases of one river's reservoirs, upstream first, as small charts on one axis of days."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash import html

from dashboard.charts import panels
from dashboard.charts.palette import SERIES
from dashboard.charts.panels import Panel
from dashboard.names import reservoir_name
from dashboard.pages import picks, twin
from dashboard.pages.reservoir import graph
from dashboard.queries import Record, seasons
from dashboard.registry import cascades, entries, water
from dashboard.view import ALL_DAYS, Section, View, href
from dashboard.words import Words

HIGH = 120
"""Pixels of one reservoir's chart."""


def layout(record: Record, view: View, words: Words) -> html.Main:
    """The page of a view: of the cascade of its first reservoir, else of the one with the most on record."""
    whole = record.rows(View(), words.language, quantity="release")
    chains = on_record(whole)
    head = html.Div(
        [html.H1(words("nav.cascades")), html.P(words("cascades.intro"), className="subtitle")], className="page-head"
    )
    body = [head]
    if not chains:
        body.append(html.Div(html.P(words("cascades.none")), className="message"))
    else:
        chain = next((one for one in chains if set(one) & set(view.reservoirs[:1])), chains[0])
        own = whole[whole["reservoir_id"].isin(chain)]
        usual = usual_days(own)
        if view.since or view.until or view.days:
            rows = record.rows(view, words.language, chain, "release")
        else:
            rows = record.rows(replace(view, days=usual), words.language, chain, "release")
        body += [_choice(chains, chain, own, usual, view, words), _drawing(chain, rows, view, words)]
        if len(rows):
            body.append(twin.twin(rows, words))
    return html.Main(body, className="column cascades", id="main", **{"data-page": "cascades"})


def on_record(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """The cascades with releases of at least two reservoirs, the one with the most values first."""
    counts = rows["reservoir_id"].value_counts()
    known = [chain for chain in cascades() if sum(name in counts.index for name in chain) > 1]
    return sorted(known, key=lambda chain: (-sum(int(counts.get(name, 0)) for name in chain), chain))


def usual_days(rows: pd.DataFrame) -> str:
    """The latest year with a flood season of two reservoirs, else all days: what a view without days shows."""
    for year in seasons(rows):
        if rows[rows["date"].dt.year == year]["reservoir_id"].nunique() > 1:
            return str(year)
    return ALL_DAYS


def drawn(chain: tuple[str, ...], rows: pd.DataFrame) -> list[Panel]:
    """A small chart for each reservoir of the chain that has values, upstream first."""
    parts = []
    for name in chain:
        own = rows[rows["reservoir_id"] == name]
        if len(own):
            title = own["reservoir"].iloc[0]
            parts.append(Panel("release", ((title, SERIES[0], own),), title, HIGH, marks_largest=True))
    return parts


def peaks(parts: list[Panel], words: Words) -> str:
    """The largest release of each reservoir in the order of the flow: the wave in one line of words."""
    told = []
    for part in parts:
        rows = part.rows()
        top = rows.loc[rows["value"].idxmax()]
        value, day = words.measure(top["value"], "release"), words.day(top["day"], year=False)
        told.append(words("cascades.peak", reservoir=part.title, value=value, day=day))
    return words("cascades.peaks", peaks=" → ".join(told))


def _choice(
    chains: list[tuple[str, ...]], chain: tuple[str, ...], own: pd.DataFrame, usual: str, view: View, words: Words
) -> html.Section:
    # "" stands for the first chain, and for the chain in force whichever of its reservoirs the address names.
    named = view.reservoirs[0] if view.reservoirs and view.reservoirs[0] in chain else ""
    options = [
        (named if one == chain else "" if one == chains[0] else one[0], water(entries()[one[-1]].river, words.language))
        for one in chains
    ]
    return picks.picks(
        [
            picks.one("reservoir", words("cascades.choose"), options, named, words),
            picks.days(view, seasons(own), usual, words),
        ],
        words,
    )


def _drawing(chain: tuple[str, ...], rows: pd.DataFrame, view: View, words: Words) -> html.Div:
    parts = drawn(chain, rows)
    named = reservoir_name(words.language)
    title = html.H2(words("cascades.title", river=water(entries()[chain[-1]].river, words.language)), id="chart-title")
    shown = set(rows["reservoir_id"])
    silent = [named(one, None) for one in chain if one not in shown]
    notes = [
        words("cascades.scales") if len(parts) > 1 else "",
        words("cascades.silent", names=", ".join(silent)) if silent else "",
        words("chart.observed"),
    ]
    chart = [graph(panels.figure(parts, words), "panels")] if parts else [html.P(words("reservoir.nothing"))]
    caption = html.Figcaption(
        [
            html.Strong(peaks(parts, words) if parts else "", id="caption"),
            html.Span(" ".join(note for note in notes if note)),
        ]
    )
    steps = [
        html.Li(
            html.A(
                named(one, None),
                href=href(Section.RESERVOIR, replace(view.carried(), reservoirs=(one,))),
                **{"data-in": ""},
            ),
            className=None if one in shown else "silent",
        )
        for one in chain
    ]
    flow = html.Aside([html.H3(words("cascades.order")), html.Ol(steps, className="flow")])
    return html.Div([html.Figure([title, *chart, caption], className="chart"), flow], className="beside")
