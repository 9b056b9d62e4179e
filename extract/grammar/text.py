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
from functools import cached_property

SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200a\u2002\u2003\t"), " ")
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"), "–")
QUOTES = dict.fromkeys(map(ord, "«»“”„‟\"''’‘ʼ`"), '"')
LOOKALIKES = {"ο": "о", "κ": "к", "ρ": "р", "α": "а", "ε": "е", "ν": "в", "ѐ": "е", "ё": "е", "³": "3", "ᵌ": "3"}
"""Greek letters that spun pages put for Cyrillic ones, and the superscript of cubic metres."""

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, joiners and zero-width spaces, which pages put into words."""

_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE), "")

COMMON = {**SPACES, **DASHES, **QUOTES, **{ord(k): v for k, v in LOOKALIKES.items()}}

KAZAKH_SKELETON = str.maketrans("әғқңөұүһіыйё", "агкноуухииие")
"""Kazakh letters merged with their plain neighbours: three Latin alphabets and hasty keyboards
differ in just these letters, and no two words of the lexicon do."""

LATIN_IN_CYRILLIC = str.maketrans("aceopxyikmt", "асеорхуикмт")
_LATIN = re.compile("[aceopxyikmt]+")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")

_KAZAKH_LATIN = {
    "shch": "щ", "ch": "ч", "sh": "ш", "gh": "г", "zh": "ж", "kh": "х", "ts": "ц", "ia": "я", "ya": "я", "yu": "ю",
    "a": "а", "á": "а", "ä": "а", "ə": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "ǵ": "г",
    "ğ": "г", "h": "х", "i": "и", "ı": "и", "ï": "и", "í": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н",
    "ń": "н", "ñ": "н", "ŋ": "н", "o": "о", "ó": "о", "ö": "о", "ô": "о", "p": "п", "q": "к", "r": "р", "s": "с",
    "ş": "ш", "t": "т", "u": "у", "ú": "у", "ü": "у", "ū": "у", "ý": "у", "v": "в", "w": "у", "x": "х", "y": "и",
    "z": "з",
}  # fmt: skip
_KAZAKH_ARABIC = {
    "ا": "а", "ب": "б", "پ": "п", "ت": "т", "ج": "ж", "چ": "ч", "ح": "х", "د": "д", "ر": "р", "ز": "з", "س": "с",
    "ش": "ш", "ع": "г", "ف": "ф", "ق": "к", "ك": "к", "ک": "к", "گ": "г", "ڭ": "н", "ل": "л", "م": "м", "ن": "н",
    "ھ": "х", "ه": "х", "ە": "е", "و": "о", "ۇ": "у", "ۋ": "у", "ۆ": "в", "ى": "и", "ي": "и", "ی": "и", "ء": "",
    "ٴ": "", "،": ",", "؛": ";", "؟": "?", "ـ": "",
}  # fmt: skip


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


def script(text: str) -> str:
    """`Cyrl`, `Latn` or `Arab`: the alphabet that most letters of the text belong to."""
    sample = text[:20_000]
    counts = {
        "Cyrl": len(re.findall(r"[а-яёәғқңөұүһі]", sample, re.I)),
        "Latn": len(re.findall(r"[a-zýǵńşŋūıáóúäöüñğ]", sample, re.I)),
        "Arab": len(re.findall(r"[\u0600-\u06ff]", sample)),
    }
    return max(counts, key=counts.__getitem__)


def _transliterate(text: str, table: dict[str, str]) -> tuple[str, list[int]]:
    out: list[str] = []
    origin: list[int] = []
    at, size = 0, len(text)
    while at < size:
        step, put = 1, text[at]
        if unicodedata.combining(put):
            at += 1
            continue
        if put == "n" and text.startswith("ng", at) and not (at + 2 < size and text[at + 2] in "aeiouyıäöüáóúý"):
            step, put = 2, "н"  # “ng” closes a syllable for ң; before a vowel it is н + г
        else:
            for length in (4, 2, 1):
                piece = text[at : at + length]
                if len(piece) == length and piece in table:
                    step, put = length, table[piece]
                    break
        out.append(put)
        origin.extend([at] * len(put))
        at += step
    return "".join(out), origin


def fold(text: str, language: str) -> Folded:
    """The text in the one spelling that the lexicon of `language` (ru, kk, en) is written in.

    >>> fold("Sekýndyna 60 tekshe metr", "kk").text == fold("секундына 60 текше метр", "kk").text
    True
    >>> fold("сەكۋندىنا تەكشە مەتر", "kk").text[-10:] == fold("текше метр", "kk").text
    True
    """
    shown = visible(text)
    if len(shown) < len(text):
        kept = [at for at, letter in enumerate(text) if letter not in INVISIBLE]
        seen = fold(shown, language)
        return Folded(seen.text, text, kept if seen.origin is None else [kept[at] for at in seen.origin])
    lowered = _mapped(_lower(text), COMMON)
    if language == "en":
        return Folded(lowered, text)
    if language == "kk":
        alphabet = script(text)
        if alphabet != "Cyrl":
            table = _KAZAKH_LATIN if alphabet == "Latn" else {**_KAZAKH_LATIN, **_KAZAKH_ARABIC}
            folded, origin = _transliterate(lowered, table)
            return Folded(_mapped(folded, KAZAKH_SKELETON), text, origin)
    lowered = _LATIN.sub(_unmixed, lowered)
    return Folded(_mapped(lowered, KAZAKH_SKELETON if language == "kk" else _RUSSIAN), text)


_RUSSIAN = str.maketrans("ұүқғңөәі", "уукгноаи")


def fold_pattern(pattern: str, language: str) -> str:
    """A regular expression written in ordinary spelling, for text folded by :func:`fold`."""
    if language == "kk":
        return pattern.translate(KAZAKH_SKELETON)
    return pattern.translate(_RUSSIAN).replace("ё", "е") if language == "ru" else pattern
