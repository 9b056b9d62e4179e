"""What is around every page, and the pages that stand in when there is nothing to show."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard.pages import evidence, header, releases
from dashboard.queries import Record
from dashboard.view import View
from dashboard.words import Words
from extract import StoreError

SAMPLE_COMMAND = "python -m extract add data/bulletins"


def page(record: Record, view: View, notices: list[tuple[str, str]], words: Words, today: dt.date) -> list:
    """The whole page of a view: head, body, foot and the panel for evidence."""
    try:
        newest = record.newest()
        body = (
            message(words, "empty.store", SAMPLE_COMMAND) if newest is None else _releases(record, view, words, today)
        )
        clipping = evidence_of(record, view, words)
    except StoreError:
        newest, body, clipping = None, message(words, "error.store"), []
    return [
        html.A(words("site.skip"), href="#main", className="skip"),
        header.header(words, newest, today),
        html.Div(notice(notices, words), id="notices", role="status"),
        body,
        header.footer(words),
        html.Dialog(html.Div(clipping, id="evidence-body"), id="evidence", **{"aria-labelledby": "evidence-title"}),
    ]


def _releases(record: Record, view: View, words: Words, today: dt.date) -> html.Main:
    return releases.layout(releases.parts(view, record.select(view, words.language), words, today), words)


def evidence_of(record: Record, view: View, words: Words) -> list:
    """The children of the evidence panel, none when no evidence is asked for."""
    return evidence.evidence(record.result(view.bulletin), view.at, words) if view.bulletin else []


def spoken(words: Words) -> dict[str, str]:
    """What the document around the page has to be told of its language."""
    return {"language": words.language, "title": words("site.title")}


def notice(notices: list[tuple[str, str]], words: Words) -> list:
    """What of an address was not understood, cut short: it is somebody's typing."""
    if not notices:
        return []
    told = ", ".join(f"{key}={value[:40]}" for key, value in notices[:5])
    return [html.P(words("notice.ignored", parts=told), className="notice column")]


def unreachable(words: Words) -> list:
    """A line above a page that stands, when what it should show next cannot be read."""
    return [html.P([html.Strong(words("error.store")), " ", words("error.store_text")], className="notice column")]


def message(words: Words, key: str, command: str | None = None) -> html.Main:
    """A page that says what is the matter and what to do."""
    told = [html.H1(words(key)), html.P(words(f"{key}_text"))]
    if command:
        told += [html.Pre(html.Code(command)), html.P(words(f"{key}_then"))]
    return html.Main(html.Div(told, className="message"), className="column", id="main")
