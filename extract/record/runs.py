"""What refreshes have brought, and what sources remember from one to the next."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from extract.record.database import in_one_sentence, writing
from extract.record.schema import refresh_runs, source_state
from extract.record.store import Store

LONGEST_KEY = 300  # characters: it is in an index; longer ones are kept by their fingerprint


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one visit to a source brought, so far or in all.

    `new`, `unchanged` and `corrected` count documents; `without_releases` those of the new and
    corrected ones in which no release was read; `rows` the observations that were added. `failed` is
    the reason why the visit ended early, in a sentence, and `passed_over` has a sentence for each
    document that could not be read. `ended` is None while the visit goes on, and for ever if its
    process died.
    """

    source: str
    started: dt.datetime
    new: int = 0
    unchanged: int = 0
    corrected: int = 0
    without_releases: int = 0
    rows: int = 0
    failed: str | None = None
    passed_over: tuple[str, ...] = ()
    ended: dt.datetime | None = None


def begin(store: Store, refresh: str, run: SourceRun) -> int:
    """Note that a visit has begun; its number is for :func:`finish`. `refresh` is the same for all of one refresh."""
    with in_one_sentence(store.engine), writing(store.engine) as connection:
        inserted = connection.execute(refresh_runs.insert().values(run=refresh, **_record(run)))
        return inserted.inserted_primary_key[0]


def finish(store: Store, number: int, run: SourceRun) -> None:
    """Note what the visit has brought."""
    with in_one_sentence(store.engine), writing(store.engine) as connection:
        connection.execute(refresh_runs.update().where(refresh_runs.c.id == number).values(**_record(run)))


def last_runs(store: Store) -> list[SourceRun]:
    """The latest visit to each source, by the source's name."""
    latest = sa.select(sa.func.max(refresh_runs.c.id)).group_by(refresh_runs.c.source)
    query = sa.select(refresh_runs).where(refresh_runs.c.id.in_(latest)).order_by(refresh_runs.c.source)
    with in_one_sentence(store.engine), store.engine.connect() as connection:
        return [_run(row) for row in connection.execute(query).mappings()]


def all_runs(store: Store, *, before: int | None = None, most: int = 100) -> list[tuple[int, SourceRun]]:
    """Visits with their numbers, the latest first: at most `most`, those numbered under `before` if that is given."""
    query = sa.select(refresh_runs).order_by(refresh_runs.c.id.desc()).limit(most)
    if before is not None:
        query = query.where(refresh_runs.c.id < before)
    with in_one_sentence(store.engine), store.engine.connect() as connection:
        return [(row["id"], _run(row)) for row in connection.execute(query).mappings()]


def _record(run: SourceRun) -> dict[str, Any]:
    same = ("source", "new", "unchanged", "corrected", "without_releases", "failed")
    return {name: getattr(run, name) for name in same} | {
        "started_at": run.started,
        "ended_at": run.ended,
        "row_count": run.rows,
        "passed_over": list(run.passed_over),
    }


def _run(row: Any) -> SourceRun:
    same = ("source", "new", "unchanged", "corrected", "without_releases", "failed")
    return SourceRun(
        **{name: row[name] for name in same},
        started=row["started_at"],
        ended=row["ended_at"],
        rows=row["row_count"],
        passed_over=tuple(row["passed_over"]),
    )


class SourceMemory(MutableMapping[str, dict[str, Any]]):
    """What a source remembers, read at once and written by :meth:`save`; small JSON objects by key."""

    def __init__(self, store: Store, source: str) -> None:
        self._store = store
        self._source = source
        self._changed: dict[str, dict[str, Any]] = {}
        query = sa.select(source_state.c.key, source_state.c.value).where(source_state.c.source == source)
        with in_one_sentence(store.engine), store.engine.connect() as connection:
            self._known = {row.key: row.value for row in connection.execute(query)}

    def save(self) -> None:
        """Keep what has changed, in one transaction."""
        if not self._changed:
            return
        now = dt.datetime.now(dt.UTC)
        rows = [
            {"source": self._source, "key": key, "value": value, "updated_at": now}
            for key, value in self._changed.items()
        ]
        mine = source_state.c.source == self._source
        with in_one_sentence(self._store.engine), writing(self._store.engine) as connection:
            for key in self._changed:
                connection.execute(source_state.delete().where(mine, source_state.c.key == key))
            connection.execute(source_state.insert(), rows)
        self._changed = {}

    def __getitem__(self, key: str) -> dict[str, Any]:
        return self._known[_short(key)]

    def __setitem__(self, key: str, value: dict[str, Any]) -> None:
        if self._known.get(_short(key)) != value:
            self._known[_short(key)] = self._changed[_short(key)] = value

    def __delitem__(self, key: str) -> None:
        raise TypeError("A source does not forget.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _short(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()
