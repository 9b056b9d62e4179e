"""The chart of releases: gaps stay gaps, eight in colour, what is not sure looks so, names do not collide."""

import datetime as dt
import html
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import palette
from dashboard.charts.axes import GAP_DAYS, broken, day_ticks, log_ticks, spread
from dashboard.charts.releases import LARGEST, figure, prominent
from dashboard.queries import Record
from dashboard.view import View
from dashboard.words import speak
from tests.dashboard.season import observed, result, store_of

CSS = (Path(palette.__file__).parents[1] / "assets" / "agyn.css").read_text(encoding="utf-8")


def drawn(*facts, chosen=(), language="ru"):
    selection = Record(store_of(result("b", facts))).select(View(days="all"), language)
    return figure(selection.rows, speak(language), "release", selection.order, selection.leading, chosen)


def many(count: int):
    return [
        observed("2025-04-01", f"dam-{number:02}", 10 * number, name=f"Плотина {number}")
        for number in range(1, count + 1)
    ]


def test_a_line_breaks_where_values_are_far_apart():
    chart = drawn(
        observed("2025-04-01", "astana", 50), observed("2025-04-10", "astana", 60), observed("2025-05-10", "astana", 70)
    )
    [trace] = chart.data
    assert list(trace.y) == [50, 60, None, 70]
    assert trace.connectgaps is False


@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)), unique=True, min_size=1, max_size=40))
def test_no_point_is_lost_and_no_long_gap_is_bridged(days):
    days = sorted(days)
    places = broken(days, [1.0] * len(days))
    assert [place for place in places if place is not None] == list(range(len(days)))
    for one, two in itertools.pairwise(places):
        if one is not None and two is not None:
            assert (days[two] - days[one]).days <= GAP_DAYS


def test_the_eight_largest_are_in_colour_and_the_rest_is_context():
    chart = drawn(*many(12))
    coloured = {trace.meta for trace in chart.data if trace.line.color != palette.CONTEXT}
    assert len(chart.data) == 12
    assert coloured == {f"dam-{number:02}" for number in range(5, 13)}
    assert [trace.meta for trace in chart.data][-1] == "dam-12"  # the largest on top
    assert len([note for note in chart.layout.annotations if note.name == "name"]) == LARGEST


def test_a_chosen_reservoir_is_in_colour_however_small():
    chart = drawn(*many(12), chosen=("dam-01",))
    coloured = {trace.meta for trace in chart.data if trace.line.color != palette.CONTEXT}
    assert coloured == {"dam-01"}


def test_colours_of_the_largest_never_change_with_what_is_shown():
    order = [f"dam-{number}" for number in range(20)]
    everything = palette.colours(order[:8], order)
    assert len(set(everything.values())) == 8
    for name in order[:8]:
        assert palette.colours([name], order)[name] == everything[name]
        assert palette.colours([name, "dam-15", "dam-9"], order)[name] == everything[name]


def test_a_filter_recolours_no_leading_reservoir():
    order = [f"dam-{number}" for number in range(30)]
    leading = order[3:27:3]
    everything = palette.colours(leading, order, leading)
    assert len(set(everything.values())) == 8
    for name in leading:
        assert palette.colours([name], order, leading)[name] == everything[name]
        assert palette.colours([name, "dam-1", "dam-28"], order, leading)[name] == everything[name]


@given(st.lists(st.integers(0, 30), unique=True, max_size=8), st.lists(st.integers(0, 30), unique=True, max_size=8))
def test_eight_at_once_never_share_a_colour(shown, leading):
    order = [str(number) for number in range(25)]
    given_colours = palette.colours([str(n) for n in shown], order, [str(n) for n in leading])
    assert len(set(given_colours.values())) == len(shown)


def test_a_single_release_still_stands_on_zero():
    assert drawn(observed("2025-04-01", "astana", 3500)).layout.yaxis.range[0] == 0


def test_colours_differ_within_eight():
    order = [f"dam-{number}" for number in range(40)]
    assert len(set(palette.colours(order[3:40:5], order).values())) == 8


def test_values_that_are_not_exact_have_other_marks_and_words():
    chart = drawn(
        observed("2025-04-01", "astana", 50),
        observed("2025-04-02", "astana", 60, qualifier="approx"),
        observed("2025-04-03", "astana", 70, qualifier="at_least"),
        observed("2025-04-04", "astana", 80, qualifier="up_to"),
    )
    [trace] = chart.data
    assert len(set(trace.marker.symbol)) == 4
    assert "около 60" in trace.customdata[1][0]
    assert "не менее 70" in trace.customdata[2][0]


def test_both_values_of_a_disagreement_are_told_and_ringed():
    record = Record(
        store_of(
            result("early", [observed("2025-04-03", "irikla", 790)], published="2025-04-03"),
            result("late", [observed("2025-04-03", "irikla", 870)], published="2025-04-04"),
        )
    )
    selection = record.select(View(days="all"), "ru")
    [trace] = figure(selection.rows, speak("ru"), order=selection.order).data
    assert "870" in trace.customdata[0][0]
    assert "790" in trace.customdata[0][0]
    assert trace.marker.line.color[0] == palette.INK


def test_plans_are_hollow_marks_only_when_asked_for():
    facts = [observed("2025-04-01", "astana", 50), observed("2025-04-05", "astana", 90, status="planned")]
    record = Record(store_of(result("b", facts), result("c", [facts[1]])))
    silent = record.select(View(days="all"), "en")
    assert silent.extra.empty
    asked = record.select(View(days="all", planned=True), "en")
    line, plan = figure(asked.rows, speak("en"), extra=asked.extra).data
    assert (list(line.y), list(plan.y)) == ([50], [90])  # a plan said twice is one mark
    assert plan.mode == "markers"
    assert plan.marker.symbol[0] == "circle-open"
    assert "(planned)" in plan.customdata[0][0]


def test_inflow_stands_beside_the_release_of_one_reservoir_only():
    facts = [
        observed("2025-04-01", "astana", 50),
        observed("2025-04-01", "astana", 80, quantity="inflow"),
        observed("2025-04-01", "shulba", 500),
    ]
    record = Record(store_of(result("b", facts)))
    assert record.select(View(days="all", inflow=True), "en").extra.empty
    asked = record.select(View(days="all", inflow=True, reservoirs=("astana",)), "en")
    inflow, release = figure(asked.rows, speak("en"), extra=asked.extra).data
    assert (list(inflow.y), list(release.y)) == ([80], [50])
    assert inflow.line.dash == "dot"
    assert inflow.line.color != release.line.color


def test_on_an_axis_by_ratio_names_stand_at_the_last_value_above_zero():
    facts = [observed("2025-04-01", "astana", 1000), observed("2025-04-02", "astana", 0)]
    selection = Record(store_of(result("b", facts))).select(View(days="all"), "en")
    chart = figure(selection.rows, speak("en"), scale="log")
    assert chart.layout.yaxis.type == "log"
    [name] = [note for note in chart.layout.annotations if note.name == "name"]
    assert name.y == pytest.approx(3)
    nothing = Record(store_of(result("b", facts[1:]))).select(View(days="all"), "en")
    assert figure(nothing.rows, speak("en"), scale="log").layout.yaxis.type != "log"


@given(st.floats(0.01, 1e5), st.floats(1, 1e4))
def test_ticks_by_ratio_are_few_and_lie_within_the_values(low, ratio):
    ticks = log_ticks(low, low * ratio)
    assert len(ticks) <= 8
    assert all(low <= tick <= low * ratio for tick in ticks)


def test_of_sixty_chosen_only_as_many_are_named_as_there_is_room_for():
    chart = drawn(*many(60), chosen=tuple(f"dam-{number:02}" for number in range(1, 61)))
    names = [note for note in chart.layout.annotations if note.name == "name"]
    assert 20 <= len(names) <= 24


def test_a_point_knows_its_evidence():
    [trace] = drawn(observed("2025-04-01", "astana", 50)).data
    _, bulletin, start = trace.customdata[0]
    assert (bulletin, start) == ("b", len("Сводка. "))


def test_names_from_bulletins_are_escaped():
    chart = drawn(observed("2025-04-01", "x-1", 50, name="<a href='javascript:1'>Плотина</a>"))
    shown = [chart.data[0].customdata[0][0], *(note.text for note in chart.layout.annotations)]
    assert not any("<a " in text for text in shown)
    assert html.escape("<a ") in shown[0]


def test_the_unit_is_on_the_axis_and_zero_is_its_foot():
    chart = drawn(observed("2025-04-01", "astana", 50), observed("2025-04-02", "astana", 5))
    assert "м³/с" in {note.text for note in chart.layout.annotations}
    assert chart.layout.yaxis.range[0] == 0


def test_nothing_to_draw_is_an_empty_chart():
    selection = Record(store_of(result("b", [observed("2025-04-01", "astana", 50)]))).select(View(days="1999"), "ru")
    chart = figure(selection.rows, speak("ru"))
    assert len(chart.data) == 0
    assert prominent(selection.rows) == []


@given(st.lists(st.floats(0, 400), min_size=1, max_size=8), st.floats(5, 20))
def test_names_at_the_lines_ends_never_lie_on_each_other(wanted, apart):
    placed = sorted(spread(wanted, apart, 0, 400))
    assert all(two - one >= apart - 1e-6 for one, two in itertools.pairwise(placed))
    assert placed[0] >= 0
    assert placed[-1] <= 400 + 1e-6


@given(st.lists(st.floats(0, 400), min_size=2, max_size=8))
def test_names_keep_the_order_of_their_lines(wanted):
    placed = spread(wanted, 17, 0, 400)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    assert [placed[place] for place in order] == sorted(placed)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 12_000))
def test_ticks_are_few_and_lie_within_the_days(first, length):
    last = first + dt.timedelta(days=length)
    ticks = day_ticks(first, last)
    assert len(ticks) <= 8
    assert all(first <= day <= last for day in ticks)


def themed(name: str) -> list[str]:
    return re.findall(rf"--{name}: (#[0-9a-f]{{6}})", CSS)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("number", "colour"), list(enumerate(palette.SERIES, 1)))
def test_the_style_sheet_has_every_series_colour_and_its_dark_twin(number, colour):
    light, dark, dark_again = themed(f"series-{number}")
    assert light == colour
    assert dark == dark_again
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    for kind in ("stroke", "fill"):
        assert f'[style*="{kind}: rgb({red}, {green}, {blue})"] {{ {kind}: var(--series-{number}) !important; }}' in CSS
    assert contrast(light, themed("paper")[0]) >= 4.5
    assert contrast(dark, themed("paper")[1]) >= 4.5


@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "warn"])
def test_text_stands_out_from_its_paper_in_both_themes(ink):
    for paper in ("paper", "raised", "wash"):
        for colour, ground in zip(themed(ink), themed(paper), strict=True):
            assert contrast(colour, ground) >= 4.5, (ink, paper)
