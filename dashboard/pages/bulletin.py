"""One bulletin: its text with everything marked that was read in it, and the same in two tables."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard.names import reservoir_name
from dashboard.pages import evidence, review
from dashboard.queries import SEASON
from dashboard.view import ALL_DAYS, Section, View, href
from dashboard.words import Words
from extract import Observation, Result, SetAside


def page(result: Result | None, view: View, words: Words) -> list:
    """The children of the page; `view.at` is where a figure begins that the reader came for."""
    back = html.P(_link("bulletin.back", Section.BULLETINS, view.carried(), words), className="back")
    if result is None:
        return [back, html.Div(html.H1(words("evidence.missing")), className="message")]
    asked = [row for row in result.rows if row.start == view.at]
    told = result.bulletin
    return [
        back,
        html.P(evidence.origin(told, words), className="origin"),
        html.H1(told.title or words("evidence.untitled"), lang=told.language),
        html.Div(
            [
                html.Div(
                    [
                        _key(result, words),
                        evidence.text(result, asked, words),
                        html.P(evidence.source(told, words), className="source"),
                    ],
                    className="sheet",
                ),
                html.Div([_rows(result, view, words), *_asides(result.set_aside, words)], className="read"),
            ],
            className="halves",
        ),
    ]


def _key(result: Result, words: Words) -> html.Ul:
    counts = {"row": len(result.rows), "aside": len(result.set_aside)}
    return html.Ul(
        [
            html.Li([html.Span(className=f"sample {kind}"), words(key, n=counts[kind])])
            for kind, key in (("row", "bulletin.key_row"), ("aside", "evidence.key_aside"))
            if counts[kind]
        ],
        className="key",
    )


def _rows(result: Result, view: View, words: Words) -> html.Section:
    head = [words(key) for key in ("table.reservoir", "table.date", "bulletin.value")]
    rows = [_row(row, view, words) for row in result.rows]
    told = _table("bulletin.rows", [*head, ""], rows, words) if rows else html.P(words("bulletin.no_rows"))
    return html.Section([html.H2(words("bulletin.rows"), id="bulletin.rows"), told])


def _row(row: Observation, view: View, words: Words) -> html.Tr:
    value = words(f"qualifier.{row.qualifier}", value=words.measure(row.value, row.quantity))
    here = replace(view, at=row.start)
    chart = replace(
        view, quantity=row.quantity, regions=(), reservoirs=(row.reservoir_id,), days=str(row.date.year),
        since=None, until=None, at=row.start,
    )  # fmt: skip
    drawn = _link("bulletin.chart", Section.RELEASES, _around(chart, row), words) if row.status == "observed" else None
    return html.Tr(
        [
            html.Td(html.Strong(reservoir_name(words.language)(row.reservoir_id, row.reservoir))),
            html.Td(words.day(row.date, form="brief"), className="day"),
            html.Td(
                [
                    html.Strong(words(f"status.{row.status}", value=value), className="figures"),
                    html.Span(words(f"quantity.{row.quantity}"), className="quiet"),
                    review.chip(row, words),
                    *[
                        html.Span(words(f"flag.{flag}"), title=words(f"flag.{flag}.why"), className="chip")
                        for flag in row.flags
                    ],
                    review.form(row, Section.BULLETINS, view, words),
                ]
            ),
            html.Td([_link("bulletin.in_text", Section.BULLETINS, here, words), drawn], className="links"),
        ],
        className="asked" if row.start == view.at else None,
        role="row",
    )


def _around(view: View, row: Observation) -> View:
    """The view of a row's year; outside the flood season all days, so that the row is among them."""
    return view if SEASON[0] <= row.date.month <= SEASON[1] else replace(view, days=ALL_DAYS)


def _asides(asides: list[SetAside], words: Words) -> list[html.Section]:
    if not asides:
        return []
    head = [words("bulletin.figure"), words("bulletin.reason")]
    rows = [
        html.Tr(
            [
                html.Td(html.Q(aside.quote)),
                html.Td(words(f"reason.{aside.reason}") + (f" ({aside.detail})" if aside.detail else "")),
            ]
        )
        for aside in asides
    ]
    table = _table("bulletin.asides", head, rows, words)
    return [html.Section([html.H2(words("bulletin.asides"), id="bulletin.asides"), table])]


def _table(title: str, head: list[str], rows: list[html.Tr], words: Words) -> html.Div:
    heads = [html.Th(name, scope="col") if name else html.Td() for name in head]
    # The roles stay when a phone lays a row out in two lines.
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], role="table", **{"aria-labelledby": title})
    return html.Div(table, className="plain-table rows" if len(head) > 2 else "plain-table")


def _link(key: str, section: Section, view: View, words: Words) -> html.A:
    return html.A(words(key), href=href(section, view), **{"data-in": ""})
