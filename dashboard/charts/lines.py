"""One line of a chart: its points, gaps and marks, and what each point says of itself."""

from __future__ import annotations

import html

from dashboard.charts.axes import broken
from dashboard.charts.palette import CONTEXT, INK, MUTED, PAPER
from dashboard.words import Words

_SYMBOLS = {"exact": "circle", "approx": "diamond", "at_least": "triangle-up", "up_to": "triangle-down"}


def line(points: list[dict], colour: str | None, words: Words, quantity: str) -> dict:
    """The trace of one reservoir's observed values: plain data, which the figure checks once.

    A point is a row with one value per day; `x` stands for its day where it has one, `zero` tells
    levels of different zeros apart, `note` is one more line in the hover. `customdata` is [hover
    text, bulletin id, where its evidence begins].
    """
    places: list[int | None] = []
    for zero in dict.fromkeys(point.get("zero", "") for point in points):
        # Levels counted from different zeros are lines of their own.
        own = [place for place, point in enumerate(points) if point.get("zero", "") == zero]
        drawn_places = broken([points[place]["day"] for place in own], own)
        places += [*([None] if places else []), *(None if at is None else own[at] for at in drawn_places)]
    drawn = [None if place is None else points[place] for place in places]
    line = colour or CONTEXT
    return {
        **_trace(drawn, words, quantity),
        "mode": "lines+markers",
        "line": {"color": line, "width": 2.25 if colour else 1.25},
        "marker": {
            "color": line,
            "opacity": 1,
            "size": [0 if point is None else _size(point, bool(colour)) for point in drawn],
            "symbol": ["circle" if point is None else _SYMBOLS[point["qualifier"]] for point in drawn],
            # A ring in ink: bulletins disagree about this day.
            "line": {
                "color": [INK if point and point["others"] else PAPER for point in drawn],
                "width": [1.75 if point and point["others"] else 1.25 for point in drawn],
            },
        },
    }


def plans(points: list[dict], colour: str | None, words: Words, quantity: str) -> dict:
    """The trace of one reservoir's planned values: hollow marks that no line joins, for no plan is a measurement."""
    return {
        **_trace(points, words, quantity),
        "mode": "markers",
        "marker": {
            "color": colour or CONTEXT,
            "opacity": 1,
            "size": [_size(point, True) + 2 for point in points],
            "symbol": [f"{_SYMBOLS[point['qualifier']]}-open" for point in points],
            "line": {"width": 2, "color": colour or CONTEXT},
        },
    }


def _trace(drawn: list[dict | None], words: Words, quantity: str) -> dict:
    first = next(point for point in drawn if point)
    return {
        "type": "scatter",
        "name": first["reservoir"],
        "meta": first["reservoir_id"],
        "x": [point and point.get("x", point["day"]) for point in drawn],
        "y": [point and point["value"] for point in drawn],
        "customdata": [
            ["", "", 0]
            if point is None
            else [hover(point, words, quantity), point["bulletin_id"], int(point["start"])]
            for point in drawn
        ],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
    }


def _size(point: dict, coloured: bool) -> int:
    if point["qualifier"] != "exact":
        return 11 if coloured else 9  # a diamond or triangle of a circle's size looks smaller
    return 8 if coloured else 6


def hover(point: dict, words: Words, quantity: str) -> str:
    """What a point says of itself. Names come from bulletins: escaped, plotly reads some HTML here."""
    value = words(f"qualifier.{point['qualifier']}", value=words.measure(point["value"], quantity))
    value = words(f"status.{point.get('status', 'observed')}", value=value)
    lines = [f"<b>{html.escape(point['reservoir'])}</b>", f"{words.day(point['day'])}: <b>{value}</b>"]
    if point["others"]:
        others = "; ".join(words.measure(value, quantity) for value in point["others"])
        lines.append(words("chart.others", values=others))
    if point.get("review", "machine") != "machine":
        lines.append(words(f"review.{point['review']}"))
    if point.get("note"):
        lines.append(html.escape(point["note"]))
    if point["bulletin_id"]:
        lines.append(f'<span style="color:{MUTED}">{words("chart.click")}</span>')
    return "<br>".join(lines)
