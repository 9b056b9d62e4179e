"""What one bulletin yields: observations (rows of the tidy table) and figures set aside with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from extract.bulletins.bulletin import Bulletin

EXTRACTOR_VERSION = "4"
"""Raised whenever the extractor may read the same text differently."""

QUANTITIES = {
    "release": "m3/s",
    "inflow": "m3/s",
    "storage": "mln_m3",
    "fill": "percent",
    "level": "m",
    "spill_height": "m",
}
"""Quantity -> its canonical unit (m³/s, million m³, % of full supply, metres)."""

STATUSES = ("observed", "planned", "past")
QUALIFIERS = ("exact", "approx", "at_least", "up_to")

FLAGS = (
    "unknown_reservoir",  # not in the registry: the printed name, nominative
    "region_from_registry",  # the text states no region
    "region_conflict",  # text and registry disagree
    "ambiguous_reservoir",  # two reservoirs bear the name and nothing in the text decides
    "date_from_publication",  # the text names no day
    "year_inferred",  # the text names day and month only
    "shared_value",  # one printed figure for several reservoirs without "each"
    "unit_assumed",  # rate unit dropped in a list
    "unit_repaired",  # printed unit impossible, e.g. a volume in m³/s
    "from_daily_volume",  # m³ a day turned into m³/s
    "out_of_range",  # above the registry's maximum, or negative
    "jump",  # over ten times the reservoir's neighbours in time
    "conflict",  # bulletins disagree for the same reservoir, quantity and day
    "duplicate",  # the same fact republished
)

REVIEWS = ("machine", "confirmed", "corrected", "rejected")
"""What people have said of a row: nothing yet, or the word of who looked."""

REASONS = (
    "plan",  # a wish, condition or request that is not even a planned value
    "past",
    "forecast",
    "capacity",
    "canal",
    "river",
    "other_object",  # counter-regulator, barrage, pump, gate … outside the registry
    "increment",
    "norm",
    "total_volume",
    "part_of_total",
    "sum",  # of several reservoirs
    "average",
    "range",
    "repeated",  # the same fact said again in the same bulletin
    "no_reservoir",
    "no_quantity",  # nothing says what the figure measures
    "no_date",
    "bad_number",
)
"""Why a figure with a flow unit did not become a row."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure: a reservoir's quantity on a day, with the words it came from.

    `value` is in the canonical unit of `quantity`; `text[start:end] == quote` holds in the
    bulletin's text; `flags` are names from :data:`FLAGS`. The fields of the review (one of :data:`REVIEWS`)
    are filled by the store; of a corrected row `value` is the corrected one, what was printed stays.
    """

    date: dt.date
    reservoir_id: str
    reservoir: str
    region_code: str | None
    region: str | None
    river: str | None
    country: str | None
    quantity: str
    value: float
    unit: str
    status: str
    qualifier: str
    flags: tuple[str, ...]
    value_as_printed: str
    unit_as_printed: str
    bulletin_id: str
    url: str | None
    publisher: str | None
    published: dt.datetime | None
    quote: str
    start: int
    end: int
    extracted_at: dt.datetime
    extractor_version: str = EXTRACTOR_VERSION
    review: str = "machine"
    reviewed_by: str | None = None
    reviewed_at: dt.datetime | None = None
    review_reason: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A flow figure that is no row, and the reason (one of :data:`REASONS`).

    `quote` is the figure with its unit, `text[start:end] == quote`; `detail` may add a word on
    what it was taken for (the canal's name, the other object).
    """

    bulletin_id: str
    reason: str
    quote: str
    start: int
    end: int
    detail: str = ""


@dataclass(slots=True)
class Result:
    """All that was read in one bulletin; `figures` counts the flow figures found in it."""

    bulletin: Bulletin
    rows: list[Observation]
    set_aside: list[SetAside]
    figures: int
