"""Where the record grows: refresh from the sources, or hand in a bulletin and see what is read in it first."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import replace

from dash import dcc, html

from dashboard.access import LONGEST_NAME, Access, Person, Refused
from dashboard.pages import evidence
from dashboard.pages.day_input import DayInput
from dashboard.signing import SIGN_IN, SIGN_OUT
from dashboard.uploads import MOST_BYTES, Known
from dashboard.view import Section, View, href
from dashboard.words import Words
from extract import BadInput, Result
from extract.record.runs import SourceRun
from extract.record.store import Added

FORMATS = ".txt,.html,.htm,.pdf,.docx,.eml,.json,.jsonl"


def layout(words: Words) -> html.Main:
    """The page before the server has said who asks; the callback `desk` fills it."""
    return html.Main(
        [
            dcc.Store(id="desk-wanted", data=words.language),
            html.H1(words("nav.update"), className="page-title"),
            html.Div(id="desk"),
        ],
        className="column update",
        id="main",
        **{"data-page": "update"},
    )


def desk(person: Person | None, access: Access, runs: Iterable[SourceRun], view: View, words: Words) -> list:
    """The two ways to add; with a word on how to be allowed to where the reader is not."""
    shut = person is None
    return [
        _who(person, access, view, words),
        html.Section(
            [
                html.H2(words("update.refresh"), id="update-refresh"),
                html.P(words("update.refresh_text"), className="quiet"),
                html.Button(
                    words("update.refresh_button"), id="refresh", type="button", className="button", disabled=shut
                ),
                html.Div(id="refresh-said", role="status", className="said"),
                dcc.Store(id="refresh-done"),
                html.Div(last(runs, words), id="refresh-last"),
            ],
            **{"aria-labelledby": "update-refresh"},
        ),
        html.Section(
            [html.H2(words("update.add"), id="update-add"), *_form(words, shut)], **{"aria-labelledby": "update-add"}
        ),
    ]


def _who(person: Person | None, access: Access, view: View, words: Words) -> html.Div | None:
    """Who is at the desk: a way in, a way out, or the words that there is none and how to make one."""
    back = dcc.Input(type="hidden", name="back", value=href(Section.UPDATE, view.carried()))
    if person is not None and person.how == "session":
        out = html.Button(words("access.sign_out"), type="submit", className="plain")
        said = html.Span(words("access.signed_in", name=person.name))
        return html.Form([back, said, out], action=SIGN_OUT, method="post", className="who")
    if person is not None:
        return None
    if not access.takes_token:
        return html.Div(
            [
                html.P([html.Strong(words("access.read_only")), " ", words("access.how")]),
                html.Pre(html.Code("AGYN_TOKEN=… python -m dashboard")),
            ],
            className="notice",
        )
    return html.Form(
        [
            back,
            html.P([html.Strong(words("access.no_token")), " ", words("access.sign_in_text")]),
            field(words("access.name"), dcc.Input(name="name", id="sign-name", maxLength=LONGEST_NAME, required=True)),
            field(words("access.token"), dcc.Input(name="token", id="sign-token", type="password", required=True)),
            html.Button(words("access.title"), type="submit", className="button"),
        ],
        action=SIGN_IN,
        method="post",
        className="notice sign-in",
    )


def field(label: str, control) -> html.Div:
    """A control with its name above it."""
    return html.Div([html.Label(label, htmlFor=control.id), control], className="field")


def _form(words: Words, shut: bool) -> list:
    return [
        html.P(words("update.add_text"), className="quiet"),
        html.Label(words("update.paste"), htmlFor="pasted"),
        dcc.Textarea(id="pasted", className="pasted", rows=8, disabled=shut),
        dcc.Upload(
            [html.Span(words("update.drop"), className="plain"), html.Span(id="file-name", className="quiet")],
            id="file",
            max_size=MOST_BYTES,
            accept=FORMATS,
            className="drop",
            disabled=shut,
        ),
        html.Div(
            [
                field(words("update.publisher"), dcc.Input(id="known-publisher", maxLength=200)),
                field(words("update.url"), dcc.Input(id="known-url", maxLength=500, placeholder="https://")),
                field(words("update.day"), DayInput(id="known-day")),
            ],
            className="known",
        ),
        html.Button(words("update.read"), id="read", type="button", className="button", disabled=shut),
        html.Div(id="reading", role="status"),
        dcc.Store(id="shown"),
        html.Button(words("update.keep"), id="keep", type="button", className="button hidden"),
        html.Div(id="kept", role="status", className="said"),
    ]


def handed_in(pasted: str | None, content: str | None, name: str | None) -> tuple[bytes, str]:
    """The bytes that were handed in, and the file's name: an uploaded file counts before pasted text.

    Raises :class:`BadInput` for what a browser would not send.
    """
    if not content:
        return (pasted or "").encode("utf-8", "surrogatepass"), ""
    try:
        return base64.b64decode(content.partition(",")[2], validate=True), name or ""
    except (binascii.Error, ValueError):
        raise BadInput("The file did not arrive whole: choose it again.") from None


def known(publisher: str | None, url: str | None, day: str | None) -> Known:
    return Known(publisher=publisher or "", url=url or "", published=day or "")


def reading(results: list[Result], words: Words) -> list:
    """What was read in each bulletin, marked in its text, and what to complete before it is kept."""
    return [_read(result, words) for result in results]


def _read(result: Result, words: Words) -> html.Article:
    told = result.bulletin
    missing = [
        words(f"update.missing_{name}")
        for name, value in (("publisher", told.publisher), ("url", told.url), ("day", told.published))
        if not value
    ]
    counts = (("row", "bulletin.key_row", len(result.rows)), ("aside", "evidence.key_aside", len(result.set_aside)))
    key = [html.Li([html.Span(className=f"sample {kind}"), words(name, n=n)]) for kind, name, n in counts if n]
    reasons = [html.Li([html.Q(aside.quote), " ", words(f"reason.{aside.reason}")]) for aside in result.set_aside]
    return html.Article(
        [
            html.P(evidence.origin(told, words), className="origin"),
            html.H3(told.title or words("evidence.untitled"), lang=told.language),
            html.Ul(key, className="key") if key else html.P(words("bulletin.no_rows")),
            evidence.text(result, [], words),
            html.Ul(reasons, className="reasons") if reasons else None,
            html.P(words("update.missing", parts=", ".join(missing)), className="notice") if missing else None,
        ],
        className="clipping",
    )


def kept(added: list[Added], view: View, words: Words) -> list:
    """What became of each bulletin that was kept, with the way to it."""
    shown = View(language=view.language, theme=view.theme)
    return [
        html.P(
            [
                words(f"update.kept_{one.outcome}", n=one.rows),
                " ",
                html.A(
                    words("bulletin.open"),
                    href=href(Section.BULLETINS, replace(shown, bulletin=one.bulletin_id)),
                    **{"data-in": ""},
                ),
            ]
        )
        for one in added
    ]


def sentence(text: str) -> list:
    """What a reader or a source said, in its own words."""
    return [html.P(text, className="notice", lang="en")]


def plain(text: str) -> list:
    """A sentence of our own."""
    return [html.P(text, className="notice")]


def sentence_of(refused: Refused, words: Words) -> list:
    """Why somebody may not write."""
    return plain(words(f"access.{refused.reason}"))


def running(source: str, number: int, of: int, run: SourceRun, words: Words) -> list:
    """How far a refresh is: the source at hand, and its counts so far."""
    return [
        html.Progress(value=str(number), max=str(of), **{"aria-label": words("update.refresh")}),
        html.P([html.Strong(source), " ", counts(run, words)]),
    ]


def done(runs: Iterable[SourceRun], words: Words) -> list:
    """What a refresh brought, source by source, in words."""
    return [html.P(words("update.done")), html.Ul([_visit(run, words) for run in runs], className="visits")]


def last(runs: Iterable[SourceRun], words: Words) -> list:
    """The latest visit to each source, if there was any."""
    visits = [_visit(run, words) for run in runs]
    return [html.Details([html.Summary(words("update.last")), html.Ul(visits, className="visits")])] if visits else []


def _visit(run: SourceRun, words: Words) -> html.Li:
    failed = html.Span([words("update.failed"), " ", html.Span(run.failed, lang="en")], className="failed")
    return html.Li([html.Strong(run.source), " ", counts(run, words), " ", failed if run.failed else None])


def counts(run: SourceRun, words: Words) -> str:
    """The counts of a visit as a sentence."""
    names = ("new", "unchanged", "corrected", "without_releases")
    return words("update.counts", **{name: getattr(run, name) for name in names})
