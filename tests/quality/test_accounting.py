"""Nothing is lost in silence: every flow figure of a text is a row or set aside, and never both.

The figures are found here by patterns of the test's own, which know nothing of the extractor's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import Bulletin, Observation, Result, extract
from extract.figures import FLAGS, QUALIFIERS, QUANTITIES, REASONS, STATUSES
from extract.grammar.languages import LANGUAGES
from tests.quality.scoring import bulletin, documents

ROOT = Path(__file__).parents[2]
GAP = "[ \u00a0\u2009\u202f]"
DIGITS = rf"(?<![\w№±-])(?<!\d[.,])\d+(?:,\n\d{{3}}|{GAP}\d{{3}}(?!\d))*(?:[.,]\d+)*"
MAGNITUDE = (
    r"(?:тыс\w*\.?|тыщ\w*|млн\.?|млрд\.?|миллион\w*|миллиард\w*|мың"
    r"|thousand|million|billion|mln|bln|bn|mlrd|m[iı]ll[iı]on\w*|m[iı]ll[iı]ard\w*)"
)
UNIT = (
    r"(?:кубометр\w*|кубическ\w+\s+(?:кило)?метр\w*|куб\.?\s?м\b|км[3³]|м\s?[3³]|текше\s?(?:кило)?метр\w*|куб\s?метр\w*"
    r"|tek(?:sh|ş)e\s+metr\w*|تەكشە\s+مەتر\w*|cubic\s+(?:kilo)?met(?:er|re)s?|m\s?[3³]|km[3³]|cu\.?\s?m\b|cumecs)"
)
FIGURE = re.compile(
    rf"({DIGITS}(?:{GAP}?{MAGNITUDE}(?:{GAP}{DIGITS}{GAP}?{MAGNITUDE})?)?){GAP}{{0,2}}{UNIT}", re.IGNORECASE
)
"""A printed number with a unit of flow or volume right behind it."""
RESERVOIR = re.compile(r"водохранилищ|су\s?қойма|s[uý]\s?qo[iıy]ma|reservoir|гидроуз[ле]", re.IGNORECASE)


def shipped() -> list[Bulletin]:
    found = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "data" / "bulletins").glob("*.json"))]
    return [Bulletin(**document) for document in found]


BULLETINS = [bulletin(document) for document in documents()] + shipped()


def places(row: Observation) -> list[tuple[int, int]]:
    """Where the row's number stands in its quote: spans in the bulletin's text."""
    found = re.finditer(rf"(?<!\d){re.escape(row.value_as_printed)}(?!\d)", row.quote)
    return [(row.start + m.start(), row.start + m.end()) for m in found]


def faults(result: Result) -> list[str]:
    """Whatever breaks the contract in a result, in words; nothing, if all is accounted for."""
    text, told = result.bulletin.text, []
    claimed = [(row, places(row)) for row in result.rows]
    for row, spans in claimed:
        told += [] if text[row.start : row.end] == row.quote else [f"quote: {row.quote}"]
        told += [] if spans else [f"{row.value_as_printed} is not in “{row.quote}”"]
        told += [f"flag {flag}" for flag in row.flags if flag not in FLAGS]
        known = row.quantity in QUANTITIES and row.status in STATUSES and row.qualifier in QUALIFIERS
        told += [] if known and row.unit == QUANTITIES[row.quantity] else [f"{row.quantity} {row.unit} {row.status}"]
        told += [] if row.value >= 0 else [f"negative: {row.value}"]
        published = result.bulletin.published_day
        if row.status == "observed" and published and row.date > published:
            told.append(f"observed on {row.date}, published on {published}")
    for aside in result.set_aside:
        told += [] if text[aside.start : aside.end] == aside.quote else [f"quote: {aside.quote}"]
        told += [] if aside.reason in REASONS else [f"reason {aside.reason}"]
    spans = sorted({(aside.start, aside.end) for aside in result.set_aside})
    listed = Counter((aside.start, aside.quote) for aside in result.set_aside)
    told += [f"listed twice: {quote}" for (_, quote), times in listed.items() if times > 1]
    told += [f"set aside twice: {text[a:b]}" for a, b in spans if sum(c < b and a < d for c, d in spans) > 1]
    for row, mine in claimed:
        if mine and all(any(a < d and c < b for c, d in spans) for a, b in mine):
            told.append(f"both a row and set aside: {row.value_as_printed} in “{row.quote}”")
    if result.figures or RESERVOIR.search(text):
        for figure in FIGURE.finditer(text):
            at, end = figure.span(1)
            in_row = any(a < end and at < b for _, mine in claimed for a, b in mine)
            if not in_row and not any(a < end and at < b for a, b in spans):
                told.append(f"lost: {text[max(0, at - 20) : figure.end()]}")
    return told


def figures(result: Result) -> int:
    """How many figures the two lists hold: one figure may be the row of several reservoirs."""
    printed = {(tuple(places(row)), row.value_as_printed) for row in result.rows}
    return len(printed) + len({aside.start for aside in result.set_aside})


@cache
def read(number: int) -> Result:
    return extract(BULLETINS[number])


SENTENCES = {
    code: [
        sentence
        for text in BULLETINS
        if text.language == code
        for sentence in re.split(r"(?<=[.!?;])\s+|\n+", text.text)
        if 20 < len(sentence) < 400 and not re.match(UNIT, sentence, re.IGNORECASE)
    ]
    for code in ("ru", "kk", "kk-Latn", "en")
}


@pytest.mark.parametrize("number", range(len(BULLETINS)), ids=[text.id for text in BULLETINS])
def test_every_figure_is_a_row_or_set_aside(number: int) -> None:
    assert faults(read(number)) == []
    assert figures(read(number)) == read(number).figures


def test_the_corpus_holds_enough_to_count() -> None:
    assert sum(len(FIGURE.findall(text.text)) for text in BULLETINS) > 1500
    reasons = Counter(aside.reason for n in range(len(BULLETINS)) for aside in read(n).set_aside)
    assert len(reasons) >= 12


def test_a_repeated_figure_of_two_reservoirs_is_set_aside_once() -> None:
    said = "Из Битикского и Пятимарского водохранилищ сбрасывается по 8 м³/с."
    result = extract(Bulletin(f"{said} Повторяем: из Битикского и Пятимарского водохранилищ сбрасывается по 8 м³/с.",
                              published="2025-04-13"))  # fmt: skip
    assert [(aside.quote, aside.reason) for aside in result.set_aside] == [("8 м³/с", "repeated")]


@pytest.mark.parametrize("number", range(0, len(BULLETINS), 7))
def test_reading_twice_gives_the_same(number: int) -> None:
    first, second = read(number), extract(BULLETINS[number])
    same = [replace(row, extracted_at=first.rows[n].extracted_at) for n, row in enumerate(second.rows)]
    assert (same, second.set_aside, second.figures) == (first.rows, first.set_aside, first.figures)


@st.composite
def mixtures(draw: st.DrawFn, code: str) -> Bulletin:
    """Sentences of many bulletins, joined as careless pages join them."""
    count = draw(st.integers(2, 12))
    picked = [draw(st.sampled_from(SENTENCES[code])) for _ in range(count)]
    joined = "".join(part + draw(st.sampled_from([" ", " ", "\n", "\n\n", " – "])) for part in picked)
    published = draw(st.sampled_from(["2025-04-13", "2025-01-02", "2024-02-29", None]))
    return Bulletin(joined, published=published, language=code)


@pytest.mark.parametrize("code", SENTENCES)
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_figure_of_mixed_bulletins_too(code: str, data: st.DataObject) -> None:
    result = extract(data.draw(mixtures(code)))
    # sentences of other seasons and the same facts stand side by side here, as in no bulletin
    assert [fault for fault in faults(result) if not fault.startswith(("observed on", "listed twice"))] == []
    assert figures(result) == result.figures


@given(st.text(max_size=400), st.sampled_from([None, "ru", "kk", "kk-Latn", "kk-Arab", "en", "fr", "xx-Yyyy"]))
def test_no_text_is_refused(text: str, code: str | None) -> None:
    assert not extract(Bulletin(text, published="2025-04-13", language=code)).rows or text


def noise(code: str) -> st.SearchStrategy[str]:
    """Digits, units, names, cue words and marks in any order, and any letters among them."""
    words = {
        "ru": "водохранилище Астанинское из в сбрасывается приток м³/с куб. млрд млн до с по апреля % см ( ) – , .",
        "kk": "су қоймасынан Шардара секундына текше метр жіберілуде келуде млрд мың дейін сәуірде % см ( ) – , . -ден",
        "en": "reservoir the Astana from released inflow m3/s cubic meters per second billion to April % cm ( ) - , .",
    }[code]
    piece = st.one_of(
        st.sampled_from(words.split()),
        st.from_regex(r"[0-9]{1,7}([.,][0-9]{1,4})?", fullmatch=True),
        st.text(max_size=4),
    )
    return st.lists(st.tuples(piece, st.sampled_from(["", " ", " ", "\n", "\u00a0"])), max_size=60).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    )


@pytest.mark.parametrize("code", LANGUAGES)
@settings(max_examples=200)
@given(data=st.data())
def test_noise_of_figures_is_read_without_a_fault(code: str, data: st.DataObject) -> None:
    result = extract(Bulletin(data.draw(noise(code)), published="2025-04-13", language=code))
    assert [fault for fault in faults(result) if not fault.startswith("lost")] == []
