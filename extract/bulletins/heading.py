"""What the head of a document says of itself: its title and its day, each only when it can be trusted.

The metadata of office documents are careless: titles are those of the template (“Документ1”), dates
those of the last copy. So a title from the metadata counts only when its words stand in the
document's first lines, and the day of publication only when a line at the head is nothing but a
day, as letters and press releases have it.
"""

from __future__ import annotations

import datetime as dt
import re

LINES = 12  # of a document that are its head
LONGEST_TITLE = 300  # characters

_MONTHS = (
    ("январ", "қаңтар", "january"),
    ("феврал", "ақпан", "february"),
    ("март", "наурыз", "march"),
    ("апрел", "сәуір", "april"),
    ("ма[йя]", "мамыр", "may"),
    ("июн", "маусым", "june"),
    ("июл", "шілде", "july"),
    ("август", "тамыз", "august"),
    ("сентябр", "қыркүйек", "september"),
    ("октябр", "қазан", "october"),
    ("ноябр", "қараша", "november"),
    ("декабр", "желтоқсан", "december"),
)
_MONTH = [re.compile("|".join(names)) for names in _MONTHS]
_BEFORE = r"(?:№\s*\S+\s+)?(?:от\s+|г(?:\.|ород)\s*\S+,?\s+|(?:дата|күні|date)\s*:\s*)?[«\"“]?"
_NUMBERS = re.compile(_BEFORE + r"(\d{1,2})[./](\d{1,2})[./](20\d\d)\s*(?:г\.?|года?|ж\.?)?", re.IGNORECASE)
_ISO = re.compile(_BEFORE + r"(20\d\d)-(\d\d)-(\d\d)", re.IGNORECASE)
_DAY_FIRST = re.compile(
    _BEFORE + r"(?P<day>\d{1,2})[»\"”]?\s+(?P<month>[^\W\d]{3,10}),?\s+(?P<year>20\d\d)\s*(?:г\.?|года?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    _BEFORE + r"(?P<year>20\d\d)\s*(?:жылғы|жыл|ж\.)\s+(?P<day>\d{1,2})[»\"”]?\s+(?P<month>[^\W\d]{3,10})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(_BEFORE + r"(?P<month>[a-z]{3,9})\s+(?P<day>\d{1,2}),?\s+(?P<year>20\d\d)", re.IGNORECASE)


def title(candidate: str | None, text: str) -> str:
    """`candidate` when its words stand at the head of `text`, else nothing.

    >>> title("О  сбросах воды", "Министерство\\n\\nО сбросах воды\\n\\nПо состоянию на 13 апреля …")
    'О сбросах воды'
    >>> title("Microsoft Word - Документ1", "О сбросах воды")
    ''
    """
    candidate = " ".join((candidate or "").split())
    head = " ".join(" ".join(_head(text)).split())
    fits = 3 < len(candidate) <= LONGEST_TITLE and candidate.casefold() in head.casefold()
    return candidate if fits else ""


def day(text: str) -> dt.date | None:
    """The day of the first line at the head of `text` that is nothing but a day.

    >>> day("О сбросах воды\\n15 апреля 2025 года\\nПо состоянию на 13 апреля …")
    datetime.date(2025, 4, 15)
    >>> day("Су жіберу\\n2025 жылғы 15 сәуір")
    datetime.date(2025, 4, 15)
    >>> day("15 апреля 2025 года из водохранилища …")
    """
    return next((found for line in _head(text) if (found := _day(line.strip(" \t.,–—-")))), None)


def _head(text: str) -> list[str]:
    return [line for line in text[:8000].splitlines() if line.strip()][:LINES]


def _day(line: str) -> dt.date | None:
    if match := _NUMBERS.fullmatch(line):
        return _date(match[3], match[2], match[1])
    if match := _ISO.fullmatch(line):
        return _date(match[1], match[2], match[3])
    for pattern in (_DAY_FIRST, _YEAR_FIRST, _MONTH_FIRST):
        if match := pattern.fullmatch(line):
            name = match["month"].casefold()
            month = next((number for number, names in enumerate(_MONTH, 1) if names.match(name)), 0)
            return _date(match["year"], month, match["day"])
    return None


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
