"""What is around every page, and the pages that stand in when there is nothing to show."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard.pages import atlas, bulletins, cascades, evidence, header, releases, reservoirs, seasons, update
from dashboard.queries import Record
from dashboard.view import Section, View
from dashboard.web import title_of
from dashboard.words import Words
from extract import StoreError

SAMPLE_COMMAND = "python -m extract add data/bulletins"


def page(
    record: Record, section: Section, view: View, notices: list[tuple[str, str]], words: Words, today: dt.date
) -> list:
    """The whole page of a view: head, body, foot and the panel for evidence."""
    try:
        newest = record.newest()
        inside = body(record, section, view, words, today)
        clipping = evidence_of(record, section, view, words)
    except StoreError:
        newest, inside, clipping = None, message(words, "error.store"), []
    return [
        html.A(words("site.skip"), href="#main", className="skip"),
        header.header(words, section, view, newest, today),
        html.Div(notice(notices, words), id="notices", role="status"),
        html.Div(inside, id="body"),
        header.footer(words),
        html.Dialog(html.Div(clipping, id="evidence-body"), id="evidence", **{"aria-labelledby": "evidence-title"}),
    ]


def body(record: Record, section: Section, view: View, words: Words, today: dt.date) -> html.Main:
    """What stands between head and foot. Raises :class:`StoreError` where the record cannot be read."""
    if section is Section.UPDATE:
        return update.layout(words)
    if record.newest() is None:
        return message(words, "empty.store", SAMPLE_COMMAND)
    match section:
        case Section.RELEASES:
            return releases.layout(releases.parts(view, record.select(view, words.language), words, today), words)
        case Section.MAP:
            return atlas.layout(record, view, words)
        case Section.RESERVOIR:
            return reservoirs.layout(record, view, words)
        case Section.CASCADES:
            return cascades.layout(record, view, words)
        case Section.SEASONS:
            return seasons.layout(record, view, words)
        case Section.BULLETINS:
            return bulletins.layout(record, view, words)


def evidence_of(record: Record, section: Section, view: View, words: Words) -> list:
    """The children of the evidence panel, none when no evidence is asked for or the page itself is a bulletin."""
    identity = asked(section, view)["bulletin"]
    return evidence.evidence(record.result(identity), view, words) if identity else []


def asked(section: Section, view: View) -> dict[str, str | int | None]:
    """Which evidence the panel shows; on the page of bulletins the address means the bulletin itself."""
    own = section is Section.BULLETINS
    return {"bulletin": None if own else view.bulletin, "at": None if own else view.at}


def spoken(section: Section, words: Words) -> dict[str, str]:
    """What the document around the page has to be told of its language."""
    return {"language": words.language, "title": title_of(section, words)}


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
