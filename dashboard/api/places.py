"""The registries of reservoirs and regions, with what is on record of each."""

from __future__ import annotations

import functools
import json
from typing import Any

import pandas as pd

from dashboard.api.answers import Part
from dashboard.api.asking import Asked, Paging, PlaceFilters, place, text
from dashboard.api.reading import Reading
from dashboard.api.resource import Table
from dashboard.api.tables import Field
from dashboard.registry import DATA

_OWN = frozenset({"corpus_rows", "corpus_max_release_m3s", "corpus_max_release_date", "names_unmet", "homonym_note",
                  "notes", "name_kk_basis", "note"})  # fmt: skip
"""Columns that serve the extractor and its makers."""

ON_RECORD: list[Field] = [
    {
        "name": "rows",
        "type": "integer",
        "description": "Figures on record, of any quantity and status.",
        "constraints": {"required": True},
    },
    {"name": "first", "type": "date", "description": "First day of these figures."},
    {"name": "last", "type": "date", "description": "Last day of these figures."},
]


def reservoirs(reading: Reading) -> Table:
    """The registry, and behind it the reservoirs on record that it does not know."""

    def fetch(asked: Asked, _filters: PlaceFilters, most: int | None) -> Part:
        known = _with_unlisted(_registry("reservoirs"), reading)
        rows = _with_record(known, _on_record(reading, "reservoir_id"), "id")
        if asked.view.regions:
            rows = rows[rows["region_code"].isin(asked.view.regions)]
        if asked.view.reservoirs:
            rows = rows[rows["id"].isin(reading.reservoirs(asked.view.reservoirs))]
        return _part(rows, "id", asked, most)

    described = _described("reservoirs")
    return Table(
        "reservoirs",
        "Reservoirs, with what is on record of them",
        "The registry of reservoirs by id, with those on record that the registry does not know: they have the name "
        "their bulletins give them and no more.",
        PlaceFilters,
        [*described, *ON_RECORD],
        fetch,
        _example(described, id="shulba", name_ru="Шульбинское", name_kk="Шүлбі", name_en="Shulba"),
    )


def regions(reading: Reading) -> Table:
    """The registry of regions."""

    def fetch(asked: Asked, _filters: Paging, most: int | None) -> Part:
        rows = _with_record(_registry("regions"), _on_record(reading, "region_code"), "code")
        return _part(rows, "code", asked, most)

    described = _described("regions")
    return Table(
        "regions",
        "Regions, with what is on record of them",
        "The registry of regions by ISO 3166-2 code.",
        Paging,
        [*described, *ON_RECORD],
        fetch,
        _example(described, code="KZ-11", name_ru="Акмолинская область", name_en="Akmola region", level="oblast"),
    )


@functools.cache
def _described(name: str) -> list[Field]:
    """The columns of a registry as `data/datapackage.json` describes them; only the first is always there."""
    package = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    [resource] = [one for one in package["resources"] if one["name"] == name]
    first, *others = (one for one in resource["schema"]["fields"] if one["name"] not in _OWN)
    return [first, *({key: told for key, told in one.items() if key != "constraints"} for one in others)]


@functools.cache
def _registry(name: str) -> pd.DataFrame:
    """A registry as a table, its columns as described."""
    table = pd.read_csv(DATA / f"{name}.csv", dtype="str")
    return pd.DataFrame({one["name"]: _typed(table[one["name"]], one["type"]) for one in _described(name)})


def _typed(column: pd.Series, kind: str) -> pd.Series:
    match kind:
        case "number":
            return column.astype("float64")
        case "integer":
            return column.astype("float64").astype("Int64")
        case "list":
            return column.fillna("").map(lambda text: text.split("|") if text else []).astype(object)
        case _:
            return column


def _on_record(reading: Reading, key: str) -> pd.DataFrame:
    """How many rows there are of each reservoir or region, and their first and last day."""
    known = pd.DataFrame([(getattr(one, key), one.rows, one.first, one.last) for one in reading.extents()],
                         columns=[key, "rows", "first", "last"])  # fmt: skip
    days = {name: pd.to_datetime(known[name]) for name in ("first", "last")}
    return known.assign(**days).groupby(key).agg({"rows": "sum", "first": "min", "last": "max"})


def _with_record(registry: pd.DataFrame, on_record: pd.DataFrame, key: str) -> pd.DataFrame:
    """The registry by `key`, with what is on record beside it."""
    table = registry.merge(on_record, left_on=key, right_index=True, how="left")
    rows = table["rows"].fillna(0).astype("int64")
    days = {name: pd.to_datetime(table[name]) for name in ("first", "last")}
    return table.assign(rows=rows, **days).sort_values(key, kind="stable", ignore_index=True)


def _with_unlisted(registry: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """The registry with the reservoirs on record that it does not know."""
    listed = set(registry["id"])
    found = {one.reservoir_id: one for one in reading.extents() if one.reservoir_id not in listed}
    if not found:
        return registry
    empty = {name: [[]] * len(found) for name in registry.columns if registry[name].dtype == object}
    unlisted = {
        "id": list(found),
        "name_ru": [one.reservoir for one in found.values()],
        "region_code": [one.region_code for one in found.values()],
    }
    more = pd.DataFrame(empty | unlisted).reindex(columns=registry.columns).astype(registry.dtypes)
    return pd.concat([registry, more], ignore_index=True)


def _part(rows: pd.DataFrame, key: str, asked: Asked, most: int | None) -> Part:
    after = place(asked.cursor, text)
    if after is not None:
        rows = rows[rows[key] > after[0]]
    if most is None or len(rows) <= most:
        return Part([rows])
    rows = rows.head(most)
    return Part([rows], [rows[key].iloc[-1]])


def _example(described: list[Field], **known: Any) -> dict[str, Any]:
    nothing = {one["name"]: [] if one["type"] == "list" else None for one in described}
    return {**nothing, **known, "rows": 240, "first": "2024-03-20", "last": "2025-05-30"}
