"""Accidents of printing do not change what is read: spaces, dashes, letters, lines, capitals, glued sentences.

The bulletins are those of the corpus and of the sample season. What leaves no doubt about the
text must change nothing; what takes knowledge away (capitals tell a name from a word, a full stop
with its space ends a sentence) may change a few documents, and no more than it does today.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import Bulletin, extract
from extract.grammar.languages import LANGUAGES, language
from tests.quality.test_accounting import BULLETINS, shipped

ALIKE = str.maketrans("асеорхАСЕОРХВМТНК", "aceopxACEOPXBMTHK")
STEMS = [stem for code in LANGUAGES for stem in language(code).prefilter]

Alteration = Callable[[str, random.Random], str]


def no_break_spaces(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("\u00a0\u202f\u2009 ") if letter == " " else letter for letter in text)


def other_dashes(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("–—−‒") if letter in "–—" else letter for letter in text)


def no_dots_on_yo(text: str, chance: random.Random) -> str:
    return text.translate(str.maketrans("ёЁ", "еЕ"))


def soft_hyphens(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=[^\W\d_]{3})(?=[^\W\d_]{3})", lambda _: chance.choice(["", "\u00ad", "\u200b"]), text)


def latin_letters(text: str, chance: random.Random) -> str:
    """Letters that look alike, but for the words by which a text is known to be about water at all."""

    def word(found: re.Match[str]) -> str:
        spared = any(stem in found[0] for stem in STEMS) or chance.random() < 0.7 or len(found[0]) < 4
        at = chance.randrange(1, len(found[0])) if len(found[0]) > 1 else 0
        return found[0] if spared else found[0][:at] + found[0][at:].translate(ALIKE)[:1] + found[0][at + 1 :]

    return re.sub(r"[А-Яа-яЁё]+", word, text)


def lines_inside_figures(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=\d) (?=(?:кубометр|текше|cubic))", "\n", text)


def glued_sentences(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=[^\W\d_A-ZА-ЯӘҒҚҢӨҰҮҺІ]{3})\. (?=[^\W\d_a-zа-яәғқңөұүһі])", ".", text)


def capitals(text: str, chance: random.Random) -> str:
    return text.upper()


UNCHANGED = {
    no_break_spaces: 1.0,
    other_dashes: 1.0,
    no_dots_on_yo: 1.0,
    soft_hyphens: 1.0,
    latin_letters: 0.98,
    lines_inside_figures: 0.98,
    glued_sentences: 0.96,
    capitals: 0.92,
}
"""Share of the bulletins whose rows an alteration leaves as they are: floors, as measured."""


@cache
def rows(number: int) -> list[tuple]:
    return said(BULLETINS[number])


def said(bulletin: Bulletin) -> list[tuple]:
    return sorted(
        (r.reservoir_id or r.reservoir, r.region or "", r.date, r.quantity, r.value, r.status, r.qualifier)
        for r in extract(bulletin).rows
    )


@pytest.mark.parametrize("alter", UNCHANGED, ids=lambda alter: alter.__name__)
def test_rows_are_the_same(alter: Alteration) -> None:
    chance = random.Random(20250413)
    altered = [(number, alter(text.text, chance)) for number, text in enumerate(BULLETINS)]
    altered = [(number, text) for number, text in altered if text != BULLETINS[number].text]
    moved = [BULLETINS[n].id for n, text in altered if said(replace(BULLETINS[n], text=text)) != rows(n)]
    assert len(altered) > 100, "the alteration must meet something to alter"
    assert 1 - len(moved) / len(altered) >= UNCHANGED[alter], f"{len(moved)} of {len(altered)}: {moved}"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    number=st.integers(0, len(BULLETINS) - 1),
    alter=st.sampled_from([alter for alter, share in UNCHANGED.items() if share == 1.0]),
    seed=st.integers(0, 10**6),
)
def test_what_leaves_no_doubt_changes_nothing(number: int, alter: Alteration, seed: int) -> None:
    text = alter(BULLETINS[number].text, random.Random(seed))
    assert said(replace(BULLETINS[number], text=text)) == rows(number)


def of_known_days() -> list[Bulletin]:
    """Sample bulletins that say each figure's day themselves: they read the same when published a month later."""
    found = []
    for bulletin in (replace(text, title="") for text in shipped()):
        later = replace(bulletin, published=bulletin.published_day + dt.timedelta(days=30))
        if said(bulletin) and said(bulletin) == said(later):
            found.append(bulletin)
    return found


def test_two_bulletins_in_one_text_give_the_rows_of_both() -> None:
    met = 0
    for one, two in combinations(of_known_days(), 2):
        if one.language != two.language or abs(one.published_day - two.published_day) > dt.timedelta(days=60):
            continue
        both = Bulletin(f"{one.text}\n\n{two.text}", published=max(one.published, two.published), language=one.language)
        apart = {row[:5] for bulletin in (one, two) for row in said(bulletin)}
        assert {row[:5] for row in said(both)} == apart, f"{one.id} and {two.id}"
        met += 1
    assert met > 50
