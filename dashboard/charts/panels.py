"""Small charts one above the other on one time axis: the quantities of a reservoir, or the dams of a river."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas
from dashboard.charts.lines import line
from dashboard.charts.palette import GRID, MUTED
from dashboard.words import Words

HEAD, GAP, FOOT = 34, 46, 44
"""Pixels above the first small chart (its title), between two, and below the last (the days)."""

_LEFT, _RIGHT = 52, 66


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart: a quantity, and lines as (name, colour, rows with one value per day).

    `title` stands above it in ink where the lines' names do not say enough; `height` is in pixels.
    `marks_largest` names the day of the largest value.
    """

    quantity: str
    lines: tuple[tuple[str, str, pd.DataFrame], ...]
    title: str = ""
    height: int = 110
    marks_largest: bool = False

    def rows(self) -> pd.DataFrame:
        return pd.concat([rows for _, _, rows in self.lines])


def height(panels: Sequence[Panel]) -> int:
    """The whole height in pixels."""
    return HEAD + sum(panel.height for panel in panels) + GAP * (len(panels) - 1) + FOOT


def figure(panels: Sequence[Panel], words: Words, same_scale: bool = False) -> go.Figure:
    """The small charts, first on top. `same_scale` gives all one value axis, so that heights compare."""
    every = pd.concat([panel.rows() for panel in panels])
    layout = canvas.base(every, words)
    layout |= {"height": height(panels), "margin": {"l": _LEFT, "r": _RIGHT, "t": HEAD, "b": FOOT}, "annotations": []}
    days = layout["xaxis"]
    canvas.fewer_ticks(days)
    if "range" in days:  # room for a value beside the first point, too
        pad = (days["range"][1] - days["range"][0]) * 0.03
        days["range"] = [days["range"][0] - pad, days["range"][1] + pad]
    days |= {"showgrid": True, "gridcolor": GRID, "anchor": f"y{len(panels)}" if len(panels) > 1 else "y"}
    whole = height(panels) - HEAD - FOOT
    top, traces = 0, []
    for number, panel in enumerate(panels, start=1):
        axis = "y" if number == 1 else f"y{number}"
        span = canvas.value_range(every if same_scale else panel.rows(), panel.quantity)
        domain = [max(0.0, 1 - (top + panel.height) / whole), 1 - top / whole]
        layout[f"yaxis{axis[1:]}"] = {**layout["yaxis"], "domain": domain, "range": span, "nticks": 4, "anchor": "x"}
        layout["annotations"] += _titles(panel, domain[1], words)
        for name, colour, rows in panel.lines:
            points = rows.sort_values("day", kind="stable").to_dict("records")
            traces.append(line(points, colour, words, panel.quantity) | {"name": name, "yaxis": axis})
            layout["annotations"].append(_last(points[-1], axis, colour, words))
            largest = max(points, key=lambda point: point["value"])
            if panel.marks_largest and largest is not points[-1]:  # the last has its value beside it
                layout["annotations"].append(_largest(largest, axis, words))
        top += panel.height + GAP
    return go.Figure(traces, layout)


def _titles(panel: Panel, top: float, words: Words) -> list[dict]:
    """The panel's title in ink, or the names of its lines in their colours, and the unit."""
    unit = words(f"unit.{panel.quantity}")
    parts = [(panel.title, None)] if panel.title else [(name, colour) for name, colour, _ in panel.lines]
    titles, along = [], -_LEFT + 6
    for number, (text, colour) in enumerate(parts):
        last = number == len(parts) - 1
        titles.append(
            {
                "text": f"<b>{html.escape(text)}</b>" + (f" {unit}" if last else ""),
                "xref": "paper", "yref": "paper", "x": 0, "y": top, "xanchor": "left", "yanchor": "bottom",
                "xshift": along, "yshift": 8, "showarrow": False, "name": "title",
                "font": {"size": 13, **({"color": colour} if colour else {})},
            }
        )  # fmt: skip
        along += round(len(text) * 8.4) + 14
    return titles


def _largest(point: dict, axis: str, words: Words) -> dict:
    """The day of the largest value, above it."""
    return {
        "text": words("cascades.peak_mark", day=words.day(point["day"], form="tick")),
        "x": point["day"], "y": point["value"], "yref": axis, "xanchor": "center", "yanchor": "bottom", "yshift": 6,
        "showarrow": False, "name": "largest", "captureevents": False, "font": {"size": 11.5, "color": MUTED},
    }  # fmt: skip


def _last(point: dict, axis: str, colour: str, words: Words) -> dict:
    """The newest value, at the line's end."""
    return {
        "text": words.number(point["value"]), "x": point["day"], "y": point["value"], "yref": axis,
        "xanchor": "left", "yanchor": "middle", "xshift": 8, "showarrow": False, "name": "value",
        "captureevents": False, "font": {"size": 12, "color": colour or MUTED},
    }  # fmt: skip
