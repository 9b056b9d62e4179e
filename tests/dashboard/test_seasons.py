"""Years compared, from plain data; and sums that count nothing twice and take nothing missing for zero."""

import datetime as dt

import pytest

from dashboard.charts import palette, years
from dashboard.overview import overview
from dashboard.pages import seasons
from dashboard.queries import Record
from dashboard.sums import together, total
from dashboard.view import View
from dashboard.words import speak
from tests.dashboard.season import observed, result, store_of
from tests.dashboard.test_pages import all_of, text_of

SPRINGS = [
    observed("2024-04-08", "astana", 400),
    observed("2025-04-08", "astana", 205),
    observed("2025-04-10", "astana", 58),
    observed("2025-10-10", "astana", 9),
    observed("2025-04-08", "sergeevka", 810),
    observed("2024-04-08", "sergeevka", 4720),
    observed("2025-04-10", "seleti", 70),
]


@pytest.fixture
def record() -> Record:
    return Record(store_of(result("b", SPRINGS)))


def rows_of(*facts):
    return Record(store_of(result("b", facts))).rows(View(), "ru")


def test_a_figure_printed_once_for_several_is_counted_once():
    rows = rows_of(
        observed("2025-04-01", "bitik", 8, flags=["shared_value"]),
        observed("2025-04-01", "dunguluk", 8, flags=["shared_value"]),
        observed("2025-04-01", "pyatimar", 8),
    )
    assert total(rows) == 16
    assert overview(rows).total == 16
    assert overview(rows).reporting == 3


def test_a_basin_is_summed_over_days_on_which_all_its_members_are_known():
    rows = rows_of(
        observed("2025-04-01", "astana", 10), observed("2025-04-01", "sergeevka", 20),
        observed("2025-04-02", "astana", 11), observed("2025-04-02", "sergeevka", 21),
        observed("2025-04-03", "astana", 12),
        observed("2025-04-01", "petropavlovsk", 30),
    )  # fmt: skip
    members, sums = together(rows)
    assert members == ("astana", "sergeevka")
    assert dict(zip(sums["day"], sums["value"], strict=True)) == {dt.date(2025, 4, 1): 30, dt.date(2025, 4, 2): 32}
    assert together(rows.head(0))[0] == ()


def test_years_share_one_axis_of_days_and_the_newest_is_on_top(record):
    rows = seasons.part_of_year(record.rows(View(), "en", ["astana"]), View())
    chart = years.figure(rows, speak("en"), "release")
    assert [trace.name for trace in chart.data] == ["2024", "2025"]
    assert chart.data[-1].line.color == palette.SERIES[0]
    assert chart.data[0].x[0] == chart.data[1].x[0] == dt.date(2000, 4, 8)
    assert "8 April 2024" in chart.data[0].customdata[0][0]
    assert chart.data[0].customdata[0][1] == "b"
    assert {note.text for note in chart.layout.annotations} == {"m³/s", "<b>2024</b>", "<b>2025</b>"}
    assert not any("2000" in tick for tick in chart.layout.xaxis.ticktext)


def test_a_page_opens_with_the_reservoir_of_the_most_years(record):
    rows = record.rows(View(), "ru")
    assert seasons.most_years(rows) == "astana"
    told = text_of(seasons.layout(record, View(), speak("ru")))
    assert "2025: 205\u00a0м³/с, 8 апреля; 2024: 400\u00a0м³/с, 8 апреля" in told


def test_the_whole_year_is_shown_on_demand(record):
    assert len(seasons.part_of_year(record.rows(View(), "ru", ["astana"]), View())) == 3
    assert len(seasons.part_of_year(record.rows(View(), "ru", ["astana"]), View(days="all"))) == 4


def test_a_basin_names_its_members_and_what_a_sum_is_made_of(record):
    page = seasons.layout(record, View(basin="esil"), speak("en"))
    told = text_of(page)
    assert "Esil basin" in told
    assert "The sum of: Astana, Sergeevka." in told
    [graph] = all_of(page, "Graph")
    hover, bulletin, _ = graph.figure.data[-1].customdata[0]
    assert "Made up of: Sergeevka 810; Astana 205" in hover
    assert bulletin == ""


@pytest.mark.parametrize(
    ("view", "values"),
    [
        (View(), ["", "", None, ""]),
        (View(reservoirs=("astana",)), ["", "astana", None, ""]),
        (View(reservoirs=("seleti",), days="all"), ["", "seleti", None, "all"]),
        (View(basin="esil", days="2025"), ["", None, "esil", "2025"]),
        (View(basin="nowhere"), ["", "", None, ""]),
        (View(quantity="fill"), ["fill", "", None, ""]),
    ],
)
def test_controls_show_what_the_address_says(record, view, values):
    store = store_of(result("b", [*SPRINGS, observed("2025-04-08", "astana", 90, quantity="fill", unit="percent")]))
    controls = all_of(seasons.layout(Record(store), view, speak("ru")), "Dropdown")
    assert [control.value for control in controls] == values
    for control in controls:
        assert control.value is None or control.value in [option["value"] for option in control.options]


def test_one_year_and_no_year_are_said(record):
    assert speak("kk")("seasons.one_year") in text_of(seasons.layout(record, View(reservoirs=("seleti",)), speak("kk")))
    assert speak("ru")("seasons.nothing") in text_of(seasons.layout(record, View(quantity="level"), speak("ru")))
    assert speak("ru")("seasons.nothing") in text_of(seasons.layout(record, View(reservoirs=("x",)), speak("ru")))
