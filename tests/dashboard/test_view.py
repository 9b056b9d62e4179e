"""The address of a page: what goes in comes out, defaults stay out, nonsense is named and passed over."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.view import LANGUAGES, QUANTITIES, SCALES, THEMES, View, decode, encode

days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
ids = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)
regions = st.from_regex(r"[A-Z]{2}-[A-Z0-9]{1,3}", fullmatch=True)


@st.composite
def views(draw) -> View:
    since, until = draw(st.none() | days), draw(st.none() | days)
    if since and until and since > until:
        since, until = until, since
    bulletin = draw(st.none() | ids)
    return View(
        quantity=draw(st.sampled_from(QUANTITIES)),
        regions=tuple(draw(st.lists(regions, unique=True, max_size=5))),
        reservoirs=tuple(draw(st.lists(ids, unique=True, max_size=5))),
        basin=draw(st.sampled_from(["", "esil"])),
        days="" if since or until else draw(st.sampled_from(["", "all", "2024", "1999"])),
        since=since,
        until=until,
        scale=draw(st.sampled_from(["", *SCALES])),
        planned=draw(st.booleans()),
        inflow=draw(st.booleans()),
        language=draw(st.none() | st.sampled_from(LANGUAGES)),
        theme=draw(st.none() | st.sampled_from(THEMES)),
        bulletin=bulletin,
        at=draw(st.none() | st.integers(0, 999_999)) if bulletin else None,
    )


@given(views())
def test_a_view_survives_its_address(view):
    assert decode(encode(view)) == (view, [])


@given(views())
def test_an_address_is_plain_ascii_and_says_everything_once(view):
    address = encode(view)
    assert address.isascii()
    assert address == encode(decode(address)[0])


@given(st.text(max_size=200))
def test_no_address_breaks_the_codec(address):
    view, notices = decode(address)
    assert decode(encode(view)) == (view, [])
    assert all(isinstance(key, str) and isinstance(value, str) for key, value in notices)


def test_defaults_are_left_out():
    assert encode(View()) == ""
    assert decode(None) == decode("") == decode("?") == (View(), [])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("quantity", "gold"),
        ("region", "<script>"),
        ("since", "2025-02-30"),
        ("since", "20250401"),
        ("until", "tomorrow"),
        ("days", "99"),
        ("lang", "de"),
        ("theme", "pink"),
        ("reservoir", "x" * 500),
        ("bulletin", "a\x00b"),
    ],
)
def test_nonsense_falls_back_and_is_named(key, value):
    view, notices = decode(f"?{key}={value}")
    assert view == View()
    assert notices == [(key, value)]


def test_days_that_end_before_they_begin_are_nonsense():
    view, notices = decode("?since=2025-05-01&until=2025-04-01")
    assert (view.since, view.until) == (None, None)
    assert notices == [("since", "2025-05-01")]


@pytest.mark.parametrize("at", ["-1", "²", "1e9", "9999999999", "x"])
def test_a_place_in_a_text_is_a_plain_number(at):
    view, notices = decode(f"?bulletin=a&at={at}")
    assert view.at is None
    assert notices == [("at", at)]


def test_strangers_keys_are_passed_over_without_a_word():
    assert decode("?utm_source=letter&fbclid=1&region=KZ-11") == (View(regions=("KZ-11",)), [])


def test_filters_are_the_view_without_what_chooses_no_rows():
    view = View(regions=("KZ-11",), language="kk", theme="dark", bulletin="b", at=3)
    assert view.filters() == View(regions=("KZ-11",))
