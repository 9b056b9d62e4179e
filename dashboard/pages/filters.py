"""The controls, read as a sentence: Сброс · все регионы · все водохранилища · паводок 2025 года."""

from __future__ import annotations

from dash import dcc, html

from dashboard.pages.day_input import DayInput
from dashboard.queries import Selection
from dashboard.view import ALL_DAYS, View
from dashboard.words import Words

CHOSEN = "chosen"
"""The value of the days control that stands for days typed in."""


def settings(view: View, selection: Selection, words: Words) -> dict[str, object]:
    """The properties of the controls, as `<id>.<property>`, for a view."""
    period = selection.period
    first, last = selection.span()
    return {
        "quantity.value": view.quantity,
        "quantity.options": _options(
            (name, words(f"quantity.{name}")) for name in dict.fromkeys((*selection.quantities, view.quantity))
        ),
        "regions.value": list(view.regions),
        "regions.options": _options(_with(selection.regions, view.regions)),
        "reservoirs.value": list(view.reservoirs),
        "reservoirs.options": _options(_with(selection.reservoirs, view.reservoirs)),
        "days.value": {"chosen": CHOSEN, "all": ALL_DAYS}.get(period.kind) or str(period.year),
        "days.options": _options(
            [(str(year), words("period.season", year=str(year))) for year in _seasons(selection)]
            + [(ALL_DAYS, words("period.all")), (CHOSEN, words("period.chosen"))]
        ),
        "since.value": (period.since or first) and (period.since or first).isoformat(),
        "until.value": (period.until or last) and (period.until or last).isoformat(),
        "own-days.className": "own-days" if period.kind == "chosen" else "own-days hidden",
        "clear.className": "plain"
        if view.regions or view.reservoirs or view.days or period.kind == "chosen"
        else "plain hidden",
    }


def filters(props: dict[str, object], words: Words) -> html.Section:
    """The controls with the properties that :func:`settings` gave."""

    def of(name: str) -> dict[str, object]:
        return {key.split(".")[1]: value for key, value in props.items() if key.split(".")[0] == name}

    single = {"clearable": False, "searchable": False}
    several = {"multi": True, "debounce": True, "closeOnSelect": False, "search_order": "original"}

    def control(name: str, **kind) -> html.Div:
        return html.Div(
            [
                html.Label(words(f"filter.{name}"), htmlFor=name, className="name"),
                dcc.Dropdown(id=name, labels=labels(words), maxHeight=380, **kind, **of(name)),
            ],
            className="control",
        )

    return html.Section(
        [
            control("quantity", **single),
            control("regions", placeholder=words("filter.regions_all"), **several),
            control("reservoirs", placeholder=words("filter.reservoirs_all"), **several),
            control("days", **single),
            html.Div(
                [
                    html.Label([words(f"filter.{name}"), DayInput(id=name, **of(name))])
                    for name in ("since", "until")
                ],
                id="own-days",
                **of("own-days"),
            ),
            html.Button(
                words("filter.clear"), id="clear", type="button", **of("clear"),
                **{"data-wish": "region=&reservoir=&days=&since=&until="},
            ),
        ],
        className="filters",
        **{"aria-label": words("filter.label")},
    )  # fmt: skip


def labels(words: Words) -> dict[str, str]:
    """What a dropdown says of itself."""
    return {
        "select_all": words("filter.select_all"),
        "deselect_all": words("filter.deselect_all"),
        "selected_count": words("filter.selected", num_selected="{num_selected}"),
        "search": words("filter.search"),
        "clear_search": words("filter.clear_search"),
        "clear_selection": words("filter.clear_selection"),
        "no_options_found": words("filter.nothing"),
    }


def _options(pairs) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in pairs]


def _with(offered: tuple[tuple[str, str], ...], chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is offered and, by its id, what an address chose that is not among it."""
    known = dict(offered)
    return [*offered, *((key, key) for key in chosen if key not in known)]


def _seasons(selection: Selection) -> list[int]:
    years = set(selection.seasons)
    if selection.period.year:
        years.add(selection.period.year)
    return sorted(years, reverse=True)
