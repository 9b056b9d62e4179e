"""The head and foot of every page: the wordmark, how old the newest figure is, language and theme."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard.view import LANGUAGES, Section, View, href
from dashboard.words import Words

FRESH_DAYS = 2
"""A record whose newest day is older than this says in so many words that it is not the present situation."""

# Each language under its own name, as readers look for it.
_AUTONYMS = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


def header(words: Words, section: Section, view: View, newest: dt.date | None, today: dt.date) -> html.Header:
    """The head of a page; `newest` is the newest day on record, None in an empty store."""
    return html.Header(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.A(
                                [html.Span("Ағын", lang="kk"), html.Span("Agyn", className="latin")],
                                href=href(Section.RELEASES, view.carried()),
                                className="wordmark",
                            ),
                            html.P(words("site.tagline"), className="tagline"),
                        ],
                        className="masthead",
                    ),
                    html.Div([_switches(words), _age(words, newest, today)], className="side"),
                ],
                className="column bar",
            ),
            _sections(words, section, view),
        ],
        className="head",
    )


def footer(words: Words) -> html.Footer:
    return html.Footer(html.P(words("site.footer"), className="column"), className="foot")


def _sections(words: Words, section: Section, view: View) -> html.Nav:
    """Links to all pages; `sections` in assets/agyn.js keeps them at the view of the moment."""
    links = [
        html.A(
            words(f"nav.{one.key}"),
            href=href(one, view.carried()),
            **{"data-section": one.path} | ({"aria-current": "page"} if one is section else {}),
        )
        for one in Section
    ]
    return html.Nav(links, className="column sections", **{"aria-label": words("nav.label")})


def _switches(words: Words) -> html.Div:
    """Buttons that change one wish in the address; see `wish` in assets/agyn.js."""
    languages = [
        html.Button(
            _AUTONYMS[tag],
            lang=tag,
            type="button",
            **{"data-wish": f"lang={tag}", "aria-pressed": str(tag == words.language).lower()},
        )
        for tag in LANGUAGES
    ]
    # Both are there; the style sheet shows the one that leads away from the theme in force.
    themes = [
        html.Button(words(f"header.{theme}"), type="button", className=f"to-{theme}", **{"data-wish": f"theme={theme}"})
        for theme in ("dark", "light")
    ]
    return html.Div(
        [
            html.Div(languages, className="languages", role="group", **{"aria-label": words("header.language")}),
            html.Div(themes, className="themes"),
        ],
        className="switches",
    )


def age(words: Words, newest: dt.date | None, today: dt.date) -> tuple[list, str]:
    """How old the newest figure is, in words, and the class that says whether it is too old."""
    if newest is None:
        return [], "age"
    stale = (today - newest).days > FRESH_DAYS
    told = words("header.newest", day=words.day(newest, year=newest.year != today.year), age=words.age(newest, today))
    shown = [html.Span(told), html.Span(words("header.stale"), className="not-now") if stale else None]
    return shown, "age stale" if stale else "age"


def _age(words: Words, newest: dt.date | None, today: dt.date) -> html.P:
    shown, kind = age(words, newest, today)
    return html.P(shown, id="age", className=kind)
