"""Which of the languages a text is in, from its letters and commonest words."""

from __future__ import annotations

import re
from functools import cache

from extract.grammar.languages import LANGUAGES, Language, language
from extract.grammar.text import LETTERS, script

SAMPLE = 20_000
"""Letters from the beginning of a text that tell its language."""

OWN_SHARE = 40
"""A text in a language with letters of its own has one of them among as many letters: a name from it is not enough."""


def detect(text: str) -> str:
    """The code of the text's language, with the alphabet where it is not the language's first.

    >>> detect("Из водохранилища сбрасывается 5 кубометров воды")
    'ru'
    >>> detect("Шардара су қоймасынан секундына 250 текше метр су жіберілуде")
    'kk'
    >>> detect("Shardara sý qoimasynan sekýndyna 250 tekshe metr sý jiberilýde")
    'kk-Latn'
    >>> detect("250 cubic meters per second are released from the reservoir")
    'en'
    """
    sample = text[:SAMPLE]
    alphabet = script(sample)
    spoken = [one for one in map(language, LANGUAGES) if alphabet in one.spelling.alphabets]
    if not spoken:
        return LANGUAGES[0]
    words = {one: _count(one, alphabet, sample) for one in spoken} if len(spoken) > 1 else {spoken[0]: 0}
    told = next((one for one in spoken if _has_own_letters(one, alphabet, sample, words)), None)
    # of equals, the one that has no letters of its own to be missed, or else the one that has no other alphabet
    told = told or max(spoken, key=lambda one: (words[one], not one.spelling.own_letters, -len(one.spelling.alphabets)))
    return told.code if alphabet == told.spelling.alphabets[0] else f"{told.code}-{alphabet}"


def _count(spoken: Language, alphabet: str, sample: str) -> int:
    pattern = _common_words(spoken).get(alphabet)
    return len(pattern.findall(sample)) if pattern else 0


@cache
def _common_words(spoken: Language) -> dict[str, re.Pattern[str]]:
    return {alphabet: re.compile(pattern, re.I) for alphabet, pattern in spoken.spelling.common_words.items()}


def _has_own_letters(spoken: Language, alphabet: str, sample: str, words: dict[Language, int]) -> bool:
    """Whether letters that only this language has are frequent: names stand in texts of other languages too."""
    own = spoken.spelling.own_letters
    if not own or alphabet != spoken.spelling.alphabets[0]:
        return False
    found = len(re.findall(f"[{own}]", sample, re.I))
    others = max((count for one, count in words.items() if one is not spoken), default=0)
    return found * OWN_SHARE > len(LETTERS[alphabet].findall(sample)) - found and found > others
