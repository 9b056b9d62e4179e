"""The clipping: a bulletin's text with the figure, the other rows and what was set aside marked."""

from __future__ import annotations

from urllib.parse import urlsplit

from dash import html

from dashboard.names import reservoir_name
from dashboard.pages import review
from dashboard.view import Section, View, href
from dashboard.words import Words
from extract import Observation, Result
from extract.bulletins.bulletin import Bulletin
from extract.marking import Mark, figure_within, pieces


def evidence(result: Result | None, view: View, words: Words) -> list:
    """The panel's children. `view.at` is where the evidence asked for begins, None for the bulletin alone."""
    if result is None:
        return [_bar(words), html.P(words("evidence.missing"), className="empty-text")]
    asked = [row for row in result.rows if row.start == view.at]
    bulletin = result.bulletin
    return [
        _bar(words),
        *[_fact(row, view, words) for row in asked],
        html.Article(
            [
                html.P(origin(bulletin, words), className="origin"),
                html.H3(bulletin.title or words("evidence.untitled"), lang=bulletin.language),
                text(result, asked, words),
                html.P([*source(bulletin, words), _whole(view, words)], className="source"),
            ],
            className="clipping",
        ),
        _key(result, asked, words),
    ]


def source_link(url: str | None) -> str | None:
    """The address if it is a web address: a bulletin may carry anything, also `javascript:`.

    >>> source_link("javascript:alert(1)"), source_link("https://www.gov.kz/a")
    (None, 'https://www.gov.kz/a')
    """
    try:
        parts = urlsplit(url if isinstance(url, str) else "")  # a table says "missing" with NaN
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def site(url: str | None) -> str:
    """The name of the site an address leads to, "" where it leads to none.

    >>> site("https://www.gov.kz/memleket")
    'gov.kz'
    """
    link = source_link(url)
    return urlsplit(link).netloc.removeprefix("www.") if link else ""


def marks(result: Result, asked: list[Observation], words: Words) -> list[Mark]:
    """What to mark: the figure asked for within its quote, the other rows, and the set-aside with reasons."""
    named = reservoir_name(words.language)
    found = [
        Mark(row.start, row.end, "row", named(row.reservoir_id, row.reservoir))
        for row in result.rows
        if row not in asked
    ]
    found += [Mark(aside.start, aside.end, "aside", words(f"reason.{aside.reason}")) for aside in result.set_aside]
    for row in asked:
        found.append(Mark(row.start, row.end, "evidence"))
        if within := figure_within(row.quote, row.value_as_printed):
            found.append(Mark(row.start + within[0], row.start + within[1], "figure"))
    return found


def _bar(words: Words) -> html.Div:
    return html.Div(
        [
            html.H2(words("evidence.title"), id="evidence-title", tabIndex="-1"),
            html.Button(
                "×", type="button", className="close", **{"data-close": "", "aria-label": words("evidence.close")}
            ),
        ],
        className="panel-bar",
    )


def _fact(row: Observation, view: View, words: Words) -> html.Div:
    value = words(f"qualifier.{row.qualifier}", value=words.measure(row.value, row.quantity))
    return html.Div(
        [
            html.P(value, className="value"),
            html.P(
                [
                    html.Strong(reservoir_name(words.language)(row.reservoir_id, row.reservoir)),
                    f", {words.day(row.date)}",
                ]
            ),
            review.chip(row, words),
            html.Ul([html.Li(words(f"flag.{flag}.why")) for flag in row.flags]) if row.flags else None,
            review.form(row, Section.BULLETINS, view, words),
        ],
        className="told",
    )


def origin(bulletin: Bulletin, words: Words) -> str:
    """Who published a bulletin and when, in a line."""
    publisher = bulletin.publisher or site(bulletin.url)
    day = bulletin.published_day
    when = words("evidence.published", day=words.day(day)) if day else words("evidence.undated")
    return " · ".join(part for part in (publisher, when) if part)


def text(result: Result, asked: list[Observation], words: Words) -> html.Blockquote:
    """A bulletin's text with everything marked that was read in it."""
    shown: list = []
    for piece, mark in pieces(result.bulletin.text, marks(result, asked, words)):
        shown.append(piece if mark is None else html.Mark(piece, className=mark.kind, title=mark.why or None))
    bulletin = result.bulletin
    return html.Blockquote(shown, className="clip", lang=bulletin.language, cite=source_link(bulletin.url))


def source(bulletin: Bulletin, words: Words) -> list:
    """The way to where a bulletin was published, or the words that there is none."""
    link = source_link(bulletin.url)
    if not link:
        return [html.Span(words("evidence.no_source"), className="none")]
    return [html.A(words("evidence.source"), href=link, target="_blank", rel="noopener noreferrer", className="button")]


def _whole(view: View, words: Words) -> html.A:
    """To the page of the bulletin, with the same figure marked there."""
    return html.A(words("bulletin.open"), href=href(Section.BULLETINS, view), className="plain", **{"data-in": ""})


def _key(result: Result, asked: list[Observation], words: Words) -> html.Div:
    others = len(result.rows) - len(asked)
    key = [html.Li([html.Span(className="sample figure"), words("evidence.key_figure")])] if asked else []
    if others:
        key.append(html.Li([html.Span(className="sample row"), words("evidence.key_row", n=others)]))
    if result.set_aside:
        key.append(html.Li([html.Span(className="sample aside"), words("evidence.key_aside", n=len(result.set_aside))]))
    reasons = [
        html.Li(
            [html.Q(aside.quote), " ", words(f"reason.{aside.reason}"), f" ({aside.detail})" if aside.detail else ""]
        )
        for aside in result.set_aside
    ]
    return html.Div(
        [
            html.Ul(key, className="key"),
            html.Details([html.Summary(words("evidence.asides")), html.Ul(reasons)], className="reasons")
            if reasons
            else None,
        ]
    )
