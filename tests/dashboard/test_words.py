"""The interface says the same things in three languages, and says everything it has words for."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import string
from pathlib import Path

import pytest

from dashboard.view import LANGUAGES
from dashboard.words import preferred, speak
from extract.figures import FLAGS, QUALIFIERS, QUANTITIES, REASONS

DASHBOARD = Path(__file__).parents[2] / "dashboard"
SENTENCES = {
    language: json.loads((DASHBOARD / "translations" / f"{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
SAME_IN_KAZAKH = {"reason.norm", "cascades.choose", "nav.map"}  # one word, borrowed
CODE = "\n".join(path.read_text(encoding="utf-8") for path in DASHBOARD.rglob("*.py"))


def placeholders(sentence) -> set[str]:
    forms = sentence.values() if isinstance(sentence, dict) else [sentence]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def test_all_languages_have_the_same_keys():
    assert list(SENTENCES["ru"]) == list(SENTENCES["kk"]) == list(SENTENCES["en"])


@pytest.mark.parametrize("key", SENTENCES["ru"])
def test_a_sentence_has_the_same_holes_in_every_language(key):
    assert len({frozenset(placeholders(SENTENCES[language][key])) for language in LANGUAGES}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_the_language_has(language):
    forms = set(speak(language).locale.plural_form.tags) | {"other"}
    for key, sentence in SENTENCES[language].items():
        if isinstance(sentence, dict):
            assert set(sentence) == forms, key


def test_nothing_is_left_untranslated():
    for key, russian in SENTENCES["ru"].items():
        wordless = not re.search(r"[а-яё]", json.dumps(russian, ensure_ascii=False))
        if wordless or key.startswith(("unit.", "format.")):
            continue
        assert SENTENCES["en"][key] != russian, key
        assert SENTENCES["kk"][key] != russian or key in SAME_IN_KAZAKH, key
        assert not re.search("[а-яё]", json.dumps(SENTENCES["en"][key], ensure_ascii=False).replace("Ағын", "")), key


def test_no_visible_word_stands_in_the_code():
    """Cyrillic in code is a comment, a docstring's example, a language's own name or a name from the registry."""
    names = {"Русский", "Қазақша", "Ағын"}
    unseen = {"warmed.py"}  # bulletins that a process reads for practice, and nobody else
    for path in (*DASHBOARD.glob("pages/**/*.py"), *DASHBOARD.glob("charts/*.py"), *DASHBOARD.glob("*.py")):
        if path.name in unseen:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                words = set(re.findall(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{2,}", node.value))
                assert words <= names, f"{path.name}, line {node.lineno}: {node.value}"


def test_every_sentence_is_used():
    """A key stands in the code as it is, or as an f-string such as f"flag.{flag}.why"."""
    formatted = {re.sub(r"\{[^}]*\}", "*", literal) for literal in re.findall(r'(?<![a-z])f"([^"\n]*)"', CODE)}
    patterns = [
        literal.replace(".", r"\.").replace("*", ".+")
        for literal in formatted
        if re.fullmatch(r"[a-z._*]{5,}", literal)
    ]
    for key in SENTENCES["ru"]:
        assert f'"{key}"' in CODE or any(re.fullmatch(pattern, key) for pattern in patterns), key


def test_every_name_of_the_contract_has_words():
    for prefix, names in (("flag", FLAGS), ("reason", REASONS), ("quantity", QUANTITIES), ("qualifier", QUALIFIERS)):
        for name in names:
            assert f"{prefix}.{name}" in SENTENCES["ru"]
    for name in FLAGS:
        assert f"flag.{name}.why" in SENTENCES["ru"]
    for name in QUANTITIES:
        assert {f"unit.{name}", f"chart.title.{name}"} <= set(SENTENCES["ru"])


@pytest.mark.parametrize(
    ("language", "days", "told"),
    [
        ("ru", 0, "сегодня"),
        ("ru", 1, "вчера"),
        ("ru", 7, "7 дней назад"),
        ("ru", 21, "21 день назад"),
        ("ru", 580, "19 месяцев назад"),
        ("ru", 1200, "3 года назад"),
        ("kk", 7, "7 күн бұрын"),
        ("kk", 1, "кеше"),
        ("en", 2, "2 days ago"),
        ("en", -3, "in 3 days"),
    ],
)
def test_ages_are_told_as_people_tell_them(language, days, told):
    today = dt.date(2026, 11, 20)
    assert speak(language).age(today - dt.timedelta(days=days), today) == told


def test_days_and_spans():
    first, last = dt.date(2025, 3, 20), dt.date(2025, 4, 24)
    assert speak("ru").day(last) == "24 апреля 2025 года"
    assert speak("kk").day(last) == "2025 жылғы 24 сәуір"
    assert speak("ru").span(first, last) == "с 20 марта по 24 апреля 2025 года"
    assert speak("kk").span(first, last) == "2025 жылғы 20 наурыз – 24 сәуір"
    assert speak("en").span(dt.date(2024, 3, 1), last) == "1 March 2024 to 24 April 2025"
    assert speak("en").span(last, last) == "24 April 2025"


@pytest.mark.parametrize(("n", "told"), [(1, "1 строка"), (3, "3 строки"), (11, "11 строк"), (21, "21 строка")])
def test_russian_counts_rows_in_three_ways(n, told):
    assert speak("ru")("table.rows", n=n) == told


def test_numbers_are_grouped_and_signed_as_the_language_does():
    assert speak("ru").measure(6053.56, "release") == "6\u00a0053,56\u00a0м³/с"
    assert speak("en").measure(-1400, "release", signed=True) == "−1,400\u00a0m³/s"
    assert speak("kk").number(0) == "0"


@pytest.mark.parametrize(
    ("header", "language"),
    [(None, "ru"), ("", "ru"), ("de", "ru"), ("en-US,en;q=0.9,ru;q=0.8", "en"), ("ru;q=0.1,kk", "kk"), ("x;q=y", "ru")],
)
def test_the_browser_is_asked_for_the_language(header, language):
    assert preferred(header) == language
