"""Tables as they leave the house: JSON, CSV or Parquet, described once for OpenAPI and for `datapackage.json`.

A table is a DataFrame; how a column is written hangs on its dtype alone: a naive datetime is a day,
an aware one a moment in UTC, an object column holds lists, all missing values are null (JSON,
Parquet) or an empty field (CSV), and never a zero. In CSV a list is joined by ``|`` and a text that
a spreadsheet would run as a formula gets an apostrophe (:mod:`dashboard.cells`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from dashboard.cells import harmless

Field = dict[str, Any]
"""One column in Frictionless terms: `name`, `type`, `description`, maybe `constraints`."""

_JSON_TYPES = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}
_ARROW_TYPES = {
    "string": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", "UTC"),
}


def row_schema(fields: Iterable[Field]) -> dict[str, Any]:
    """The JSON Schema of one row of a table with `fields`."""
    fields = list(fields)
    return {
        "type": "object",
        "required": [field["name"] for field in fields],
        "properties": {field["name"]: _json_schema(field) for field in fields},
    }


def _json_schema(field: Field) -> dict[str, Any]:
    constraints = field.get("constraints", {})
    if field["type"] == "list":
        return {
            "type": "array",
            "items": _JSON_TYPES[field.get("itemType", "string")],
            "description": field["description"],
        }
    kind: dict[str, Any] = dict(_JSON_TYPES[field["type"]])
    if "enum" in constraints:
        kind["enum"] = list(constraints["enum"])
    if not constraints.get("required"):
        kind["type"] = [kind["type"], "null"]
        if "enum" in kind:
            kind["enum"].append(None)
    return kind | {"description": field["description"]}


def plain(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """The columns as values that JSON knows: ISO days and moments, None for what is missing."""
    return {str(name): _plain(frame[name]) for name in frame.columns}


def _plain(column: pd.Series) -> list[Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return [None if one is pd.NaT else one.isoformat().replace("+00:00", "Z") for one in column]
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return [None if one is pd.NaT else one.date().isoformat() for one in column]
    if pd.api.types.is_integer_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
        return [None if one is pd.NA else one for one in column.tolist()]
    return [_value(one) for one in column.astype(object).tolist()]


def _value(one: Any) -> Any:
    if isinstance(one, (list, tuple)):
        return list(one)
    return None if one is None or one is pd.NA or one != one else one


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows as JSON objects."""
    columns = plain(frame)
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def as_json(document: Any) -> bytes:
    """A document as JSON; a number that is none is refused, as JSON has no word for it."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def write_csv(frames: Iterable[pd.DataFrame], fields: Iterable[Field], file: BinaryIO) -> None:
    """Write the frames, one after another, as one CSV file (RFC 4180, UTF-8) with a header."""
    names = [field["name"] for field in fields]
    with _text(file) as text:
        writer = csv.writer(text)
        writer.writerow(names)
        for frame in frames:
            columns = ([_cell(one) for one in column] for column in plain(frame[names]).values())
            writer.writerows(zip(*columns, strict=True))


class _text(io.TextIOWrapper):
    """Text into a binary file that stays open."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, encoding="utf-8", newline="")

    def __exit__(self, *_error: object) -> None:
        self.flush()
        self.detach()


def _cell(one: Any) -> Any:
    if isinstance(one, list):
        return harmless("|".join(map(str, one)))
    return harmless(one) if isinstance(one, str) else one


def write_parquet(frames: Iterable[pd.DataFrame], fields: Iterable[Field], file: BinaryIO) -> None:
    """Write the frames, one row group each, as one Parquet file."""
    fields = list(fields)
    schema = pa.schema([(field["name"], _arrow_type(field)) for field in fields])
    with pyarrow.parquet.ParquetWriter(file, schema) as writer:
        for frame in frames:
            columns = [_arrow(frame[name.name], name.type) for name in schema]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _arrow_type(field: Field) -> pa.DataType:
    if field["type"] == "list":
        return pa.list_(_ARROW_TYPES[field.get("itemType", "string")])
    return _ARROW_TYPES[field["type"]]


def _arrow(column: pd.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_list(kind) or column.dtype == object or isinstance(column.dtype, pd.CategoricalDtype):
        return pa.array([_value(one) for one in column.astype(object).tolist()], kind)
    return pa.Array.from_pandas(column).cast(kind)
