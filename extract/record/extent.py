"""What a store has of each reservoir, and the rows of some reservoirs judged as a whole.

The flags that several bulletins give together (:mod:`extract.record.series`) hang on nothing but the
rows of the same reservoir. So a store of any size can be read with all flags in pieces of some
reservoirs, and never as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from extract.record.database import in_one_sentence
from extract.record.schema import observations
from extract.record.series import cross_check
from extract.record.store import Store


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a store has of one quantity of a reservoir: current rows of any status, and their first and last day."""

    reservoir_id: str
    reservoir: str
    region_code: str | None
    quantity: str
    rows: int
    first: dt.date
    last: dt.date


def extents(store: Store) -> list[Extent]:
    """What `store` has, by reservoir and quantity in the order of their ids, the same on every database.

    A reservoir that several regions name, or that goes by several names, is listed with one of them.
    """
    table = observations.c
    query = (
        sa.select(
            table.reservoir_id,
            sa.func.max(table.reservoir),
            sa.func.max(table.region_code),
            table.quantity,
            sa.func.count(),
            sa.func.min(table.date),
            sa.func.max(table.date),
        )
        .where(table.current.is_(sa.true()))
        .group_by(table.reservoir_id, table.quantity)
    )
    with in_one_sentence(store.engine), store.engine.connect() as connection:
        found = [Extent(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.reservoir_id, one.quantity))  # databases differ in how they sort


def newest_day(store: Store) -> dt.date | None:
    """The newest day of any observed figure, None in an empty store."""
    table = observations.c
    query = sa.select(sa.func.max(table.date)).where(table.current.is_(sa.true()), table.status == "observed")
    with in_one_sentence(store.engine), store.engine.connect() as connection:
        return connection.scalar(query)


def judged(store: Store, reservoirs: Iterable[str]) -> pd.DataFrame:
    """All current rows of reservoirs, by id, as a tidy table with all flags."""
    return cross_check(store.observations(reservoir=tuple(reservoirs)))
