"""Releases over time: a line per reservoir, the eight largest in colour, the others as grey context."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import broken, day_ticks, spread
from dashboard.charts.palette import CONTEXT, GRID, INK, MUTED, PAPER, colours
from dashboard.levels import zeros
from dashboard.words import Words

LARGEST = 8
HEIGHT = 480
_MARGIN = {"l": 56, "r": 196, "t": 34, "b": 38}
_LABEL_APART = 17  # pixels between two names at the lines' ends
_SYMBOLS = {"exact": "circle", "approx": "diamond", "at_least": "triangle-up", "up_to": "triangle-down"}
_DRAWN = ["reservoir_id", "reservoir", "day", "value", "qualifier", "others", "bulletin_id", "start", "zero"]
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif'


def figure(
    rows: pd.DataFrame,
    words: Words,
    quantity: str = "release",
    order: Sequence[str] = (),
    leading: Sequence[str] = (),
    chosen: Sequence[str] = (),
) -> go.Figure:
    """The chart of `rows` (one value per reservoir and day; see `dashboard.queries.Selection`).

    `order` and `leading` steady the colours (see `palette.colours`); `chosen` reservoirs are
    drawn in colour whatever their size. Values are in the quantity's canonical unit. Each point's
    `customdata` is [hover text, bulletin id, where its evidence begins].
    """
    shown = prominent(rows, chosen)
    colour = colours(shown, order, leading)
    layout = _layout(rows, words, quantity)
    lines: dict[str, list[dict]] = {}
    for point in rows.assign(zero=zeros(rows)).sort_values("day", kind="stable")[_DRAWN].to_dict("records"):
        lines.setdefault(point["reservoir_id"], []).append(point)
    if lines:
        layout["annotations"] = [unit(words, quantity), *_names(lines, colour, layout["yaxis"]["range"], words)]
    # The largest is drawn last, on top; context lies beneath everything.
    upwards = [*sorted(key for key in lines if key not in colour), *reversed(shown)]
    return go.Figure([line(lines[key], colour.get(key), words, quantity) for key in upwards], layout)


def prominent(rows: pd.DataFrame, chosen: Sequence[str] = ()) -> list[str]:
    """The reservoirs drawn in colour, largest first: the chosen, else the eight with the largest values."""
    if rows.empty:
        return []
    largest = rows.groupby("reservoir_id")["value"].max()
    ranked = sorted(largest.index, key=lambda key: (-largest[key], key))
    picked = [key for key in ranked if key in set(chosen)]
    return picked or ranked[:LARGEST]


def line(points: list[dict], colour: str | None, words: Words, quantity: str) -> dict:
    """The trace of one reservoir: plain data, which the figure checks once."""
    places: list[int | None] = []
    for zero in dict.fromkeys(point.get("zero", "") for point in points):
        # Levels counted from different zeros are lines of their own.
        own = [place for place, point in enumerate(points) if point.get("zero", "") == zero]
        drawn_places = broken([points[place]["day"] for place in own], own)
        places += [*([None] if places else []), *(None if at is None else own[at] for at in drawn_places)]
    drawn = [None if place is None else points[place] for place in places]
    line = colour or CONTEXT
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": points[0]["reservoir"],
        "meta": points[0]["reservoir_id"],
        "x": [point and point.get("x", point["day"]) for point in drawn],
        "y": [point and point["value"] for point in drawn],
        "customdata": [
            ["", "", 0]
            if point is None
            else [_hover(point, words, quantity), point["bulletin_id"], int(point["start"])]
            for point in drawn
        ],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
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


def _size(point: dict, coloured: bool) -> int:
    if point["qualifier"] != "exact":
        return 11 if coloured else 9  # a diamond or triangle of a circle's size looks smaller
    return 8 if coloured else 6


def _hover(point: dict, words: Words, quantity: str) -> str:
    """What a point says of itself. Names come from bulletins: escaped, plotly reads some HTML here."""
    value = words.measure(point["value"], quantity)
    if point["qualifier"] != "exact":
        value = words(f"qualifier.{point['qualifier']}", value=value)
    lines = [f"<b>{html.escape(point['reservoir'])}</b>", f"{words.day(point['day'])}: <b>{value}</b>"]
    if point["others"]:
        others = "; ".join(words.measure(value, quantity) for value in point["others"])
        lines.append(words("chart.others", values=others))
    if point.get("note"):
        lines.append(html.escape(point["note"]))
    if point["bulletin_id"]:
        lines.append(f'<span style="color:{MUTED}">{words("chart.click")}</span>')
    return "<br>".join(lines)


def _layout(rows: pd.DataFrame, words: Words, quantity: str) -> dict:
    layout = base(rows, words)
    layout["yaxis"]["range"] = value_range(rows, quantity)
    return layout


def base(rows: pd.DataFrame, words: Words) -> dict:
    """The layout that all charts over time share: the axis of days, the hover, the look."""
    axis = {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "tickfont": {"color": MUTED}}
    return {
        "template": "none",
        "height": HEIGHT,
        "margin": _MARGIN,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": INK},
        "separators": {"en": ".,"}.get(words.language, ",\u00a0"),
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 30,
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": CONTEXT,
            "align": "left",
            "font": {"family": FONT, "color": INK, "size": 13},
        },
        "xaxis": {
            **axis,
            "showgrid": False,
            "linecolor": MUTED,
            "ticks": "outside",
            "tickcolor": MUTED,
            **_days(rows, words),
        },
        "yaxis": {**axis, "tickformat": ",~r", "nticks": 7},
    }


def value_range(rows: pd.DataFrame, quantity: str) -> list[float]:
    """From zero, so that heights compare; a level, whose zero is the sea's, from just below the lowest."""
    if rows.empty:
        return [0, 1]
    low, high = float(rows["value"].min()), float(rows["value"].max())
    if quantity == "level" and low > 0.6 * high:
        pad = (high - low) * 0.12 or 1
        return [low - pad, high + pad]
    return [min(0, low), high * 1.06 or 1]


def _days(rows: pd.DataFrame, words: Words) -> dict:
    if rows.empty:
        return {"visible": False}
    first, last = rows["day"].min(), rows["day"].max()
    pad = max(1.0, (last - first).days * 0.015)
    start, end = (dt.datetime.combine(day, dt.time()) for day in (first, last))
    ticks = day_ticks(first, last)
    monthly = len(ticks) > 1 and all(day.day == 1 for day in ticks)
    return {
        "type": "date",
        "range": [start - dt.timedelta(days=pad), end + dt.timedelta(days=pad)],
        "tickvals": ticks,
        "ticktext": [words.month(day) if monthly else words.day(day, form="tick") for day in ticks],
    }


def fewer_ticks(axis: dict, most: int = 4) -> None:
    """Every other tick of an axis of days that has more than there is room for on a phone."""
    if len(axis.get("tickvals", ())) > most:
        axis |= {"tickvals": axis["tickvals"][::2], "ticktext": axis["ticktext"][::2]}


def unit(words: Words, quantity: str) -> dict:
    """The unit above the axis of values."""
    return {
        "text": words(f"unit.{quantity}"),
        "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "right", "yanchor": "bottom",
        "xshift": -6, "yshift": 10, "showarrow": False, "font": {"color": MUTED, "size": 13}, "name": "unit",
    }  # fmt: skip


def _names(lines: dict[str, list[dict]], colour: dict[str, str], span: list[float], words: Words) -> list[dict]:
    """A name and last value at each coloured line's end, moved apart where they would lie on each other."""
    low, high = span
    pixels = HEIGHT - _MARGIN["t"] - _MARGIN["b"]
    ends = {key: lines[key][-1] for key in colour}
    wanted = [(end["value"] - low) / (high - low) * pixels for end in ends.values()]
    placed = spread(wanted, _LABEL_APART, 8, pixels)
    return [
        {
            "text": f"<b>{html.escape(end['reservoir'])}</b> {_ending(end, words)}",
            "x": end["day"],
            "y": end["value"],
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "name": "name",
            "font": {"color": colour[key], "size": 12.5},
            "captureevents": False,
            **_place(want - at, colour[key]),
        }
        for (key, end), want, at in zip(ends.items(), wanted, placed, strict=True)
    ]


def _ending(point: dict, words: Words) -> str:
    """The value at a line's end, bounded where the bulletin bounds it: до 2 500."""
    return words(f"qualifier.{point['qualifier']}", value=words.number(point["value"]))


def _place(down: float, colour: str) -> dict:
    """Beside the point, or with a leader to it where the name had to give way by some pixels."""
    if abs(down) <= 3:
        return {"showarrow": False, "xshift": 9, "yshift": -down}
    return {
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 0.75,
        "arrowcolor": colour,
        "standoff": 6,
        "ax": 22,
        "ay": down,
    }
