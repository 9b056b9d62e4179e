"""Sums over reservoirs that count no water twice where a bulletin says so, and take nothing missing for zero."""

from __future__ import annotations

import pandas as pd

ADDABLE = ("release", "inflow", "storage")
"""Quantities of which a sum over reservoirs means something; levels and percentages have none."""


def once(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one quantity without the repetitions of a figure printed once for several reservoirs together.

    Such rows bear the flag `shared_value`; the same figure may have been taken from different
    bulletins, so that it is known by its day and value.
    """
    shared = rows["flags"].map(lambda flags: "shared_value" in flags).astype(bool)
    return rows[~(shared & rows[shared].duplicated(["date", "value"]).reindex(rows.index, fill_value=False))]


def total(rows: pd.DataFrame) -> float:
    """The sum of one quantity's rows, each printed figure counted once."""
    return float(once(rows)["value"].sum())


def together(rows: pd.DataFrame) -> tuple[tuple[str, ...], pd.DataFrame]:
    """A basin as one: the reservoirs summed, and for each day on which all of them are known their sum.

    Of the reservoirs with the most days as many are taken as give the most values in all. The frame
    has the columns `day`, `value` and `parts`, (reservoir, value) pairs, the largest first.
    """
    known = rows.groupby("reservoir_id")["day"].apply(set)
    ranked = sorted(known.index, key=lambda name: (-len(known[name]), name))
    best: tuple[int, list[str], set] = (0, [], set())
    days: set | None = None
    for count, name in enumerate(ranked, start=1):
        days = set(known[name]) if days is None else days & known[name]
        best = max(best, (count * len(days), ranked[:count], days), key=lambda found: found[0])
    _, members, kept = best
    own = rows[rows["reservoir_id"].isin(members) & rows["day"].isin(kept)].sort_values("value", ascending=False)
    sums = [
        {"day": day, "value": total(of_day), "parts": list(zip(of_day["reservoir"], of_day["value"], strict=True))}
        for day, of_day in own.groupby("day")
    ]
    return tuple(members), pd.DataFrame(sums, columns=["day", "value", "parts"])
