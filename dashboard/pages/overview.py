"""The strip above the chart: the view's newest day in four figures, each in words."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard.overview import Change, Overview
from dashboard.sums import ADDABLE
from dashboard.words import Words


def strip(glance: Overview | None, words: Words, quantity: str, today: dt.date) -> list:
    """The children of the strip; nothing without rows."""
    if glance is None:
        return []
    return [
        html.H2(
            [
                words("overview.heading", day=words.day(glance.day)),
                html.Span(words.age(glance.day, today), className="ago"),
            ]
        ),
        html.P(sentence(glance, words, quantity), className="sentence"),
        html.Dl(
            [
                _fact(words("overview.reporting"), words("count.reservoirs", n=glance.reporting)),
                _sum(glance, words, quantity),
                *_changes(glance, words, quantity),
            ]
        ),
    ]


def sentence(glance: Overview, words: Words, quantity: str) -> str:
    """What has changed since each reservoir's previous value, in plain words."""
    if not glance.compared:
        return words("overview.first")
    counts = (("rose", glance.rising), ("fell", glance.falling), ("stayed", glance.steady))
    parts = ", ".join(words(f"overview.{kind}", n=count) for kind, count in counts if count)
    told = [words("overview.changes", n=glance.compared, what=words(f"overview.what.{quantity}"), parts=parts)]
    if change := glance.most():
        days = words("count.days", n=(glance.day - change.since).days)
        before, value = words.number(change.before), words.measure(change.value, quantity)
        told.append(words("overview.most", reservoir=change.reservoir, before=before, value=value, days=days))
    # Of a single reservoir the second says it all.
    return told[-1] if glance.compared == 1 else " ".join(told)


def _sum(glance: Overview, words: Words, quantity: str) -> html.Div:
    if quantity in ADDABLE and glance.reporting > 1:
        note = words("overview.cascade") if quantity != "storage" else None
        return _fact(words(f"overview.total.{quantity}"), words.measure(glance.total, quantity), note)
    return _fact(words("overview.largest"), words.measure(glance.largest_value, quantity), glance.largest)


def _changes(glance: Overview, words: Words, quantity: str) -> list[html.Div]:
    if not glance.compared:
        return [_fact(words("overview.change"), words("overview.nothing_before"), quiet=True)]
    return [_change(glance, kind, words, quantity) for kind in ("rise", "fall")]


def _change(glance: Overview, kind: str, words: Words, quantity: str) -> html.Div:
    change: Change | None = getattr(glance, kind)
    name = words(f"overview.{kind}")
    if change is None:
        return _fact(name, words(f"overview.no_{kind}"), words("overview.compared"), quiet=True)
    path = f"{change.reservoir}: {words.number(change.before)} → {words.number(change.value)}"
    return _fact(
        name,
        words.measure(change.by, quantity, signed=True),
        [
            html.Span(path, className="path"),
            html.Span(words("overview.before", day=words.day(change.since, year=False))),
        ],
    )


def _fact(name: str, value: str, note=None, quiet: bool = False) -> html.Div:
    return html.Div(
        [
            html.Dt(name),
            html.Dd(value, className="value quiet" if quiet else "value"),
            html.Dd(note, className="note") if note else None,
        ],
        className="fact",
    )
