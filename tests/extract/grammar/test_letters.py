"""With which letters a pattern may begin: too many only cost time, one too few loses a word."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.languages import LANGUAGES, language
from extract.grammar.letters import ANY, first_letters, split_alternatives
from extract.grammar.text import fold_pattern

LETTER = st.sampled_from("абвсброс01 ")
ATOM = st.one_of(
    LETTER,
    st.lists(st.sampled_from("абвс"), min_size=1, max_size=3, unique=True).map(lambda s: f"[{''.join(s)}]"),
    st.sampled_from(
        [
            r"\d",
            r"\w",
            r"\s",
            r"\.",
            r"\+",
            r"\(",
            ".",
            r"[а-в]",
            r"[^а]",
            r"\b",
            r"(?=а)",
            r"(?!б)",
            r"(?<=а)",
            r"(?<!б)",
            r"[]а]",
        ]
    ),
    st.just(r"[\dа]"),
)
REPEAT = st.sampled_from(["", "", "", "?", "*", "+", "{0,2}", "{1,2}", "??", "*?", "+?"])


def _quantified(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    unrepeatable = ("(?=", "(?!", "(?<", r"\b")
    return st.tuples(atoms, REPEAT).map(lambda pair: pair[0] + ("" if pair[0].startswith(unrepeatable) else pair[1]))


def _groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequence = st.lists(_quantified(inner), min_size=0, max_size=3).map("".join)
    return st.lists(sequence, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")


PATTERNS = st.lists(
    st.lists(_quantified(st.recursive(ATOM, _groups, max_leaves=6)), min_size=1, max_size=3).map("".join),
    min_size=1,
    max_size=3,
).map("|".join)


@given(PATTERNS, st.text("абвсро01 .+(", max_size=6))
def test_no_match_begins_with_a_letter_that_was_not_foreseen(pattern, text):
    found = re.match(pattern, text)
    letters = first_letters(pattern)
    if found and found[0]:
        assert letters is ANY or found[0][0] in letters


@given(PATTERNS)
def test_alternatives_joined_again_are_the_pattern(pattern):
    parts = split_alternatives(pattern)
    assert "|".join(parts) == pattern
    for part in parts:
        re.compile(part)


@given(PATTERNS, st.text("абвсро01 .+(", max_size=6))
def test_a_pattern_matches_what_one_of_its_alternatives_matches(pattern, text):
    assert bool(re.match(pattern, text)) == any(re.match(part, text) for part in split_alternatives(pattern))


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("сброс", "с"),
        ("с?брос", "сб"),
        ("(?:вы|от)?пуск", "воп"),
        ("[аб]в", "аб"),
        (r"\d+", string.digits),
        (r"\.x", "."),
        ("а{0,3}б", "аб"),
        ("а{1,3}б", "а"),
        ("(?<!п )келді", "к"),
        ("(?P<d>а|б)в", "аб"),
        ("а+б", "а"),
        (r"\bсброс", "с"),
    ],
)
def test_letters_of_known_patterns(pattern, letters):
    assert first_letters(pattern) == set(letters)


@pytest.mark.parametrize(
    "pattern", [r"\w+ск", ".", "", "а?", "(?:а?)", "[^а]б", "[а-в]б", "^а", r"\s+а", "(?i:а)б", "а*|б"]
)
def test_what_may_begin_with_anything(pattern):
    assert first_letters(pattern) is ANY


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_of_a_lexicon_is_hidden_from_itself(code):
    for category, patterns in language(code).lexicon.items():
        for pattern in patterns:
            plain = re.sub(r"\\[bs][+*]?|\\w[+*]?|\(\?[!=<].*|\{.*?\}", " ", pattern)
            word = next(iter(re.findall(r"^[^\W\d_]+(?![?*(\[])", plain)), "")
            letters = first_letters(fold_pattern(pattern, code))
            assert letters is ANY or not word or fold_pattern(word, code)[0] in letters, (category, pattern)
