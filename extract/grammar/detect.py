"""Which of the languages a text is in, from its letters and commonest words."""

from __future__ import annotations

import re

from extract.grammar.text import script

_KAZAKH = re.compile(r"[әғқңөұүһі]", re.I)
_KAZAKH_WORDS = re.compile(r"\b(?:су|текше|секундына|және|мен|бойынша|үшін|деп|бұл)\b", re.I)
_KAZAKH_LATIN = re.compile(
    r"\b(?:s[uýū]|tek[sş]h?e|metr|qo[iıy]ma\w*|o?blysy\w*|jәne|jáne|jäne|men|jyl\w*|úshin|dep)\b", re.I
)
_ENGLISH = re.compile(r"\b(?:the|of|and|in|is|are|from|to|was|were|water)\b", re.I)
_RUSSIAN = re.compile(r"\b(?:в|и|на|из|с|по|воды|не|что|области)\b", re.I)


def detect(text: str) -> str:
    """`ru`, `kk`, `kk-Latn`, `kk-Arab` or `en`.

    >>> detect("Из водохранилища сбрасывается 5 кубометров воды")
    'ru'
    >>> detect("Шардара су қоймасынан секундына 250 текше метр су жіберілуде")
    'kk'
    >>> detect("250 cubic meters per second are released from the reservoir")
    'en'
    """
    sample = text[:20_000]
    alphabet = script(sample)
    if alphabet == "Arab":
        return "kk-Arab"
    if alphabet == "Latn":
        return "kk-Latn" if len(_KAZAKH_LATIN.findall(sample)) > len(_ENGLISH.findall(sample)) else "en"
    # Kazakh names stand in Russian texts and Russian ones in Kazakh: share decides, not presence.
    letters, russian = len(_KAZAKH.findall(sample)), len(_RUSSIAN.findall(sample))
    by_letters = letters * 40 > len(re.findall(r"[а-яё]", sample, re.I)) and letters > russian
    return "kk" if by_letters or len(_KAZAKH_WORDS.findall(sample)) > russian else "ru"
