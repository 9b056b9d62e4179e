"""The page of bulletins: the list with its counts, or the one bulletin that the address names."""

from __future__ import annotations

import pandas as pd
from dash import dcc, html

from dashboard.pages import bulletin, picks, table
from dashboard.pages.evidence import site
from dashboard.queries import Listing, Record
from dashboard.view import ALL_DAYS, View
from dashboard.words import Words


def layout(record: Record, view: View, words: Words) -> html.Main:
    """The page of a view."""
    if view.bulletin:
        inside = bulletin.page(record.result(view.bulletin), view, words)
        return html.Main(inside, className="column bulletin", id="main", **{"data-page": "bulletin"})
    listing = record.list_bulletins(view, words.language)
    rows, defs = list_rows(listing.rows, words), columns(words)
    body = [
        html.Div(
            [html.H1(words("nav.bulletins")), html.P(summary(listing, view, words), id="count", className="subtitle")],
            className="page-head",
        ),
        controls(listing, view, words),
    ]
    if rows:
        body += [
            table.grid(rows, defs, words, "list"),
            html.P(words("bulletins.hint"), className="hint"),
            dcc.Store(id="list-columns", data=defs),
        ]
    else:
        body.append(nothing(words))
    return html.Main(body, className="column", id="main", **{"data-page": "bulletins"})


def controls(listing: Listing, view: View, words: Words) -> html.Section:
    """Which bulletins: those with figures of regions, reservoirs and years."""
    return picks.picks(
        [
            picks.several(
                "region", words("filter.regions"), words("filter.regions_all"), listing.regions, view.regions, words
            ),
            picks.several(
                "reservoir", words("filter.reservoirs"), words("filter.reservoirs_all"),
                listing.reservoirs, view.reservoirs, words,
            ),
            picks.days(view, listing.seasons, ALL_DAYS, words),
        ],
        words,
    )  # fmt: skip


def summary(listing: Listing, view: View, words: Words) -> str:
    """How many bulletins, and what became of the figures in them."""
    told = [
        words(
            "bulletins.summary",
            bulletins=words("count.bulletins", n=listing.found),
            rows=listing.figures_in,
            asides=listing.figures_out,
        ),
        words("bulletins.latest", n=len(listing.rows), all=listing.found) if listing.found > len(listing.rows) else "",
        words("bulletins.matching") if listing.narrowed else "",
    ]
    return " ".join(part for part in told if part)


def list_rows(listed: pd.DataFrame, words: Words) -> list[dict]:
    """The rows of the list as plain data, the latest first."""
    return [
        {
            "key": row["id"],
            "bulletin": row["id"],
            "date": row["published"].isoformat() if row["published"] else "",
            "day": words.day(row["published"], form="plain") if row["published"] else "",
            "brief": words.day(row["published"], form="brief") if row["published"] else "",
            "title": row["title"] or words("evidence.untitled"),
            "publisher": row["publisher"] or site(row["url"]),
            "language": words.language_name(row["language"]) if row["language"] else "",
            "rows": row["rows"],
            "asides": row["set_aside"],
        }
        for row in listed.to_dict("records")
    ]


def columns(words: Words) -> list[dict]:
    """The list's columns."""
    day = {"filterValueGetter": {"function": "params.data.day"}}
    return [
        table.column("date", words("bulletins.published"), 178, 2, 190, 86, **table.shows("day"), **day),
        table.column(
            "title", words("bulletins.name"), 300, 7, narrow=176, cellClass="strong", cellRenderer="AgynBulletin",
            tooltipField="title",
        ),
        table.column("rows", words("bulletins.rows"), 116, 1, 124, 76, **table.WEIGHED),
        table.column("asides", words("bulletins.asides"), 136, 1, 140, **table.WEIGHED),
        table.column("publisher", words("table.publisher"), 170, 4, tooltipField="publisher"),
        table.column("language", words("header.language"), 136, 2, 150),
    ]  # fmt: skip


def nothing(words: Words) -> html.Div:
    """What to say and do when no bulletin matches."""
    clear = html.Button(
        words("filter.clear"), type="button", className="button",
        **{"data-wish": "region=&reservoir=&days=&since=&until="},
    )  # fmt: skip
    return html.Div([html.H2(words("bulletins.none")), html.P(clear, className="ways")], className="message")
