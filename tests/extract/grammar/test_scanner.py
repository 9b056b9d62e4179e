"""Tokens in order and never overlapping, stops where sentences end, units in every spelling."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grammar.languages import LANGUAGES, language
from extract.grammar.scanner import scanner
from extract.grammar.text import fold
from tests.extract.grammar.reading import figures, scan, tokens
from tests.quality.scoring import documents

SENTENCES = {
    code: [
        sentence
        for document in documents()
        if document["language"].split("-")[0] == code
        for sentence in re.split(r"(?<=[.!?;])\s+|\n+", document["text"])
        if len(sentence) > 10
    ]
    for code in LANGUAGES
}
PER_SECOND = {
    "ru": """кубометра в секунду|кубометров воды в секунду|кубометр в секунду|кубических метров в секунду|м³/с|куб. м/с
        |куб.м/с|куб м/с|м3/сек|м3/с|м³/сек|куб. м в секунду|куб. м воды в секунду|куб. в сек.|кубометров/сек
        |кубометров/секунду|куб.м/сек|кубов в секунду|м3 воды в секунду|м³/секунду|м³/c|куб.м/c|м³ / с|кубометров
        в секунду""",
    "kk": """м3/с|м3 / с|м³/с|м3/сек|м³/сек|м3/секунд|м3/секундқа|текше метр секундқа|tekshe metr sekýndqa""",
    "en": """cubic meters per second|cubic metres per second|cubic meters of water per second|m3/s|m³/s|m3 / s
        |m3 /s|m³/sec|m3/sec|m3 of water per second|m3 per second|m³ per second|cu m per second|mᵌ/s|cumecs|cms|m?/s
        |cubic meters each second|cubic meters every second|cubic meter of water a second""",
}
VOLUMES = {
    "ru": "кубометров|кубометра воды|м³|м3|куб. м|куб.м|кубических метров|кубов",
    "kk": "текше метр|текшеметр|м3|м³|т.м.|куб метр|текше метрге|текше метрден",
    "en": "cubic meters|cubic metres of water|m3|m³|cu m|cubic meter",
}
OTHERS = [
    ("4,75 млн кубометров воды в сутки", "ru", "m3/day"),
    ("860 м³/сут", "ru", "m3/day"),
    ("5 кубокилометров", "ru", "km3"),
    ("5 кубических километров", "ru", "km3"),
    ("5 км³", "ru", "km3"),
    ("5 куб. км", "ru", "km3"),
    ("5 %", "ru", "percent"),
    ("5 процентов", "ru", "percent"),
    ("5 см", "ru", "cm"),
    ("5 сантиметров", "ru", "cm"),
    ("5 м", "ru", "m"),
    ("5 метров", "ru", "m"),
    ("241,7 мБС", "ru", "m"),
    ("5 км", "ru", "other"),
    ("5 тенге", "ru", "other"),
    ("5 мм", "ru", "other"),
    ("5 текше шақырым", "kk", "km3"),
    ("5 текше километр", "kk", "km3"),
    ("5%-ға", "kk", "percent"),
    ("5 пайыз", "kk", "percent"),
    ("5 см-ге", "kk", "cm"),
    ("5 сантиметр", "kk", "cm"),
    ("5 метрге", "kk", "m"),
    ("5 теңге", "kk", "other"),
    ("5 cubic kilometers", "en", "km3"),
    ("5 km3", "en", "km3"),
    ("5 million cubic meters per day", "en", "m3/day"),
    ("5 m3/day", "en", "m3/day"),
    ("5 percent", "en", "percent"),
    ("5%", "en", "percent"),
    ("5 cm", "en", "cm"),
    ("5 meters", "en", "m"),
    ("5 m", "en", "m"),
    ("5 liters per second", "en", "other"),
    ("5 km", "en", "other"),
]


def _spelled(units: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, re.sub(r"\s+", " ", unit).strip()) for code, all_ in units.items() for unit in all_.split("|")]


@pytest.mark.parametrize(("code", "unit"), _spelled(PER_SECOND))
@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f"])
def test_each_spelling_of_a_rate(code, unit, gap):
    [figure] = figures(f"42{gap}{unit} ", code)
    assert (figure.value, figure.unit) == (42, "m3/s")


@pytest.mark.parametrize(("code", "unit"), _spelled(VOLUMES))
def test_each_spelling_of_a_volume(code, unit):
    [figure] = figures(f"42 {unit} ", code)
    assert (figure.value, figure.unit) == (42, "m3")


@pytest.mark.parametrize(("text", "code", "unit"), OTHERS)
def test_other_units(text, code, unit):
    [figure] = figures(text, code)
    assert figure.unit == unit


@pytest.mark.parametrize("unit", ["м³/с", "m3/s", "м3/сек"])
@pytest.mark.parametrize("code", ["ru", "kk", "en"])
def test_a_unit_glued_to_its_number(code, unit):
    if (code == "en") == unit.startswith("m"):
        [figure] = figures(f"42{unit}", code)
        assert (figure.value, figure.unit) == (42, "m3/s")


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("code", LANGUAGES)
def test_tokens_are_in_order_and_never_overlap(code, data):
    count = data.draw(st.integers(1, 8))
    picked = [data.draw(st.sampled_from(SENTENCES[code])) for _ in range(count)]
    text = "".join(part + data.draw(st.sampled_from(["", " ", "\n", "\n\n", " – ", ", "])) for part in picked)
    folded = fold(text, code)
    at = 0
    for token in scanner(code).scan(folded):
        assert at <= token.start < token.end <= len(folded.text)
        assert folded.text.startswith(token.text, token.start)
        if token.kind == "figure":
            assert token.start < token.payload.number_end <= token.end
            assert token.payload.value >= 0
        at = token.end


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_scanned(text, code):
    found = scan(text, code)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_marks_a_lexicon_promises_are_all_that_come(code):
    own = {"figure", "name", "noun", "unknown", "region", "day", "sameday", "relday", "weekday", "year", "clock",
           "comma", "conj", "open", "close", "colon", "stop"}  # fmt: skip
    promised = own | {kind for category in language(code).lexicon for kind in category.split("+")}
    seen = {token.kind for sentence in SENTENCES[code] for token in scan(sentence, code)}
    assert seen <= promised
    assert len(seen) > 30


def stops(text: str, code: str, strength: int = 2) -> list[int]:
    return [token.start for token in tokens(text, code, "stop") if token.payload >= strength]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("42 куб. м/с сбрасывается", "ru"),
        ("в г.Уральск пришла вода", "ru"),
        ("4,7 млн. м3 воды", "ru"),
        ("объём 1,6 млрд. кубометров", "ru"),
        ("в 2024 г. сбрасывали", "ru"),
        ("по р. Урал", "ru"),
        ("3,5 тыс. кубометров", "ru"),
        ("А. Иванов сообщил", "ru"),
        ("сек. 650 текше метр", "kk"),
        ("0.3 млн. текше метр", "kk"),
        ("2024 ж. 12 сәуір", "kk"),
        ("42 cu. m per second", "en"),
        ("on Apr. 13 water came", "en"),
        ("No. 5 gate", "en"),
    ],
)
def test_the_full_stop_of_an_abbreviation_ends_no_sentence(text, code):
    assert stops(text, code) == []


@pytest.mark.parametrize(
    ("text", "code", "count"),
    [
        ("Вода пришла. Вода ушла.", "ru", 2),
        ("Вода в Атырауской области.Задействованы люди", "ru", 1),
        ("Уровень 241,7 мБС).Объем растёт", "ru", 1),
        ("Сброс 53 м³/с! Приток растёт? Да…", "ru", 3),
        ("Су келді.Су кетті.", "kk", 2),
        ("Water came.The water went.", "en", 2),
        ("It holds 1.6 bln. It is full.", "en", 2),
    ],
)
def test_sentences_end_also_where_they_are_glued(text, code, count):
    assert len(stops(text, code)) == count


@pytest.mark.parametrize("text", ["Сброс из\nводохранилища", "вода\nидёт", "сброс 53 кубометра\nв секунду"])
def test_a_line_that_goes_on_in_small_letters_was_only_wrapped(text):
    assert stops(text, "ru") == []


@pytest.mark.parametrize(
    ("text", "strengths"),
    [
        ("Сброс растёт\nПриток падает", [3]),
        ("Сброс растёт\n\nПриток падает", [4]),
        ("Сброс растёт;\nприток падает", [1, 3]),
        ("• Сброс\n• Приток", [3, 3, 3]),
        ("🔹 Сброс\n🔹 Приток", [3, 3, 3]),
        ("Сброс; приток", [1]),
    ],
)
def test_lines_and_bullets_stop(text, strengths):
    assert [token.payload for token in tokens(text, "ru", "stop")] == strengths


def test_bullet_and_asterisk_within_words_are_none():
    assert stops("4*5 и а*б", "ru") == []


@pytest.mark.parametrize(
    ("text", "code", "region"),
    [
        ("в Акмолинской области", "ru", "KZ-11"),
        ("ЗКО", "ru", "KZ-27"),
        ("в области Ұлытау", "ru", "KZ-62"),
        ("Улытауской области", "ru", "KZ-62"),
        ("в Западно-Казахстанской области", "ru", "KZ-27"),
        ("Актюбинская обл.", "ru", "KZ-15"),
        ("Қостанай облысында", "kk", "KZ-39"),
        ("БҚО-ның", "kk", "KZ-27"),
        ("СҚО-да", "kk", "KZ-59"),
        ("Абай облысындағы", "kk", "KZ-10"),
        ("in the Abai region", "en", "KZ-10"),
        ("North Kazakhstan region", "en", "KZ-59"),
        ("Kostanay oblast", "en", "KZ-39"),
    ],
)
def test_regions(text, code, region):
    assert [token.payload for token in tokens(text, code, "region")] == [region]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("в Актюбинской, Костанайской и Абайской областях", "ru"),
        ("Атырау және Ақтөбе облыстарында", "kk"),
        ("in Aktobe and Kostanay regions", "en"),
    ],
)
def test_a_list_of_regions_is_nobodys_scope(text, code):
    assert {token.payload for token in tokens(text, code, "region")} == {None}


@pytest.mark.parametrize(
    ("text", "code"), [("в 2024 году", "ru"), ("2023–2024 годы", "ru"), ("2024 жылы", "kk"), ("in 2024", "en")]
)
def test_a_year_is_no_figure(text, code):
    assert figures(text, code) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("в 8:00", "ru"), ("на 16 часов", "ru"), ("12:31 8850", "kk"), ("сағат 8.00-дегі", "kk"), ("at 17:18", "en")],
)
def test_a_clock_time_is_no_figure(text, code):
    assert not {8.0, 16.0, 12.0, 17.0} & {figure.value for figure in figures(text, code)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_number_in_a_word_is_none(code):
    assert figures("B2B COVID19 №5", code) == []


@pytest.mark.parametrize(("text", "code"), [("полно.42 м³/с", "ru"), ("толды.42 м3/с", "kk"), ("full.42 m3/s", "en")])
def test_a_number_glued_to_the_sentence_before(text, code):
    assert [figure.value for figure in figures(text, code)] == [42]


def test_a_scanner_is_made_once():
    assert all(scanner(code) is scanner(code) for code in LANGUAGES)
