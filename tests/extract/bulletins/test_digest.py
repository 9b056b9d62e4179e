"""A digest page is cut into its articles, and nothing of it is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import Bulletin
from extract.bulletins.digest import cut

PAGE = """Вестник долины

Вода

Мост через Нуру открыт 15.04.2025
Из Интумакского водохранилища сбрасывается 8 кубометров воды в секунду.Источник информации : https://www.gov.kz/news/1?lang=kk
Школа получила автобус 15.04.2025
Автобус на 20 мест.

Он новый. Источник: https://www.gov.kz/news/2
Сейчас читают
О воде 14.04.2025
Из Шульбинского водохранилища сбрасывается 2100 кубометров воды в секунду.
Дереккөз: https://www.gov.kz/news/3
Реклама на сайте
"""


def test_articles_are_numbered_in_page_order_with_headline_day_and_source():
    pieces = cut(Bulletin(PAGE, id="D", title="Вестник", url="https://example.kz/", published="2025-05-01"))
    assert [(p.id, p.title, p.published_day.isoformat(), p.url) for p in pieces] == [
        ("D#1", "Мост через Нуру открыт", "2025-04-15", "https://www.gov.kz/news/1?lang=kk"),
        ("D#2", "Школа получила автобус", "2025-04-15", "https://www.gov.kz/news/2"),
        ("D#3", "О воде", "2025-04-14", "https://www.gov.kz/news/3"),
        ("D#0", "Вестник", "2025-05-01", "https://example.kz/"),
    ]
    assert pieces[0].text.startswith("Из Интумакского")
    assert all(p.text in PAGE for p in pieces[:3])
    assert pieces[3].text == "Вестник долины\n\nВода\n\nСейчас читают\n\nРеклама на сайте"


def test_no_word_of_the_page_is_lost():
    kept = " ".join(f"{p.title} {p.text}" for p in cut(Bulletin(PAGE, id="D")))
    undated = re.sub(r"\d\d\.\d\d\.\d{4}\n", "\n", PAGE)
    assert set(undated.split()) <= set(kept.split())


@pytest.mark.parametrize(
    ("headline", "label"),
    [
        ("Reservoirs on {day}", "Source: "),
        ("Су қоймалары {day}", "Дереккөз – "),
        ("О воде ({day})", "Источник "),
        ("О воде | {day} 09:30", "Источник информации : "),
        ("О воде\n{day}", "ИСТОЧНИК: "),
        ("О воде\r\n{day}, 9:30\r", "Ақпарат көзі: "),
    ],
)
@pytest.mark.parametrize("day", ["15.04.2025", "15/04/2025", "2025-04-15"])
def test_forms_of_headline_and_source(headline, label, day):
    article = headline.format(day=day) + f"\nСброс 53 м3/с.\n{label}https://example.kz/1\n"
    pieces = cut(Bulletin(article * 3, id="D"))
    assert [p.id for p in pieces] == ["D#1", "D#2", "D#3"]
    assert {p.published_day.isoformat() for p in pieces} == {"2025-04-15"}
    assert {p.title for p in pieces} == {headline.partition("{")[0].strip(" (|\r\n") if "{" in headline else headline}


def test_an_article_without_its_link_ends_where_the_next_begins():
    page = (
        PAGE.replace("Источник: https://www.gov.kz/news/2", "")
        + "Четвёртая 13.04.2025\nТекст. Источник: https://a.kz/4\n"
    )
    pieces = cut(Bulletin(page, id="D", url="https://example.kz/"))
    assert [p.id for p in pieces] == ["D#1", "D#2", "D#3", "D#4", "D#0"]
    assert "Сейчас читают" in pieces[1].text
    assert pieces[1].url == "https://example.kz/"


def test_headlines_without_a_body_stay_in_the_remainder():
    page = PAGE + "Ещё новость 12.04.2025\nИ ещё одна 11.04.2025\n"
    *_, rest = cut(Bulletin(page, id="D"))
    assert "Ещё новость 12.04.2025" in rest.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "О воде 13.04.2025\nСброс 53 м3/с. Источник: https://a.kz/1",
        "О воде 13.04.2025\nСброс. Источник: https://a.kz/1\nО воде 12.04.2025\nСброс. Источник: https://a.kz/2",
        "Хроника\n13.04.2025\nСброс 53.\n12.04.2025\nСброс 50.\n11.04.2025\nСброс 40. Источник: https://a.kz",
        "Встреча состоялась 13.04.2025.\nПотом 14.04.2025.\nПотом 15.04.2025.\nИсточник: https://a.kz/1",
    ],
)
def test_an_ordinary_article_is_never_cut(text):
    bulletin = Bulletin(text, id="D")
    assert cut(bulletin) == [bulletin]


LINES = st.sampled_from(
    [
        "Мост 15.04.2025",
        "15.04.2025",
        "Вода идёт.",
        "Источник: https://a.kz/1",
        "Сброс.Источник : https://a.kz/2",
        "",
        " ",
        "\r",
    ]
)


@given(st.lists(LINES, max_size=40).map("\n".join))
def test_pieces_are_verbatim_numbered_and_complete(page):
    pieces = cut(Bulletin(page, id="D"))
    if len(pieces) > 1:
        numbered = [p for p in pieces if p.id != "D#0"]
        assert [p.id for p in numbered] == [f"D#{n}" for n in range(1, len(numbered) + 1)]
        assert all(p.text in page and p.text.strip() for p in numbered)
        words = [w for w in page.split() if w != "15.04.2025"]
        kept = [w for p in pieces for w in f"{p.title} {p.text}".split() if w != "15.04.2025"]
        assert sorted(words) == sorted(kept)
