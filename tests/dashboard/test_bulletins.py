"""The page of bulletins from plain data: which are listed, and how one is taken apart for a reader."""

import datetime as dt

import pytest

from dashboard.pages import bulletin, bulletins
from dashboard.queries import Record
from dashboard.view import View, decode
from dashboard.words import speak
from tests.dashboard.season import observed, result, store_of
from tests.dashboard.test_pages import all_of, text_of

SPRING = [
    observed("2025-04-13", "astana", 53),
    observed("2025-04-13", "shulba", 2100, region="KZ-10", status="planned"),
]


@pytest.fixture
def record() -> Record:
    return Record(
        store_of(
            result("spring", SPRING, aside=["60 м³/с"], title="Весна", publisher="Министерство"),
            result("autumn", [observed("2024-10-03", "kargaly", 15, region="KZ-15")], url="https://www.example.kz/1"),
            result("silent", [], title="Без чисел"),
        )
    )


def test_without_filters_every_bulletin_is_listed_the_latest_first(record):
    listing = record.list_bulletins(View(), "ru")
    rows = bulletins.list_rows(listing.rows, speak("ru"))
    assert [row["bulletin"] for row in rows] == ["spring", "autumn", "silent"]
    assert [(row["rows"], row["asides"]) for row in rows] == [(2, 1), (1, 0), (0, 0)]
    assert [row["publisher"] for row in rows] == ["Министерство", "example.kz", ""]
    assert (listing.found, listing.figures_in, listing.figures_out) == (3, 3, 1)
    assert not listing.narrowed


@pytest.mark.parametrize(
    ("view", "listed"),
    [
        (View(reservoirs=("kargaly",)), ["autumn"]),
        (View(regions=("KZ-10",)), ["spring"]),
        (View(days="2025"), ["spring"]),
        (View(days="all"), ["spring", "autumn", "silent"]),
        (View(until=dt.date(2024, 12, 31)), ["autumn"]),
        (View(regions=("KZ-15",), days="2025"), []),
    ],
)
def test_filters_leave_bulletins_with_figures_of_theirs(record, view, listed):
    assert list(record.list_bulletins(view, "ru").rows["id"]) == listed


def test_an_empty_list_says_so_with_a_way_out(record):
    page = bulletins.layout(record, View(regions=("KZ-15",), days="2025"), speak("en"))
    assert "No bulletin matches" in text_of(page)
    assert all_of(page, "AgGrid") == []


def test_a_bulletin_shows_its_text_its_rows_and_what_was_set_aside(record):
    found = record.result("spring")
    page = bulletin.page(found, View(bulletin="spring", at=found.rows[0].start), speak("ru"))
    assert text_of(all_of(page, "Blockquote")).replace(" ", "") == found.bulletin.text.replace(" ", "")
    marks = {mark.className: mark for mark in all_of(page, "Mark")}
    assert marks["figure"].children == "53"
    assert marks["aside"].title == "расход канала"
    rows, asides = all_of(page, "Table")
    assert "2\u00a0100\u00a0м³/с (план)" in text_of(rows)
    assert "60 м³/с расход канала" in text_of(asides)


def test_a_row_leads_to_its_place_in_the_text_and_on_the_chart_and_a_plan_only_to_the_text(record):
    found = record.result("spring")
    page = bulletin.page(found, View(bulletin="spring", language="kk"), speak("kk"))
    links = [link.href for link in all_of(page, "A")]
    assert links[0] == "/bulletins?lang=kk"
    text, chart, plan = links[1:]
    assert decode(text.partition("?")[2])[0] == View(bulletin="spring", at=found.rows[0].start, language="kk")
    assert chart.startswith("/?reservoir=astana&days=2025&lang=kk&bulletin=spring&at=")
    assert plan.startswith("/bulletins?")


def test_a_row_outside_the_flood_season_leads_to_all_days(record):
    found = record.result("autumn")
    page = bulletin.page(found, View(bulletin="autumn"), speak("ru"))
    assert any("days=all" in link.href for link in all_of(page, "A"))


def test_a_bulletin_without_rows_says_so(record):
    assert speak("ru")("bulletin.no_rows") in text_of(bulletin.page(record.result("silent"), View(), speak("ru")))


def test_a_link_to_a_bulletin_that_is_gone_says_so(record):
    assert speak("en")("evidence.missing") in text_of(bulletins.layout(record, View(bulletin="gone"), speak("en")))
