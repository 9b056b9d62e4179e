"""Years compared: one reservoir's or one basin's values, each year a line over the same days."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.charts import years
from dashboard.levels import zeros
from dashboard.pages import picks, twin
from dashboard.pages.reservoir import graph
from dashboard.queries import SEASON, Record
from dashboard.registry import basin, basins, entries
from dashboard.sums import ADDABLE, together
from dashboard.view import ALL_DAYS, QUANTITIES, View
from dashboard.words import Words


def layout(record: Record, view: View, words: Words) -> html.Main:
    """The page of a view: of its basin, else of its first reservoir, else of the one with the most years."""
    whole = record.rows(View(), words.language)
    of_basin = {key: name for key, name in basins().items() if key in _basins_of(whole)}
    key = view.basin if view.basin in of_basin else ""
    quantity = view.quantity if view.quantity in ADDABLE or not key else "release"
    rows = whole[whole["quantity"] == quantity]
    usual = most_years(rows)
    subject = "" if key else view.reservoirs[0] if view.reservoirs else usual
    if key:
        title = words("reservoir.basin_of", basin=basin(of_basin[key], words.language))
        members, shown = together(part_of_year(_within(rows, key), view))
        shown = _summed(shown, words, quantity)
    else:
        own = rows[rows["reservoir_id"] == subject]
        title = own["reservoir"].iloc[0] if len(own) else subject
        members, shown = (), part_of_year(own, view).assign(zero=lambda frame: zeros(frame))
    names = whole.drop_duplicates("reservoir_id").set_index("reservoir_id")["reservoir"].to_dict()
    body = [
        html.Div(
            [html.H1(words("nav.seasons")), html.P(words("seasons.intro"), className="subtitle")], className="page-head"
        ),
        _choice(whole, names, of_basin, key, subject, usual, quantity, view, words),
        html.H2([title, html.Span(words(f"quantity.{quantity}"), className="ago")], id="chart-title"),
        *_drawing(shown, [names[one] for one in members], quantity, words),
    ]
    if len(shown):
        body.append(twin.twin(shown, words, named=False))
    return html.Main(body, className="column seasons", id="main", **{"data-page": "seasons"})


def part_of_year(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows of the flood season, or of the whole year where the view asks for all days."""
    return rows if view.days == ALL_DAYS else rows[rows["date"].dt.month.between(*SEASON)]


def most_years(rows: pd.DataFrame) -> str:
    """The reservoir with the most years in the flood season, of these the one with the most values; "" without any."""
    flood = rows[rows["date"].dt.month.between(*SEASON)]
    flood = flood if len(flood) else rows
    if flood.empty:
        return ""
    told = flood.groupby("reservoir_id")["date"].agg([lambda days: days.dt.year.nunique(), "size"])
    return min(told.index, key=lambda name: (*(-count for count in told.loc[name]), name))


def peaks(rows: pd.DataFrame, quantity: str, words: Words) -> str:
    """The largest value of each year, newest first, in a line of words."""
    told = []
    for year in sorted({day.year for day in rows["day"]}, reverse=True):
        own = rows[rows["day"].map(lambda day, year=year: day.year == year)]
        top = own.loc[own["value"].idxmax()]
        day = words.day(top["day"], year=False)
        told.append(words("seasons.peak", year=str(year), value=words.measure(top["value"], quantity), day=day))
    return words("seasons.peaks", peaks="; ".join(told))


def _summed(sums: pd.DataFrame, words: Words, quantity: str) -> pd.DataFrame:
    """Sums as rows that can be drawn: without evidence of their own, what they are made of in the hover."""
    made = [
        words("seasons.parts", values="; ".join(f"{name} {words.number(value)}" for name, value in parts))
        for parts in sums["parts"]
    ]
    plain = {"qualifier": "exact", "others": [()] * len(sums), "bulletin_id": "", "start": 0}
    named = {"reservoir_id": "", "reservoir": words(f"quantity.{quantity}"), "quantity": quantity}
    return sums.assign(**plain, **named, note=made)


def _basins_of(rows: pd.DataFrame) -> set[str]:
    known = entries()
    names = {known[name].basin for name in rows["reservoir_id"].unique() if name in known}
    return {key for key, name in basins().items() if name in names}


def _within(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    known, name = entries(), basins()[key]
    return rows[rows["reservoir_id"].map(lambda one: one in known and known[one].basin == name).astype(bool)]


def _choice(
    whole: pd.DataFrame, names: dict[str, str], of_basin: dict[str, str], key: str, subject: str, usual: str,
    quantity: str, view: View, words: Words,
) -> html.Section:  # fmt: skip
    recorded = [name for name in QUANTITIES if (whole["quantity"] == name).any() and (not key or name in ADDABLE)]
    # "" stands for the default reservoir, unless the address names that one in so many words.
    plain = usual if not view.reservoirs or subject != usual else None
    offered = sorted(names.items(), key=lambda pair: pair[1].casefold())
    reservoirs = [("" if one == plain else one, name) for one, name in offered]
    chosen = None if key else "" if subject == plain else subject
    flood = view.days if view.days != ALL_DAYS else ""
    parts = [(flood, words("seasons.flood")), (ALL_DAYS, words("seasons.year"))]
    quantities = [("" if name == "release" else name, words(f"quantity.{name}")) for name in recorded]
    measured = "" if quantity == "release" else quantity
    places = [(one, basin(name, words.language)) for one, name in of_basin.items()]
    return picks.picks(
        [
            picks.one("quantity", words("filter.quantity"), quantities, measured, words),
            picks.one(
                "reservoir", words("reservoir.choose"), reservoirs, chosen, words,
                placeholder=words("reservoir.choose"),
            ),
            picks.one(
                "basin", words("seasons.basin"), places, key or None, words, placeholder=words("seasons.basin_choose")
            ),
            picks.one("days", words("seasons.part"), parts, view.days, words),
        ],
        words,
    )  # fmt: skip


def _drawing(rows: pd.DataFrame, members: list[str], quantity: str, words: Words) -> list:
    if rows.empty:
        return [html.P(words("seasons.nothing"), className="subtitle")]
    notes = [
        words("seasons.one_year") if len({day.year for day in rows["day"]}) == 1 else "",
        words("seasons.sum_of", names=", ".join(members)) if members else "",
        words("overview.cascade").capitalize() + "." if members and quantity != "storage" else "",
        words("level.mixed") if not members and zeros(rows).astype(bool).any() else "",
        words("chart.observed"),
    ]
    caption = html.Figcaption(
        [
            html.Strong(peaks(rows, quantity, words), id="caption"),
            html.Span(" ".join(note for note in notes if note)),
        ]
    )
    return [html.Figure([graph(years.figure(rows, words, quantity), "panels"), caption], className="chart")]
