"""Most news has no water in it: a substring test is far cheaper than any pattern.

A test for a single letter that a text has not is ten times as cheap as one for a word, so words
that hold a letter of another alphabet, or a rare capital, are looked for only where that letter is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from extract.grammar.languages import LANGUAGES, language

_EVERYWHERE = frozenset(" абвгдежзийклмнопрстуфхцчшщъыьэюя")
"""Letters of any Russian text, which tell nothing of the words in it."""

_COMMON = "etaoinsrhldcumfpgwybvkxjqzСПВНКОМАТРДИГБЛЕУЧЗФХЯЮШЖЦЭЩЙЪЫЬ"
"""Latin letters and Cyrillic capitals, the commonest of each first; others are rarer still."""


class Prefilter:
    """Whether any of some words stands in a text."""

    def __init__(self, words: Iterable[str]) -> None:
        words = dict.fromkeys(words)
        needed = [w for w in words if not any(other in w and other != w for other in words)]
        self._plain: list[str] = []
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in needed:
            telling = [letter for letter in word if letter not in _EVERYWHERE]
            if telling:
                by_letter[max(telling, key=lambda a: _COMMON.find(a) if a in _COMMON else 99)].append(word)
            else:
                self._plain.append(word)
        self._by_letter = tuple((letter, tuple(words)) for letter, words in by_letter.items())

    def passes(self, text: str) -> bool:
        """Whether the text has one of the words.

        >>> Prefilter(["водохранилищ", "ГЭС"]).passes("Бухтарминская ГЭС"), Prefilter(["ГЭС"]).passes("Эстрада")
        (True, False)
        """
        for word in self._plain:
            if word in text:
                return True
        for letter, words in self._by_letter:  # noqa: SIM110 - a generator would cost as much as the search
            if letter in text and any(map(text.__contains__, words)):
                return True
        return False


@cache
def prefilter(code: str) -> Prefilter:
    """That of a language, or of all of them for a code that is none: a text without its words holds no figure."""
    codes = (code,) if code in LANGUAGES else LANGUAGES
    return Prefilter(word for c in codes for word in language(c).prefilter)
