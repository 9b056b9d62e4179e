"""The page of cascades from plain data: which there are, their days, and the wave in words."""

import datetime as dt

import pytest

from dashboard.charts import panels
from dashboard.pages import cascades, picks
from dashboard.queries import Record
from dashboard.view import View
from dashboard.words import speak
from tests.dashboard.season import observed, result, store_of
from tests.dashboard.test_pages import all_of, text_of

WAVE = [
    observed("2025-04-01", "shulba", 600),
    observed("2025-04-10", "shulba", 700),
    observed("2025-04-12", "shulba", 3500),
    observed("2025-04-01", "bukhtarma", 500),
    observed("2025-04-10", "bukhtarma", 1200),
    observed("2025-04-12", "bukhtarma", 900),
    observed("2024-04-12", "bukhtarma", 400),
]


@pytest.fixture
def record() -> Record:
    return Record(store_of(result("b", [*WAVE, observed("2025-04-01", "astana", 50)])))


def test_a_cascade_is_on_record_with_two_of_its_reservoirs(record):
    assert cascades.on_record(record.rows(View(), "ru")) == [("bukhtarma", "ust_kamenogorsk", "shulba")]


def test_the_usual_days_are_the_latest_season_of_two_reservoirs(record):
    rows = record.rows(View(), "ru", quantity="release")
    assert cascades.usual_days(rows) == "2025"
    assert cascades.usual_days(rows[rows["reservoir_id"] == "astana"]) == "all"


def test_the_wave_is_told_in_the_order_of_the_flow(record):
    rows = record.rows(View(days="2025"), "en", quantity="release")
    parts = cascades.drawn(("bukhtarma", "ust_kamenogorsk", "shulba"), rows)
    told = cascades.peaks(parts, speak("en"))
    assert told == (
        "Largest release of these days: Bukhtarma 1,200\u00a0m³/s, 10 April → Shulba 3,500\u00a0m³/s, 12 April."
    )
    chart = panels.figure(parts, speak("en"), same_scale=True)
    assert [trace.name for trace in chart.data] == ["Bukhtarma", "Shulba"]
    assert chart.layout.yaxis.range == chart.layout.yaxis2.range
    assert [note.text for note in chart.layout.annotations if note.name == "largest"] == ["largest: 10 Apr"]


def test_the_page_names_who_is_silent(record):
    told = text_of(cascades.layout(record, View(), speak("ru")))
    assert "Бухтарминское 1" in told
    assert "За эти дни нет данных: Усть-Каменогорское." in told


@pytest.mark.parametrize("name", ["shulba", "ust_kamenogorsk"])
def test_any_of_its_reservoirs_names_a_cascade_and_no_control_changes_the_address_by_itself(record, name):
    page = cascades.layout(record, View(reservoirs=(name,), days="2025"), speak("kk"))
    chain, days = all_of(page, "Dropdown")
    assert (chain.value, days.value) == (name, "2025")
    assert all(control.value in [option["value"] for option in control.options] for control in (chain, days))


def test_without_a_cascade_the_page_says_so():
    record = Record(store_of(result("b", [observed("2025-04-01", "astana", 50)])))
    assert speak("en")("cascades.none") in text_of(cascades.layout(record, View(), speak("en")))


@pytest.mark.parametrize(
    ("view", "value", "values"),
    [
        (View(), "", ["all", "", "2024"]),
        (View(days="2025"), "2025", ["all", "2025", "2024"]),
        (View(days="all"), "all", ["all", "", "2024"]),
        (View(days="2019"), "2019", ["all", "", "2024", "2019"]),
        (View(since=dt.date(2025, 4, 1)), "", ["", "all", "2025", "2024"]),
    ],
)
def test_days_offer_what_the_address_says(view, value, values):
    [control] = all_of(picks.days(view, (2025, 2024), "2025", speak("ru")), "Dropdown")
    assert control.value == value
    assert [option["value"] for option in control.options] == values
