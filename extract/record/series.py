"""What bulletins say together: the same fact twice, two values for one day, a value out of all proportion.

Pure functions on the tidy table (:mod:`extract.record.table`). Where bulletins compete for a
reservoir, quantity and day, the order of preference is: an official publisher before
republications, then the latest published, then the first in the text.
"""

from __future__ import annotations

import pandas as pd

from extract.figures import FLAGS

FACT = ["reservoir_id", "quantity", "date"]
DISAGREEMENT = 0.005  # of the larger value: what rounding in a republication may change
JUMP = 10.0  # times both neighbours, or a tenth of both
NEIGHBOURHOOD = pd.Timedelta(days=15)  # a day further off says nothing: a flood peak is no slip of the pen

CROSS_FLAGS = tuple(flag for flag in FLAGS if flag in ("jump", "conflict", "duplicate"))

_OFFICIAL_HOST = r"^https?://(?:[^/?#@]*\.)?gov\.kz(?:[:/?#]|$)"
_OFFICIAL_NAME = r"gov\.kz|министерств|министрлі|ministry"


def series(tidy: pd.DataFrame) -> pd.DataFrame:
    """One observed value per reservoir, quantity and day: the preferred one, by reservoir, quantity and day.

    Planned and past values are never in it, nor are rows that a person has rejected.
    Columns are those of `tidy`; the index is new.
    """
    observed = _by_preference(tidy[(tidy["status"] == "observed") & is_valid(tidy)])
    return observed.drop_duplicates(FACT).sort_values(FACT, kind="stable", ignore_index=True)


def cross_check(tidy: pd.DataFrame) -> pd.DataFrame:
    """`tidy` with the flags that only several bulletins together can give; other flags and the order stay.

    - ``duplicate``: the same reservoir, quantity, day, value and status stands in a preferred bulletin;
    - ``conflict``: observed, exact values for a reservoir, quantity and day differ by over 0.5 %;
    - ``jump``: an observed value is over ten times both its neighbours in time, or under a tenth of
      both. Neighbours are the reservoir's values of the observed days next to it, at most 15 days
      off. A zero is a statement (“no release”) and neither a jump nor a measure for one.

    Flags of these three kinds that `tidy` brings are judged anew, so that a second pass changes nothing.
    """
    found = {"jump": _jumps(tidy), "conflict": _conflicts(tidy), "duplicate": _duplicates(tidy)}
    own = [[flag for flag in flags if flag not in CROSS_FLAGS] for flags in tidy["flags"]]
    for flag in CROSS_FLAGS:
        for place in found[flag].to_numpy().nonzero()[0]:
            own[place].append(flag)
    return tidy.assign(flags=pd.Series(own, index=tidy.index, dtype=object))


def is_valid(tidy: pd.DataFrame) -> pd.Series:
    """Whether each row stands: a rejected one is no evidence for or against any other."""
    return tidy["review"] != "rejected"


def is_official(tidy: pd.DataFrame) -> pd.Series:
    """Whether each row was published by a ministry or on gov.kz."""
    host = tidy["url"].str.lower().str.contains(_OFFICIAL_HOST, na=False)
    return host | tidy["publisher"].str.lower().str.contains(_OFFICIAL_NAME, na=False)


def _by_preference(tidy: pd.DataFrame) -> pd.DataFrame:
    """The rows from the most to the least preferred; ties fall to the bulletin's id, so the order never varies."""
    return (
        tidy.assign(official=is_official(tidy))
        .sort_values(
            ["official", "published", "bulletin_id", "start"],
            ascending=[False, False, True, True],
            na_position="last",
            kind="stable",
        )
        .drop(columns="official")
    )


def _duplicates(tidy: pd.DataFrame) -> pd.Series:
    valid = is_valid(tidy)
    said_by = _by_preference(tidy[valid]).groupby([*FACT, "value", "status"], observed=True)["bulletin_id"]
    first = said_by.transform("first").reindex(tidy.index)
    return valid & (tidy["bulletin_id"] != first)


def _conflicts(tidy: pd.DataFrame) -> pd.Series:
    comparable = tidy[(tidy["status"] == "observed") & (tidy["qualifier"] == "exact") & is_valid(tidy)]
    values = comparable.groupby(FACT, observed=True)["value"]
    least, most = values.transform("min"), values.transform("max")
    larger = pd.concat([least.abs(), most.abs()], axis=1).max(axis=1)
    return (most - least > DISAGREEMENT * larger).reindex(tidy.index, fill_value=False)


def _jumps(tidy: pd.DataFrame) -> pd.Series:
    one = series(tidy)[[*FACT, "value"]]
    of_reservoir = one.groupby(["reservoir_id", "quantity"], observed=True)
    for side, step in (("before", 1), ("after", -1)):
        near = (one["date"] - of_reservoir["date"].shift(step)).abs() <= NEIGHBOURHOOD
        one[side] = of_reservoir["value"].shift(step).where(near)
    beside = tidy[[*FACT, "value"]].merge(one.drop(columns="value"), on=FACT, how="left").set_index(tidy.index)
    positive = (beside[["value", "before", "after"]] > 0).all(axis=1)  # also False where there is no neighbour
    above = beside["value"] > JUMP * beside[["before", "after"]].max(axis=1)
    below = beside["value"] < beside[["before", "after"]].min(axis=1) / JUMP
    return (tidy["status"] == "observed") & is_valid(tidy) & positive & (above | below)
