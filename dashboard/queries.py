"""What the pages ask of the store: rows of a view, the days it covers, what can be chosen.

Everything here is a DataFrame or plain data; nothing here knows of charts or of words.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.names import region_name, reservoir_name
from dashboard.view import ALL_DAYS, QUANTITIES, View
from extract import Result, Store, StoreError
from extract.bulletins.bulletin import KAZAKHSTAN_TIME
from extract.record.series import cross_check, series

SEASON = (3, 6)
"""The flood season of Kazakhstan's rivers: first and last month, March to June."""

SEASON_DAYS, SEASON_RESERVOIRS = 3, 3
"""A season is worth opening the page with when it has figures of this many days and reservoirs."""

MOST_LISTED = 1000
"""As many bulletins a list shows: more would not be read, and would take long to send."""

LEADING = 8
"""As many reservoirs lead a view: one for each colour."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a view: a flood season (`year` set), all days, or days somebody chose."""

    kind: str  # "season", "all" or "chosen"
    since: dt.date | None = None
    until: dt.date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a view and what surrounds them.

    `rows` has one row per reservoir and day, oldest first, with the columns of the tidy table, `others`
    (values that other bulletins give) and `day`; `order` ranks every reservoir of the
    quantity, largest first, whatever the filters, `leading` the eight first of the days shown (colours
    hang on them); `seasons` are the years
    with a flood season on record, newest first. `extra` has the columns of `rows`: the plans (status
    `planned`, one row per value) and the inflow that the view asks for beside them. `revision` is the
    store's at the time.
    """

    rows: pd.DataFrame
    period: Period
    order: tuple[str, ...]
    leading: tuple[str, ...]
    seasons: tuple[int, ...]
    regions: tuple[tuple[str, str], ...]
    reservoirs: tuple[tuple[str, str], ...]
    quantities: tuple[str, ...]
    recorded: int
    extra: pd.DataFrame = field(default_factory=pd.DataFrame)
    revision: str | None = None

    def shown(self) -> pd.DataFrame:
        """All that the chart and the table show: the rows, then what the view asks for beside them."""
        return pd.concat([self.rows, self.extra], ignore_index=True) if len(self.extra) else self.rows

    def span(self) -> tuple[dt.date, dt.date] | tuple[None, None]:
        """The first and last day of the rows, (None, None) without rows."""
        return (self.rows["day"].min(), self.rows["day"].max()) if len(self.rows) else (None, None)


@dataclass(frozen=True, slots=True)
class Listing:
    """Bulletins that a view asks for, and what can be chosen among.

    `rows` are the latest published, at most `MOST_LISTED`; `found` counts all, `figures_in` and
    `figures_out` what of their figures became a row and what was set aside. `narrowed` says that
    bulletins without figures of the view are left out.
    """

    rows: pd.DataFrame
    found: int
    figures_in: int
    figures_out: int
    narrowed: bool
    regions: tuple[tuple[str, str], ...]
    reservoirs: tuple[tuple[str, str], ...]
    seasons: tuple[int, ...]


class Record:
    """A store read for the dashboard. Keeps the last revision's series in memory.

    One is made per app. A new revision of the store (a refresh by any process) is noticed with the
    next question, so that several workers on one store agree.
    """

    def __init__(self, store: Store):
        self._store = store
        self._lock = threading.Lock()
        self._revision: object = None
        self._observed = pd.DataFrame()

    def observed(self) -> pd.DataFrame:
        """One observed value per reservoir, quantity and day, with `others`: what else bulletins say of it."""
        with self._lock:
            revision = self._store.revision()
            if revision != self._revision:
                self._observed = _series(self._store.observations())
                self._revision = revision
            return self._observed

    def result(self, bulletin_id: str) -> Result | None:
        """A bulletin with its rows and what was set aside in it."""
        return self._store.bulletin(bulletin_id)

    def list_bulletins(self, view: View, language: str) -> Listing:
        """The bulletins with figures of a view's regions, reservoirs and days; all bulletins when it names none."""
        listed = self._store.bulletins()
        days = choose_period(view, pd.DataFrame(), ()) if view.since or view.until or view.days else Period("all")
        asked = {"region": view.regions, "reservoir": view.reservoirs, "since": days.since, "until": days.until}
        wishes = {name: wish for name, wish in asked.items() if wish}
        if wishes:
            listed = listed[listed["id"].isin(set(self._store.observations(**wishes)["bulletin_id"]))]
        observed = self.observed()
        places = observed.drop_duplicates(["reservoir_id", "region_code"])
        within = places[places["region_code"].isin(view.regions)] if view.regions else places
        return Listing(
            rows=_plain(listed.head(MOST_LISTED)),
            found=len(listed),
            figures_in=int(listed["rows"].sum()),
            figures_out=int(listed["set_aside"].sum()),
            narrowed=bool(wishes),
            regions=_options(places, "region_code", "region", region_name(language)),
            reservoirs=_options(within, "reservoir_id", "reservoir", reservoir_name(language)),
            seasons=seasons(observed),
        )

    def rows(self, view: View, language: str, reservoirs: Iterable[str] = (), quantity: str = "") -> pd.DataFrame:
        """One observed value per reservoir, quantity and day, named, of the days that a view names.

        Its regions and reservoirs do not count; `reservoirs` and `quantity` do, where given.
        """
        frame = self.observed()
        if reservoirs:
            frame = frame[frame["reservoir_id"].isin(set(reservoirs))]
        if quantity:
            frame = frame[frame["quantity"] == quantity]
        named_days = view.since or view.until or view.days
        days = choose_period(view, frame, ()) if named_days else Period("all")
        return _named(frame[_kept(frame, View(), days)], language)

    def revision(self) -> str | None:
        """A token that is another one after every change; None where the store cannot be asked."""
        try:
            return self._store.revision()
        except StoreError:
            return None

    def newest(self) -> dt.date | None:
        """The newest day of any observed figure."""
        frame = self.observed()
        return None if frame.empty else frame["date"].max().date()

    def is_filled(self) -> bool:
        """Whether there is anything to show: not in an empty store, and not in one that cannot be reached."""
        try:
            return self.newest() is not None
        except StoreError:
            return False

    def select(self, view: View, language: str) -> Selection:
        """The rows of a view, named in a language, with the plans and the inflow it asks for beside them."""
        revision = self.revision()  # asked first: should it change meanwhile, the rows are only newer than it says
        selection = replace(select(self.observed(), view, language), revision=revision)
        parts = []
        if view.planned:
            parts.append(self._planned(view, selection.period, language))
        if view.inflow and view.quantity == "release" and selection.rows["reservoir_id"].nunique() == 1:
            frame = self.observed()
            inflow = frame[frame["quantity"] == "inflow"]
            one = replace(view, reservoirs=(selection.rows["reservoir_id"].iloc[0],))
            parts.append(_named(inflow[_kept(inflow, one, selection.period)], language))
        parts = [part for part in parts if len(part)]
        return replace(selection, extra=pd.concat(parts, ignore_index=True)) if parts else selection

    def _planned(self, view: View, period: Period, language: str) -> pd.DataFrame:
        """The plans of a view, each value of a reservoir and day once: from the bulletin published last."""
        plans = self._store.observations(
            status="planned", quantity=view.quantity, reservoir=view.reservoirs or None, region=view.regions or None,
            since=period.since, until=period.until,
        )  # fmt: skip
        latest = plans.sort_values("published", ascending=False, na_position="last", kind="stable")
        once = latest.drop_duplicates(["reservoir_id", "date", "value", "qualifier"])
        once = once.assign(others=[()] * len(once)).sort_values(["date", "reservoir_id"], kind="stable")
        return _named(once, language)


def _series(observations: pd.DataFrame) -> pd.DataFrame:
    """The chart's series of all observations, with the values that other bulletins give in `others`."""
    checked = cross_check(observations)
    key = ["reservoir_id", "quantity", "date"]
    at_odds = checked[checked["flags"].map(lambda flags: "conflict" in flags).astype(bool)]
    told: dict[tuple, set[float]] = {}
    for *place, value in at_odds[[*key, "value"]].itertuples(index=False, name=None):
        told.setdefault(tuple(place), set()).add(value)
    frame = series(checked)
    frame["others"] = [
        tuple(sorted(told.get(tuple(place), set()) - {chosen}))
        for *place, chosen in frame[[*key, "value"]].itertuples(index=False, name=None)
    ]
    return frame.sort_values(["date", "reservoir_id"], kind="stable", ignore_index=True)


def select(frame: pd.DataFrame, view: View, language: str) -> Selection:
    """The rows of `frame` (one value per reservoir, quantity and day) that a view shows.

    Which season is the default, what can be chosen and how reservoirs rank hang on the quantity
    alone, so that a filter never moves what another filter offers; reservoirs are offered within
    the chosen regions.
    """
    rows = frame[frame["quantity"] == view.quantity]
    known = seasons(rows)
    period = choose_period(view, rows, known)
    places = rows.drop_duplicates(["reservoir_id", "region_code"])
    within = places[places["region_code"].isin(view.regions)] if view.regions else places
    return Selection(
        rows=_named(rows[_kept(rows, view, period)], language),
        period=period,
        order=_ranked(rows),
        leading=_ranked(rows[_kept(rows, View(), period)])[:LEADING],
        seasons=known,
        regions=_options(places, "region_code", "region", region_name(language)),
        reservoirs=_options(within, "reservoir_id", "reservoir", reservoir_name(language)),
        quantities=tuple(sorted(set(frame["quantity"]), key=QUANTITIES.index)),
        recorded=len(rows),
    )


def _kept(rows: pd.DataFrame, view: View, period: Period) -> pd.Series:
    keep = pd.Series(True, index=rows.index)
    if view.regions:
        keep &= rows["region_code"].isin(view.regions)
    if view.reservoirs:
        keep &= rows["reservoir_id"].isin(view.reservoirs)
    if period.since:
        keep &= rows["date"] >= pd.Timestamp(period.since)
    if period.until:
        keep &= rows["date"] <= pd.Timestamp(period.until)
    return keep


def _named(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Rows with names in the language, and `day`, the date as a plain date."""
    reservoir, region = reservoir_name(language), region_name(language)
    return rows.assign(
        reservoir=[reservoir(*pair) for pair in _pairs(rows, "reservoir_id", "reservoir")],
        region=[region(*pair) for pair in _pairs(rows, "region_code", "region")],
        day=rows["date"].dt.date.astype(object),
    ).reset_index(drop=True)


def _options(places: pd.DataFrame, key: str, name: str, called) -> tuple[tuple[str, str], ...]:
    """What a filter offers: (key, name), by name."""
    named = {one: called(one, two) for one, two in _pairs(places, key, name) if one}
    return tuple(sorted(named.items(), key=lambda item: (item[1] or "").casefold()))


def seasons(rows: pd.DataFrame) -> tuple[int, ...]:
    """The years of which a flood season (at least two days of it) is on record, newest first."""
    days = _in_season(rows)["date"].drop_duplicates()
    counts = days.dt.year.value_counts()
    return tuple(sorted((int(year) for year, count in counts.items() if count > 1), reverse=True))


def choose_period(view: View, rows: pd.DataFrame, known: tuple[int, ...]) -> Period:
    """The days a view covers; by default the latest flood season that has something to show."""
    if view.since or view.until:
        return Period("chosen", view.since, view.until)
    if view.days == ALL_DAYS:
        return Period("all")
    if view.days:
        return season(int(view.days))
    flood = _in_season(rows)
    for year in known:
        here = flood[flood["date"].dt.year == year]
        if here["date"].nunique() >= SEASON_DAYS and here["reservoir_id"].nunique() >= SEASON_RESERVOIRS:
            return season(year)
    return Period("all")


def _in_season(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["date"].dt.month.between(*SEASON)]


def season(year: int) -> Period:
    """The flood season of a year as days.

    >>> season(2025).until.isoformat()
    '2025-06-30'
    """
    after = dt.date(year, SEASON[1] + 1, 1)
    return Period("season", dt.date(year, SEASON[0], 1), after - dt.timedelta(days=1), year)


def _ranked(rows: pd.DataFrame) -> tuple[str, ...]:
    largest = rows.groupby("reservoir_id")["value"].max()
    return tuple(sorted(largest.index, key=lambda key: (-largest[key], key)))


def _plain(listed: pd.DataFrame) -> pd.DataFrame:
    """A list of bulletins with None for what is missing, and the day of publication where the reservoirs are."""
    days = listed["published"].dt.tz_convert(KAZAKHSTAN_TIME).dt.date.astype(object)
    frame = listed.assign(published=days).astype(object)
    return frame.where(frame.notna(), None)


def _pairs(frame: pd.DataFrame, first: str, second: str) -> list[tuple]:
    """Two columns as tuples, with None for every kind of missing."""
    one, two = (frame[column].astype(object).where(frame[column].notna(), None) for column in (first, second))
    return list(zip(one, two, strict=True))
