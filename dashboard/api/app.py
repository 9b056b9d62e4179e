"""`create_api(store, record)`: the API as an application of its own, mounted at /api beside the page."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import Access
from dashboard.api import netcdf, problems
from dashboard.api.answers import Answers, Format, unchanged
from dashboard.api.asking import QuantityFilters, understood
from dashboard.api.bulletins import READ_EXAMPLE, add_bulletin, bulletins
from dashboard.api.docs import add_docs
from dashboard.api.observations import across, observations, series
from dashboard.api.package import add_package
from dashboard.api.places import regions, reservoirs
from dashboard.api.reading import Reading
from dashboard.api.resource import fresh, read, serve
from dashboard.api.runs import refresh_runs
from dashboard.api.writing import EXAMPLES, add_writing
from dashboard.queries import Record
from dashboard.uploads import Uploads
from extract import Store

ABOUT = """What reservoirs in Kazakhstan release, as stated in flood bulletins, each figure with its sentence.

Filters are those of the page: its query string gives the same rows here. Answers are JSON in pages,
or CSV or Parquet whole, by `Accept` or by ending (`observations.csv`). They carry `ETag` and
`Last-Modified`. Errors are `application/problem+json` with a sentence in `detail`.
`pandas.read_csv("…/api/v1/observations.csv?reservoir=shulba")` works as it stands.
"""


class Described(FastAPI):
    """FastAPI whose description has examples with nulls in them: FastAPI itself leaves those out.

    `examples` has one for each operation that answers JSON, by the operation's id.
    """

    examples: dict[str, Any]

    def openapi(self) -> dict[str, Any]:
        if not self.openapi_schema:
            for operations in super().openapi()["paths"].values():
                for operation in operations.values():
                    if operation["operationId"] in self.examples:
                        answer = operation["responses"]["200"]["content"]["application/json"]
                        answer["example"] = self.examples[operation["operationId"]]
        return self.openapi_schema


def create_api(store: Store, record: Record, access: Access, uploads: Uploads) -> FastAPI:
    """The API over a store; `record` is what the page draws from, `access` says who may write."""
    app = Described(
        title="Agyn", version="1", description=ABOUT, docs_url=None, redoc_url=None, openapi_url="/openapi.json"
    )
    reading, answers = Reading(store, record), Answers()
    router = APIRouter(prefix="/v1")
    tables = [make(reading) for make in (observations, series, reservoirs, regions, bulletins, refresh_runs)]
    _add_netcdf(router, reading, answers)  # before the series' other endings, which would refuse this one
    for table in tables:
        serve(router, table, reading, answers)
    add_writing(router, store, access, uploads)
    add_bulletin(router, reading, answers)
    add_package(router, tables, reading, answers)
    app.include_router(router)
    pages = {table.name: {"data": [table.example], "next": None} for table in tables}
    files = {f"{name}_file": example for name, example in pages.items()}
    app.examples = {**pages, **files, "bulletin": READ_EXAMPLE, **EXAMPLES}
    add_docs(app)
    problems.handle(app)
    app.add_middleware(OpenToRead)
    return app


def _add_netcdf(router: APIRouter, reading: Reading, answers: Answers) -> None:
    def series_as_netcdf(request: Request, filters: Annotated[QuantityFilters, Query()]) -> Response:
        asked = understood(request, filters)
        headers = fresh(request, reading, answers, Format.NETCDF)
        if unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        data = netcdf.dataset(across(reading, asked, filters.quantity), dt.datetime.now(dt.UTC))
        return answers.written(lambda file: netcdf.write(data, file), Format.NETCDF.media_type, "series.nc", headers)

    read(
        router,
        "/series.nc",
        series_as_netcdf,
        "series_netcdf",
        summary="The series as CF NetCDF",
        description="Time series by reservoir and day after the CF conventions; every quantity unless one is named.",
        responses={
            200: {
                "description": "A NetCDF-4 file.",
                "content": {Format.NETCDF.media_type: {"schema": {"type": "string", "format": "binary"}}},
            },
            304: {"description": "Nothing has changed."},
            **problems.DECLARED,
        },
    )


class OpenToRead:
    """CORS: any page may read, none may write."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_OPEN)
            await send(message)

        await self._app(scope, receive, sending)


_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Last-Modified"}
_PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
