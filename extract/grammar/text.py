"""Texts made comparable: one spelling for what bulletins spell in many ways, with the way back.

Three alphabets, look-alike letters, dashes and no-break spaces are folded so that a language's
lexicon needs one spelling only. Evidence must point into the text as given, so every folding
keeps, or records, where each character came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from extract.grammar.languages import language

SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200a\u2002\u2003\t"), " ")
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"), "–")
QUOTES = dict.fromkeys(map(ord, "«»“”„‟\"''’‘ʼ`"), '"')
LOOKALIKES = {"ο": "о", "κ": "к", "ρ": "р", "α": "а", "ε": "е", "ν": "в", "ѐ": "е", "ё": "е", "³": "3", "ᵌ": "3"}
"""Greek letters that spun pages put for Cyrillic ones, and the superscript of cubic metres."""

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, joiners and zero-width spaces, which pages put into words."""

_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE), "")

COMMON = {**SPACES, **DASHES, **QUOTES, **{ord(k): v for k, v in LOOKALIKES.items()}}

LATIN_IN_CYRILLIC = str.maketrans("aceopxyikmt", "асеорхуикмт")
_LATIN = re.compile("[aceopxyikmt]+")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")

_BREAK = re.compile(r"\n(?<=\S\n)(?=\S)")
_BROKEN = re.compile(r"\n(?<=[^\n]{30}[^\s.!?:;]\n)(?=[a-zа-яәғқңөұүһі(]|\d)")


@dataclass(frozen=True)
class Folded:
    """A folded text and, where lengths differ, the place in the original of every character."""

    text: str
    original: str
    origin: Sequence[int] | None = None

    @cached_property
    def printed(self) -> str:
        """The letters as printed, one for each of the folded text."""
        return self.original if self.origin is None else "".join(map(self.original.__getitem__, self.origin))

    @cached_property
    def wrapped(self) -> bool:
        """Whether the text's lines were broken at a width rather than at sentences."""
        beginning = self.original[:20_000]
        breaks = len(_BREAK.findall(beginning))
        return breaks >= 4 and len(_BROKEN.findall(beginning)) > 0.4 * breaks

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of a span in the folded one.

        >>> folded = fold("Шүлбі sý", "kk")
        >>> folded.original[slice(*folded.place(0, 5))]
        'Шүлбі'
        """
        if self.origin is None or start == end:
            return start, end
        return self.origin[start], self.origin[end - 1] + _width(self.original, self.origin, end - 1)


def _width(original: str, origin: Sequence[int], at: int) -> int:
    following = bisect_right(origin, origin[at], lo=at)
    end = origin[following] if following < len(origin) else len(original)
    return max(1, min(end, len(original)) - origin[at])


def _mapped(text: str, table: Mapping[int, str | int]) -> str:
    """`text.translate(table)` for tables of single letters: most of them a text has not, and looking is cheap."""
    for old, new in table.items():
        if (letter := chr(old)) in text:
            text = text.replace(letter, new if isinstance(new, str) else chr(new))
    return text


def _unmixed(found: re.Match[str]) -> str:
    """Latin letters that touch a Cyrillic one were put for their look-alikes."""
    text, start, end = found.string, found.start(), found.end()
    if text[start - 1 : start] in _CYRILLIC or text[end : end + 1] in _CYRILLIC:
        return found[0].translate(LATIN_IN_CYRILLIC)
    return found[0]


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def visible(text: str) -> str:
    """The text without the letters that nobody sees."""
    return _mapped(text, _INVISIBLE) if any(map(text.__contains__, INVISIBLE)) else text


LETTERS = {
    "Cyrl": re.compile(r"[а-яёәғқңөұүһі]", re.I),
    "Latn": re.compile(r"[a-zýǵńşŋūıáóúäöüñğ]", re.I),
    "Arab": re.compile(r"[\u0600-\u06ff]"),
}
"""The alphabets that texts are told by."""


def script(text: str) -> str:
    """`Cyrl`, `Latn` or `Arab`: the alphabet that most letters of the text belong to."""
    sample = text[:20_000]
    return max(LETTERS, key=lambda alphabet: len(LETTERS[alphabet].findall(sample)))


@cache
def _transliteration(code: str, alphabet: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """(pattern of the letter groups, the longest first; group -> letters of the language's first alphabet)."""
    table = language(code).spelling.transliteration[alphabet]
    groups = sorted(table, key=lambda group: -len(group))
    return re.compile("|".join(groups)), {group.partition("(?")[0]: put for group, put in table.items()}


def _transliterate(text: str, code: str, alphabet: str) -> tuple[str, list[int]]:
    """The text in the language's first alphabet, marks over letters left out, with the place of every letter."""
    pattern, letters = _transliteration(code, alphabet)
    out: list[str] = []
    origin: list[int] = []

    def keep(start: int, end: int) -> None:
        for at in range(start, end):
            if not unicodedata.combining(text[at]):
                out.append(text[at])
                origin.append(at)

    done = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        keep(done, start)
        put = letters[found[0]]
        out.append(put)
        origin.extend([start] * len(put))
        done = end
    keep(done, len(text))
    return "".join(out), origin


def fold(text: str, code: str) -> Folded:
    """The text in the one spelling that the lexicon of a language is written in.

    >>> fold("Sekýndyna 60 tekshe metr", "kk").text == fold("секундына 60 текше метр", "kk").text
    True
    >>> fold("сەكۋندىنا تەكشە مەتر", "kk").text[-10:] == fold("текше метр", "kk").text
    True
    """
    shown = visible(text)
    if len(shown) < len(text):
        kept = [at for at, letter in enumerate(text) if letter not in INVISIBLE]
        seen = fold(shown, code)
        return Folded(seen.text, text, kept if seen.origin is None else [kept[at] for at in seen.origin])
    lowered = _mapped(_lower(text), COMMON)
    spelling = language(code).spelling
    if len(spelling.alphabets) > 1 and (alphabet := script(text)) in spelling.transliteration:
        folded, origin = _transliterate(lowered, code, alphabet)
        return Folded(_mapped(folded, spelling.merging), text, origin)
    if spelling.alphabets[0] == "Cyrl":
        lowered = _LATIN.sub(_unmixed, lowered)
    return Folded(_mapped(lowered, spelling.merging), text)


def fold_pattern(pattern: str, code: str) -> str:
    """A regular expression written in a language's ordinary spelling, for text folded by :func:`fold`."""
    return pattern.translate(language(code).spelling.merging)
