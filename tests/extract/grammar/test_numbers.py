"""Numbers as bulletins print them, read through the scanner and by themselves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.numbers import NUMBER, value
from tests.extract.grammar.reading import figures


@pytest.mark.parametrize(
    ("printed", "groups", "meant"),
    [
        ("1 348", False, 1348),
        ("2 840,5", False, 2840.5),
        ("205,56", False, 205.56),
        ("344.7", False, 344.7),
        ("1270", False, 1270),
        ("0,5", False, 0.5),
        ("12 931 000", False, 12_931_000),
        ("62, 8", False, 62.8),
        ("1,348", True, 1348),
        ("1,020.4", True, 1020.4),
        ("40,3", True, 40.3),
        ("2,100,000", True, 2_100_000),
        ("11 000", True, 11_000),
        ("12.5", True, 12.5),
        ("2,\n380", True, 2380),
    ],
)
def test_the_comma_is_a_decimal_mark_but_in_english(printed, groups, meant):
    assert value(printed, comma_groups=groups) == meant
    assert re.fullmatch(NUMBER[groups], printed) or printed == "62, 8"


@given(st.integers(0, 10**9), st.sampled_from([" ", ""]))
def test_grouped_thousands_are_the_same_number(number, gap):
    grouped = f"{number:,}"
    assert value(grouped.replace(",", gap), comma_groups=False) == number
    if number >= 1000:
        assert value(grouped, comma_groups=True) == number
        assert re.fullmatch(NUMBER[True], grouped)


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_decimals_are_kept(whole, part):
    assert value(f"{whole},{part:02}", comma_groups=False) == pytest.approx(whole + part / 100)
    assert value(f"{whole}.{part:02}", comma_groups=True) == pytest.approx(whole + part / 100)


@given(st.booleans(), st.booleans(), st.data())
def test_whatever_the_pattern_finds_is_a_number(groups, billions, data):
    printed = data.draw(st.from_regex(NUMBER[groups], fullmatch=True).filter(lambda s: len(s) < 40))
    assert value(printed, comma_groups=groups, billions=billions) >= 0


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u2009", "\u202f", "\u2007", "\u2002"])
@pytest.mark.parametrize("code", ["ru", "kk", "en"])
def test_any_space_groups_thousands(code, gap):
    [figure] = figures(f"2{gap}070 м³/с" if code != "en" else f"2{gap}070 m³/s", code)
    assert (figure.value, figure.unit) == (2070, "m3/s")


@pytest.mark.parametrize(
    ("text", "code", "meant", "unit"),
    [
        ("2 млрд 200 кубометров", "ru", 2.2e9, "m3"),
        ("4 млрд 806 млн кубометров", "ru", 4.806e9, "m3"),
        ("12 млрд 931 млн м3/с", "ru", 12.931e9, "m3/s"),
        ("1 млн. 77 тыс. кубометров", "ru", 1.077e6, "m3"),
        ("62, 8%", "ru", 62.8, "percent"),
        ("3,5 тыс. куб. м/с", "ru", 3500, "m3/s"),
        ("26 тысяч кубометров в секунду", "ru", 26_000, "m3/s"),
        ("3 тыщи кубов", "ru", 3000, "m3"),
        ("13,5 млрд кубометров", "ru", 13.5e9, "m3"),
        ("две тысячи кубометров", "ru", 2000, "m3"),
        ("полтора миллиарда кубометров", "ru", 1.5e9, "m3"),
        ("4 млрд 806 млн текше метр", "kk", 4.806e9, "m3"),
        ("2 млрд 200 текше метр", "kk", 2.2e9, "m3"),
        ("мың текше метр", "kk", 1000, "m3"),
        ("0.3 млн. текше метр", "kk", 3e5, "m3"),
        ("87,8%-ға", "kk", 87.8, "percent"),
        ("117 пайызға", "kk", 117, "percent"),
        ("9,432 billion cubic meters", "en", 9.432e9, "m3"),
        ("8,245.3 billion cubic meters", "en", 8.2453e9, "m3"),
        ("1 billion 247 million cubic meters", "en", 1.247e9, "m3"),
        ("12 billion 760 million cubic meters", "en", 12.76e9, "m3"),
        ("1,042 cubic meters per second", "en", 1042, "m3/s"),
        ("40,3%", "en", 40.3, "percent"),
        ("62 thousand cubic meters per second", "en", 62_000, "m3/s"),
        ("three cubic meters per second", "en", 3, "m3/s"),
        ("4 meters and 15 centimeters", "en", 4.15, "m"),
    ],
)
def test_magnitudes_and_marks(text, code, meant, unit):
    [figure] = figures(text, code)
    assert (figure.value, figure.unit) == (pytest.approx(meant), unit)


@pytest.mark.parametrize("text", ["гидроузел -15,0 м3/с", "сброс – 15,0 м³/с", "сброс —15,0 м³/с", "сброс - 15,0 м³/с"])
def test_a_dash_before_a_number_is_no_minus(text):
    [figure] = figures(text, "ru")
    assert figure.value == 15


@pytest.mark.parametrize(
    ("text", "code"),
    [("14 000±500 м³/с", "ru"), ("14 000 ± 500 м³/с", "ru"), ("16000± м³/с", "ru"), ("640±10 текше метр", "kk")],
)
def test_a_tolerance_is_no_second_figure(text, code):
    [figure] = figures(text, code)
    assert figure.tolerance
    assert figure.value in (14_000, 16_000, 640)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("700–750 м³/с", "ru"),
        ("700-750 м³/с", "ru"),
        ("700 - 750 м³/с", "ru"),
        ("700-750 m3/s", "en"),
        ("700-750 м3/с", "kk"),
    ],
)
def test_a_range_is_two_figures(text, code):
    first, last = figures(text, code)
    assert (first.value, last.value, first.range_from, last.unit) == (700, 750, True, "m3/s")
