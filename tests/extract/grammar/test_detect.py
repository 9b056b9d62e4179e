"""Which language a text is in, also where names of another stand in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.detect import detect
from tests.quality.scoring import documents

KNOWN = {"ru", "kk", "kk-Latn", "kk-Arab", "en"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Из водохранилища сбрасывается 5 кубометров воды в секунду.", "ru"),
        ("В области Ұлытау из Кенгирского водохранилища сбрасывается 234,8 кубометра воды в секунду.", "ru"),
        ("Шардара су қоймасынан секундына 250 текше метр су жіберілуде.", "kk"),
        ("Қостанай облысында Верхне-Тобольск пен Қаратомар су қоймалары толды.", "kk"),
        ("Shardara sý qoımasynan sekýndyna 250 tekshe metr sý jiberilýde.", "kk-Latn"),
        ("Şardara su qoimasynan sekundyna 250 tekşe metr su jıberılude.", "kk-Latn"),
        ("شاردارا سۋ قويماسىنان سەكۋندىنا 250 تەكشە مەتر سۋ جىبەرىلۋدە.", "kk-Arab"),
        ("250 cubic meters of water per second are released from the Shardara reservoir.", "en"),
        ("", "ru"),
        ("250", "ru"),
    ],
)
def test_language_of_a_sentence(text, code):
    assert detect(text) == code


def test_every_document_of_the_corpus_is_told_right():
    wrong = {d["id"]: detect(d["text"]) for d in documents() if detect(d["text"]) != d["language"]}
    assert wrong == {}


@given(st.text(max_size=300))
def test_any_text_has_one_of_the_languages(text):
    assert detect(text) in KNOWN


@given(st.sampled_from(documents()), st.integers(0, 3))
def test_upper_case_and_blank_lines_change_nothing(document, lines):
    text = document["text"].replace("\n", "\n" * (lines + 1))
    assert detect(text) == detect(document["text"])
    if document["language"] in ("ru", "kk", "en"):
        assert detect(text.upper()) == detect(text)
