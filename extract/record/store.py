"""The store: every bulletin with what was read in it, in SQLite or PostgreSQL.

A bulletin is written in one transaction with its observations and what was set aside, so that a
crash leaves it whole or absent. Adding it again changes nothing. The same id with other content is
a new version: the earlier version and its rows are kept, but no longer current, and every question
is answered from what is current.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extract.bulletins.bulletin import Bulletin
from extract.errors import StoreError
from extract.figures import EXTRACTOR_VERSION, Observation, Result, SetAside
from extract.record.database import engine_for, in_one_sentence, writing
from extract.record.migrate import make_ready
from extract.record.reviews import Review, add_review, current, overlay, reviewed
from extract.record.schema import bulletins, observations, set_aside, store_info
from extract.record.table import READ_COLUMNS, frame

Values = str | Iterable[str] | None
Day = str | dt.date | None

LISTED = ("id", "version", "title", "url", "publisher", "published", "language", "retrieved", "added_at")
COUNTED = ("figures", "rows", "set_aside")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a bulletin: `outcome` is one of

    "new", "known" (nothing changed), "corrected" (its source now says something else) or "reread"
    (the same content, read again by a newer extractor). `rows` and `set_aside` count what the store
    now holds of it.
    """

    bulletin_id: str
    outcome: str
    rows: int
    set_aside: int


class Store:
    """A store at `url`: a SQLAlchemy URL or a path; None is `DATABASE_URL`, else ``data/agyn.sqlite``.

    The database and its folder are made when missing. A store may be shared by threads; processes
    open one each. All that can go wrong is a :class:`StoreError` with one sentence.

    >>> with Store("sqlite://") as store:
    ...     store.observations().empty
    True
    """

    def __init__(self, url: str | Path | None = None) -> None:
        self._engine = engine_for(url)
        with in_one_sentence(self._engine):
            make_ready(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def engine(self) -> sa.Engine:
        """The database, for what else is kept in it (:mod:`extract.record.runs`)."""
        return self._engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # Writing -----------------------------------------------------------------------------------

    def add(self, result: Result) -> Added:
        """Keep a bulletin and what was read in it; one transaction, safe to repeat.

        Raises :class:`StoreError` if the database refuses, or if a row does not quote the bulletin's text.
        """
        _require_evidence(result)
        with in_one_sentence(self._engine):
            try:
                return self._add(result)
            except IntegrityError:  # another process has just added the same bulletin: now it can be compared
                return self._add(result)

    def knows(self, bulletin: Bulletin) -> bool:
        """Whether adding this bulletin would change nothing, so that it need not be read at all."""
        with in_one_sentence(self._engine), self._engine.connect() as connection:
            stored = _current(connection, bulletin.id)
            return stored is not None and _outcome(stored, bulletin, EXTRACTOR_VERSION) == "known"

    def _add(self, result: Result) -> Added:
        bulletin = result.bulletin
        extractor = result.rows[0].extractor_version if result.rows else EXTRACTOR_VERSION
        with writing(self._engine) as connection:
            stored = _current(connection, bulletin.id, to_change=True)
            outcome = _outcome(stored, bulletin, extractor)
            if outcome == "known":
                return Added(bulletin.id, outcome, stored["row_count"], stored["set_aside_count"])
            if stored is not None:
                _supersede(connection, bulletin.id)
            version = 1 if stored is None else stored["version"] + 1
            connection.execute(bulletins.insert(), _bulletin_record(result, version, extractor))
            of_bulletin = {"bulletin_id": bulletin.id, "bulletin_version": version}
            if result.rows:
                connection.execute(
                    observations.insert(),
                    [
                        _read(row) | of_bulletin | {"n": n, "flags": list(row.flags), "current": True}
                        for n, row in enumerate(result.rows)
                    ],
                )
            if result.set_aside:
                connection.execute(
                    set_aside.insert(),
                    [_fields(row) | of_bulletin | {"n": n} for n, row in enumerate(result.set_aside)],
                )
            connection.execute(store_info.update().values(revision=store_info.c.revision + 1))
        return Added(bulletin.id, outcome, len(result.rows), len(result.set_aside))

    def review(self, row: Observation, review: Review) -> None:
        """Keep what a person says of a row of :meth:`bulletin`, beside it (:mod:`extract.record.reviews`)."""
        add_review(self._engine, row, review)

    # Reading -----------------------------------------------------------------------------------

    def observations(
        self,
        *,
        quantity: Values = None,
        reservoir: Values = None,
        region: Values = None,
        since: Day = None,
        until: Day = None,
        status: Values = None,
        bulletin: Values = None,
    ) -> pd.DataFrame:
        """The current observations as a tidy table, by day, reservoir, quantity and place in the text.

        Each filter takes one value or several; `reservoir` means ids, `region` codes, `bulletin` ids;
        `since` and `until` are days, both included. None does not filter.
        """
        table = observations.c
        where = [table.current.is_(sa.true())]
        for column, asked in (
            (table.quantity, quantity),
            (table.reservoir_id, reservoir),
            (table.region_code, region),
            (table.status, status),
            (table.bulletin_id, bulletin),
        ):
            if asked is not None:
                where.append(column.in_([asked] if isinstance(asked, str) else list(asked)))
        if since is not None:
            where.append(table.date >= _day(since))
        if until is not None:
            where.append(table.date <= _day(until))
        query = (
            sa.select(*(table[name] for name in READ_COLUMNS))
            .where(*where)
            .order_by(table.date, table.reservoir_id, table.quantity, table.bulletin_id, table.n)
        )
        with in_one_sentence(self._engine), self._engine.connect() as connection:
            rows = connection.execute(query).all()
            said = current(connection)
        columns = dict(zip(READ_COLUMNS, zip(*rows, strict=True) if rows else [()] * len(READ_COLUMNS), strict=True))
        return frame(overlay(columns, said))

    def bulletins(self) -> pd.DataFrame:
        """The current bulletins without their texts, with counts of figures, rows and figures set aside.

        Columns: id, version, title, url, publisher, published, language, retrieved, added_at, figures,
        rows, set_aside; the latest published first.
        """
        table = bulletins.c
        columns = [*(table[name] for name in LISTED), table.figures, table.row_count, table.set_aside_count]
        query = (
            sa.select(*columns)
            .where(table.current.is_(sa.true()))
            .order_by(table.published.desc().nulls_last(), table.id)
        )
        with in_one_sentence(self._engine), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        listed = pd.DataFrame(rows, columns=[*LISTED, *COUNTED], dtype=object)
        moments = {name: pd.to_datetime(listed[name], utc=True) for name in ("published", "retrieved", "added_at")}
        counts = {name: listed[name].astype("int64") for name in ("version", *COUNTED)}
        texts = {name: listed[name].astype("str") for name in ("id", "title", "url", "publisher", "language")}
        return listed.assign(**moments, **counts, **texts)

    def bulletin(self, identity: str) -> Result | None:
        """The current version of a bulletin with its rows and what was set aside, or None."""
        with in_one_sentence(self._engine), self._engine.connect() as connection:
            stored = _current(connection, identity)
            if stored is None:
                return None
            said = current(connection, identity)
            rows = [
                reviewed(Observation(**{**row, "flags": tuple(row["flags"])}), said)
                for row in _of_version(connection, observations, READ_COLUMNS, stored)
            ]
            aside = [
                SetAside(**row) for row in _of_version(connection, set_aside, SetAside.__dataclass_fields__, stored)
            ]
        kept = {name: stored[name] for name in Bulletin.__dataclass_fields__}
        return Result(Bulletin(**kept), rows, aside, stored["figures"])

    def revision(self) -> str:
        """A token that is another one after every change; cheap enough to ask for every second."""
        with in_one_sentence(self._engine), self._engine.connect() as connection:
            uid, revision = connection.execute(sa.select(store_info.c.uid, store_info.c.revision)).one()
        return f"{uid}-{revision}"


def _current(connection: sa.Connection, identity: str, *, to_change: bool = False) -> Mapping[str, Any] | None:
    query = sa.select(bulletins).where(bulletins.c.id == identity, bulletins.c.current.is_(sa.true()))
    return connection.execute(query.with_for_update() if to_change else query).mappings().first()


def _outcome(stored: Mapping[str, Any] | None, bulletin: Bulletin, extractor: str) -> str:
    if stored is None:
        return "new"
    if stored["content_hash"] != content_hash(bulletin):
        return "corrected"
    # an older extractor beside a newer one must not undo its work, so that the two do not take turns
    return "reread" if _release(extractor) > _release(stored["extractor_version"]) else "known"


def _release(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def content_hash(bulletin: Bulletin) -> str:
    """A fingerprint of all that a source says of a bulletin; white space and the time it was fetched do not count."""
    published = bulletin.published.astimezone(dt.UTC).isoformat() if bulletin.published else ""
    said = (bulletin.title, bulletin.text, bulletin.url or "", bulletin.publisher or "", published)
    return hashlib.sha256("\0".join(" ".join(part.split()) for part in said).encode()).hexdigest()


def _supersede(connection: sa.Connection, identity: str) -> None:
    is_current = bulletins.c.id == identity, bulletins.c.current.is_(sa.true())
    of_current = observations.c.bulletin_id == identity, observations.c.current.is_(sa.true())
    connection.execute(bulletins.update().where(*is_current).values(current=False))
    connection.execute(observations.update().where(*of_current).values(current=False))


def _bulletin_record(result: Result, version: int, extractor: str) -> dict[str, Any]:
    return _fields(result.bulletin) | {
        "version": version,
        "current": True,
        "added_at": dt.datetime.now(dt.UTC),
        "content_hash": content_hash(result.bulletin),
        "extractor_version": extractor,
        "figures": result.figures,
        "row_count": len(result.rows),
        "set_aside_count": len(result.set_aside),
    }


def _fields(record: Bulletin | Observation | SetAside) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _read(row: Observation) -> dict[str, Any]:
    """What was read of a row; reviews are kept apart."""
    return {name: getattr(row, name) for name in READ_COLUMNS}


def _of_version(
    connection: sa.Connection, table: sa.Table, columns: Iterable[str], stored: Mapping[str, Any]
) -> Iterable[Mapping[str, Any]]:
    query = (
        sa.select(*(table.c[name] for name in columns))
        .where(table.c.bulletin_id == stored["id"], table.c.bulletin_version == stored["version"])
        .order_by(table.c.n)
    )
    return connection.execute(query).mappings()


def _require_evidence(result: Result) -> None:
    """Every row and every figure set aside must quote the text it is stored with."""
    text = result.bulletin.text
    for found in (*result.rows, *result.set_aside):
        if text[found.start : found.end] != found.quote:
            raise StoreError(
                f"Bulletin {result.bulletin.id} does not read “{found.quote[:60]}” at {found.start}: it was not stored."
            )


def _day(day: str | dt.date) -> dt.date:
    return dt.date.fromisoformat(day[:10]) if isinstance(day, str) else day
