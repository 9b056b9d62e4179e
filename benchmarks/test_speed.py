"""How fast bulletins are read, as ratios of one run on one core: `make benchmark`.

Seconds differ from machine to machine and ratios hardly do, so everything is measured in one
process, in CPU time, as the median of several rounds, and shown as ratios beside their goals. The
garbage collector runs as it does for anyone, but sweeps nothing that another benchmark left behind.
The benchmarks stand outside `tests/` because they take minutes and need peers that nothing else
needs; a missed goal is printed and fails nothing, a wrong reading fails. What is compared:

- *whole way*: `extract.extract` from text to rows, on the Russian bulletins of `data/bulletins` and
  of the annotated corpus that have a figure in them (the others cost nothing);
- *yargy*: one fact, reservoir with number and unit, on the same bulletins (`fact_parser.py`);
- *bare re*: one pattern for number and unit, on the same bulletins, twice: with the commonest spellings of
  m³/s alone, and with every number, magnitude and unit that the reader knows;
- *news*: articles of a few thousand letters without any water, against one `str.count` over them;
- sizes: the same bulletins joined and cut to texts of 1 kB up to 10 MB; readers stop at 4 million
  letters, `extract` takes any length;
- noise in a single line, of digits and units, of letters, of one word over and over: ten times as much of it
  must cost ten times as much.
"""

from __future__ import annotations

import gc
import itertools
import json
import random
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.ratios import Speeds
from extract import Bulletin, extract, read
from extract.grammar.languages import language
from extract.grammar.numbers import NUMBER

ROOT = Path(__file__).parents[1]
pytestmark = [pytest.mark.benchmark(timer=time.process_time), pytest.mark.filterwarnings("ignore")]

NUMBER_AND_UNIT = re.compile(
    r"\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?\s?"
    r"(?:м[³3]/с|куб(?:ометр\w*|ическ\w+ метр\w*|\.\s?м\w*)(?: воды)? в сек(?:унду|\.)?)"
)
RUSSIAN = language("ru")
EVERY_NUMBER_AND_UNIT = re.compile(
    rf"(?:{NUMBER[RUSSIAN.comma_groups]})(?:\s?(?:{'|'.join(RUSSIAN.magnitudes)}))?"
    rf"\s?(?:{'|'.join(spelling for unit in RUSSIAN.units if unit != 'other' for spelling in RUSSIAN.units[unit])})"
)
WORDS = """
министр заседание правительство школа ученики дорога ремонт мост город район спорт команда матч победа рынок цены
товары торговля закон депутаты парламент проект бюджет расходы доходы налог больница врачи пациенты театр премьера
артист концерт музыка выставка музей книга автор поезд самолёт рейс аэропорт вокзал пассажиры зерно урожай поле фермер
техника завод станок рабочие смена продукция экспорт договор встреча делегация
"""

NOISE = {
    "digits and units": "12,5 м³/с 1 348 3 млн 40% 2025 ",
    "letters": "абвгдежзик лмнопрстуф хцчшщъыьэ ",
    "reservoirs": "абвгдежзик лмнопрстуф водохранилища ",
}


@cache
def bulletins() -> tuple[Bulletin, ...]:
    """The Russian bulletins that have a figure in them."""
    found = [b for path in sorted((ROOT / "data/bulletins").glob("*-ru.json")) for b in read(path)]
    for path in sorted((ROOT / "tests/quality/corpus").glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        if document["language"] == "ru":
            text, title, published = document["text"], document["title"], document["published"]
            found.append(Bulletin(text, title, published=published, language="ru", id=document["id"]))
    return tuple(b for b in found if (result := extract(b)).rows or result.set_aside)


@cache
def news(language: str | None) -> tuple[Bulletin, ...]:
    """4 MB of articles about anything else, with their numbers and days."""
    dice = random.Random(1)

    def sentence() -> str:
        words = dice.choices(WORDS.split(), k=dice.randint(6, 16))
        words.insert(3, dice.choice(("12 апреля", "в 2025 году", "на 15 %", "около 300 человек", "и", "не", "для")))
        return " ".join(words).capitalize() + "."

    texts = (" ".join(sentence() for _ in range(20)) for _ in itertools.count())
    found, size = [], 0
    while size < 4_000_000:
        found.append(Bulletin(next(texts), "Новости дня", published="2025-04-08", language=language))
        size += length(found[-1].text)
    return tuple(found)


def length(text: str) -> int:
    """Bytes of a text as it would be stored."""
    return len(text.encode())


def speed(benchmark: BenchmarkFixture, work: Callable[[], object], size: int, rounds: int = 7) -> float:
    """MB/s of a piece of work that reads `size` bytes."""
    gc.collect()
    gc.freeze()  # what earlier benchmarks left behind is not this one's to sweep
    benchmark.pedantic(work, rounds=rounds, warmup_rounds=1 if rounds > 1 else 0)
    benchmark.extra_info["bytes"] = size
    return size / benchmark.stats.stats.median / 1e6


def size_of(texts: tuple[Bulletin, ...]) -> int:
    return sum(length(b.text) for b in texts)


def test_whole_way(benchmark: BenchmarkFixture, speeds: Speeds) -> None:
    speeds.of["whole way"] = speed(benchmark, lambda: [extract(b) for b in bulletins()], size_of(bulletins()))
    assert sum(len(extract(b).rows) for b in bulletins()) > 2 * len(bulletins())


def test_yargy(benchmark: BenchmarkFixture, speeds: Speeds) -> None:
    from benchmarks.fact_parser import parser

    peer = parser()

    def facts() -> list[object]:
        return [match.fact for b in bulletins() for match in peer.findall(b.text)]

    assert len(facts()) > len(bulletins()), "the peer must do its work to be compared with"
    speeds.of["yargy"] = speed(benchmark, facts, size_of(bulletins()), 3)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("bare re", NUMBER_AND_UNIT), ("bare re, every unit", EVERY_NUMBER_AND_UNIT)],
    ids=["few spellings", "every unit"],
)
def test_bare_re(benchmark: BenchmarkFixture, speeds: Speeds, name: str, pattern: re.Pattern[str]) -> None:
    def found() -> int:
        return sum(1 for b in bulletins() for _ in pattern.finditer(b.text))

    assert found() > len(bulletins())
    speeds.of[name] = speed(benchmark, found, size_of(bulletins()), 25)


@pytest.mark.parametrize("language", ["ru", None])
def test_news_without_water(benchmark: BenchmarkFixture, speeds: Speeds, language: str | None) -> None:
    name = f"news, language {'known' if language else 'not known'}"
    articles = news(language)
    speeds.of[name] = speed(benchmark, lambda: [extract(b) for b in articles], size_of(articles), 9)
    assert not any(extract(b).rows or extract(b).set_aside for b in articles)


def test_str_count(benchmark: BenchmarkFixture, speeds: Speeds) -> None:
    articles = news("ru")
    speeds.of["str.count"] = speed(
        benchmark, lambda: [b.text.count("водохранилищ") for b in articles], size_of(articles), 25
    )


@pytest.mark.parametrize("size", [1_000, 10_000, 100_000, 1_000_000, 10_000_000])
def test_time_per_byte(benchmark: BenchmarkFixture, speeds: Speeds, size: int) -> None:
    joined = "\n\n".join(b.text for b in bulletins())
    # the small texts are all of the large one cut to pieces: the same words at every size
    per_byte = len(joined) / length(joined)
    letters = round(size * per_byte)
    joined *= -(-letters // len(joined))
    texts = [joined[at : at + letters] for at in range(0, len(joined) - letters + 1, letters)]
    pieces = tuple(Bulletin(text, published="2025-04-08", language="ru", id=f"{n}") for n, text in enumerate(texts))
    rounds = 1 if size > 1_000_000 else 3
    speeds.sizes[size] = speed(benchmark, lambda: [extract(b) for b in pieces], size_of(pieces), rounds)


@pytest.mark.parametrize("size", [1_000_000, 10_000_000])
@pytest.mark.parametrize("name", NOISE)
def test_noise(benchmark: BenchmarkFixture, speeds: Speeds, name: str, size: int) -> None:
    text = "водохранилища " + NOISE[name] * (size // length(NOISE[name]))
    noise = Bulletin(text, published="2025-04-08", language="ru", id="noise")
    speeds.of[f"{name}, {size // 1_000_000} MB"] = speed(benchmark, lambda: extract(noise), length(text), 1)
