"""The bulletins: a list, and each with its text, its rows and what was set aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import pandas as pd
from fastapi import APIRouter, Request, Response

from dashboard.api import problems
from dashboard.api.answers import Answers, Format, Part, unchanged, wanted
from dashboard.api.asking import Asked, Filters, Paging, place, understood, whole
from dashboard.api.observations import EXAMPLE as ROW
from dashboard.api.problems import Problem
from dashboard.api.reading import Reading
from dashboard.api.resource import Table, fresh, read
from dashboard.api.tables import Field, as_json, records, row_schema
from dashboard.pages.evidence import source_link
from extract import Result
from extract.figures import REASONS
from extract.record.season import fields
from extract.record.table import COLUMNS

ALWAYS = {"constraints": {"required": True}}
FIELDS: list[Field] = [
    {"name": "id", "type": "string", "description": "The source's own id, or a fingerprint of the text.", **ALWAYS},
    {"name": "version", "type": "integer", "description": "Raised when its source says something else.", **ALWAYS},
    {"name": "title", "type": "string", "description": "Headline."},
    {"name": "url", "type": "string", "description": "Where it was published: an address of the web, or nothing."},
    {"name": "publisher", "type": "string", "description": "Who published it."},
    {"name": "published", "type": "datetime", "description": "When, in UTC; a bare day begins at midnight in Almaty."},
    {"name": "language", "type": "string", "description": "ISO 639-1, with the script where it is not the usual one."},
    {"name": "retrieved", "type": "datetime", "description": "When it was fetched, in UTC."},
    {"name": "added_at", "type": "datetime", "description": "When this version was stored, in UTC.", **ALWAYS},
    {"name": "figures", "type": "integer", "description": "Figures found: rows and set aside together.", **ALWAYS},
    {"name": "rows", "type": "integer", "description": "Figures that became a row.", **ALWAYS},
    {"name": "set_aside", "type": "integer", "description": "Figures set aside with a reason.", **ALWAYS},
]
SET_ASIDE: list[Field] = [
    {"name": "bulletin_id", "type": "string", "description": "The bulletin.", **ALWAYS},
    {
        "name": "reason",
        "type": "string",
        "description": "Why it is no row.",
        "constraints": {"required": True, "enum": list(REASONS)},
    },
    {"name": "quote", "type": "string", "description": "The figure with its unit, as printed.", **ALWAYS},
    {"name": "start", "type": "integer", "description": "Where it begins in the text.", **ALWAYS},
    {"name": "end", "type": "integer", "description": "Where it ends: the first character behind it.", **ALWAYS},
    {"name": "detail", "type": "string", "description": "What it was taken for, where that is known."},
]
EXAMPLE: dict[str, Any] = {
    "id": "2025-04-13-national-ru",
    "version": 1,
    "title": "Паводковая обстановка",
    "url": None,
    "publisher": "Министерство водных ресурсов и ирригации",
    "published": "2025-04-13T04:00:00Z",
    "language": "ru",
    "retrieved": None,
    "added_at": "2025-04-13T04:05:00Z",
    "figures": 1,
    "rows": 1,
    "set_aside": 0,
}
_SAID = ("id", "title", "url", "publisher", "published", "language", "retrieved")
READ = {
    "type": "object",
    "required": ["bulletin", "rows", "set_aside", "figures"],
    "properties": {
        "bulletin": {
            "type": "object",
            "required": [*_SAID, "text"],
            "properties": {
                **row_schema(one for one in FIELDS if one["name"] in _SAID)["properties"],
                "text": {"type": "string", "description": "The text that `start` and `end` point into."},
            },
        },
        "rows": {"type": "array", "items": row_schema(fields(COLUMNS))},
        "set_aside": {"type": "array", "items": row_schema(SET_ASIDE)},
        "figures": {"type": "integer", "description": "Figures found: rows and set aside together."},
    },
}
"""A bulletin with what was read in it, in JSON Schema."""

READ_EXAMPLE: dict[str, Any] = {
    "bulletin": {
        **{name: EXAMPLE[name] for name in _SAID},
        "text": "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду.",
    },
    "rows": [ROW],
    "set_aside": [],
    "figures": 1,
}


def bulletins(reading: Reading) -> Table:
    """The bulletins, with counts of what was read in them."""

    def fetch(asked: Asked, _filters: Filters, most: int | None) -> Part:
        rows = _with_figures_of(reading, asked)
        after = place(asked.cursor, whole)
        first = after[0] if after is not None else 0
        if first < 0:
            raise Problem(400, "The cursor is not one of these pages: begin without it.")
        last = len(rows) if most is None else first + most
        return Part([rows.iloc[first:last]], [last] if last < len(rows) else None)

    return Table(
        "bulletins",
        "The bulletins",
        "Without their texts, the latest published first. With filters, those that have figures of the regions, "
        "reservoirs and days named.",
        Filters,
        FIELDS,
        fetch,
        EXAMPLE,
    )


def _with_figures_of(reading: Reading, asked: Asked) -> pd.DataFrame:
    listed, period = reading.bulletins(), asked.period()
    view = asked.view
    if not (view.regions or view.reservoirs or period.since or period.until):
        return listed
    found: set[str] = set()
    for frame in reading.each(asked, None, ()):
        found.update(frame["bulletin_id"])
    return listed[listed["id"].isin(found)]


def add_bulletin(router: APIRouter, reading: Reading, answers: Answers) -> None:
    """Add the address of each bulletin to `router`."""

    def bulletin(identity: str, request: Request) -> Response:
        understood(request, Paging())
        format = wanted(request.headers.get("accept"))
        headers = fresh(request, reading, answers, format)
        if unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        result = reading.bulletin(identity)
        if result is None:
            raise Problem(404, f"There is no bulletin “{identity[:80]}” on record.")
        rows = reading.rows_of(result)
        if format is Format.JSON:
            return Response(as_json(document(result, rows)), media_type=format.media_type, headers=headers)
        return answers.file(request, format, "bulletin", fields(), [rows], headers)

    content = {
        Format.JSON.media_type: {"schema": READ},
        Format.CSV.media_type: {"schema": {"type": "string"}},
        Format.PARQUET.media_type: {"schema": {"type": "string", "format": "binary"}},
    }
    read(
        router,
        "/bulletins/{identity:path}",
        bulletin,
        "bulletin",
        summary="A bulletin with its text, its rows and what was set aside",
        description="As CSV and Parquet, its rows alone. In an address `#` is written %23.",
        responses={
            200: {"description": "The bulletin.", "content": content},
            304: {"description": "Nothing has changed."},
            **problems.DECLARED,
        },
    )


def document(result: Result, rows: pd.DataFrame) -> dict[str, Any]:
    """A bulletin, its `rows` as a tidy table and what was set aside as one JSON document."""
    about = {name: getattr(result.bulletin, name) for name in (*_SAID, "text")}
    moments = {name: _utc(about[name]) for name in ("published", "retrieved")}
    return {
        "bulletin": {**about, **moments, "url": source_link(about["url"])},
        "rows": list(records(rows)),
        "set_aside": [asdict(one) for one in result.set_aside],
        "figures": result.figures,
    }


def _utc(moment: dt.datetime | None) -> str | None:
    return moment and moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
