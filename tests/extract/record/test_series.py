"""What bulletins say together: duplicates, conflicts, jumps, and the one value of a day."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from extract import table
from extract.record.series import FACT, cross_check, is_official, series
from tests.extract.record.examples import observation, observations


def flagged(flag, *rows):
    """Which of the rows get the flag."""
    return [flag in flags for flags in cross_check(table(rows))["flags"]]


def said(bulletin, value=53.0, day=13, published=20, **changes):
    moment = published and dt.datetime(2025, 4, published, tzinfo=dt.UTC)
    return observation(
        **{"bulletin_id": bulletin, "value": value, "day": day, "published": moment, "url": None} | changes
    )


GOV = {"url": "https://www.gov.kz/memleket/entities/water/press/news/details/1"}

# series ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([said("a"), said("b", **GOV), said("c", published=25)], "b"),
        ([said("a"), said("b", publisher="Министерство водных ресурсов")], "b"),
        ([said("a"), said("b", published=25), said("c", published=None)], "b"),
        ([said("a", published=None), said("b", published=None)], "a"),
        ([said("b", start=50, end=83), said("b", value=54, start=10, end=43)], 54),
        ([said("a", status="planned", **GOV), said("b")], "b"),
    ],
)
def test_the_preferred_value_of_a_day(rows, chosen):
    for order in (rows, rows[::-1]):
        [row] = series(table(order)).itertuples()
        assert chosen in (row.bulletin_id, row.value)


def test_a_series_has_one_observed_value_per_reservoir_quantity_and_day():
    rows = [
        said("a", day=14),
        said("a", day=13),
        said("b", day=13),
        said("a", quantity="inflow"),
        said("a", reservoir_id="seleti"),
        said("a", day=15, status="planned"),
        said("a", day=16, status="past"),
    ]
    chosen = series(table(rows))
    assert list(zip(chosen["reservoir_id"], chosen["quantity"], chosen["date"].dt.day, strict=True)) == [
        ("astana", "release", 13),
        ("astana", "release", 14),
        ("astana", "inflow", 13),
        ("seleti", "release", 13),
    ]
    assert list(chosen.columns) == list(table(rows).columns)
    assert chosen.index.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("url", "publisher", "official"),
    [
        ("https://gov.kz/a", None, True),
        ("http://WATER.gov.kz", None, True),
        ("https://www.gov.kz:443/a", None, True),
        ("https://notgov.kz/a", None, False),
        ("https://gov.kz.example.com/a", None, False),
        ("https://example.com/www.gov.kz/a", None, False),
        (None, "Қазақстан Су ресурстары министрлігі", True),
        (None, "Ministry of Water Resources", True),
        (None, "Вестник долины", False),
        (None, None, False),
    ],
)
def test_who_is_official(url, publisher, official):
    assert is_official(table([observation(url=url, publisher=publisher)])).tolist() == [official]


# duplicate -------------------------------------------------------------------------------------


def test_the_same_fact_elsewhere_is_a_duplicate_of_the_preferred():
    assert flagged("duplicate", said("a"), said("b", **GOV), said("c", published=25)) == [True, False, True]


@pytest.mark.parametrize(
    "other",
    [
        {"value": 53.1},
        {"day": 14},
        {"status": "planned"},
        {"quantity": "inflow"},
        {"reservoir_id": "seleti"},
        {"bulletin": "a", "start": 40, "end": 73},
    ],
)
def test_another_fact_or_the_same_bulletin_is_no_duplicate(other):
    assert flagged("duplicate", said("a"), said(**{"bulletin": "b"} | other)) == [False, False]


# conflict --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "conflict"),
    [((53, 54), True), ((200, 201.1), True), ((200, 200.9), False), ((0, 0), False), ((0, 5), True), ((-5, 5), True)],
)
def test_values_that_differ_by_more_than_half_a_percent_conflict(values, conflict):
    assert flagged("conflict", said("a", values[0]), said("b", values[1])) == [conflict] * 2


@pytest.mark.parametrize(
    "other",
    [{"status": "planned"}, {"qualifier": "approx"}, {"day": 14}, {"reservoir_id": "x"}, {"quantity": "inflow"}],
)
def test_only_observed_exact_values_of_one_day_conflict(other):
    assert flagged("conflict", said("a", 53), said("b", 99, **other)) == [False, False]


# jump ------------------------------------------------------------------------------------------


def jumps(*values, days=range(1, 20)):
    return flagged("jump", *(said(f"b{d}", v, day=d) for v, d in zip(values, days, strict=False)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((50, 5000, 51), [False, True, False]),
        ((50, 4, 51), [False, True, False]),
        ((50, 500, 49), [False, False, False]),
        ((50, 5000, 600), [False, False, False]),  # ten times one neighbour only: a flood that rises
        ((5000, 50), [False, False]),  # a day at the edge has one neighbour
        ((50, 0, 51), [False, False, False]),  # a gate was shut
        ((0, 5000, 0), [False, False, False]),
        ((0, 5000, 50, 60), [False, False, False, False]),
    ],
)
def test_a_value_out_of_proportion_to_both_neighbours_is_a_jump(values, expected):
    assert jumps(*values) == expected


def test_neighbours_are_days_nearby_of_the_same_reservoir_and_quantity():
    assert jumps(50, 5000, 50, days=(1, 2, 18)) == [False, False, False]
    assert jumps(50, 5000, 50, days=(1, 2, 17)) == [False, True, False]
    rows = [said("a", 50, 1), said("b", 5000, 2, reservoir_id="x"), said("c", 50, 3)]
    assert flagged("jump", *rows) == [False, False, False]


def test_every_observed_value_of_a_day_is_held_against_the_neighbouring_days():
    rows = [
        said("a", 50, 1),
        said("b", 50, 2),
        said("c", 5000, 2),
        said("d", 9999, 2, status="planned"),
        said("e", 50, 3),
    ]
    assert flagged("jump", *rows) == [False, False, True, False, False]


# all of them -----------------------------------------------------------------------------------


def test_flags_of_the_extractor_stay_and_cross_flags_are_judged_anew():
    checked = cross_check(table([said("a", flags=("year_inferred", "jump")), said("b", 60, flags=("duplicate",))]))
    assert checked["flags"].tolist() == [["year_inferred", "conflict"], ["conflict"]]


def test_an_empty_table_stays_as_it_is():
    assert_frame_equal(cross_check(table([])), table([]))
    assert_frame_equal(series(table([])), table([]))


few = st.lists(
    st.builds(
        said,
        st.sampled_from("abc"),
        st.sampled_from([0.0, 5.0, 5.01, 53.0, 900.0]),
        st.integers(1, 5),
        st.sampled_from([None, 1, 2]),
        status=st.sampled_from(["observed", "planned"]),
    ),
    max_size=12,
)


@settings(max_examples=50)
@given(few)
def test_a_second_pass_changes_nothing_and_only_flags_change(rows):
    tidy = table(rows)
    once = cross_check(tidy)
    assert_frame_equal(cross_check(once), once)
    assert_frame_equal(once.drop(columns="flags"), tidy.drop(columns="flags"))
    assert tidy["flags"].map(len).eq(0).all()


@settings(max_examples=50)
@given(few, st.randoms())
def test_a_series_depends_on_the_rows_and_not_on_their_order(rows, chance):
    rows = list({(r.bulletin_id, r.date, r.value): r for r in rows}.values())
    chosen = series(table(rows))
    observed = [r for r in rows if r.status == "observed"]
    assert len(chosen) == len({(r.reservoir_id, r.quantity, r.date) for r in observed})
    assert not chosen.duplicated(FACT).any()
    if all(len({r.value for r in observed if (r.bulletin_id, r.date) == key}) == 1 for key in _keys(observed)):
        assert_frame_equal(series(table(chance.sample(rows, len(rows)))), chosen)


def _keys(rows):
    return {(r.bulletin_id, r.date) for r in rows}


@settings(max_examples=25)
@given(st.lists(observations(), max_size=6))
def test_any_table_can_be_checked(rows):
    assert len(cross_check(table(rows))) == len(rows)
    assert len(series(table(rows))) <= len(rows)
