"""Sources to store: every source is visited, and whatever is new or edited is read and kept.

Safe to repeat and to interrupt: a bulletin is stored whole before the next one is asked for, known
ones change nothing, edited ones become new versions, and what a source remembers of a visit is kept
only after all that the visit brought. One refresh at a time is at work on a store
(:mod:`extract.record.lock`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from extract.bulletins import sources as visits
from extract.bulletins.bulletin import Bulletin
from extract.bulletins.sources import Limits, Pacer, Source
from extract.errors import AgynError, Busy
from extract.grammar import extract
from extract.record.lock import RefreshLock
from extract.record.runs import SourceMemory, SourceRun, begin, finish
from extract.record.store import Store

Progress = Callable[[SourceRun], None]

BUGS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a parser, ours or another's, raises where a text is stranger than its author thought."""


def refresh(
    sources: Iterable[Source],
    store: Store,
    since: dt.date | None = None,
    progress: Progress | None = None,
    *,
    limits: Limits | None = None,
) -> list[SourceRun]:
    """Visit `sources` in turn and keep what they have in `store`; what each visit brought, in the same order.

    A first visit reads all that a source has, later ones what is new or edited; `since` leaves out
    what was published on earlier days. `progress` is called at the start and the end of each visit
    and after every bulletin; an :class:`AgynError` that it raises before the end ends that visit as
    a failure of the source would. A source that fails is told in its run and stops no other. Raises
    :class:`Busy` if another refresh is at work, and :class:`StoreError` if the store cannot be used.
    """
    refreshed = uuid.uuid4().hex
    pacer = Pacer()
    with RefreshLock(store.engine) as lock:
        return [
            _Visit(source, store, lock, progress or (lambda run: None)).run(refreshed, since, pacer, limits)
            for source in sources
        ]


@dataclass(slots=True)
class _Visit:
    """One visit to one source, and the account of it."""

    source: Source
    store: Store
    lock: RefreshLock
    progress: Progress
    so_far: SourceRun = field(init=False)
    complete: bool = True  # so far, everything that was sent has been kept

    def run(self, refreshed: str, since: dt.date | None, pacer: Pacer, limits: Limits | None) -> SourceRun:
        self.so_far = SourceRun(self.source.name, dt.datetime.now(dt.UTC))
        number = begin(self.store, refreshed, self.so_far)
        memory = SourceMemory(self.store, self.source.name)
        try:
            self.progress(self.so_far)
            for bulletin in visits.bulletins(
                self.source,
                since=since,
                memory=memory,
                passed_over=self._passed_over,
                unchanged=lambda: self._count("unchanged"),
                pacer=pacer,
                limits=limits,
            ):
                self.lock.require()
                self._keep(bulletin)
        except Busy:
            raise
        except AgynError as error:
            self.so_far = replace(self.so_far, failed=str(error))
        except (OSError, *BUGS) as error:
            self.so_far = replace(self.so_far, failed=f"{self.source.name} cannot be read: {_said(error)}.")
        if self.complete:
            memory.save()
        self.so_far = replace(self.so_far, ended=dt.datetime.now(dt.UTC))
        finish(self.store, number, self.so_far)
        self.progress(self.so_far)
        return self.so_far

    def _keep(self, bulletin: Bulletin) -> None:
        if self.store.knows(bulletin):  # then it need not be read
            self._count("unchanged")
            return
        try:
            result = extract(bulletin)
        except BUGS as error:  # one text that the extractor trips over keeps no other from being read
            self.complete = False
            self._passed_over(f"{bulletin.id} cannot be read by this version of the extractor: {_said(error)}.")
            return
        added = self.store.add(result)
        is_fresh = added.outcome in ("new", "corrected")
        if is_fresh and not any(row.quantity == "release" for row in result.rows):
            self.so_far = replace(self.so_far, without_releases=self.so_far.without_releases + 1)
        self.so_far = replace(self.so_far, rows=self.so_far.rows + (added.rows if is_fresh else 0))
        self._count(added.outcome if is_fresh else "unchanged")

    def _count(self, outcome: str) -> None:
        self.so_far = replace(self.so_far, **{outcome: getattr(self.so_far, outcome) + 1})
        self.progress(self.so_far)

    def _passed_over(self, sentence: str) -> None:
        self.so_far = replace(self.so_far, passed_over=(*self.so_far.passed_over, sentence))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}, {error}"[:200].rstrip(".")
