"""Releases over time: a line per reservoir, the eight largest in colour, the others as grey context."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas
from dashboard.charts.axes import spread
from dashboard.charts.canvas import HEIGHT, MARGIN
from dashboard.charts.lines import line, plans
from dashboard.charts.palette import SERIES, colours
from dashboard.levels import zeros
from dashboard.words import Words

LARGEST = 8
_LABEL_APART = 17  # pixels between two names at the lines' ends
_MOST_LABELS = (HEIGHT - MARGIN["t"] - MARGIN["b"]) // _LABEL_APART
_DRAWN = ["reservoir_id", "reservoir", "day", "value", "qualifier", "status", "others", "bulletin_id", "start", "zero"]
_INFLOW = "inflow"
"""The key of the one line that is no reservoir's main one."""


def figure(
    rows: pd.DataFrame,
    words: Words,
    quantity: str = "release",
    order: Sequence[str] = (),
    leading: Sequence[str] = (),
    chosen: Sequence[str] = (),
    extra: pd.DataFrame | None = None,
    scale: str = "",
) -> go.Figure:
    """The chart of `rows` (one value per reservoir and day; see `dashboard.queries.Selection`).

    `order` and `leading` steady the colours (see `palette.colours`); `chosen` reservoirs are
    drawn in colour whatever their size. `extra` is drawn beside them: plans as hollow marks, the
    inflow of a single reservoir as a dotted line. Values are in the quantity's canonical unit;
    `scale` "log" spaces them by ratio, where zeros have no place. Each point's `customdata` is
    [hover text, bulletin id, where its evidence begins].
    """
    shown = prominent(rows, chosen)
    colour = colours(shown, order, leading)
    lines = _points(rows)
    extra = rows.head(0) if extra is None or extra.empty else extra
    planned = _points(extra[extra["status"] == "planned"])
    inflow = _points(extra[extra["quantity"] == _INFLOW])
    every = pd.concat([rows, extra]) if len(extra) else rows
    layout = canvas.base(every, words)
    is_log = scale == "log" and bool((every["value"] > 0).any())
    layout["yaxis"] |= canvas.log_axis(every, words) if is_log else {"range": canvas.value_range(every, quantity)}
    # Dragging along the chart chooses days: see `brush` in assets/agyn.js.
    layout["xaxis"]["fixedrange"] = False
    layout["dragmode"] = "zoom"
    ends = {key: (_end(lines[key], is_log), colour[key]) for key in shown[:_MOST_LABELS]}
    traces = []
    if inflow and quantity != _INFLOW:
        [points] = inflow.values()
        own = beside(colour)
        traces.append(_beside(points, own, words))
        ends[_INFLOW] = ({**_end(points, is_log), "reservoir": words("quantity.inflow")}, own)
    # The largest is drawn last, on top; context lies beneath everything.
    upwards = [*sorted(key for key in lines if key not in colour), *reversed(shown)]
    traces += [line(lines[key], colour.get(key), words, quantity) for key in upwards]
    traces += [plans(points, colour.get(key), words, quantity) for key, points in planned.items()]
    if traces:
        layout["annotations"] = [canvas.unit(words, quantity), *_names(ends, layout["yaxis"], words)]
    return go.Figure(traces, layout)


def prominent(rows: pd.DataFrame, chosen: Sequence[str] = ()) -> list[str]:
    """The reservoirs drawn in colour, largest first: the chosen, else the eight with the largest values."""
    if rows.empty:
        return []
    largest = rows.groupby("reservoir_id")["value"].max()
    ranked = sorted(largest.index, key=lambda key: (-largest[key], key))
    picked = [key for key in ranked if key in set(chosen)]
    return picked or ranked[:LARGEST]


def beside(colour: dict[str, str]) -> str:
    """The colour of the inflow beside a release that has the only colour of `colour`."""
    return SERIES[1] if SERIES[0] in colour.values() else SERIES[0]


def _points(rows: pd.DataFrame) -> dict[str, list[dict]]:
    """The rows as points by reservoir, oldest first."""
    lines: dict[str, list[dict]] = {}
    if len(rows):
        for point in rows.assign(zero=zeros(rows)).sort_values("day", kind="stable")[_DRAWN].to_dict("records"):
            lines.setdefault(point["reservoir_id"], []).append(point)
    return lines


def _beside(points: list[dict], colour: str, words: Words) -> dict:
    """The inflow beside a release: another colour and a dotted line, so that the two are told apart without colour."""
    note = words("quantity.inflow")
    trace = line([{**point, "note": note} for point in points], colour, words, _INFLOW)
    return trace | {"name": note, "meta": _INFLOW, "line": trace["line"] | {"dash": "dot"}}


def _end(points: list[dict], is_log: bool) -> dict:
    """The point at which a line's name stands: its last, on an axis by ratio the last above zero."""
    placed = [point for point in points if point["value"] > 0] if is_log else points
    return (placed or points)[-1]


def _names(ends: dict[str, tuple[dict, str]], axis: dict, words: Words) -> list[dict]:
    """A name and last value at each coloured line's end, moved apart where they would lie on each other."""
    low, high = axis["range"]
    is_log = axis.get("type") == "log"
    pixels = HEIGHT - MARGIN["t"] - MARGIN["b"]
    # Annotations on an axis by ratio are placed by the logarithm.
    heights = [
        (math.log10(end["value"]) if end["value"] > 0 else low) if is_log else end["value"] for end, _ in ends.values()
    ]
    wanted = [(height - low) / (high - low) * pixels for height in heights]
    placed = spread(wanted, _LABEL_APART, 8, pixels)
    return [
        {
            "text": f"<b>{html.escape(end['reservoir'])}</b> {_ending(end, words)}",
            "x": end["day"],
            "y": height,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "name": "name",
            "font": {"color": colour, "size": 12.5},
            "captureevents": False,
            **_place(want - at, colour),
        }
        for (end, colour), height, want, at in zip(ends.values(), heights, wanted, placed, strict=True)
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
