"""The map: a circle for each reservoir, as large and as dark as its latest release.

Drawn by MapLibre over two files of our own (`assets/geo`), with no tile server and no letters, which
would need one: names come from the page (assets/map.js). A figure carries the light theme's colours
and in `layout.meta` which variable of the style sheet each stands for, for the canvas cannot read it.
"""

from __future__ import annotations

import html
import math

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.canvas import FONT, hover_label
from dashboard.charts.palette import INK, MUTED, PAPER
from dashboard.words import Words

HEIGHT = 560
STEPS = (10, 100, 1000)
"""Where one colour of releases ends and the next begins, m³/s."""

COLOURS = ("#a9cfe6", "#5f9fc8", "#23709f", "#0b3a5c")
NONE = "#8a949e"
"""The colour of a release of zero."""

LAND, ABROAD, BORDER, RIVER = "#f6f5f1", "#e9e9e6", "#a3a9ae", "#9fbfd6"
FAINT = 0.4
"""The opacity of a value that is old beside the newest on the map."""

VARIABLES = {
    **{colour: f"--map-{place}" for place, colour in enumerate(COLOURS, start=1)},
    NONE: "--map-none", LAND: "--map-land", ABROAD: "--map-abroad", BORDER: "--map-border", RIVER: "--map-river",
    INK: "--ink", MUTED: "--muted", PAPER: "--paper",
}  # fmt: skip
"""What each colour of the figure is called in the style sheet."""

_CENTRE, _ACROSS = {"lat": 48.3, "lon": 67.2}, 44.0  # Kazakhstan; degrees of longitude the map shows at least
_LARGEST, _SMALLEST, _FULL = 44.0, 9.0, 4000.0  # diameters in pixels; the release, m³/s, that has the largest


def figure(places: pd.DataFrame, words: Words) -> go.Figure:
    """The map of `places`, a row for each reservoir, drawn in their order.

    Columns: `reservoir_id`, `reservoir`, `lat`, `lon` (degrees), `value` (m³/s), `qualifier`, `day`,
    `at_dam` (False: the point is that of the town `near`), `near`, `old` (beside the newest).
    `customdata` of the circles is [hover text, reservoir id, name].
    """
    rows = places.to_dict("records")
    sizes = [diameter(row["value"]) for row in rows]
    circles = _circles(
        rows,
        sizes,
        [colour_of(row["value"]) for row in rows],
        name="circles",
        opacity=[FAINT if row["old"] else 1.0 for row in rows],
        customdata=[[_hover(row, words), row["reservoir_id"], row["reservoir"]] for row in rows],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
    near = [(row, size) for row, size in zip(rows, sizes, strict=True) if not row["at_dam"]]
    holes = _circles([row for row, _ in near], [size * 0.5 for _, size in near], PAPER, name="holes")
    rims = _circles(rows, [size + 2.5 for size in sizes], MUTED, name="rims", opacity=circles["marker"]["opacity"])
    return go.Figure([rims, circles, holes], _layout())


def diameter(value: float) -> float:
    """The pixels across a circle: areas compare as releases do.

    >>> diameter(0), diameter(1000), diameter(4000)
    (9.0, 22.0, 44.0)
    """
    return max(_SMALLEST, _LARGEST * math.sqrt(max(value, 0) / _FULL))


def colour_of(value: float) -> str:
    """The colour of a release in m³/s."""
    return NONE if value <= 0 else COLOURS[sum(value >= step for step in STEPS)]


def _circles(rows: list[dict], sizes: list[float], colour, name: str, opacity=1.0, **more) -> dict:
    return {
        "type": "scattermap",
        "mode": "markers",
        "name": name,
        "lat": [row["lat"] for row in rows],
        "lon": [row["lon"] for row in rows],
        "marker": {"size": sizes, "sizemode": "diameter", "color": colour, "opacity": opacity, "allowoverlap": True},
        **({"hoverinfo": "skip"} if "hovertemplate" not in more else {}),
        **more,
    }


def _hover(row: dict, words: Words) -> str:
    value = words(f"qualifier.{row['qualifier']}", value=words.measure(row["value"], "release"))
    lines = [f"<b>{html.escape(row['reservoir'])}</b>", f"{words.day(row['day'])}: <b>{value}</b>"]
    if not row["at_dam"]:
        lines.append(words("map.near", town=html.escape(row["near"])))
    return "<br>".join(lines)


def _layout() -> dict:
    return {
        "template": "none",
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": INK},
        "showlegend": False,
        "hoverlabel": hover_label(),
        "meta": {"variables": VARIABLES, "across": _ACROSS},
        "map": {"style": _style(), "center": _CENTRE, "zoom": 3.5},
    }


def _style() -> dict:
    """Land, borders and rivers. A layer of the style lies beneath all circles."""
    at_home = ["==", ["get", "name"], "Kazakhstan"]
    # The others are cut where the file ends: their outlines would show a frame.
    whole = ["in", ["get", "name"], ["literal", ["Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]]]

    def source(name: str) -> dict:
        return {"type": "geojson", "data": f"/assets/geo/{name}.geojson"}

    def layer(name: str, kind: str, of: str, **paint) -> dict:
        return {
            "id": name,
            "type": kind,
            "source": of,
            "paint": {f"{kind}-{key}": value for key, value in paint.items()},
        }

    return {
        "version": 8,
        "sources": {"countries": source("countries"), "rivers": source("rivers")},
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": ABROAD}},
            {**layer("home", "fill", "countries", color=LAND), "filter": at_home},
            layer("rivers", "line", "rivers", color=RIVER, width=1.1),
            {**layer("borders", "line", "countries", color=BORDER, width=0.8), "filter": whole},
            {**layer("border", "line", "countries", color=MUTED, width=1.4), "filter": at_home},
        ],
    }
