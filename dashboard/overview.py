"""The newest day of a view at a glance: who reported, how much in all, what rose and fell most."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard.levels import zeros
from dashboard.sums import total


@dataclass(frozen=True, slots=True)
class Change:
    """A reservoir's newest value beside its previous one."""

    reservoir: str
    value: float
    before: float
    since: dt.date
    bulletin_id: str
    start: int

    @property
    def by(self) -> float:
        return self.value - self.before


@dataclass(frozen=True, slots=True)
class Overview:
    """What the newest day of the rows says. `largest` is the reservoir with the largest value.

    `reporting` counts the reservoirs of that day, `compared` those of them with an earlier value,
    `rising` and `falling` those of these that say more or less than before.
    """

    day: dt.date
    reporting: int
    compared: int
    total: float
    largest: str
    largest_value: float
    rise: Change | None
    fall: Change | None
    rising: int = 0
    falling: int = 0

    @property
    def steady(self) -> int:
        """As many reservoirs say the same as before."""
        return self.compared - self.rising - self.falling

    def most(self) -> Change | None:
        """The largest change, up or down."""
        return max(filter(None, (self.rise, self.fall)), key=lambda change: abs(change.by), default=None)


def overview(rows: pd.DataFrame) -> Overview | None:
    """The newest day of rows with one value per reservoir and day; None without rows.

    A change is told only for reservoirs that report on the newest day and have an earlier value:
    silence is not a fall to zero. Levels are compared over the same zero only.
    """
    if rows.empty:
        return None
    rows = rows.assign(zero=zeros(rows))
    day = rows["day"].max()
    newest = rows[rows["day"] == day]
    earlier = rows[rows["day"] < day].sort_values("day").drop_duplicates(["reservoir_id", "zero"], keep="last")
    before = {(row.reservoir_id, row.zero): row for row in earlier.itertuples()}
    changes = [
        Change(row.reservoir, row.value, last.value, last.day, row.bulletin_id, int(row.start))
        for row in newest.itertuples()
        if (last := before.get((row.reservoir_id, row.zero))) is not None
    ]
    rises = [change for change in changes if change.by > 0]
    falls = [change for change in changes if change.by < 0]
    top = newest.loc[newest["value"].idxmax()]
    return Overview(
        day=day,
        reporting=int(newest["reservoir_id"].nunique()),
        compared=len(changes),
        total=total(newest),
        largest=top["reservoir"],
        largest_value=float(top["value"]),
        rise=max(rises, key=lambda change: change.by, default=None),
        fall=min(falls, key=lambda change: change.by, default=None),
        rising=len(rises),
        falling=len(falls),
    )
