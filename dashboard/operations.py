"""What whoever runs the server asks it: /healthz and /metrics."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from dashboard.health import Health, health
from dashboard.meters import CONTENT_TYPE, Metered, Meters
from extract import Store

_FRESH = {"Cache-Control": "no-store"}


def add_operations(server: FastAPI, store: Store, today: Callable[[], dt.date]) -> None:
    """Add both addresses to the server, and count its answers."""
    state = functools.partial(_state, store, today)
    meters = Meters(state)

    def healthz() -> JSONResponse:
        found = state()
        return JSONResponse(found.told(), 200 if found.is_reachable else 503, headers=_FRESH)

    def metrics() -> Response:
        return Response(meters.told(), media_type=CONTENT_TYPE, headers=_FRESH)

    server.add_api_route("/healthz", healthz, methods=["GET", "HEAD"], include_in_schema=False)
    server.add_api_route("/metrics", metrics, methods=["GET"], include_in_schema=False)
    server.add_middleware(Metered, meters=meters)


def _state(store: Store, today: Callable[[], dt.date]) -> Health:
    return health(store, today())
