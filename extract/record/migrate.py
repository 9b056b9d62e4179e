"""Bringing a store's tables to the newest version, from nothing or from any earlier release.

Every version is one step in ``migrations/versions`` (Alembic); its number is `schema_version` in
`store_info`. All steps of one upgrade are one transaction under a lock, so that processes which start
at once wait for the first of them and then find nothing to do, and a crash leaves the store as it was.
"""

from __future__ import annotations

import threading
import uuid
from pathlib import Path

import sqlalchemy as sa

from extract.errors import StoreError
from extract.record.database import use_wal, writing
from extract.record.schema import SCHEMA_VERSION, store_info

MIGRATIONS = Path(__file__).with_name("migrations")
FIRST_RELEASE = 1  # which wrote no note on migrations
_SCHEMA_LOCK = 0x4167796E  # PostgreSQL's name for the lock that guards the making of tables: "Agyn"
_ONE_AT_A_TIME = threading.Lock()  # Alembic's context is one for all threads


def make_ready(engine: sa.Engine) -> None:
    """Make or upgrade the tables where need be. Raises :class:`StoreError` for the store of a newer Agyn."""
    with engine.connect() as connection:
        version = _version(connection)
    if version is None or FIRST_RELEASE <= version < SCHEMA_VERSION:
        _upgrade(engine)
    elif version != SCHEMA_VERSION:
        raise StoreError(
            f"The store has tables of version {version} and this Agyn reads version {SCHEMA_VERSION}: "
            f"use {'a newer' if version > SCHEMA_VERSION else 'an older'} Agyn or fill a new store."
        )


def _upgrade(engine: sa.Engine) -> None:
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        use_wal(engine)
    with _ONE_AT_A_TIME, writing(engine) as connection:
        if not is_sqlite:  # SQLite's write lock covers the making of tables, PostgreSQL has none that does
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
        version = _version(connection)  # another process may have been quicker
        if version is not None and version >= SCHEMA_VERSION:
            return
        migrate(connection, made_by_first_release=version == FIRST_RELEASE)
        if version is None:
            info = {"id": 1, "uid": uuid.uuid4().hex[:12], "schema_version": SCHEMA_VERSION, "revision": 0}
            connection.execute(store_info.insert(), info)
        else:
            connection.execute(store_info.update().values(schema_version=SCHEMA_VERSION))


def migrate(connection: sa.Connection, *, to: str = "head", made_by_first_release: bool = False) -> None:
    """Run the steps that `connection`'s database has not seen, up to the revision `to`, in its transaction."""
    from alembic import command  # only here: hardly any start of the program has anything to migrate
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if made_by_first_release and not sa.inspect(connection).has_table("alembic_version"):
        command.stamp(config, f"{FIRST_RELEASE:04}")
    command.upgrade(config, to)


def _version(connection: sa.Connection) -> int | None:
    """The version of the tables; None where there are none."""
    if not sa.inspect(connection).has_table(store_info.name):
        return None
    return connection.scalar(sa.select(store_info.c.schema_version))
