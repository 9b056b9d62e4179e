"""The map's figure and its page: the latest release of each, where it stands, and what is not known is said."""

import json
import re
from pathlib import Path

import pytest

from dashboard.charts import atlas
from dashboard.pages import atlas as page
from dashboard.pages.frame import body
from dashboard.queries import Record
from dashboard.view import Section, View
from dashboard.words import speak
from tests.dashboard.season import observed, result, store_of
from tests.dashboard.test_pages import TODAY, all_of, text_of

ASSETS = Path(atlas.__file__).parents[1] / "assets"
FACTS = [
    observed("2025-03-01", "shulba", 900),
    observed("2025-04-20", "shulba", 3500),
    observed("2025-04-20", "astana", 0),
    observed("2025-03-10", "petropavlovsk", 300),
    observed("2025-04-20", "chaglin", 12),
]


@pytest.fixture
def known():
    selection = Record(store_of(result("b", FACTS))).select(View(), "en")
    return page.latest(selection.rows, speak("en"))


def placed(known):
    return known[known["lat"].notna()]


def test_each_reservoir_shows_its_latest_release_the_largest_first(known):
    assert list(known["reservoir_id"]) == ["shulba", "petropavlovsk", "chaglin", "astana"]
    assert list(known["value"]) == [3500, 300, 12, 0]


def test_a_reservoir_of_unknown_place_is_named_and_not_drawn(known):
    chart = atlas.figure(placed(known), speak("en"))
    drawn = {data[1] for trace in chart.data if trace.name == "circles" for data in trace.customdata}
    assert drawn == {"shulba", "petropavlovsk", "astana"}
    told = text_of(body(Record(store_of(result("b", FACTS))), Section.MAP, View(language="en"), speak("en"), TODAY))
    assert "place unknown: Chaglinka" in told


def test_a_town_in_place_of_a_dam_is_a_ring_and_says_so(known):
    chart = atlas.figure(placed(known), speak("en"))
    [holes] = [trace for trace in chart.data if trace.name == "holes"]
    assert len(holes.lat) == 1
    [circles] = [trace for trace in chart.data if trace.name == "circles"]
    told = {data[1]: data[0] for data in circles.customdata}
    assert "town of Petropavl" in told["petropavlovsk"]
    assert "town" not in told["shulba"]


def test_size_and_colour_follow_the_release_and_old_values_are_faint(known):
    [circles] = [trace for trace in atlas.figure(placed(known), speak("en")).data if trace.name == "circles"]
    assert list(circles.marker.size) == sorted(circles.marker.size, reverse=True)
    assert list(circles.marker.color) == [atlas.COLOURS[3], atlas.COLOURS[2], atlas.NONE]
    assert list(circles.marker.opacity) == [1, atlas.FAINT, 1]


def test_nothing_of_the_map_comes_from_elsewhere_and_its_files_are_there(known):
    style = atlas.figure(placed(known), speak("en")).layout.map.style
    assert not re.search(r"https?:|glyphs|sprite", json.dumps(style))
    for source in style["sources"].values():
        assert json.loads((ASSETS / source["data"].removeprefix("/assets/")).read_text(encoding="utf-8"))["features"]
    assert "Natural Earth" in (ASSETS / "geo" / "SOURCES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("colour", "variable"), list(atlas.VARIABLES.items()))
def test_the_style_sheet_has_every_colour_of_the_map_and_its_dark_twin(colour, variable):
    css = (ASSETS / "agyn.css").read_text(encoding="utf-8")
    light, dark, dark_again = re.findall(rf"{variable}: (#[0-9a-f]{{6}})", css)
    assert light == colour
    assert dark == dark_again


def test_every_colour_of_the_figure_has_a_variable(known):
    drawn = json.dumps(atlas.figure(placed(known), speak("en")).to_plotly_json()["data"], default=list)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(atlas.VARIABLES)


def test_the_card_tells_what_is_selected(known):
    record = Record(store_of(result("b", FACTS)))
    words = speak("en")
    assert words("map.hint") in text_of(page.card(record, View(), words))
    card = page.card(record, View(reservoirs=("shulba",)), words)
    assert "3,500\u00a0m³/s" in text_of(card)
    assert getattr(all_of(card, "Button")[0], "data-wish").startswith("bulletin=b&at=")
    assert words("map.nowhere") in text_of(page.card(record, View(reservoirs=("chaglin",)), words))


def test_days_without_releases_say_so():
    told = text_of(body(Record(store_of(result("b", FACTS))), Section.MAP, View(days="1999"), speak("ru"), TODAY))
    assert speak("ru")("reservoir.nothing") in told
