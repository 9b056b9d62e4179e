"""The table twin of a chart, folded beneath it: the same values as text, each with the way to its sentence."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
from dash import html

from dashboard.words import Words

MOST = 300
"""As many rows a twin shows, the newest: the CSV of the front page has them all."""


def twin(rows: pd.DataFrame, words: Words, named: bool = True) -> html.Details:
    """The values of `rows`, newest first; `named` says whether the reservoir's name is worth a column."""
    newest = rows.sort_values(["day", "quantity", "value"], ascending=[False, True, False], kind="stable").head(MOST)
    heads = ["table.date", *(["table.reservoir"] if named else []), "filter.quantity", "bulletin.value"]
    body = [_row(row, words, named) for row in newest.to_dict("records")]
    return html.Details(
        [
            html.Summary(words("twin.title", n=len(rows))),
            html.P(words("twin.latest", n=MOST), className="hint") if len(rows) > MOST else None,
            html.Div(
                html.Table(
                    [
                        html.Thead(html.Tr([*(html.Th(words(key), scope="col") for key in heads), html.Td()])),
                        html.Tbody(body),
                    ]
                ),
                className="plain-table",
            ),
        ],
        className="twin",
    )


def _row(row: dict, words: Words, named: bool) -> html.Tr:
    value = words(f"qualifier.{row['qualifier']}", value=words.measure(row["value"], row["quantity"]))
    # The wish is read as a query: whatever an id holds, it is one value there.
    read = row["bulletin_id"] and html.Button(
        words("twin.read"), type="button", className="plain",
        **{"data-wish": urlencode({"bulletin": row["bulletin_id"], "at": int(row["start"])})},
    )  # fmt: skip
    return html.Tr(
        [
            html.Td(words.day(row["day"], form="brief"), className="day"),
            html.Td(row["reservoir"]) if named else None,
            html.Td(words(f"quantity.{row['quantity']}")),
            html.Td(html.Strong(value), className="figures"),
            html.Td(read, className="links"),
        ]
    )
