"""Years laid over each other: a line for each year on one axis of days."""

from __future__ import annotations

import datetime as dt
import html

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas
from dashboard.charts.axes import spread
from dashboard.charts.lines import line
from dashboard.charts.palette import CONTEXT, SERIES
from dashboard.words import Words

HEIGHT = 420
_MARGIN = {"l": 56, "r": 74, "t": 34, "b": 38}
_COMMON = 2000  # a leap year, for the axis all years share; it is never shown
_APART = 16


def figure(rows: pd.DataFrame, words: Words, quantity: str) -> go.Figure:
    """The chart of `rows`: one value per day with the columns that a line needs (see `lines.line`).

    The newest year is on top in the accent's colour; years before the eighth are grey context.
    """
    laid = rows.assign(x=rows["day"].map(common))
    layout = canvas.base(laid.assign(day=laid["x"]), words)
    days = layout["xaxis"]
    if days.get("tickvals"):
        days["ticktext"] = [words.day(day, form="tick") for day in days["tickvals"]]
        canvas.fewer_ticks(days)
    span = canvas.value_range(rows, quantity)
    years = sorted({day.year for day in rows["day"]}, reverse=True)
    layout |= {"height": HEIGHT, "margin": _MARGIN, "yaxis": layout["yaxis"] | {"range": span}}
    traces, ends = [], []
    for year, colour in colours(years).items():
        points = laid[laid["day"].map(lambda day, year=year: day.year == year)].sort_values("day").to_dict("records")
        traces.append(line(points, colour, words, quantity) | {"name": str(year), "meta": str(year)})
        ends.append((str(year), colour, points[-1]))
    layout["annotations"] = [canvas.unit(words, quantity), *_names(ends, span)]
    return go.Figure(traces[::-1], layout)


def colours(years: list[int]) -> dict[int, str]:
    """A colour for each year, newest first."""
    return {year: SERIES[place] if place < len(SERIES) else CONTEXT for place, year in enumerate(years)}


def common(day: dt.date) -> dt.date:
    """The same day of the year that all share.

    >>> common(dt.date(2024, 2, 29)).isoformat()
    '2000-02-29'
    """
    return day.replace(year=_COMMON)


def _names(ends: list[tuple[str, str, dict]], span: list[float]) -> list[dict]:
    low, high = span
    pixels = HEIGHT - _MARGIN["t"] - _MARGIN["b"]
    wanted = [(end["value"] - low) / (high - low) * pixels for _, _, end in ends]
    placed = spread(wanted, _APART, 8, pixels)
    return [
        {
            "text": f"<b>{html.escape(year)}</b>", "x": end["x"], "y": end["value"], "xanchor": "left",
            "yanchor": "middle", "xshift": 9, "yshift": at - want, "showarrow": False, "name": "year",
            "captureevents": False, "font": {"color": colour, "size": 13},
        }
        for (year, colour, end), want, at in zip(ends, wanted, placed, strict=True)
    ]  # fmt: skip
