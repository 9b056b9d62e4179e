"""One spelling for many, and the way back: folding loses no place and changes no word's identity."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extract.grammar import registry
from extract.grammar.languages import LANGUAGES, language
from extract.grammar.text import fold, fold_pattern, script

ALPHABETS = st.sampled_from(
    [
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАЯЁЙ",
        "әғқңөұүһіӘҒҚҢӨҰҮҺІабв",
        "abcdefghijklmnopqrstuvwxyzABCZ",
        "áǵıńóşúüýŋūäöñğÁǴÝıIİ",
        "ابپتجچحدرزسشعفقكگڭلمنھەوۇۋۆىيءٴ،؛؟",
        "ακοερνᵌ³²½ẞßŉǰ",
        "0123456789.,:;()%±–—-−⁃ \u00a0\u2009\n\t",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(ALPHABETS.flatmap(lambda a: st.text(a, max_size=12)), max_size=8).map("".join)
)

KAZAKH_WORDS = [  # Cyrillic, three Latin alphabets, Arabic
    ("су қоймасынан", "sý qoımasynan", "su qoimasynan", "su qoymasynan", "سۋ قويماسىنان"),
    ("текше метр", "tekshe metr", "tekşe metr", "tekshe metr", "تەكشە مەتر"),
    ("секундына", "sekýndyna", "sekundyna", "sekundyna", "سەكۋندىنا"),
    ("Шардара", "Shardara", "Şardara", "Shardara", "شاردارا"),
    ("жіберілуде", "jiberilýde", "jıberılude", "jiberilude", "جىبەرىلۋدە"),
    ("облысында", "oblysynda", "oblysynda", "oblysynda", "وبلىسىندا"),
    ("Ақтөбе", "Aqtóbe", "Aqtöbe", "Aqtobe", "اقتوبە"),
    ("Қаратомар", "Qaratomar", "Qaratomar", "Qaratomar", "قاراتومار"),
    ("жаңа", "jańa", "jaŋa", "jańa", "جاڭا"),
    ("сәуірде", "sáýirde", "säuırde", "sәuirde", "ساۋىردە"),
]


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_every_place_leads_back_into_the_original(text, code):
    folded = fold(text, code)
    assert folded.original == text
    assert folded.origin is None or len(folded.origin) == len(folded.text)
    spans = [folded.place(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [s for s, _ in spans] == sorted(s for s, _ in spans)
    assert [e for _, e in spans] == sorted(e for _, e in spans)


@given(TEXTS, st.sampled_from(LANGUAGES), st.data())
def test_a_wider_span_covers_the_narrower_ones(text, code, data):
    folded = fold(text, code)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    a, b = folded.place(start, end)
    assert a <= b <= len(text)
    if start < end:
        assert (a, b) == (folded.place(start, start + 1)[0], folded.place(end - 1, end)[1])


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_folding_a_folded_text_of_the_same_script_changes_nothing(text, code):
    once = fold(text, code).text
    assume(script(once) == script(text) == "Cyrl" or code == "en")
    assert fold(once, code).text == once


@pytest.mark.parametrize("spellings", KAZAKH_WORDS, ids=lambda words: words[0])
def test_all_scripts_of_a_kazakh_word_agree(spellings):
    assert {fold(word, "kk").text for word in spellings} == {fold(spellings[0], "kk").text}


@given(st.lists(st.sampled_from(KAZAKH_WORDS), min_size=1, max_size=8), st.integers(1, 4))
def test_a_known_word_is_found_again_where_it_was_printed(words, column):
    text = " 53 ".join(word[column] for word in words)
    folded = fold(text, "kk")
    at = 0
    for word in words:
        stem = fold(word[0], "kk").text
        start = folded.text.index(stem, at)
        at = start + len(stem)
        place = folded.place(start, at)
        assert text[slice(*place)] == word[column]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("сброс\u00a053\u202fм³/с", "сброс 53 м3/с"),
        ("53—60", "53–60"),
        ("53−60", "53–60"),
        ("«Шардара»", '"шардара"'),
        ("“Шардара”", '"шардара"'),
        ("ОБЪЁМ", "объем"),
        ("кубοметрοв", "кубометров"),
        ("Ұлытау", "улытау"),
        ("м³/сек", "м3/сек"),
        ("Каргaлинскоe", "каргалинское"),
    ],
)
def test_russian_spellings_that_mean_one_thing(printed, folded):
    assert fold(printed, "ru").text == folded


def test_latin_units_in_russian_text_stay_latin():
    assert fold("42 m3/s", "ru").text == "42 m3/s"


@pytest.mark.parametrize("text", ["İstanbul İİİ", "ŉ ǰ ẞ", "İ\u0307", "ǅ", "\ud800"])
def test_letters_whose_small_form_is_longer_keep_their_place(text):
    for code in LANGUAGES:
        folded = fold(text, code)
        assert all(0 <= s < e <= len(text) for s, e in (folded.place(n, n + 1) for n in range(len(folded.text))))


@pytest.mark.parametrize(
    ("text", "alphabet"),
    [
        ("сброс", "Cyrl"),
        ("Қаратомар", "Cyrl"),
        ("release", "Latn"),
        ("sý qoımasy", "Latn"),
        ("سۋ قويماسى", "Arab"),
        ("", "Cyrl"),
        ("12 %", "Cyrl"),
        ("Сброс Shardara dam release", "Latn"),
    ],
)
def test_the_script_is_that_of_most_letters(text, alphabet):
    assert script(text) == alphabet


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_name_of_the_registry_is_found_by_its_folded_pattern(code):
    for reservoir in registry.reservoirs().values():
        name = {"ru": reservoir.name_ru, "kk": reservoir.name_kk, "en": reservoir.name_en}[code]
        if name:
            assert re.search(fold_pattern(re.escape(name.lower()), code), fold(name, code).text), name


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_lexicon_pattern_is_still_a_pattern_when_folded(code):
    for patterns in language(code).lexicon.values():
        for pattern in patterns:
            re.compile(fold_pattern(pattern, code))


def test_lines_broken_at_a_width_are_told_from_lines_of_their_own():
    wrapped = (
        "Из Шульбинского водохранилища сбрасывается вода, сброс из\nнего ведётся уже неделю, вода идёт вниз по реке,\n"
        * 4
    )
    listed = "Из Шульбинского водохранилища сбрасывается вода, много воды.\nИз Бухтарминского водохранилища тоже.\n" * 4
    assert fold(wrapped, "ru").wrapped
    assert not fold(listed, "ru").wrapped
    assert not fold("", "ru").wrapped
