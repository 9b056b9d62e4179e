"""What the API reads of a store: some reservoirs at a time, kept while the store stands still."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, TypeVar

import pandas as pd

from dashboard.api.answers import Part
from dashboard.api.asking import Asked
from dashboard.names import region_name, reservoir_name
from dashboard.pages.evidence import source_link
from dashboard.queries import Record
from extract import Result, Store, table
from extract.record.extent import Extent, extents, judged
from extract.record.names import identify

Kept = TypeVar("Kept")
KEY = ["reservoir_id", "quantity", "date", "bulletin_id", "start", "end", "status", "value"]
"""What tells rows apart, in the order of the pages."""

_READ_AT_ONCE, _KEPT_ROWS = 10_000, 50_000


class Reading:
    """A store as the API reads it. Everything it gives is of the revision it has just asked for."""

    def __init__(self, store: Store, record: Record) -> None:
        self.store = store
        self.record = record
        self._lock = threading.Lock()
        self._revision: str | None = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def revision(self) -> str:
        """The store's revision. Raises :class:`StoreError` where the store cannot be asked."""
        return self.store.revision()

    def extents(self) -> list[Extent]:
        """What the store has, by reservoir and quantity."""
        return self._keep("extents", lambda: extents(self.store))

    def bulletins(self) -> pd.DataFrame:
        """The bulletins, the latest published first; an address that is none of the web is left out."""
        return self._keep("bulletins", lambda: safe_links(self.store.bulletins()))

    def bulletin(self, identity: str) -> Result | None:
        """A bulletin with its rows and what was set aside in it."""
        return self.store.bulletin(identity)

    def reservoirs(self, names: Iterable[str]) -> set[str]:
        """The ids of reservoirs called by id or name. Raises :class:`BadInput` for a name nobody bears."""
        known = {one.reservoir_id for one in self.extents()}
        return set(identify("reservoir", names, known.__contains__))

    def batches(self, asked: Asked, quantity: str | None) -> list[tuple[str, ...]]:
        """The reservoirs that may have rows for a request, by id, as many together as are read at once."""
        period = asked.period()
        wanted = self.reservoirs(asked.view.reservoirs) if asked.view.reservoirs else None
        sizes: Counter[str] = Counter()
        touched: set[str] = set()
        for one in self.extents():
            sizes[one.reservoir_id] += one.rows
            if (
                (wanted is None or one.reservoir_id in wanted)
                and quantity in (None, one.quantity)
                and (period.since is None or one.last >= period.since)
                and (period.until is None or one.first <= period.until)
            ):
                touched.add(one.reservoir_id)
        return _batched(sorted(touched), sizes)

    def each(self, asked: Asked, quantity: str | None, statuses: Iterable[str]) -> Iterator[pd.DataFrame]:
        """All rows that a request asks for, by reservoir, quantity and :data:`KEY`, in pieces."""
        statuses = set(statuses)
        for batch in self.batches(asked, quantity):
            yield named(_within(self._judged(batch), asked, quantity, statuses), asked.view.language)

    def part(
        self, asked: Asked, quantity: str | None, statuses: Iterable[str], after: tuple[Any, ...] | None, most: int
    ) -> Part:
        """At most `most` rows behind the place `after`, which is a row's :data:`KEY`."""
        statuses, last = set(statuses), None
        frames: list[pd.DataFrame] = []
        for batch in self.batches(asked, quantity):
            if after is not None and batch[-1] < after[0]:
                continue
            frame = _within(self._judged(batch), asked, quantity, statuses)
            if after is not None:
                frame = frame[[key > after for key in _keys(frame)]]
            if frame.empty:
                continue
            if most == 0:
                return Part(frames, last)
            shown = frame.head(most)
            frames.append(named(shown, asked.view.language))
            last = list(_keys(shown.tail(1))[0])
            if len(frame) > most:
                return Part(frames, last)
            most -= len(shown)
        return Part(frames)

    def rows_of(self, result: Result) -> pd.DataFrame:
        """The rows of a stored bulletin with all their flags, in the order of its text."""
        if not result.rows:
            return table(result)
        frame = self._judged(tuple(sorted({row.reservoir_id for row in result.rows})))
        rows = frame[frame["bulletin_id"] == result.bulletin.id]
        return rows.sort_values(["start", "end"], kind="stable", ignore_index=True)

    def _judged(self, reservoirs: tuple[str, ...]) -> pd.DataFrame:
        return self._keep(reservoirs, lambda: _in_order(safe_links(judged(self.store, reservoirs))))

    def _keep(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` makes, kept until the store changes; the longest unused goes when it is too much."""
        revision = self.revision()
        with self._lock:
            if revision != self._revision:
                self._kept.clear()
                self._revision = revision
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            # Made while the store changed, it may be older or newer than it claims: then it is used and not kept.
            if revision == self._revision == self.revision():
                self._kept[key] = made
                while sum(map(len, self._kept.values())) > _KEPT_ROWS and len(self._kept) > 1:
                    self._kept.popitem(last=False)
        return made


def safe_links(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` without addresses that are none of the web: whoever makes links of them must come to no harm."""
    link = functools.cache(source_link)
    return frame.assign(url=pd.Series([link(url) for url in frame["url"]], index=frame.index, dtype="str"))


def named(frame: pd.DataFrame, language: str | None) -> pd.DataFrame:
    """Rows with the names of reservoirs and regions in `language`, if one is asked for."""
    if language is None or frame.empty:
        return frame
    reservoir, region = functools.cache(reservoir_name(language)), functools.cache(region_name(language))
    pairs = {
        "reservoir": [reservoir(*pair) for pair in zip(frame["reservoir_id"], frame["reservoir"], strict=True)],
        "region": [
            region(None if code != code else code, None if name != name else name)
            for code, name in zip(frame["region_code"], frame["region"], strict=True)
        ],
    }
    return frame.assign(**{name: pd.Series(values, index=frame.index, dtype="str") for name, values in pairs.items()})


def _batched(reservoirs: list[str], sizes: Counter[str]) -> list[tuple[str, ...]]:
    """Neighbours together up to so many rows; one reservoir alone however many it has."""
    batches: list[list[str]] = []
    size = _READ_AT_ONCE
    for one in reservoirs:
        if size + sizes[one] > _READ_AT_ONCE:
            batches.append([])
            size = 0
        batches[-1].append(one)
        size += sizes[one]
    return [tuple(batch) for batch in batches]


def _within(frame: pd.DataFrame, asked: Asked, quantity: str | None, statuses: set[str]) -> pd.DataFrame:
    period = asked.period()
    keep = pd.Series(True, index=frame.index)
    if quantity:
        keep &= frame["quantity"] == quantity
    if asked.view.regions:
        keep &= frame["region_code"].isin(asked.view.regions)
    if statuses:
        keep &= frame["status"].isin(statuses)
    if period.since:
        keep &= frame["date"] >= pd.Timestamp(period.since)
    if period.until:
        keep &= frame["date"] <= pd.Timestamp(period.until)
    return frame[keep]


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by :data:`KEY`, compared as a cursor is: pandas would put statuses in an order of their own."""
    keys = _keys(frame)
    return frame.iloc[sorted(range(len(frame)), key=keys.__getitem__)].reset_index(drop=True)


def _keys(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    days = frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d"))
    return list(zip(*(days[name].astype(object).tolist() for name in KEY), strict=True))


def iso_day(one: Any) -> str:
    """A cursor's part that must be a day."""
    return dt.date.fromisoformat(one).isoformat()
