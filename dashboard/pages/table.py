"""The table beneath the chart: exactly the chart's rows, and the CSV of exactly the table's rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import dash_ag_grid as dag
import pandas as pd
from dash import html

from dashboard.pages import review
from dashboard.pages.evidence import site
from dashboard.queries import Selection
from dashboard.words import Words
from extract import write
from extract.record.table import COLUMNS

ROW, HEAD, MOST = 42, 44, 13
"""Heights of a row and of the head in pixels; rows before the table scrolls."""

_SHOWN = [
    "reservoir_id",
    "reservoir",
    "region",
    "day",
    "quantity",
    "value",
    "status",
    "qualifier",
    "flags",
    *review.SAID,
    "publisher",
    "url",
    "bulletin_id",
    "start",
]

_NAMED_BY = ["day", "reservoir_id", "quantity", "status", "value", "qualifier"]

# Where a row has several flags the table shows the first of this order and counts the others.
_WEIGHTY = (
    "conflict", "out_of_range", "jump", "ambiguous_reservoir", "unknown_reservoir", "region_conflict", "shared_value",
    "unit_repaired", "unit_assumed", "from_daily_volume", "date_from_publication", "region_from_registry",
    "year_inferred", "duplicate",
)  # fmt: skip

_GRID_WORDS = (
    "contains", "filterOoo", "equals", "greaterThanOrEqual", "lessThanOrEqual", "inRange", "inRangeStart",
    "inRangeEnd", "noRowsToShow", "noMatchingRows", "loadingOoo", "resetFilter", "ariaFilterValue",
    "ariaFilterFromValue", "ariaFilterToValue", "ariaFilteringOperator", "ariaSortableColumn",
    "ariaFilterMenuOpen", "ariaFilterColumn",
)  # fmt: skip

# All colours come from the page's own variables, so the table follows the theme without being told.
_THEME = """themeQuartz.withParams({
  backgroundColor: 'var(--paper)', foregroundColor: 'var(--ink)', headerBackgroundColor: 'var(--paper)',
  headerTextColor: 'var(--muted)', headerFontWeight: 600, borderColor: 'var(--line)', accentColor: 'var(--accent)',
  rowHoverColor: 'var(--wash)', selectedRowBackgroundColor: 'var(--wash)', fontFamily: 'inherit', fontSize: 14,
  wrapperBorder: false, wrapperBorderRadius: 0, cellHorizontalPadding: 12, headerColumnResizeHandleColor: 'transparent',
  menuBackgroundColor: 'var(--raised)', inputBackgroundColor: 'var(--paper)', iconColor: 'var(--muted)'
})"""


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the table opens: newest day first, the largest value first within a day."""
    return rows.sort_values(["date", "value", "reservoir_id"], ascending=[False, False, True], kind="stable")


def table_rows(rows: pd.DataFrame, words: Words, quantity: str) -> list[dict]:
    """The table's rows as plain data; `key` names a row. A plan, and another quantity than the table's, say so."""
    return [
        {
            "key": key_of(row),
            "date": row["day"].isoformat(),
            "day": words.day(row["day"], form="plain"),
            "brief": words.day(row["day"], form="brief"),
            "reservoir": row["reservoir"],
            "region": _text(row["region"]),
            "value": row["value"],
            "shown": words(f"qualifier.{row['qualifier']}", value=words.number(row["value"])),
            "flags": [
                *_reviewed(row, words),
                *[{"text": words(kind), "why": words(f"{kind}.why")} for kind in _kinds(row, quantity)],
            ],
            "publisher": _text(row["publisher"]) or site(row["url"]),
            "bulletin": row["bulletin_id"],
            "at": int(row["start"]),
        }
        for row in ordered(rows)[_SHOWN].to_dict("records")
    ]


def _reviewed(row: dict, words: Words) -> list[dict[str, str]]:
    """That a person has looked at a row, with who and when."""
    why = review.sentence(row, words)
    return [{"text": words(f"review.{row['review']}"), "why": why}] if why else []


def key_of(row: dict) -> str:
    """The name of a row: an observed value is one per reservoir and day, plans there may be several."""
    observed = row["status"] == "observed"
    plan = "" if observed else f" {row['status']} {row['value']:g} {row['qualifier']}"
    return f"{row['day'].isoformat()} {row['reservoir_id']} {row['quantity']}{plan}"


def _kinds(row: dict, quantity: str) -> list[str]:
    """What there is to note of a row, as keys of words: that it is a plan or another quantity, then its flags."""
    plan = ["table.planned"] if row["status"] == "planned" else []
    other = ["table.inflow"] if row["quantity"] != quantity else []
    return [*plan, *other, *(f"flag.{flag}" for flag in sorted(row["flags"], key=_WEIGHTY.index))]


def columns(words: Words, quantity: str) -> list[dict]:
    """The table's columns for a quantity: widths share what there is, never less than `least` pixels."""
    value = f"{words(f'quantity.{quantity}')}, {words(f'unit.{quantity}')}"
    flags_in_words = "params.data.flags.map(flag => flag.text).join(' ')"
    return [
        column("date", words("table.date"), 146, 2, 164, 114, **shows("day"), filterValueGetter=_asked("day")),
        column("reservoir", words("table.reservoir"), 214, 4, narrow=146, cellClass="strong", tooltipField="reservoir"),
        column("value", value, 130, 2, 160, 86, **shows("shown"), **WEIGHED),
        column("region", words("table.region"), 256, 4, tooltipField="region"),
        column(
            "flags", words("table.flags"), 204, 3, cellRenderer="AgynFlags", cellDataType=False, sortable=False,
            filterValueGetter={"function": flags_in_words},
        ),
        column("publisher", words("table.publisher"), 150, 4, tooltipField="publisher"),
    ]  # fmt: skip


WEIGHED = {
    "type": "rightAligned",
    "cellClass": "figures ag-right-aligned-cell",
    "filter": "agNumberColumnFilter",
    "filterParams": {
        "filterOptions": ["greaterThanOrEqual", "lessThanOrEqual", "inRange"],
        "maxNumConditions": 1,
        "buttons": ["reset"],
    },
}


def column(
    field: str, name: str, least: int, share: int, most: int | None = None, narrow: int | None = None, **more
) -> dict:
    """A column that shares what width there is, never less than `least` pixels; `narrow` is its share on a phone."""
    found = {"filterOptions": ["contains"], "maxNumConditions": 1, "buttons": ["reset"]}
    widths = {"minWidth": least, "flex": share} | ({"maxWidth": most} if most else {})
    named = {"field": field, "headerName": name, "context": {"narrow": narrow}}
    return {**named, "filter": "agTextColumnFilter", "filterParams": found, **widths, **more}


def _asked(field: str) -> dict[str, str]:
    return {"function": f"params.data.{field}"}


def shows(field: str) -> dict:
    """Shown as another field of the row, written by us; sorted and compared by its own value."""
    return {"valueFormatter": _asked(field)}


def grid(rows: list[dict], column_defs: list[dict], words: Words, name: str = "table") -> dag.AgGrid:
    return dag.AgGrid(
        id=name,
        rowData=rows,
        columnDefs=column_defs,
        defaultColDef={
            "sortable": True,
            "resizable": False,
            "suppressMovable": True,
            "wrapHeaderText": True,
            "suppressHeaderMenuButton": True,
        },
        getRowId="params.data.key",
        dashGridOptions={
            "theme": {"function": _THEME},
            "rowHeight": ROW,
            "headerHeight": HEAD,
            "animateRows": False,
            "enableCellTextSelection": True,
            "enableBrowserTooltips": True,
            "suppressColumnVirtualisation": True,
            "localeText": {key: words(f"grid.{key}") for key in _GRID_WORDS},
        },
        eventListeners={"cellKeyDown": ["agynKey(params)"]},
        style=height(len(rows)),
    )


def height(count: int) -> dict[str, str]:
    """The table is as high as its rows, up to a page's worth: nothing below it jumps without need."""
    return {"height": f"{HEAD + ROW * max(1, min(count, MOST)) + (ROW // 2 if count > MOST else 2)}px", "width": "100%"}


def csv_of(rows: pd.DataFrame, keys: list[str] | None) -> str:
    """The rows as the tidy table's CSV; `keys`, if given, picks and orders them as the table shows them."""
    if keys is not None:
        by_key = {key_of(row): place for place, row in enumerate(rows[_NAMED_BY].to_dict("records"))}
        rows = rows.iloc[[by_key[key] for key in keys if key in by_key]]
    else:
        rows = ordered(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        write(rows[list(COLUMNS)], path)
        return path.read_text(encoding="utf-8")


def csv_file(selection: Selection, quantity: str, keys: list[str] | None) -> dict[str, str]:
    """The download: the CSV, named after the quantity and the days it covers."""
    first, last = selection.span()
    days = f"-{first}-{last}" if first else ""
    return {
        "content": csv_of(selection.shown(), keys),
        "filename": f"agyn-{quantity}{days}.csv",
        "type": "text/csv;charset=utf-8",
    }


def head(words: Words, count: int) -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.H2(words("table.title")), html.P(words("table.rows", n=count), id="count", className="count")]
            ),
            html.Div(
                [
                    html.Button(
                        words("table.pin"), type="button", className="switch", title=words("table.pin.why"),
                        **{"data-pin": "table", "aria-pressed": "false"},
                    ),
                    html.Button(words("table.download"), id="download", type="button", className="button"),
                ],
                className="table-tools",
            ),
        ],
        className="table-head",
    )  # fmt: skip


def _text(value) -> str:
    return "" if value is None or value != value else str(value)
