"""One refresh at a time: a lock in the store, so that it holds between processes and between machines.

Whoever holds it says every `BEAT` seconds that it is alive. A lock not heard of for `EXPIRES` seconds
was left by a process that died, and is taken over. Should a process that was only held up (a suspended
laptop) wake after that, it finds its lock gone at its next bulletin and stops. Nothing is doubled even
then, as adding is safe to repeat: the lock spares the sources, the store needs none.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
import uuid
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool

from extract.bulletins.bulletin import KAZAKHSTAN_TIME
from extract.errors import Busy, StoreError
from extract.record.database import in_one_sentence, writing
from extract.record.schema import refresh_lock

BEAT = 15.0  # seconds
EXPIRES = 90.0  # seconds: longer than a writer may wait for another and a few beats


class RefreshLock:
    """The right to refresh, for the time of a ``with`` block; :class:`Busy` where another has it."""

    def __init__(self, engine: sa.Engine, *, beat: float = BEAT, expires: float = EXPIRES) -> None:
        self._engine = engine
        self._beat = beat
        self._expires = dt.timedelta(seconds=expires)
        self._holder = uuid.uuid4().hex
        self._over = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._stay_alive, name="refresh-lock", daemon=True)

    def __enter__(self) -> Self:
        with in_one_sentence(self._engine):
            try:
                self._take()
            except IntegrityError:  # another was quicker by a hair: now its lock can be seen
                self._take()
        if not isinstance(self._engine.pool, StaticPool):  # a store in memory has no other process
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        mine = refresh_lock.c.holder == self._holder
        with in_one_sentence(self._engine), writing(self._engine) as connection:
            connection.execute(refresh_lock.delete().where(mine))

    def require(self) -> None:
        """Raise :class:`Busy` if the lock was lost."""
        if self._lost.is_set():
            raise Busy("The refresh stopped: it was held up for so long that another has taken over.")

    def _take(self) -> None:
        with writing(self._engine) as connection:
            now = _now(connection)
            found = connection.execute(sa.select(refresh_lock).with_for_update()).mappings().first()
            if found and now - found["heartbeat"] < self._expires:
                since = found["taken_at"].astimezone(KAZAKHSTAN_TIME)
                raise Busy(
                    f"Another refresh has been at work since {since:%H:%M on %Y-%m-%d} ({found['process']}): "
                    "wait until it has finished."
                )
            if found:  # and nothing but what was found: another may have put its lock there since
                connection.execute(refresh_lock.delete().where(refresh_lock.c.holder == found["holder"]))
            process = f"process {os.getpid()} on {socket.gethostname()}"
            lock = {"id": 1, "holder": self._holder, "process": process, "taken_at": now, "heartbeat": now}
            connection.execute(refresh_lock.insert(), lock)

    def _stay_alive(self) -> None:
        while not self._over.wait(self._beat):
            try:
                self._say_so()
            except StoreError:  # a database that is away for a moment: the next beat tells
                continue

    def _say_so(self) -> None:
        with in_one_sentence(self._engine), writing(self._engine) as connection:
            mine = refresh_lock.update().where(refresh_lock.c.holder == self._holder)
            if connection.execute(mine.values(heartbeat=_now(connection))).rowcount == 0:
                self._lost.set()
                self._over.set()


def _now(connection: sa.Connection) -> dt.datetime:
    """The time by one clock for all: the server's, or this machine's where the store is a file on it."""
    if connection.dialect.name == "sqlite":
        return dt.datetime.now(dt.UTC)
    return connection.scalar(sa.select(sa.func.clock_timestamp()))
