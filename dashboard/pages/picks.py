"""Controls of the pages that are drawn anew with every choice: each changes one wish in the address.

What was chosen goes straight into the address, in the browser (`pick` in assets/agyn.js).
"""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc, html

from dashboard.pages import filters
from dashboard.words import Words


def picks(controls: list[html.Div | None], words: Words) -> html.Section:
    """Controls in a row, read as a sentence."""
    return html.Section(
        [control for control in controls if control],
        className="filters",
        **{"aria-label": words("filter.label")},
    )


def one(wish: str, label: str, options: Iterable[tuple[str, str]], value: str, words: Words) -> html.Div:
    """A choice of one; the value "" leaves the wish out of the address."""
    return _control(wish, label, options, value, words, clearable=False, searchable=True)


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
