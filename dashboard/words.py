"""The words of the interface in Russian, Kazakh and English, and how numbers, days and ages are written.

All sentences live in `translations/<language>.json`, flat, with `{placeholders}`; a sentence that
depends on a number is a table of plural forms. Grammar of numbers and dates is Babel's.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal

from dashboard.view import LANGUAGES

DEFAULT_LANGUAGE = "ru"
_LOCALES = {"ru": "ru", "kk": "kk", "en": "en_GB"}
_FOLDER = Path(__file__).parent / "translations"

# Ages are told in days up to here, then in months, then in years: "19 months ago" says more than "2 years ago".
_DAYS_TOLD = 60
_MONTHS_TOLD = 24


class Words:
    """The interface in one language: call it with a key for a sentence.

    >>> words = speak("en")
    >>> words("table.rows", n=1), words("table.rows", n=1200)
    ('1 row', '1,200 rows')
    """

    def __init__(self, language: str, sentences: dict[str, str | dict[str, str]]):
        self.language = language
        self.locale = Locale.parse(_LOCALES[language])
        self._sentences = sentences

    def __call__(self, key: str, **values) -> str:
        sentence = self._sentences[key]
        if isinstance(sentence, dict):
            sentence = sentence[self.locale.plural_form(values["n"])]
        shown = {
            name: self.number(value) if isinstance(value, (int, float)) else value for name, value in values.items()
        }
        return sentence.format(**shown)

    def number(self, value: float, signed: bool = False) -> str:
        """A number with at most two decimals, grouped as the language does: 1 250,5.

        >>> speak("en").number(-1250.456, signed=True)
        '−1,250.46'
        """
        # 1450 and 15000 stay readable as whole numbers; decimals are kept as far as bulletins print them.
        text = format_decimal(abs(value), format="#,##0.##", locale=self.locale)
        return ("−" if value < 0 else "+" if signed and value > 0 else "") + text

    def measure(self, value: float, quantity: str, signed: bool = False) -> str:
        """A number with the quantity's unit: `1 250 м³/с`."""
        return f"{self.number(value, signed)}\u00a0{self(f'unit.{quantity}')}"

    def day(self, day: dt.date, year: bool = True, form: str = "") -> str:
        """A day in words: 13 апреля 2025 года, without year 13 апреля.

        Forms: plain 13 апреля 2025, brief 13 апр. 2025, tick 13 апр.
        """
        pattern = f"day_{form}" if form else "day_year" if year else "day"
        return format_date(day, self(f"format.{pattern}"), locale=self.locale)

    def language_name(self, tag: str) -> str:
        """A language's name in this language; the tag itself where Babel knows none.

        >>> speak("ru").language_name("kk")
        'казахский'
        """
        return self.locale.languages.get(tag, tag)

    def month(self, day: dt.date) -> str:
        """A month with its year, short, for an axis."""
        return format_date(day, self("format.month_short"), locale=self.locale)

    def span(self, first: dt.date, last: dt.date, year: bool = True) -> str:
        """Two days as a span in words, saying a common year once, or never if it was said before."""
        if first == last:
            return self.day(first, year=year)
        days = {"first": self.day(first, year=False), "last": self.day(last, year=False)}
        if first.year != last.year:
            return self("format.span", first=self.day(first), last=self.day(last))
        return self("format.span_year", **days, year=str(first.year)) if year else self("format.span", **days)

    def age(self, day: dt.date, today: dt.date) -> str:
        """How long ago a day was, in words.

        >>> speak("ru").age(dt.date(2025, 4, 13), dt.date(2025, 4, 20))
        '7 дней назад'
        """
        days = (today - day).days
        if days == 0:
            return self("age.today")
        if days == 1:
            return self("age.yesterday")
        months = days // 30.44
        if abs(days) <= _DAYS_TOLD:
            count, unit = days, "day"
        elif months <= _MONTHS_TOLD:
            count, unit = months * 30, "month"
        else:
            count, unit = days // 365.25 * 365, "year"
        return format_timedelta(
            dt.timedelta(days=-count), granularity=unit, threshold=float("inf"), add_direction=True, locale=self.locale
        )


@functools.cache
def speak(language: str) -> Words:
    """The words of a language (`ru`, `kk` or `en`), read once."""
    return Words(language, json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8")))


def preferred(accept_language: str | None) -> str:
    """The first of our languages that a browser's Accept-Language header asks for, else Russian.

    >>> preferred("de-DE,kk;q=0.9,en;q=0.8"), preferred(None)
    ('kk', 'ru')
    """
    wishes = []
    for position, part in enumerate((accept_language or "").split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), position, tag.split("-")[0].lower()))
        except ValueError:
            continue
    return next((tag for _, _, tag in sorted(wishes) if tag in LANGUAGES), DEFAULT_LANGUAGE)
