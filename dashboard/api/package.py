"""`datapackage.json`: what each table holds, where it comes from and under which terms (Frictionless, v2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter, Request, Response

from dashboard.api import problems
from dashboard.api.answers import Answers, unchanged
from dashboard.api.asking import Paging, understood
from dashboard.api.reading import Reading
from dashboard.api.resource import Table, fresh, read
from dashboard.api.tables import as_json
from extract.record.season import LICENSES

_KEYS = {"reservoirs": ["id"], "regions": ["code"], "bulletins": ["id"], "refresh-runs": ["number"]}


def add_package(router: APIRouter, tables: list[Table], reading: Reading, answers: Answers) -> None:
    """Add ``/datapackage.json`` to `router`."""

    def package(request: Request) -> Response:
        understood(request, Paging())
        headers = fresh(request, reading, answers, "json")
        if unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        body = as_json(described(tables, reading, dt.datetime.now(dt.UTC)))
        return Response(body, media_type="application/json", headers=headers)

    read(
        router,
        "/datapackage.json",
        package,
        "datapackage",
        summary="What each table holds",
        description="A Frictionless data package: columns with types and units, sources, terms, time of making.",
        responses={
            200: {"description": "The package.", "content": {"application/json": {"schema": {"type": "object"}}}},
            304: {"description": "Nothing has changed."},
            **problems.DECLARED,
        },
    )


def described(tables: list[Table], reading: Reading, now: dt.datetime) -> dict[str, Any]:
    """The package of the tables as they are at `now`; every path is beside the package's own address."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "agyn",
        "title": "Releases of reservoirs in Kazakhstan, as stated in flood bulletins",
        "description": "What Agyn has read in bulletins, one row a figure, with the words it was read from. A missing "
        "value is an empty field and never a zero. In CSV, a text that begins with =, +, -, @, a tab, a carriage "
        "return or NUL has an apostrophe before it, so that no spreadsheet runs it.",
        "created": now.replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        "licenses": LICENSES,
        "sources": _sources(reading),
        "resources": [_resource(table) for table in tables],
    }


def _sources(reading: Reading) -> list[dict[str, str]]:
    publishers = reading.bulletins()["publisher"].dropna()
    return [{"title": name} for name in sorted(set(publishers)) if name] or [{"title": "No bulletin is on record yet"}]


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"missingValues": [""], "fields": table.fields}
    if table.name in _KEYS:
        schema["primaryKey"] = _KEYS[table.name]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "type": "table",
        "title": table.summary,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
