"""How the server is: whether the store can be read, how old the data is, when the last refresh ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from extract import Store, StoreError
from extract.record.extent import newest_day
from extract.record.runs import last_runs


@dataclass(frozen=True, slots=True)
class Health:
    """`newest` is the newest day of an observed figure, `last_refresh` when a visit to a source last ended well."""

    is_reachable: bool
    newest: dt.date | None = None
    age_days: int | None = None
    last_refresh: dt.datetime | None = None

    def told(self) -> dict[str, Any]:
        """The state as a JSON document."""
        return {
            "status": "ok" if self.is_reachable else "the store cannot be read",
            "store": self.is_reachable,
            "newest_day": self.newest and self.newest.isoformat(),
            "age_days": self.age_days,
            "last_refresh": self.last_refresh and self.last_refresh.isoformat(),
        }


def health(store: Store, today: dt.date) -> Health:
    """How the server over `store` is. Never raises: not to reach the store is an answer."""
    try:
        newest = newest_day(store)
        ended = [run.ended for run in last_runs(store) if run.ended and not run.failed]
    except StoreError:
        return Health(False)
    return Health(True, newest, None if newest is None else (today - newest).days, max(ended, default=None))
