"""Water levels stand over two zeros: the sea's, or that of a gauge on the spot. One line never joins the two.

Bulletins seldom say which. A reservoir's levels are told apart by their distance: no reservoir rises
by more than `FAR` metres, so values further apart than that are counted from different zeros.
"""

from __future__ import annotations

import pandas as pd

FAR = 30.0  # metres between neighbours in size; the largest yearly swing on record is under 20


def by_zero(values: pd.Series) -> pd.Series:
    """For the levels of one reservoir: "" where all have one zero, else "gauge" for the low and "sea" for the high.

    >>> by_zero(pd.Series([11.04, 138.07, 12.5])).tolist(), by_zero(pd.Series([241.2, 243.5])).tolist()
    (['gauge', 'sea', 'gauge'], ['', ''])
    """
    ordered = values.sort_values()
    steps = ordered.diff()
    if not (steps > FAR).any():
        return pd.Series("", index=values.index, dtype=object)
    border = ordered[steps.idxmax()]
    return values.map(lambda value: "sea" if value >= border else "gauge").astype(object)


def zeros(rows: pd.DataFrame) -> pd.Series:
    """`by_zero` for every row of a table of several reservoirs; "" for all that is no level."""
    told = pd.Series("", index=rows.index, dtype=object)
    for _, levels in rows[rows["quantity"] == "level"].groupby("reservoir_id"):
        told.loc[levels.index] = by_zero(levels["value"])
    return told
