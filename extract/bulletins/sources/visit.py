"""One visit to one source: what it is asked with, what it remembers, and what it passed over."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from extract.bulletins.bulletin import Bulletin
from extract.bulletins.readers import parse
from extract.bulletins.sources.http import Web
from extract.bulletins.sources.settings import Source
from extract.errors import BadInput

Memory = MutableMapping[str, dict[str, Any]]
"""What a source keeps from one visit to the next: small JSON objects by key."""

CLOCKS = dt.timedelta(days=1)  # how far ahead a publisher's clock or calendar may be


@dataclass(slots=True)
class Visit:
    """What a kind of source works with.

    `memory` may be written only when all that came before has been yielded and taken: whoever takes a
    bulletin stores it before asking for the next one, so that a crash never makes a source believe that
    something was kept. `since` leaves out what was published earlier. `passed_over` is told, in a
    sentence, of everything that cannot be read; `unchanged` of every document that the source says
    has not changed since last time.
    """

    source: Source
    web: Web
    memory: Memory = field(default_factory=dict)
    since: dt.date | None = None
    passed_over: Callable[[str], None] = lambda sentence: None
    unchanged: Callable[[], None] = lambda: None
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    def remember(self, key: str, value: dict[str, Any]) -> None:
        """Remember that a document has been taken as it is, unless a part of it may have been left out."""
        if self.since is None:
            self.memory[key] = value

    def parsed(self, fields: dict[str, Any], where: str) -> list[Bulletin]:
        """The bulletins in one document's fields, checked as a file's would be; none, and a word on it, if unfit."""
        try:
            bulletins = parse(json.dumps([fields]).encode(), where)
        except BadInput as error:
            self.passed_over(str(error).replace(", item 1,", ""))
            return []
        return bulletins

    def fit(self, bulletins: Iterable[Bulletin]) -> Iterator[Bulletin]:
        """The bulletins as they may be stored: retrieved now, published no later, and within the days asked for."""
        for bulletin in bulletins:
            published = bulletin.published
            if published and published > self.now + CLOCKS:
                self.passed_over(
                    f"{bulletin.id} says it was published on {published:%Y-%m-%d}, which is yet to come: "
                    "it is read without a day of publication."
                )
                published = None
            fit = replace(
                bulletin,
                text=bulletin.text.replace("\0", "\ufffd"),  # PostgreSQL keeps no NUL
                title=bulletin.title.replace("\0", "\ufffd"),
                published=published,
                retrieved=self.now,
                publisher=self.source.publisher or bulletin.publisher,
            )
            if self.since is None or fit.published_day is None or fit.published_day >= self.since:
                yield fit
