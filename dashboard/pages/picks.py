"""Controls of the pages that are drawn anew with every choice: each changes one wish in the address.

What was chosen goes straight into the address, in the browser (`pick` in assets/agyn.js).
"""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc, html

from dashboard.pages import filters
from dashboard.view import ALL_DAYS, View
from dashboard.words import Words


def picks(controls: list[html.Div | None], words: Words) -> html.Section:
    """Controls in a row, read as a sentence."""
    return html.Section(
        [control for control in controls if control],
        className="filters",
        **{"aria-label": words("filter.label")},
    )


def one(
    wish: str, label: str, options: Iterable[tuple[str, str]], value: str | None, words: Words, placeholder: str = ""
) -> html.Div:
    """A choice of one; the value "" leaves the wish out of the address, with None nothing is chosen yet."""
    return _control(
        wish, label, options, value, words, clearable=False, searchable=True, placeholder=placeholder or label
    )


def days(view: View, years: Iterable[int], usual: str, words: Words) -> html.Div:
    """A choice of flood seasons or all days; a view without days shows `usual`, a year or "all"."""
    own = [("", span_of(view, words))] if view.since or view.until else []

    def value(wish: str) -> str:
        return "" if wish == usual and view.days != usual and not own else wish

    offered = sorted({*map(str, years), *([view.days] if view.days not in ("", ALL_DAYS) else [])}, reverse=True)
    options = [
        (value(ALL_DAYS), words("period.all")),
        *((value(year), words("period.season", year=year)) for year in offered),
    ]
    return one("days", words("filter.days"), [*own, *options], "" if own else view.days, words)


def span_of(view: View, words: Words) -> str:
    """The days that somebody chose, in words."""
    if view.since and view.until:
        return words.span(view.since, view.until)
    return (
        words("period.from", day=words.day(view.since)) if view.since else words("period.to", day=words.day(view.until))
    )


def several(
    wish: str, label: str, placeholder: str, options: Iterable[tuple[str, str]], chosen: tuple[str, ...], words: Words
) -> html.Div:
    """A choice of several; none means all, as the placeholder says."""
    known = list(options)
    offered = [*known, *((key, key) for key in chosen if key not in dict(known))]
    return _control(
        wish, label, offered, list(chosen), words,
        multi=True, debounce=True, closeOnSelect=False, search_order="original", placeholder=placeholder,
    )  # fmt: skip


def _control(wish: str, label: str, options: Iterable[tuple[str, str]], value, words: Words, **kind) -> html.Div:
    identity = {"wish": wish}
    return html.Div(
        [
            html.Span(label, className="name"),
            dcc.Dropdown(
                id=identity,
                options=[{"value": key, "label": name} for key, name in options],
                value=value,
                labels=filters.labels(words),
                maxHeight=380,
                **kind,
            ),
        ],
        className="control",
        role="group",
        **{"aria-label": label},
    )
