"""What Prometheus is told: requests by kind and status, how long they take, and how the store is.

Several workers of one server share their counts through files in `PROMETHEUS_MULTIPROC_DIR`, which
the first process sets (:mod:`dashboard.__main__`); one alone keeps them in memory.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.health import Health

CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"
_STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_KINDS = (("/api/v1/", "api"), ("/api/", "docs"), ("/_dash-update", "callback"), ("/_dash-", "library"),
          ("/assets/", "asset"), ("/healthz", "health"), ("/metrics", "metrics"))  # fmt: skip


def kind_of(path: str) -> str:
    """What kind of address a path is: few names, whatever strangers ask for.

    >>> kind_of("/api/v1/series.csv"), kind_of("/wp-login.php")
    ('api', 'page')
    """
    return next((kind for start, kind in _KINDS if path.startswith(start)), "page")


class Meters:
    """The meters of one server."""

    def __init__(self, health: Callable[[], Health]) -> None:
        own = CollectorRegistry()
        self._requests = Counter("agyn_requests", "Requests answered.", ["kind", "status"], registry=own)
        self._seconds = Histogram("agyn_request_seconds", "Seconds to answer.", ["kind"], buckets=_STEPS, registry=own)
        self._own = own
        self._health = health

    def told(self) -> bytes:
        """Everything in Prometheus' text format, of all workers."""
        registry = self._own
        if SHARED in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        state = CollectorRegistry()
        state.register(_State(self._health()))
        return generate_latest(registry) + generate_latest(state)

    def count(self, path: str, status: int, seconds: float) -> None:
        """Note one answer."""
        kind = kind_of(path)
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)


class _State(Collector):
    """How the store is at this moment, the same whichever worker is asked."""

    def __init__(self, health: Health) -> None:
        self._state = health

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("agyn_store_up", "Whether the store can be read.", float(self._state.is_reachable))
        if self._state.age_days is not None:
            yield GaugeMetricFamily("agyn_data_age_days", "Days since the newest figure.", self._state.age_days)
        if self._state.last_refresh is not None:
            moment = self._state.last_refresh.timestamp()
            yield GaugeMetricFamily("agyn_last_refresh_timestamp_seconds", "When a refresh last ended.", moment)


class Metered:
    """Counts every answer."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self._app = app
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._meters.count(scope["path"], status, time.perf_counter() - started)
