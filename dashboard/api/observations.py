"""Every figure on record, with the words it was read from; and the series that the page draws of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.api.answers import Part
from dashboard.api.asking import Asked, ObservationFilters, QuantityFilters, place, text, whole
from dashboard.api.reading import Reading, iso_day, safe_links
from dashboard.api.resource import Table
from dashboard.api.tables import Field
from dashboard.view import QUANTITIES, View
from extract.record.season import fields
from extract.record.table import COLUMNS

EXAMPLE: dict[str, Any] = {
    "date": "2025-04-13",
    "reservoir_id": "astana",
    "reservoir": "Астанинское",
    "region_code": "KZ-11",
    "region": "Акмолинская область",
    "river": "Есиль (Ишим)",
    "country": "KZ",
    "quantity": "release",
    "value": 53.0,
    "unit": "m3/s",
    "status": "observed",
    "qualifier": "exact",
    "flags": ["year_inferred"],
    "value_as_printed": "53",
    "unit_as_printed": "кубометра воды в секунду",
    "bulletin_id": "2025-04-13-national-ru",
    "url": None,
    "publisher": "Министерство водных ресурсов и ирригации",
    "published": "2025-04-13T04:00:00Z",
    "quote": "из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду",
    "start": 27,
    "end": 97,
    "extracted_at": "2025-04-13T04:05:00Z",
    "extractor_version": "3",
    "review": "machine",
    "reviewed_by": None,
    "reviewed_at": None,
    "review_reason": None,
}

OTHERS: Field = {
    "name": "others",
    "type": "list",
    "itemType": "number",
    "delimiter": "|",
    "description": "Values that other bulletins give for the same reservoir, quantity and day.",
}


def observations(reading: Reading) -> Table:
    """Every observation: all quantities, days and statuses unless a filter says otherwise."""

    def fetch(asked: Asked, filters: ObservationFilters, most: int | None) -> Part:
        if most is None:
            return Part(reading.each(asked, filters.quantity, filters.status))
        after = place(asked.cursor, text, text, iso_day, text, whole, whole, text, float)
        return reading.part(asked, filters.quantity, filters.status, after, most)

    return Table(
        "observations",
        "Every figure on record",
        "One row is one figure with the words it was read from: all quantities, days and statuses unless a filter "
        "says otherwise, by reservoir, quantity and day. Flags on duplicates, conflicts and jumps are judged over all "
        "that is on record of a reservoir.",
        ObservationFilters,
        fields(),
        fetch,
        EXAMPLE,
    )


def series(reading: Reading) -> Table:
    """What the page draws for the same query string."""

    def fetch(asked: Asked, _filters: QuantityFilters, most: int | None) -> Part:
        rows = drawn(reading, asked)
        if most is None:
            return Part([rows])
        after = place(asked.cursor, iso_day, text)
        keys = list(zip((day.date().isoformat() for day in rows["date"]), rows["reservoir_id"], strict=True))
        if after is not None:
            behind = [key > after for key in keys]
            rows, keys = rows[behind], [key for key in keys if key > after]
        return Part([rows.head(most)], list(keys[most - 1]) if len(rows) > most else None)

    return Table(
        "series",
        "One observed value a reservoir and day",
        "What the page draws for the same query string: of one quantity (releases by default) the preferred value of "
        "each reservoir and day, by day; of the latest flood season unless days are named, of the whole record with "
        "days=all. The official publisher comes before republications, then the latest; `others` has what else "
        "bulletins say.",
        QuantityFilters,
        [*fields(), OTHERS],
        fetch,
        {**EXAMPLE, "others": []},
    )


def drawn(reading: Reading, asked: Asked) -> pd.DataFrame:
    """The rows that the page draws, by day and reservoir."""
    rows = reading.record.select(wished(reading, asked), asked.language).rows
    rows = safe_links(rows[[*COLUMNS, OTHERS["name"]]])
    return rows.sort_values(["date", "reservoir_id"], kind="stable", ignore_index=True)


def wished(reading: Reading, asked: Asked) -> View:
    """The view that is asked for, with ids for the names of reservoirs."""
    view = asked.view
    return replace(view, reservoirs=tuple(sorted(reading.reservoirs(view.reservoirs)))) if view.reservoirs else view


def across(reading: Reading, asked: Asked, quantity: str | None) -> pd.DataFrame:
    """The rows that the page draws of a quantity, or of one after the other where none is named."""
    views = [replace(asked.view, quantity=one) for one in ((quantity,) if quantity else QUANTITIES)]
    return pd.concat([drawn(reading, replace(asked, view=view)) for view in views], ignore_index=True)
