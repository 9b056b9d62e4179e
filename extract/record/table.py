"""The tidy table: one row per observation, checked against a schema, written and read without loss.

Columns are the fields of :class:`extract.figures.Observation`, in that order:

======================================== =====================================================
date                                     datetime64, midnight: the day the figure describes
quantity, status, qualifier, review      category, over the names in :mod:`extract.figures`
value                                    float64, in the canonical unit of the quantity
flags                                    list of str
published, extracted_at, reviewed_at     datetime64 in UTC, NaT where unknown
start, end                               int64, characters in the bulletin's text
all others                               str, NaN where unknown
======================================== =====================================================

As CSV a table has ISO dates, point decimals, flags joined by ``|`` and empty fields for what is
missing; :func:`read_csv` gives the same table back.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors

from extract.errors import AgynError, BadInput
from extract.figures import FLAGS, QUALIFIERS, QUANTITIES, REVIEWS, STATUSES, Observation, Result

COLUMNS = tuple(field.name for field in dataclasses.fields(Observation))
REVIEW_COLUMNS = ("review", "reviewed_by", "reviewed_at", "review_reason")
"""What the store adds: in a table made of texts alone nobody has reviewed anything."""

READ_COLUMNS = tuple(name for name in COLUMNS if name not in REVIEW_COLUMNS)
CATEGORIES = {"quantity": tuple(QUANTITIES), "status": STATUSES, "qualifier": QUALIFIERS, "review": REVIEWS}
MOMENTS = ("published", "extracted_at", "reviewed_at")
WHOLE_NUMBERS = ("start", "end")
MAY_BE_MISSING = frozenset(
    {"region_code", "region", "river", "country", "url", "publisher", "reviewed_by", "review_reason", *MOMENTS}
)
TEXTS = tuple(set(COLUMNS) - set(CATEGORIES) - set(MOMENTS) - set(WHOLE_NUMBERS) - {"date", "value", "flags"})

DAY = "datetime64[us]"
MOMENT = "datetime64[us, UTC]"
FORMATS = (".csv", ".json", ".parquet")


def table(results: Iterable[Result | Observation] | Result) -> pd.DataFrame:
    """The observations of `results` (Result objects or bare observations) as one tidy table, in their order.

    Raises :class:`AgynError` with a sentence that names the first row which breaks the schema.

    >>> table([]).columns[:3].tolist()
    ['date', 'reservoir_id', 'reservoir']
    """
    rows = [row for item in _each(results) for row in (item.rows if isinstance(item, Result) else [item])]
    try:
        return check(frame({name: [getattr(row, name) for row in rows] for name in COLUMNS}))
    except (TypeError, ValueError, OverflowError) as error:
        raise AgynError(f"The observations make no table: {error}.") from None


def frame(columns: dict[str, Sequence[Any]]) -> pd.DataFrame:
    """A tidy table from one sequence of plain Python values per column, in the contract's dtypes (not checked)."""
    return pd.DataFrame({name: _column(name, columns[name]) for name in COLUMNS})


def check(tidy: pd.DataFrame) -> pd.DataFrame:
    """`tidy` itself, or :class:`AgynError` with a sentence that names the first row which breaks the schema."""
    try:
        return SCHEMA.validate(tidy)
    except (SchemaError, SchemaErrors) as error:
        raise AgynError(_complaint(tidy, error)) from None


def write(tidy: pd.DataFrame, path: str | Path | None, *, columns: Sequence[str] | None = None) -> None:
    """Write a tidy table as .csv, .json or .parquet, by the suffix; None or "-" is CSV to standard output.

    The file appears whole or not at all: it is written under another name in the same folder and
    then renamed. `columns` restricts what is written. Raises :class:`BadInput` for another suffix
    or a place that cannot be written.
    """
    tidy = tidy if columns is None else tidy[list(columns)]
    if path is None or str(path) == "-":
        _write_csv(tidy, sys.stdout)
        return
    path = Path(path)
    write_as = {".csv": _csv_file, ".json": _json_file, ".parquet": _parquet_file}[format_of(path)]
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None
    try:
        os.close(handle)
        write_as(tidy, Path(draft))
        Path(draft).chmod(0o666 & ~_umask())
        os.replace(draft, path)  # noqa: PTH105 - one step for the reader of the file
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        Path(draft).unlink(missing_ok=True)


def format_of(path: str | Path) -> str:
    """The suffix of `path` if a table can be written so, else :class:`BadInput`."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise BadInput(f"{path} should end in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    return suffix


def read_csv(path: str | Path) -> pd.DataFrame:
    """A table that :func:`write` has written as CSV; columns left out of it come back as missing.

    Raises :class:`AgynError` where the file is no such table.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        if any(len(row) != len(header) for row in rows):
            raise AgynError(f"{path} is no table of observations: a row has another number of fields than the header.")
        by_name = dict(zip(header, zip(*rows, strict=True) if rows else [()] * len(header), strict=True))
        missing = [name for name in READ_COLUMNS if name not in by_name and name not in MAY_BE_MISSING]
        if missing:
            raise AgynError(f"{path} is no table of observations: it has no column {', '.join(missing)}.")
        columns = {name: [_from_csv(name, field) for field in by_name.get(name, [""] * len(rows))] for name in COLUMNS}
        if "review" not in by_name:
            columns["review"] = ["machine"] * len(rows)
        return check(frame(columns))
    except (OSError, ValueError, csv.Error) as error:
        raise AgynError(f"{path} cannot be read as a table of observations: {error}.") from None


# What goes into a column ---------------------------------------------------------------------


def _each(results: Iterable[Result | Observation] | Result) -> Iterable[Result | Observation]:
    return [results] if isinstance(results, Result) else results


def _column(name: str, values: Sequence[Any]) -> pd.Series:
    if name == "date":
        return pd.Series(np.array(values, dtype="datetime64[D]").astype(DAY), dtype=DAY)
    if name in MOMENTS:
        return pd.Series(pd.to_datetime(list(values), utc=True, format="ISO8601"), dtype=MOMENT)
    if name in CATEGORIES:
        known = [value if value in CATEGORIES[name] else None for value in values]  # the check names the others
        return pd.Series(pd.Categorical(known, categories=CATEGORIES[name]))
    if name == "flags":
        flags = np.empty(len(values), dtype=object)
        flags[:] = [list(value) for value in values]
        return pd.Series(flags, dtype=object)
    if name == "value":
        return pd.Series(values, dtype="float64")
    if name in WHOLE_NUMBERS:
        return pd.Series(values, dtype="int64")
    if name in MAY_BE_MISSING:
        values = [value or None for value in values]  # an empty name is no name
    return pd.Series(values, dtype="str")


# What a row must be --------------------------------------------------------------------------

_PRINTED_AS_SLICE = pa.Check(
    lambda tidy: tidy["quote"].str.len() == tidy["end"] - tidy["start"], error="a quote as long as its span"
)
_CANONICAL_UNIT = pa.Check(
    lambda tidy: tidy["unit"] == tidy["quantity"].astype("str").map(QUANTITIES), error="the quantity's canonical unit"
)
_CHECKS = {
    "date": pa.Check(lambda days: days == days.dt.normalize(), error="a day without a time"),
    "value": pa.Check(np.isfinite, error="a finite number"),
    "flags": pa.Check(lambda flags: flags.map(lambda row: set(row) <= set(FLAGS)), error="known flags"),
    "reservoir_id": pa.Check.str_length(min_value=1, error="a reservoir"),
    "bulletin_id": pa.Check.str_length(min_value=1, error="a bulletin"),
    "start": pa.Check.ge(0, error="a span within the text"),
}


def _dtype(name: str) -> Any:
    if name in CATEGORIES:
        return pd.CategoricalDtype(CATEGORIES[name])
    plain = {"date": DAY, "value": "float64", "flags": "object"}
    plain |= dict.fromkeys(MOMENTS, MOMENT) | dict.fromkeys(WHOLE_NUMBERS, "int64")
    return plain.get(name, "str")


SCHEMA = pa.DataFrameSchema(
    {name: pa.Column(_dtype(name), _CHECKS.get(name), nullable=name in MAY_BE_MISSING) for name in COLUMNS},
    checks=[_CANONICAL_UNIT, _PRINTED_AS_SLICE],
    ordered=True,
    strict=True,
)
"""The tidy table as pandera checks it; every error text completes “… should have …”."""


def _complaint(tidy: pd.DataFrame, error: SchemaError | SchemaErrors) -> str:
    """One sentence on the first thing that is wrong."""
    first = error.schema_errors[0] if isinstance(error, SchemaErrors) else error
    column = getattr(first.schema, "name", None)
    cases = first.failure_cases
    rows = cases["index"].dropna() if isinstance(cases, pd.DataFrame) and "index" in cases else []
    if not len(rows):
        return f"The table of observations is malformed: {str(first).splitlines()[0]}."
    number = int(min(rows))
    row = tidy.iloc[number]
    expected = first.check.error if isinstance(first.check, pa.Check) and first.check.error else f"a {column}"
    found = f" ({column} is “{row[column]}”)" if column in tidy.columns else ""
    return (
        f"Row {number + 1} of the table ({row['quantity']} of {row['reservoir']} in bulletin {row['bulletin_id']}) "
        f"should have {expected}{found}."
    )


# What it looks like outside ------------------------------------------------------------------


class _Lines:
    """Takes the lines of a csv.writer and ends them with a bare line feed.

    The writer quotes only those line ends that are its own: told ``\\r\\n`` it quotes both, and a
    quote from a Windows text survives.
    """

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, line: str) -> int:
        return self.file.write(line.removesuffix("\r\n") + "\n")


def _write_csv(tidy: pd.DataFrame, file: TextIO) -> None:
    writer = csv.writer(_Lines(file), lineterminator="\r\n")
    writer.writerow(tidy.columns)
    printed = {name: [_printed(name, value) for value in values] for name, values in _plain(tidy).items()}
    writer.writerows(zip(*printed.values(), strict=True))


def _printed(name: str, value: Any) -> Any:
    if value is None:
        return ""
    return "|".join(value) if name == "flags" else value


def _from_csv(name: str, field: str) -> Any:
    if name == "flags":
        return field.split("|") if field else []
    if name in MAY_BE_MISSING or name in CATEGORIES:
        return field or None
    if name == "value":
        return float(field)
    return int(field) if name in WHOLE_NUMBERS else field


def _plain(tidy: pd.DataFrame) -> dict[str, list[Any]]:
    """The columns as plain Python values: ISO dates and moments, None for what is missing."""
    return {name: _plain_column(name, tidy[name]) for name in tidy.columns}


def _plain_column(name: str, series: pd.Series) -> list[Any]:
    if name == "date":
        return series.dt.strftime("%Y-%m-%d").tolist()
    if name in MOMENTS:
        return [None if moment is pd.NaT else moment.isoformat().replace("+00:00", "Z") for moment in series]
    values = series.astype(object).tolist() if name not in ("value", *WHOLE_NUMBERS) else series.tolist()
    return values if name == "flags" else [None if value is None or value != value else value for value in values]


def _csv_file(tidy: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        _write_csv(tidy, file)


def _json_file(tidy: pd.DataFrame, path: Path) -> None:
    columns = _plain(tidy)
    lines = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in _rows(columns))
    path.write_text("[" + ",\n ".join(lines) + "]\n", encoding="utf-8")


def _rows(columns: dict[str, list[Any]]) -> Iterator[tuple[Any, ...]]:
    return zip(*columns.values(), strict=True)


def _parquet_file(tidy: pd.DataFrame, path: Path) -> None:
    import pyarrow  # only here: the other formats do without its start-up time
    import pyarrow.parquet

    flags = {"flags": pyarrow.list_(pyarrow.string())}  # an empty column would not show what it lists
    arrow = pyarrow.Table.from_pandas(tidy, preserve_index=False)
    for name, kind in flags.items():
        if name in tidy.columns:
            arrow = arrow.set_column(arrow.schema.get_field_index(name), name, arrow[name].cast(kind))
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(arrow, buffer)
    path.write_bytes(buffer.getvalue())


def _umask() -> int:
    """The permissions that new files are denied (it can only be read by setting it)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
