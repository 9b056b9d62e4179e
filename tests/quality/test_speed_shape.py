"""Work grows with the text and no faster, whatever the text: counted in calls and trials, not in seconds.

A profile hook counts every call, of Python and into C, while a text is read. Twice the text may cost
a little over twice the work. A sentence is cut after some hundreds of items, so each shape starts
beyond that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from extract import Bulletin, extract
from extract.grammar import extractor
from extract.grammar.languages import LANGUAGES
from extract.grammar.scanner import Scanner
from tests.quality.scoring import documents

AT_MOST = 2.4
ORDINARY = {
    "ru": "По состоянию на 12 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды в секунду, из "
    "Селетинского – 41,7 кубометра. Приток в Каратомарское водохранилище – 110 м³/с, сброс вырос с 600 до 850 м³/с.\n",
    "kk": "12 сәуірде Ақмола облысында Астана су қоймасынан секундына 53 текше метр, Сілеті су қоймасынан 41,7 текше "
    "метр су жіберілуде. Қаратомар су қоймасына секундына 1100 текше метр су келуде.\n",
    "en": "As of April 12, 53 cubic meters of water per second are discharged from the Astana reservoir, 41.7 cubic "
    "meters per second - from the Seletinsky reservoir. The Karatomar reservoir receives 1,100 m3/s.\n",
}
UNITS = {"ru": "м³/с", "kk": "текше метр", "en": "m3/s"}
HEADS = {
    "ru": "Из Астанинского водохранилища сбрасывается ",
    "kk": "Астана су қоймасынан секундына ",
    "en": "The Astana reservoir releases ",
}


def work(text: str, code: str) -> int:
    """How many calls reading a text takes, those into C included."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    bulletin = Bulletin(text, published="2025-04-13", language=code)
    extract(Bulletin(ORDINARY[code], published="2025-04-13", language=code))  # compiling is not counted
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        extract(bulletin)
    finally:
        sys.setprofile(before)
    return calls


def ordinary(code: str, size: int) -> str:
    return ORDINARY[code] * size


def one_line(code: str, size: int) -> str:
    return ORDINARY[code].replace("\n", " ").replace(". ", ", ") * size


def no_stops(code: str, size: int) -> str:
    return ORDINARY[code].translate(str.maketrans(dict.fromkeys(".,;:\n", " "))) * size


def figures_in_one_sentence(code: str, size: int) -> str:
    return HEADS[code] + ", ".join(f"{n} {UNITS[code]}" for n in range(100, 100 + 40 * size))


def digits_and_units(code: str, size: int) -> str:
    return HEADS[code] + f"1 000 000,5 {UNITS[code]} %12.3-4/ ({UNITS[code]} 7– 8±9 млн 1 млрд 2 200 " * (8 * size)


def bare_digits(code: str, size: int) -> str:
    return HEADS[code] + "1 222 333 " * (40 * size)


def brackets(code: str, size: int) -> str:
    return HEADS[code] + f"(5 {UNITS[code]} [" * (20 * size)


def names_in_a_row(code: str, size: int) -> str:
    name = {"ru": "Шульбинского, ", "kk": "Шүлбі, ", "en": "Shulba, "}[code]
    return HEADS[code] + name * (40 * size) + f"5 {UNITS[code]}"


def towns_in_a_row(code: str, size: int) -> str:
    name = {"ru": "Астана, ", "kk": "Астана, ", "en": "Astana, "}[code]
    return HEADS[code] + name * (40 * size) + f"5 {UNITS[code]}"


def days_in_a_row(code: str, size: int) -> str:
    days = {
        "ru": "12 апреля, с 13 по 14 мая ",
        "kk": "12 сәуірде, 13-14 мамырда ",
        "en": "April 12, from May 3 to May 4 ",
    }
    return HEADS[code] + days[code] * (20 * size) + f"5 {UNITS[code]}"


def lines(code: str, size: int) -> str:
    return HEADS[code] + f"5 {UNITS[code]}\n" * (40 * size)


SHAPES = {
    ordinary: 16,
    one_line: 32,
    no_stops: 40,
    figures_in_one_sentence: 26,  # a thousand of them, then two
    digits_and_units: 40,
    bare_digits: 20,
    brackets: 24,
    names_in_a_row: 10,
    towns_in_a_row: 10,
    days_in_a_row: 10,
    lines: 10,
}


def _cases() -> list:
    return [pytest.param(shape, code, id=f"{shape.__name__}-{code}") for shape in SHAPES for code in LANGUAGES]


@pytest.mark.parametrize(("shape", "code"), _cases())
def test_twice_the_text_is_about_twice_the_work(shape: Callable[[str, int], str], code: str) -> None:
    once, twice = (work(shape(code, size), code) for size in (SHAPES[shape], 2 * SHAPES[shape]))
    assert twice <= AT_MOST * once, f"{once} calls, then {twice}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_tokens_grow_with_the_text(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    scan = Scanner.scan

    def counting(self: Scanner, folded: object) -> list:
        found = scan(self, folded)
        counted.append(len(found))
        return found

    monkeypatch.setattr(Scanner, "scan", counting)
    for size in (5, 10):
        extract(Bulletin(ordinary(code, size), published="2025-04-13", language=code))
    assert counted[1] == 2 * counted[0]


NEWS = {
    "ru": "В городе открыли новую школу на 600 мест. Строительство обошлось в 4,5 млрд тенге, сообщили в акимате. ",
    "kk": "Қалада 600 орындық жаңа мектеп ашылды. Құрылысқа 4,5 млрд теңге жұмсалды, деп хабарлады әкімдік. ",
    "en": "A new school for 600 pupils was opened in the city. Its construction cost 4.5 billion tenge. ",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_news_without_water_is_not_scanned(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("scanned, folded or searched for names though there is no water in it")

    monkeypatch.setattr(Scanner, "scan", never)
    monkeypatch.setattr(extractor, "fold", never)
    monkeypatch.setattr(extractor, "mentions", never)
    result = extract(Bulletin(NEWS[code] * 50, title="Школа", published="2025-04-13", language=code))
    assert (result.rows, result.set_aside, result.figures) == ([], [], 0)


@pytest.mark.parametrize("code", LANGUAGES)
def test_news_without_water_costs_the_same_however_long(code: str) -> None:
    assert work(NEWS[code] * 1000, code) <= work(NEWS[code], code) + 10


def test_the_corpus_costs_calls_in_proportion_to_its_length() -> None:
    read = [d for d in documents() if len(d["text"]) > 1500 and d["language"] in LANGUAGES][:40]
    costs = [work(d["text"], d["language"]) / len(d["text"]) for d in read]
    assert max(costs) < 8 * sorted(costs)[len(costs) // 2]
