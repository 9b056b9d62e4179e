"""What every resource that is a table has in common: two addresses, its formats, its description for OpenAPI."""

# Annotations are evaluated as they are written: FastAPI reads each table's own parameters from them.

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from dashboard.api import problems
from dashboard.api.answers import TABLES, Answers, Format, Part, unchanged, validators, wanted
from dashboard.api.asking import PAGE_ROWS, Asked, Paging, understood
from dashboard.api.reading import Reading
from dashboard.api.tables import Field, row_schema

Fetch = Callable[[Asked, Any, int | None], Part]
"""A request, its parameters as checked, and the most rows of a page (None: all) -> the rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A resource that is a table: `name` is its address, `fields` its columns, `example` a row."""

    name: str
    summary: str
    description: str
    filters: type[Paging]
    fields: list[Field]
    fetch: Fetch
    example: dict[str, Any]


def serve(router: APIRouter, table: Table, reading: Reading, answers: Answers) -> None:
    """Add a table to `router`: at ``/name`` by Accept, at ``/name.csv`` and so on by its ending."""

    def respond(request: Request, filters: Paging, format: Format) -> Response:
        asked = understood(request, filters)
        headers = fresh(request, reading, answers, format)
        if unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        whole = format is not Format.JSON and asked.limit is None and asked.cursor is None
        part = table.fetch(asked, filters, None if whole else asked.limit or PAGE_ROWS)
        if format is Format.JSON:
            return answers.page(request, part, headers)
        return answers.file(request, format, table.name, table.fields, part.frames, headers, part.cursor)

    def by_accept(request: Request, filters: Annotated[table.filters, Query()]) -> Response:
        return respond(request, filters, wanted(request.headers.get("accept")))

    def by_ending(
        request: Request, ending: Literal["json", "csv", "parquet"], filters: Annotated[table.filters, Query()]
    ) -> Response:
        return respond(request, filters, Format(ending))

    told = {"summary": table.summary, "description": table.description, "responses": declared(table)}
    read(router, f"/{table.name}", by_accept, table.name, **told)
    read(router, f"/{table.name}.{{ending}}", by_ending, f"{table.name}_file", **told)


def read(router: APIRouter, path: str, endpoint: Callable[..., Response], name: str, **told: Any) -> None:
    """Add an address that is only read: GET, and HEAD, which OpenAPI need not be told of."""
    router.add_api_route(path, endpoint, methods=["GET"], name=name, operation_id=name, **told)
    router.add_api_route(path, endpoint, methods=["HEAD"], name=f"{name}_head", include_in_schema=False)


def fresh(request: Request, reading: Reading, answers: Answers, format: str) -> dict[str, str]:
    """The headers by which this answer is known again, as long as the store does not change."""
    revision, now = reading.revision(), time.time()
    return validators(request, revision, format, answers.freshness.since(revision, now), now)


def declared(table: Table) -> dict[int | str, Any]:
    """The answers of a table as OpenAPI has them."""
    page = {
        "type": "object",
        "required": ["data", "next"],
        "properties": {
            "data": {"type": "array", "items": row_schema(table.fields)},
            "next": {
                "type": ["string", "null"],
                "description": "Address of the next page, null on the last one; the header Link says the same.",
            },
        },
    }
    content = {format.media_type: {"schema": {"type": "string"}} for format in TABLES}
    content[Format.PARQUET.media_type] = {"schema": {"type": "string", "format": "binary"}}
    content[Format.JSON.media_type] = {"schema": page}
    return {
        200: {"description": "A page (JSON), or all rows unless `limit` is given (CSV, Parquet).", "content": content},
        304: {"description": "Nothing has changed since the answer that If-None-Match or If-Modified-Since names."},
        **problems.DECLARED,
    }
