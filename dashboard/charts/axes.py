"""Where ticks, gaps and labels of a time chart go: numbers only, no plotly."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

GAP_DAYS = 14
"""Days without a value after which a line breaks: bulletins of one season come every two to eleven days."""

_STEPS = (1, 2, 5, 7, 14)
_MOST_TICKS = 7


def broken(days: Sequence[dt.date], values: Sequence[float], gap: int = GAP_DAYS) -> list[int | None]:
    """The places of the points in the order drawn, with None where the line breaks.

    >>> broken([dt.date(2025, 3, 1), dt.date(2025, 3, 10), dt.date(2025, 4, 10)], [1, 2, 3])
    [0, 1, None, 2]
    """
    drawn: list[int | None] = []
    for place in range(len(values)):
        if place and (days[place] - days[place - 1]).days > gap:
            drawn.append(None)
        drawn.append(place)
    return drawn


def day_ticks(first: dt.date, last: dt.date) -> list[dt.date]:
    """At most seven round days, or firsts of months, or firsts of years, between two days.

    >>> [day.day for day in day_ticks(dt.date(2025, 4, 1), dt.date(2025, 4, 6))]
    [1, 2, 3, 4, 5, 6]
    """
    length = (last - first).days
    for step in _STEPS:
        if length // step < _MOST_TICKS:
            start = first.toordinal()
            # Weeks begin on Mondays; other steps count from the first day shown.
            if step % 7 == 0:
                start += -first.weekday() % 7
            return [dt.date.fromordinal(day) for day in range(start, last.toordinal() + 1, step)]
    months = (last.year - first.year) * 12 + last.month - first.month
    for step in (1, 2, 3, 6, 12, 24, 60, 120):
        if months // step < _MOST_TICKS:
            numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month, 1)
            days = [dt.date(number // 12, number % 12 + 1, 1) for number in numbers if number % step == 0]
            return [day for day in days if first <= day <= last]
    return [first, last]


def log_ticks(low: float, high: float) -> list[float]:
    """At most about seven round values between two that are above zero, at steps of equal ratio where these are many.

    >>> log_ticks(3, 4000), log_ticks(40, 90)
    ([10, 100, 1000], [50])
    """
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1,)):
        ticks = [step * 10.0**decade for decade in decades for step in steps]
        ticks = [int(tick) if tick >= 1 else tick for tick in ticks if low <= tick <= high]
        if len(ticks) <= _MOST_TICKS:
            break
    return ticks


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, in the same order, at least `apart` from each other.

    Neighbours that crowd are moved together as one block around their mean, so that the whole
    moves as little as it can; the outermost stay between `low` and `high` where there is room.

    >>> spread([10, 11, 50], 10, 0, 100)
    [5.5, 15.5, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[list] = []  # [sum of (wanted - own offset), members]
    for place in order:
        blocks.append([wanted[place], [place]])
        while len(blocks) > 1 and _start(blocks[-1], apart, low, high) < _end(blocks[-2], apart, low, high) + apart:
            total, members = blocks.pop()
            offset = apart * len(blocks[-1][1])
            blocks[-1][0] += total - offset * len(members)
            blocks[-1][1] += members
    placed = [0.0] * len(wanted)
    for block in blocks:
        start = _start(block, apart, low, high)
        for number, place in enumerate(block[1]):
            placed[place] = start + number * apart
    return placed


def _start(block: list, apart: float, low: float, high: float) -> float:
    """Where a block's first member goes: the mean of what its members want, kept inside."""
    total, members = block
    return max(low, min(total / len(members), high - apart * (len(members) - 1)))


def _end(block: list, apart: float, low: float, high: float) -> float:
    return _start(block, apart, low, high) + apart * (len(block[1]) - 1)
