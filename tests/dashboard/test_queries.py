"""What the pages ask of the store: the days of a view, its rows, what can be chosen."""

import datetime as dt

import pytest

from dashboard.queries import Record, season
from dashboard.view import View
from extract import Store, StoreError
from tests.dashboard.season import observed, result, store_of

FLOOD = [
    observed(f"{year}-04-{day:02}", name, value)
    for year in (2024, 2025)
    for day in (1, 5, 9)
    for name, value in (("astana", 50 + day), ("seleti", 30 + day), ("shulba", 900 + day))
]


@pytest.fixture
def record() -> Record:
    return Record(store_of(result("flood", FLOOD), result("autumn", [observed("2025-10-03", "kargaly", 15)])))


def test_the_default_is_the_latest_season_with_something_to_show(record):
    chosen = record.select(View(), "ru")
    assert chosen.period == season(2025)
    assert set(chosen.rows["day"]) == {dt.date(2025, 4, day) for day in (1, 5, 9)}
    assert chosen.seasons == (2025, 2024)


def test_a_season_of_one_day_is_not_opened_with():
    early = [observed("2026-03-06", "irikla", 139), observed("2026-03-07", "irikla", 140)]
    record = Record(store_of(result("flood", FLOOD), result("early", early)))
    chosen = record.select(View(), "ru")
    assert chosen.period == season(2025)
    assert chosen.seasons == (2026, 2025, 2024)
    assert record.newest() == dt.date(2026, 3, 7)


def test_without_a_season_all_days_are_shown():
    record = Record(store_of(result("one", [observed("2025-10-03", "kargaly", 15)])))
    assert record.select(View(), "ru").period.kind == "all"
    assert len(record.select(View(), "ru").rows) == 1


def test_filters_narrow_rows_but_not_what_other_filters_offer(record):
    chosen = record.select(View(reservoirs=("astana",), days="all"), "en")
    assert set(chosen.rows["reservoir_id"]) == {"astana"}
    assert dict(chosen.reservoirs)["seleti"] == "Seleti"
    assert chosen.order == record.select(View(), "ru").order
    assert chosen.order[0] == "shulba"


def test_days_include_both_ends(record):
    view = View(since=dt.date(2024, 4, 5), until=dt.date(2024, 4, 9))
    assert sorted(set(record.select(view, "ru").rows["day"])) == [dt.date(2024, 4, 5), dt.date(2024, 4, 9)]


def test_names_are_in_the_language_of_the_page(record):
    assert set(record.select(View(), "kk").rows["reservoir"]) == {"Астана", "Сілеті", "Шүлбі"}
    assert set(record.select(View(), "kk").rows["region"]) == {"Ақмола облысы"}


def test_planned_and_past_values_are_never_shown():
    record = Record(
        store_of(
            result(
                "b",
                [
                    observed("2025-04-01", "astana", 50),
                    observed("2025-04-02", "astana", 500, status="planned"),
                    observed("2024-04-01", "astana", 400, status="past"),
                ],
            )
        )
    )
    assert record.select(View(days="all"), "ru").rows["value"].tolist() == [50]


def test_disagreeing_bulletins_give_one_row_that_knows_of_the_others():
    record = Record(
        store_of(
            result("early", [observed("2025-04-03", "irikla", 790)], published="2025-04-03T10:00:00+05:00"),
            result("late", [observed("2025-04-03", "irikla", 870)], published="2025-04-03T18:00:00+05:00"),
        )
    )
    [row] = record.select(View(days="all"), "ru").rows.to_dict("records")
    assert row["value"] == 870
    assert row["others"] == (790,)
    assert "conflict" in row["flags"]


def test_a_new_revision_of_the_store_is_seen():
    store = store_of(result("one", [observed("2025-04-01", "astana", 50)]))
    record = Record(store)
    assert len(record.observed()) == 1
    store.add(result("two", [observed("2025-04-02", "astana", 60)]))
    assert len(record.observed()) == 2


def test_an_empty_store_is_no_error():
    record = Record(Store("sqlite://"))
    assert record.newest() is None
    assert not record.is_filled()
    chosen = record.select(View(), "ru")
    assert len(chosen.rows) == 0
    assert chosen.span() == (None, None)


def test_a_store_that_fails_is_not_filled():
    class Broken:
        def revision(self):
            raise StoreError("The store is gone.")

    assert not Record(Broken()).is_filled()
