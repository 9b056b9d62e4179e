"""The registry's facts, levels over two zeros, small charts, and the pages of reservoirs."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import registry
from dashboard.charts import panels
from dashboard.charts.releases import figure
from dashboard.levels import by_zero
from dashboard.overview import overview
from dashboard.pages import releases, reservoir, reservoirs
from dashboard.queries import Record
from dashboard.view import View
from dashboard.words import speak
from tests.dashboard.season import observed, result, store_of
from tests.dashboard.test_pages import all_of, text_of


def level(day: str, value: float) -> dict:
    return observed(day, "sergeevka", value, quantity="level", unit="m")


FACTS = [
    observed("2024-04-12", "sergeevka", 4720),
    observed("2025-04-12", "sergeevka", 900),
    observed("2024-04-12", "sergeevka", 6017, quantity="inflow"),
    observed("2024-04-12", "sergeevka", 101, quantity="fill", unit="percent"),
    level("2024-04-12", 11.04),
    level("2024-04-13", 138.07),
    level("2024-04-14", 11.2),
    observed("2024-04-12", "astana", 60),
    observed("2024-04-12", "x-1", 5, name="Безымянное", region=None, region_name=None),
]


@pytest.fixture
def record() -> Record:
    return Record(store_of(result("b", FACTS, title="Сводка")))


def test_cascades_stand_in_the_order_of_the_flow():
    assert registry.cascade("sergeevka") == ("astana", "astana_counter_regulator", "sergeevka", "petropavlovsk")
    assert registry.cascade("karatomar")[:2] == ("verkhne_tobol", "karatomar")
    assert registry.cascade("x-1") == ("x-1",)
    members = [name for chain in registry.cascades() for name in chain]
    assert len(members) == len(set(members))
    for chain in registry.cascades():
        for place, name in enumerate(chain):
            below = registry.entries()[name].below
            assert below not in chain[: place + 1]


def test_what_is_only_planned_stands_in_no_cascade():
    assert not any("esil_counter_regulator" in chain for chain in registry.cascades())


def test_a_point_is_the_dams_or_the_nearby_towns():
    known = registry.entries()
    assert known["shulba"].at_dam
    town = known["petropavlovsk"]
    assert (town.at_dam, town.near) == (False, "Петропавловск")
    assert town.point


def test_waters_of_the_cascades_have_names_in_kazakh_and_english():
    told = registry._translated("waters")
    for chain in registry.cascades():
        for name in chain:
            entry = registry.entries()[name]
            assert {entry.river, entry.basin} <= set(told)


def test_every_town_has_its_name_in_kazakh_and_english():
    towns = {entry.near for entry in registry.entries().values() if entry.near}
    assert towns
    for name in towns:
        assert registry.town(name, "kk")
        assert registry.town(name, "en").isascii()


@given(st.lists(st.floats(0, 500), min_size=1, max_size=12))
def test_levels_of_one_zero_lie_close_together(values):
    told = by_zero(pd.Series(values))
    assert set(told) in ({""}, {"gauge", "sea"})
    if "sea" in set(told):
        series = pd.Series(values)
        assert series[told == "sea"].min() - series[told == "gauge"].max() > 29


def test_levels_over_two_zeros_are_two_small_charts(record):
    parts = reservoir.drawn(record.rows(View(), "ru", ["sergeevka"]), speak("ru"))
    assert [part.quantity for part in parts] == ["release", "fill", "level", "level"]
    assert [name for part in parts for name, _, _ in part.lines] == [
        "Сброс", "Приток", "Наполнение", "Уровень над морем", "Уровень по местной рейке",
    ]  # fmt: skip


def test_the_main_chart_never_joins_levels_over_two_zeros_and_says_so(record):
    selection = record.select(View(quantity="level", days="all"), "ru")
    [trace] = figure(selection.rows, speak("ru"), "level").data
    assert list(trace.y) == [11.04, 11.2, None, 138.07]
    told = text_of(releases.caption(selection, View(quantity="level"), speak("ru")))
    assert speak("ru")("level.mixed") in told


def test_a_level_over_another_zero_is_no_rise():
    facts = [level("2024-04-12", 11.04), level("2024-04-14", 138.07)]
    glance = overview(Record(store_of(result("b", facts))).rows(View(), "ru"))
    assert (glance.reporting, glance.compared, glance.rise) == (1, 0, None)


def test_small_charts_share_their_days_and_do_not_overlap(record):
    words = speak("en")
    chart = panels.figure(reservoir.drawn(record.rows(View(), "en", ["sergeevka"]), words), words)
    domains = [chart.layout[f"yaxis{number}".removesuffix("1")].domain for number in ("1", "2", "3", "4")]
    assert domains[0][1] == 1
    assert domains[-1][0] == pytest.approx(0, abs=0.01)
    assert all(above[0] > below[1] for above, below in itertools.pairwise(domains))
    assert {trace.xaxis for trace in chart.data} == {None}
    assert chart.data[0].customdata[0][1] == "b"
    titles = [note.text for note in chart.layout.annotations if note.name == "title"]
    assert titles[:2] == ["<b>Release</b>", "<b>Inflow</b> m³/s"]


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_a_reservoirs_page_tells_what_is_known_of_it(record, language):
    words = speak(language)
    page = reservoir.page(record, "sergeevka", View(language=language), words)
    told = text_of(page)
    assert words.measure(693, "storage") in told
    assert registry.water("Есиль (Ишим)", language) in told
    assert {"Сергеевское", "Сергеев", "Sergeevka"} <= set(told.replace(" · ", " ").split())
    links = [link.href for link in all_of(page, "A")]
    assert any(link.startswith("/reservoir?reservoir=petropavlovsk") for link in links)
    assert any(link.startswith("/bulletins?reservoir=sergeevka") and "bulletin=b" in link for link in links)
    assert any("tengrinews.kz" in link for link in links)


def test_a_page_of_days_without_values_says_so(record):
    told = text_of(reservoir.page(record, "sergeevka", View(days="2019"), speak("ru")))
    assert speak("ru")("reservoir.nothing") in told


def test_reservoirs_that_the_registry_or_the_record_does_not_know(record):
    assert speak("ru")("reservoir.unlisted") in text_of(reservoir.page(record, "x-1", View(), speak("ru")))
    assert speak("ru")("reservoir.unknown") in text_of(reservoir.page(record, "nowhere", View(), speak("ru")))


def test_the_list_goes_by_basin_with_the_latest_release(record):
    told = text_of(reservoirs.layout(record, View(), speak("ru")))
    assert "Есильский бассейн" in told
    assert "900\u00a0м³/с 12 апр. 2025" in told
    assert told.index("Сергеевское") < told.index("Бассейн неизвестен") < told.index("Безымянное")


def test_the_twin_has_every_value_and_leads_to_its_sentence(record):
    page = reservoir.page(record, "sergeevka", View(), speak("ru"))
    [twin] = all_of(page, "Details")
    buttons = all_of(twin, "Button")
    assert len(buttons) == 7
    assert getattr(buttons[0], "data-wish").startswith("bulletin=b&at=")
