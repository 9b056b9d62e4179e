"""Days in all the frames that bulletins use, and numbers that only look like them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grammar.dates import Day, calendar_day
from tests.extract.grammar.reading import figures, tokens

BASE = dt.date(2025, 4, 13)


def days(text: str, code: str) -> list[Day]:
    return [token.payload for token in tokens(text, code, "day")]


FRAMES = [
    # text, language, (day, month, year), role
    ("По состоянию на 8:00 24 апреля", "ru", (24, 4, None), "asof"),
    ("по состоянию на 24 апреля 2025 года", "ru", (24, 4, 2025), "asof"),
    ("по данным на 6 апреля", "ru", (6, 4, None), "asof"),
    ("на 9 апреля т.г.", "ru", (9, 4, None), "on"),
    ("На утро 9 апреля", "ru", (9, 4, None), "on"),
    ("9-го апреля", "ru", (9, 4, None), "at"),
    ("с 15 января", "ru", (15, 1, None), "since"),
    ("к 20 апреля", "ru", (20, 4, None), "until"),
    ("до 1 мая", "ru", (1, 5, None), "until"),
    ("второго апреля", "ru", (2, 4, None), "at"),
    ("На седьмое мая", "ru", (7, 5, None), "on"),
    ("двадцать первого марта", "ru", (21, 3, None), "at"),
    ("тридцать первого марта", "ru", (31, 3, None), "at"),
    ("02.04.2024", "ru", (2, 4, 2024), "at"),
    ("2024-04-02", "ru", (2, 4, 2024), "at"),
    ("02/04/2024", "ru", (2, 4, 2024), "at"),
    ("3 АПРЕЛЯ", "ru", (3, 4, None), "at"),
    ("Астана. 3 октября. АГЕНТСТВО -", "ru", (3, 10, None), "at"),
    ("10 сәуір күнгі жағдай келесідей:", "kk", (10, 4, None), "asof"),
    ("28 шілдедегі жағдай бойынша", "kk", (28, 7, None), "asof"),
    ("6 сәуірдегі мәлімет бойынша", "kk", (6, 4, None), "asof"),
    ("14 сәуірде", "kk", (14, 4, None), "at"),
    ("15 қаңтардан бастап", "kk", (15, 1, None), "since"),
    ("1 сәуірге дейін", "kk", (1, 4, None), "until"),
    ("2025 жылғы 13 сәуірде", "kk", (13, 4, 2025), "at"),
    ("2009 жылдың 30 шілдесінде", "kk", (30, 7, 2009), "at"),
    ("30 маусымда", "kk", (30, 6, None), "at"),
    ("21 сәуір 2024", "kk", (21, 4, 2024), "at"),
    ("16 сәу, 2024", "kk", (16, 4, 2024), "at"),
    ("сәуірдің 12-сі", "kk", (12, 4, None), "at"),
    ("сәуірдің 12-сінде", "kk", (12, 4, None), "at"),
    ("12.12.2024ж.", "kk", (12, 12, 2024), "at"),
    ("19 Сәуір 2023", "kk", (19, 4, 2023), "at"),
    ("27 jeltoqsanynan beri", "kk", (27, 12, None), "since"),
    ("12 sáýirde Shúlbi sý qoımasy", "kk", (12, 4, None), "at"),
    ("As of March 20", "en", (20, 3, None), "asof"),
    ("As of 20 March 2025", "en", (20, 3, 2025), "asof"),
    ("as of Apr 13", "en", (13, 4, None), "asof"),
    ("As of 12th of April", "en", (12, 4, None), "asof"),
    ("by April 2", "en", (2, 4, None), "until"),
    ("Since March 10", "en", (10, 3, None), "since"),
    ("December 13, 2017, Wednesday", "en", (13, 12, 2017), "at"),
    ("on the 2nd of May", "en", (2, 5, None), "at"),
    ("06.01.2025, 17:18 19016", "en", (6, 1, 2025), "at"),
]


@pytest.mark.parametrize(("text", "code", "printed", "role"), FRAMES, ids=[f"{f[1]}: {f[0]}" for f in FRAMES])
def test_a_day_in_its_frame(text, code, printed, role):
    [day] = days(text, code)
    assert (day.day, day.month, day.year) == printed
    assert day.role == role


def test_june_with_a_possessive_ending():
    [day] = days("2009 жылдың 30 маусымында", "kk")
    assert (day.day, day.month, day.year) == (30, 6, 2009)


def test_as_of_the_twelfth():
    [day] = days("As of the 12th of April", "en")
    assert day.role == "asof"


def test_a_deadline_on_the_first_of_april():
    [day] = days("by April 1", "en")
    assert (day.day, day.month, day.role) == (1, 4, "until")


@pytest.mark.parametrize(
    ("text", "code", "first", "last"),
    [
        ("с 14 по 20 марта", "ru", (14, 3), (20, 3, None)),
        ("с 10 марта по 2 апреля 2025", "ru", (10, 3), (2, 4, 2025)),
        ("1–3 апреля", "ru", (1, 4), (3, 4, None)),
        ("01.04.2025 по 03.04.2025", "ru", (1, 4), (3, 4, 2025)),
        ("1-2 сәуірде", "kk", (1, 4), (2, 4, None)),
        ("4-7 сәуір аралығында", "kk", (4, 4), (7, 4, None)),
        ("from December 20, 2024 to January 3, 2025", "en", (20, 12), (3, 1, 2025)),
        ("from 14 to 20 March", "en", (14, 3), (20, 3, None)),
    ],
)
def test_a_range_of_days(text, code, first, last):
    [day] = days(text, code)
    assert ((day.day, day.month), day.last, day.role) == (first, last, "period")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31 апреля 2025", "ru"),
        ("29 февраля 2025", "ru"),
        ("30 ақпан 2024", "kk"),
        ("April 31, 2025", "en"),
        ("February 29, 2023", "en"),
        ("31.06.2024", "ru"),
    ],
)
def test_a_day_that_no_calendar_has_is_none(text, code):
    assert [day.resolve(BASE) for day in days(text, code)] == [None]


@pytest.mark.parametrize(
    ("text", "code"), [("45 апреля", "ru"), ("0 апреля", "ru"), ("12.13.2024", "ru"), ("32 сәуірде", "kk")]
)
def test_what_cannot_be_a_day_is_no_token(text, code):
    assert days(text, code) == []


def test_leap_day_takes_the_year_that_has_it():
    assert Day(29, 2).resolve(dt.date(2025, 1, 10)) == dt.date(2024, 2, 29)
    assert Day(29, 2).resolve(dt.date(2022, 7, 1)) is None


@pytest.mark.parametrize(
    ("day", "month", "base", "resolved"),
    [
        (30, 12, "2025-01-03", "2024-12-30"),
        (2, 1, "2024-12-30", "2025-01-02"),
        (13, 4, "2025-04-13", "2025-04-13"),
        (1, 7, "2025-01-01", "2025-07-01"),
        (31, 12, "2025-12-31", "2025-12-31"),
    ],
)
def test_new_year_is_no_boundary(day, month, base, resolved):
    assert Day(day, month).resolve(dt.date.fromisoformat(base)) == dt.date.fromisoformat(resolved)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(-150, 150))
def test_a_year_left_out_is_the_one_that_brings_the_day_nearest(base, offset):
    day = base + dt.timedelta(days=offset)
    if (day.month, day.day) != (2, 29):
        assert Day(day.day, day.month).resolve(base) == day


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_of_the_calendar_is_read_back(day):
    assert calendar_day(day.day, day.month, day.year) == day
    for text, code in (
        (day.strftime("%d.%m.%Y"), "ru"),
        (day.isoformat(), "kk"),
        (f"{day:%B} {day.day}, {day.year}", "en"),
    ):
        assert [d.resolve(None) for d in days(text, code)] == [day]


@given(st.integers(-5, 99), st.integers(1, 12), st.integers(1900, 2100))
def test_a_day_out_of_range_is_none_and_never_raises(day, month, year):
    found = calendar_day(day, month, year)
    assert found is None or (found.day, found.month, found.year) == (day, month, year)


def test_without_a_base_no_year_is_invented():
    assert Day(12, 4).resolve(None) is None
    assert Day(12, 4, last=(14, 4, None)).resolve(None, closing=True) is None


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("1270 м³/с", "ru", [1270]),
        ("1985 м³/с", "ru", [1985]),
        ("2 070 кубометров", "ru", [2070]),
        ("12,04 м³/с", "ru", [12.04]),
        ("20.24 млн кубометров", "ru", [20.24e6]),
        ("секундына 2025 текше метр", "kk", [2025]),
        ("1998 m3/s", "en", [1998]),
        ("may release 2,010 m3/s", "en", [2010]),
    ],
)
def test_no_number_is_taken_for_a_date(text, code, values):
    assert days(text, code) == []
    assert [figure.value for figure in figures(text, code)] == values


@pytest.mark.parametrize(
    ("text", "code", "printed", "values"),
    [
        ("As of April 24, 53 cubic meters of water", "en", (24, 4, None), [53]),
        ("As of April 24, 1,985 cubic meters of water", "en", (24, 4, None), [1985]),
        ("На 24 апреля 53 м³/с", "ru", (24, 4, None), [53]),
        ("На 24 апреля 2 070 м³/с", "ru", (24, 4, None), [2070]),
        ("24 сәуірде 53 текше метр", "kk", (24, 4, None), [53]),
    ],
)
def test_a_number_behind_a_day_stays_a_number(text, code, printed, values):
    [day] = days(text, code)
    assert (day.day, day.month, day.year) == printed
    assert [figure.value for figure in figures(text, code)] == values


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("вчера", "ru", -1),
        ("накануне", "ru", -1),
        ("позавчера", "ru", -2),
        ("завтра", "ru", 1),
        ("неделю назад", "ru", -7),
        ("кеше", "kk", -1),
        ("ертең", "kk", 1),
        ("бір апта бұрын", "kk", -7),
        ("yesterday", "en", -1),
        ("tomorrow", "en", 1),
    ],
)
def test_days_told_from_today(text, code, offset):
    assert [token.payload for token in tokens(text, code, "relday")] == [offset]


@pytest.mark.parametrize(
    ("text", "code", "weekday"),
    [
        ("в понедельник", "ru", 0),
        ("в среду", "ru", 2),
        ("в воскресенье", "ru", 6),
        ("дүйсенбіде", "kk", 0),
        ("жұма", "kk", 4),
        ("on Friday", "en", 4),
        ("on Sunday", "en", 6),
    ],
)
def test_weekdays(text, code, weekday):
    assert [token.payload for token in tokens(text, code, "weekday")] == [weekday]


@pytest.mark.parametrize("weekday", ["сәрсенбі", "бейсенбі", "сейсенбі", "сенбі", "жексенбі"])
def test_a_weekday_within_another_is_not_seen(weekday):
    numbers = {"сейсенбі": 1, "сәрсенбі": 2, "бейсенбі": 3, "сенбі": 5, "жексенбі": 6}
    assert [token.payload for token in tokens(weekday, "kk", "weekday")] == [numbers[weekday]]


def test_the_month_of_the_day_before_is_carried_in_kazakh():
    first, second = days("Сәуірдің 12-сінде 5 текше метр, 13-інде 7 текше метр", "kk")
    assert ((first.day, first.month), (second.day, second.month)) == ((12, 4), (13, 4))
