"""The registry: every name leads to its reservoir, in every language, and only to it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar import registry
from extract.grammar.languages import LANGUAGES
from extract.grammar.text import fold

RESERVOIRS = registry.reservoirs()


def test_ids_are_plain_and_regions_known():
    assert len(RESERVOIRS) > 100
    for reservoir in RESERVOIRS.values():
        assert re.fullmatch(r"[a-z_]+", reservoir.id)
        assert reservoir.region_code in registry.regions(), reservoir.id
        assert registry.regions()[reservoir.region_code].country == reservoir.country, reservoir.id
        assert reservoir.max_discharge is None or reservoir.max_discharge > 0


def test_namesakes_are_the_two_that_are_known():
    doubled = [name for name, n in Counter(r.name_ru for r in RESERVOIRS.values()).items() if n > 1]
    assert sorted(doubled) == ["Кировское", "Сергеевское"]


@pytest.mark.parametrize("ident", RESERVOIRS)
def test_a_reservoir_is_found_by_each_of_its_names(ident):
    reservoir = RESERVOIRS[ident]
    for name in (ident, reservoir.name_ru, reservoir.name_kk, reservoir.name_en, *reservoir.aliases):
        if name:
            assert ident in registry.find(name), name
            assert "ı" in name or ident in registry.find(name.upper()), name


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_name_of_the_language_is_looked_up_from_text(code):
    index = registry.names(code)
    for reservoir in RESERVOIRS.values():
        name = {"ru": reservoir.name_ru, "kk": reservoir.name_kk, "en": reservoir.name_en}[code]
        bare = re.sub(
            r"\(.*\)|контррегулятор|гидроузел|плотина|hydro-complex|counter-regulator|\bdam\b", "", name
        ).strip()
        bare = re.sub(r"контрреттегіші|су торабы|бөгеті", "", bare).strip()
        if len(bare) > 2:
            _, meanings = index.lookup(fold(bare, code).text)
            assert reservoir.id in {meaning.id for meaning in meanings}, name


@pytest.mark.parametrize("code", LANGUAGES)
def test_patterns_find_the_names_without_a_gap_in_them(code):
    index = registry.names(code)
    together = re.compile("|".join((*index.adjective_patterns, *index.noun_patterns)))
    found = [stem for stem in (*index.adjectives, *index.nouns) if together.match(stem)]
    assert len(found) > 0.8 * len({*index.adjectives, *index.nouns})


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Вячеславское", ["astana"]),
        ("Верхнетобольское", ["verkhne_tobol"]),
        ("Upper Tobol", ["verkhne_tobol"]),
        ("Капчагайское", ["kapshagay"]),
        ("Чардара", ["shardara"]),
        ("Өскемен", ["ust_kamenogorsk"]),
        ("Жигулевская ГЭС", ["kuibyshev"]),
        ("Сергеевское", ["sergeevka", "sergeevskoe_kostanay"]),
        ("Кировское", ["kirov_wko", "kirov_kg"]),
        ("Нигде", []),
    ],
)
def test_aliases(name, ids):
    assert registry.find(name) == ids


def test_nothing_is_found_by_an_empty_name():
    assert registry.find("") == registry.find(" - ") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("СКО", "KZ-59"),
        ("ЮКО", "KZ-61"),
        ("Южно-Казахстанская область", "KZ-61"),
        ("Абай облысы", "KZ-10"),
        ("Ulytau region", "KZ-62"),
        ("область Улытау", "KZ-62"),
        ("Оренбуржье", "RU-ORE"),
        ("Nur-Sultan", "KZ-71"),
    ],
)
def test_regions_by_any_name(name, code):
    assert registry.find(name, "regions") == [code]


WORDS = st.lists(
    st.text("абвгд-", min_size=1, max_size=6).filter(lambda w: "--" not in w and w.strip("-") == w), max_size=12
)


@given(WORDS, st.text("абвгд -", max_size=8))
def test_a_trie_matches_exactly_its_words(words, text):
    joined = re.compile("|".join(f"(?:{p})" for p in registry.trie(words)) or "(?!)")
    for word in words:
        assert joined.fullmatch(word)
        assert joined.fullmatch(word.replace("-", " – "))
    gaps = re.sub(r"[\s\-–]{1,3}", "-", text)
    if not re.search(r"[\s\-]{4}", text):
        assert bool(joined.fullmatch(text)) == (gaps in words)


@given(st.text(max_size=20))
def test_a_key_is_its_own_key(name):
    assert registry.key(registry.key(name)) == registry.key(name)


def test_names_in_a_language_fall_back_to_the_russian_one():
    assert RESERVOIRS["kama"].name("kk") == "Камское"
    assert RESERVOIRS["astana"].name("en") == "Astana"
    assert registry.regions()["KZ-11"].name("xx") == "Акмолинская область"
