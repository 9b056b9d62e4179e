"""What all charts over time share: the axes, their units, the look."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from dashboard.charts.axes import day_ticks, log_ticks
from dashboard.charts.palette import CONTEXT, GRID, INK, MUTED, PAPER
from dashboard.words import Words

HEIGHT = 480
MARGIN = {"l": 56, "r": 196, "t": 34, "b": 38}
_LONG = 7  # letters of a tick for which a phone has no room
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif'


def base(rows: pd.DataFrame, words: Words) -> dict:
    """The layout that all charts over time share: the axis of days, the hover, the look."""
    axis = {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "tickfont": {"color": MUTED}}
    return {
        "template": "none",
        "height": HEIGHT,
        "margin": MARGIN,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": INK},
        "separators": {"en": ".,"}.get(words.language, ",\u00a0"),
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 30,
        "hoverlabel": hover_label(),
        "xaxis": {
            **axis,
            "showgrid": False,
            "linecolor": MUTED,
            "ticks": "outside",
            "tickcolor": MUTED,
            "tickangle": 0,
            **_days(rows, words),
        },
        "yaxis": {**axis, "tickformat": ",~r", "nticks": 7},
    }


def hover_label() -> dict:
    """The box that says what a point is."""
    font = {"family": FONT, "color": INK, "size": 13}
    return {"bgcolor": PAPER, "bordercolor": CONTEXT, "align": "left", "font": font}


def value_range(rows: pd.DataFrame, quantity: str) -> list[float]:
    """From zero, so that heights compare; a level, whose zero is the sea's, from just below the lowest."""
    if rows.empty:
        return [0, 1]
    low, high = float(rows["value"].min()), float(rows["value"].max())
    if quantity == "level" and low > 0.6 * high:
        pad = (high - low) * 0.12 or 1
        return [low - pad, high + pad]
    return [min(0, low), high * 1.06 or 1]


def log_axis(rows: pd.DataFrame, words: Words) -> dict:
    """An axis of values on which equal steps are equal ratios. Needs a value above zero; others have no place there."""
    positive = rows.loc[rows["value"] > 0, "value"]
    low, high = float(positive.min()), float(positive.max())
    ticks = log_ticks(low, high)
    pad = (math.log10(high / low) or 1) * 0.06
    return {
        "type": "log",
        "range": [math.log10(low) - pad, math.log10(high) + pad],
        "tickvals": ticks,
        "ticktext": [words.number(tick) for tick in ticks],
    }


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
    """Every other tick of an axis of days that has more than there is room for on a phone; years beneath months."""
    if len(axis.get("tickvals", ())) > most:
        axis |= {"tickvals": axis["tickvals"][::2], "ticktext": axis["ticktext"][::2]}
    if any(len(text) > _LONG for text in axis.get("ticktext", ())):
        axis["ticktext"] = [text.replace(" ", "<br>", 1) for text in axis["ticktext"]]


def unit(words: Words, quantity: str) -> dict:
    """The unit above the axis of values."""
    return {
        "text": words(f"unit.{quantity}"),
        "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "right", "yanchor": "bottom",
        "xshift": -6, "yshift": 10, "showarrow": False, "font": {"color": MUTED, "size": 13}, "name": "unit",
    }  # fmt: skip
