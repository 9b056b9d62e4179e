"""An address to a database engine, and what a database says to one sentence.

SQLite runs in WAL mode, so that readers go on while one writes. Python's driver starts transactions
late and of its own accord; here they are started by us, and one that writes takes the write lock at
its start: a transaction that reads first and writes later would fail when another got in between.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from extract.errors import StoreError

DEFAULT = Path(__file__).resolve().parents[2] / "data" / "agyn.sqlite"
WAIT = 30  # seconds that a writer waits for another to finish
CONNECT = 3  # seconds for a connection: a database that is there takes far less

_SENTENCES = (  # what a driver's message contains -> how the sentence goes on after the store's name
    ("file is not a database", "is not a store: the file is no SQLite database."),
    ("readonly database", "is read only."),
    ("read-only", "is read only."),
    ("unable to open database file", "cannot be opened: check that the path is a file you may write."),
    ("database is locked", f"is busy: another process has been writing for {WAIT} seconds, try again."),
    ("disk is full", "cannot be written: no space is left on the disk."),
    ("malformed", "is damaged: restore it from a copy or fill a new one."),
)


def engine_for(address: str | Path | None) -> sa.Engine:
    """An engine for a SQLAlchemy URL, a path to an SQLite file, or None: `DATABASE_URL`, else data/agyn.sqlite.

    Raises :class:`StoreError` where the address names no database that Agyn knows.
    """
    url = _url(str(address or os.environ.get("DATABASE_URL") or DEFAULT))
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": CONNECT}
        )
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"“{_shown(url)}” is no address of a store: use sqlite:/// or postgresql://.")
    in_memory = url.database in (None, "", ":memory:")
    if in_memory:  # lives as long as its one connection
        engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _make_folder(url)
        engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT})
        if not url.database.startswith("file:"):
            _SameFile(Path(url.database)).watch(engine)
    sa.event.listen(engine, "connect", _set_up_connection)
    sa.event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in a transaction that writes: committed at the end, rolled back at an error."""
    with engine.connect().execution_options(agyn_begin="BEGIN IMMEDIATE") as connection, connection.begin():
        yield connection


def use_wal(engine: sa.Engine) -> None:
    """Switch an SQLite file to write-ahead logging, which it remembers. Waits for others that do the same."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            with engine.connect().execution_options(agyn_begin="") as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except SQLAlchemyError as error:  # SQLite's own wait does not cover this switch
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@contextmanager
def in_one_sentence(engine: sa.Engine) -> Iterator[None]:
    """Whatever the database complains of inside becomes a :class:`StoreError` of one sentence."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", None) or error)
        name = _shown(engine.url)
        for part, sentence in _SENTENCES:
            if part in said:
                raise StoreError(f"{name} {sentence}") from error
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        raise StoreError(f"{name} cannot be used: {' '.join(lines)[:300].rstrip('.')}.") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"A text with half a character ({error.reason}) cannot be stored.") from error


def _url(address: str) -> sa.URL:
    if "://" not in address:
        return sa.URL.create("sqlite", database=address)
    try:
        url = sa.make_url(address)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        scheme = address.partition("://")[0]
        raise StoreError(f"“{scheme}://…” is no address of a store: use sqlite:/// or postgresql://.") from None
    except ImportError as error:
        raise StoreError(f"The driver for {address.partition('://')[0]} is not installed: {error}.") from None
    return url


def _shown(url: sa.URL) -> str:
    """The store's name in messages: the path of a file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "The store in memory"
    return url.render_as_string(hide_password=True)


def _make_folder(url: sa.URL) -> None:
    if url.database and not url.database.startswith("file:"):
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{url.database} cannot be opened: {folder} is no folder ({error.strerror}).") from None


class _SameFile:
    """Sees to it that connections in the pool are to the file which now has the store's name.

    A file that is deleted or moved away stays readable to those who have it open, and would be read
    on for ever. A missing store is an error, and never made anew by a process that has met it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._met = False

    def watch(self, engine: sa.Engine) -> None:
        """Look at every connection that `engine` makes or takes from its pool."""
        sa.event.listen(engine, "do_connect", self._before_connecting)
        sa.event.listen(engine, "checkout", self._before_use)

    def _before_connecting(self, *_how: object) -> None:
        if self._met and not self._path.exists():
            raise sqlite3.OperationalError("unable to open database file")

    def _before_use(self, _connection: object, record: Any, _proxy: object) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            if self._met:
                raise sqlite3.OperationalError("unable to open database file") from None
            return  # the first connection of all makes the file with its first statement
        self._met = True
        if record.info.setdefault("file", (found.st_dev, found.st_ino)) != (found.st_dev, found.st_ino):
            raise DisconnectionError("another file has the store's name")


def _set_up_connection(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver starts no transactions: _begin does
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={WAIT * 1000}")
    connection.execute("PRAGMA synchronous=NORMAL")  # with WAL: safe against a crash of the process


def _begin(connection: sa.Connection) -> None:
    statement = connection.get_execution_options().get("agyn_begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
