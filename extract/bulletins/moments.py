"""Printed days and moments, as pages and feeds give them: ISO, 13.04.2025, or as in e-mail."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from extract.bulletins.bulletin import aware
from extract.errors import BadInput

YEARS = range(1900, 2200)  # of publication: anything else is a slip, and far dates overflow in UTC

_POINTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}:\d{2}))?\s*$")


def parsed(printed: str) -> dt.datetime | None:
    """`printed` as an aware datetime, None where it is no date.

    >>> parsed("13.04.2025 9:30").isoformat()
    '2025-04-13T09:30:00+05:00'
    >>> parsed("весна")
    """
    if pointed := _POINTED_DAY.match(printed.strip()):
        day, month, year, time = pointed.groups()
        printed = f"{year}-{int(month):02}-{int(day):02}" + (f"T{time.zfill(5)}" if time else "")
    try:
        moment = aware(printed)
    except BadInput:
        try:
            moment = aware(parsedate_to_datetime(printed))
        except (ValueError, TypeError):
            return None
    return moment if moment and moment.year in YEARS else None


def first(candidates: Iterable[str]) -> dt.datetime | None:
    """The first of a page's dates that is one: a page's metadata is often careless, and no reason to refuse it."""
    return next((moment for candidate in candidates if (moment := parsed(candidate))), None)
