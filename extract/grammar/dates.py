"""Days: the phrase is cut out with our own patterns, its case endings undone, and read by dateparser.

dateparser's `search_dates` would take “1270 м³/с” for a year and “24, 53 cubic meters” for 2053,
and knows few Kazakh endings; so it is only ever given a clean “24 April 2025”.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache

import dateparser

from extract.grammar.languages import Language
from extract.grammar.text import fold_pattern

_ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                   "November", "December")  # fmt: skip


@lru_cache(maxsize=8192)
def calendar_day(day: int, month: int, year: int) -> dt.date | None:
    """The date, or None for a day that no calendar has.

    >>> calendar_day(31, 4, 2025) is None
    True
    """
    if not 1 <= day <= 31:
        return None
    parsed = dateparser.parse(
        f"{day} {_ENGLISH_MONTHS[month - 1]} {year}", languages=["en"], settings={"STRICT_PARSING": True}
    )
    return parsed.date() if parsed else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed: `year` None where the text leaves it out.

    `role` is what its frame makes of it: `asof` (the state on a day), `since` (in force from that
    day), `until` (a deadline), `period` (open from `day` to `last`), `at` (anything else).
    """

    day: int
    month: int
    year: int | None = None
    role: str = "at"
    last: tuple[int, int, int | None] | None = None

    def resolve(self, base: dt.date | None, *, closing: bool = False) -> dt.date | None:
        """The calendar day; a year not printed is the one that brings it nearest to `base`.

        `base` is the publication day, so New Year is no boundary; without it the answer is None.

        >>> Day(28, 12).resolve(dt.date(2025, 1, 6))
        datetime.date(2024, 12, 28)
        >>> Day(28, 12).resolve(None) is None
        True
        """
        day, month, year = self.last if closing and self.last else (self.day, self.month, self.year)
        if year:
            return calendar_day(day, month, year)
        if base is None:
            return None
        near = [d for y in (base.year - 1, base.year, base.year + 1) if (d := calendar_day(day, month, y))]
        return min(near, key=lambda d: abs((d - base).days), default=None)


class DateGrammar:
    """The date patterns of one language; `pattern` is a part of the scanner's alternation."""

    def __init__(self, language: Language) -> None:
        months = "|".join(language.months.values())
        slots = {"M": f"(?:{months})", "O": f"(?:{language.ordinal_pattern})"}
        texts = []
        for pattern in language.dates:
            for slot, value in slots.items():
                pattern = pattern.replace(f"<{slot}>", value)
            texts.append(fold_pattern(pattern, language.code))
        self._parts = [re.compile(text) for text in texts]
        self.pattern = "|".join(re.sub(r"\(\?P<\w+>", "(?:", text) for text in texts)
        self._months = [(n, re.compile(fold_pattern(p, language.code))) for n, p in language.months.items()]
        self._ordinals = [(re.compile(fold_pattern(p, language.code)), n) for p, n in language.ordinals.items()]
        self._roles = [
            (role, re.compile(fold_pattern(before, language.code) + "$") if before else None,
             re.compile(fold_pattern(after, language.code)) if after else None)
            for role, before, after in language.date_roles
        ]  # fmt: skip

    def _month(self, text: str) -> int:
        return next(number for number, pattern in self._months if pattern.fullmatch(text))

    def _ordinal(self, text: str) -> int:
        return sum(next((n for pattern, n in self._ordinals if pattern.match(word)), 0) for word in text.split())

    def read(self, text: str, start: int, end: int) -> Day | None:
        """The day that the folded `text[start:end]` prints, or None where no calendar could have it."""
        phrase = text[start:end]
        found = next((m for p in self._parts if (m := p.fullmatch(phrase))), None)
        if found is None:
            return None
        part = found.groupdict()
        year = next((int(part[k]) for k in ("y", "y1") if part.get(k)), None)
        last_year = int(part["y2"]) if part.get("y2") else year
        month = int(part.get("mn") or 0) or (self._month(part["m"]) if part.get("m") else 0)
        day = int(part["d"]) if part.get("d") else self._ordinal(part["o"]) if part.get("o") else 1
        last = None
        if part.get("d2"):
            last_month = int(part["mn2"]) if part.get("mn2") else self._month(part["m2"]) if part.get("m2") else month
            month = month or last_month
            last = (int(part["d2"]), last_month, last_year)
            year = year or last_year
        if part.get("start"):
            day, month = 1, 1
        if month == 0 and part.get("d") and not last:
            return Day(day, 0)  # the month is that of the day before
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        role = "period" if last else "at"
        for name, before, after in self._roles:
            if (before and before.search(text[max(0, start - 60) : start])) or (after and after.match(text, end)):
                role = name if not last or name == "period" else role
                break
        return Day(day, month, year, role, last)


@cache
def date_grammar(language: Language) -> DateGrammar:
    """The compiled date patterns of a language."""
    return DateGrammar(language)
