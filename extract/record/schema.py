"""The tables of a store, in SQLAlchemy's terms, the same on SQLite and PostgreSQL.

`bulletins` holds every version of every bulletin; one version of each is current. `observations` and
`set_aside` hold what was read in a version, in the order of the text. A version is written once with
all that belongs to it and afterwards only loses its `current` mark. `store_info` is one row: which
store this is, which version of this schema it has, and a counter that every change raises.

`refresh_runs` tells what each visit to a source has brought, `source_state` what a source wants to
remember until the next one, and `refresh_lock` is at most one row: who is refreshing right now.

`reviews` holds what people have said of facts, every revision; the latest one of each fact is current.

A change here needs a step in ``extract/record/migrations/versions`` that makes it in stores that exist.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

SCHEMA_VERSION = 3
"""The number of the last migration."""


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """A point in time: aware in, UTC out, on databases with and without time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = sa.MetaData(
    naming_convention={  # names that a migration can speak of
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

store_info = sa.Table(
    "store_info",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),  # always 1
    sa.Column("uid", sa.Text, nullable=False),
    sa.Column("schema_version", sa.Integer, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
)

bulletins = sa.Table(
    "bulletins",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("publisher", sa.Text),
    sa.Column("published", Moment),
    sa.Column("language", sa.Text),
    sa.Column("retrieved", Moment),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("extractor_version", sa.Text, nullable=False),
    sa.Column("figures", sa.Integer, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("set_aside_count", sa.Integer, nullable=False),
)
sa.Index(  # whatever happens, no bulletin is ever current twice
    "ix_bulletins_one_current",
    bulletins.c.id,
    unique=True,
    sqlite_where=bulletins.c.current.is_(sa.true()),
    postgresql_where=bulletins.c.current.is_(sa.true()),
)


def _of_bulletin() -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    """The columns that tie a row to the bulletin version it was read in, and its place there."""
    return (
        sa.Column("bulletin_id", sa.Text, primary_key=True),
        sa.Column("bulletin_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.ForeignKeyConstraint(["bulletin_id", "bulletin_version"], ["bulletins.id", "bulletins.version"]),
    )


observations = sa.Table(
    "observations",
    metadata,
    *_of_bulletin(),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("date", sa.Date, nullable=False),
    sa.Column("reservoir_id", sa.Text, nullable=False),
    sa.Column("reservoir", sa.Text, nullable=False),
    sa.Column("region_code", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("river", sa.Text),
    sa.Column("country", sa.Text),
    sa.Column("quantity", sa.Text, nullable=False),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("qualifier", sa.Text, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("value_as_printed", sa.Text, nullable=False),
    sa.Column("unit_as_printed", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("publisher", sa.Text),
    sa.Column("published", Moment),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("extracted_at", Moment, nullable=False),
    sa.Column("extractor_version", sa.Text, nullable=False),
)
sa.Index(None, observations.c.quantity, observations.c.status, observations.c.date)
sa.Index(None, observations.c.reservoir_id, observations.c.quantity, observations.c.date)

set_aside = sa.Table(
    "set_aside",
    metadata,
    *_of_bulletin(),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)

refresh_runs = sa.Table(
    "refresh_runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.Text, nullable=False),  # the same for all sources of one refresh
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),  # none: it goes on, or its process died
    sa.Column("new", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("corrected", sa.Integer, nullable=False),
    sa.Column("without_releases", sa.Integer, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("failed", sa.Text),  # the reason, in a sentence
    sa.Column("passed_over", sa.JSON, nullable=False),  # a sentence for each document that could not be read
)
sa.Index(None, refresh_runs.c.source, refresh_runs.c.started_at)

source_state = sa.Table(
    "source_state",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

refresh_lock = sa.Table(
    "refresh_lock",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),  # always 1
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("process", sa.Text, nullable=False),  # in words, for whoever finds the lock
    sa.Column("taken_at", Moment, nullable=False),
    sa.Column("heartbeat", Moment, nullable=False),
)

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("bulletin_id", sa.Text, nullable=False),
    sa.Column("reservoir_id", sa.Text, nullable=False),
    sa.Column("quantity", sa.Text, nullable=False),
    sa.Column("date", sa.Date, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("value_as_printed", sa.Text, nullable=False),
    sa.Column("value_read", sa.Double, nullable=False),  # what the extractor made of it
    sa.Column("review", sa.Text, nullable=False),
    sa.Column("value", sa.Double),  # the corrected one
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("reviewed_at", Moment, nullable=False),
)
sa.Index(  # of two who review at once one is the later
    "ix_reviews_one_current",
    reviews.c.bulletin_id,
    reviews.c.reservoir_id,
    reviews.c.quantity,
    reviews.c.date,
    reviews.c.status,
    reviews.c.value_as_printed,
    reviews.c.value_read,
    unique=True,
    sqlite_where=reviews.c.current.is_(sa.true()),
    postgresql_where=reviews.c.current.is_(sa.true()),
)
