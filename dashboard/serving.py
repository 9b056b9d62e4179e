"""One process that serves, or several that share a door."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from dashboard.access import Access
from dashboard.app import create_app
from dashboard.logs import CONFIG
from dashboard.meters import SHARED
from extract import Store

GRACE = 20
"""Seconds that requests under way have to end in when the server is told to stop."""

START = 120
"""Seconds in which a worker must give a sign of life: a busy machine takes its time to start one."""

AT_ONCE = 256
"""Connections one worker serves at once; who comes beyond them is asked to come back (503)."""


def make_server(store: str | None, host: str, token_file: str | None) -> FastAPI:
    """The ASGI app of one worker, with a store of its own."""
    return create_app(Store(store), Access.from_environment(host, token_file)).server


def serve(make: Callable[[], FastAPI], door: socket.socket, workers: int) -> None:
    """Serve what `make` makes at an open door, until told to stop; `make` is called by each worker, in its process."""
    config = uvicorn.Config(
        make,
        factory=True,
        workers=workers,
        log_config=CONFIG,
        access_log=False,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=START,
    )
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how it is meant to end
        if workers == 1:
            uvicorn.Server(config).run(sockets=[door])
            return
        with tempfile.TemporaryDirectory(prefix="agyn-meters-") as folder:
            os.environ[SHARED] = folder  # before the workers start, whose counts meet here
            Multiprocess(config, sockets=[door]).run()
