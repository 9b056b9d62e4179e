"""What people say of rows: beside them, never over them, and still there when a bulletin is read again."""

import dataclasses
import threading

import pytest
import sqlalchemy as sa

from extract import BadInput, Store, StoreError, table
from extract.record.reviews import Review, history
from extract.record.schema import observations
from extract.record.series import cross_check, series
from tests.extract.record.examples import observation, result

CONFIRMED = Review("confirmed", "Айгүл")
CORRECTED = Review("corrected", "Айгүл", "В сводке опечатка", 35.0)
REJECTED = Review("rejected", "Серік", "Это план")


def first(store, identity="b1"):
    return store.bulletin(identity).rows[0]


@pytest.fixture
def filled(store):
    store.add(result("b1", 2))
    store.add(result("b2", 1))
    return store


@pytest.mark.parametrize("review", [CONFIRMED, CORRECTED, REJECTED], ids=lambda review: review.review)
def test_a_review_stands_beside_its_row_and_no_other(filled, review):
    as_read = first(filled)
    before = filled.revision()
    filled.review(as_read, review)
    assert filled.revision() != before
    row = first(filled)
    assert (row.review, row.reviewed_by, row.review_reason) == (review.review, review.reviewer, review.reason or None)
    assert row.reviewed_at is not None
    assert row.value == (35.0 if review is CORRECTED else as_read.value)
    assert (row.value_as_printed, row.quote) == (as_read.value_as_printed, as_read.quote)
    tidy = filled.observations()
    assert tidy["review"].tolist() == [review.review, "machine", "machine"]
    assert tidy["value"].tolist()[0] == row.value
    assert first(filled, "b2").review == "machine"
    with filled.engine.connect() as connection:  # what was read is as it was
        assert connection.scalar(sa.select(observations.c.value).where(observations.c.n == 0).limit(1)) == 53.0


def test_the_latest_review_counts_and_earlier_ones_are_kept(filled):
    for review in (REJECTED, CORRECTED, CONFIRMED):
        filled.review(first(filled), review)
    assert first(filled).review == "confirmed"
    assert first(filled).value == 53.0
    assert [review.review for _, review in history(filled.engine, "b1")] == ["confirmed", "corrected", "rejected"]
    filled.review(first(filled), Review("machine", "Айгүл", "Ошиблась"))
    row = first(filled)
    assert (row.review, row.reviewed_by, row.reviewed_at) == ("machine", None, None)
    assert len(history(filled.engine, "b1")) == 4


def test_a_review_survives_a_newer_extractor_and_an_edit_elsewhere(filled):
    filled.review(first(filled), CORRECTED)
    newer = result("b1", 2)
    rows = [dataclasses.replace(row, extractor_version="999", flags=("year_inferred",)) for row in newer.rows]
    assert filled.add(dataclasses.replace(newer, rows=rows)).outcome == "reread"
    assert first(filled).value == 35.0
    edited = result("b1", 2, title="Исправлено")
    rows = [dataclasses.replace(row, extractor_version="999") for row in edited.rows]
    assert filled.add(dataclasses.replace(edited, rows=rows)).outcome == "corrected"
    assert first(filled).review == "corrected"


def test_a_figure_that_is_read_differently_waits_for_a_review_of_its_own(filled):
    filled.review(first(filled), CORRECTED)
    newer = result("b1", 2, value=530.0)
    rows = [dataclasses.replace(row, extractor_version="999") for row in newer.rows]
    filled.add(dataclasses.replace(newer, rows=rows))
    assert first(filled).review == "machine"
    assert first(filled).value == 530.0


def test_a_row_that_is_gone_cannot_be_reviewed(filled):
    gone = dataclasses.replace(first(filled), reservoir_id="elsewhere")
    before = filled.revision()
    with pytest.raises(StoreError, match="no longer in the store"):
        filled.review(gone, CONFIRMED)
    assert filled.revision() == before


def test_reviews_of_one_fact_at_once_follow_each_other(store_url):
    with Store(store_url) as store:
        store.add(result("b1", 1))
        row = first(store)
        failed = []

        def say(number):
            try:
                store.review(row, Review("corrected", f"p{number}", "так", float(number)))
            except StoreError as error:
                failed.append(error)

        threads = [threading.Thread(target=say, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        said = history(store.engine, "b1")
        assert len(said) == 8
        assert first(store).reviewed_by == said[0][1].reviewer


@pytest.mark.parametrize(
    "wrong",
    [
        ("maybe", "A", "b", None),
        ("confirmed", " ", "", None),
        ("rejected", "A", "  ", None),
        ("corrected", "A", "", 5.0),
        ("corrected", "A", "b", None),
        ("confirmed", "A", "", 5.0),
        ("corrected", "A", "b", float("nan")),
        ("rejected", "A", "x" * 1001, None),
    ],
    ids=str,
)
def test_a_review_must_make_sense(wrong):
    with pytest.raises(BadInput):
        Review(*wrong)


def test_a_rejected_row_is_in_no_series_and_no_evidence_for_or_against_another():
    wrong = observation(bulletin_id="b1", value=530.0, review="rejected")
    right = observation(bulletin_id="b2", value=53.0)
    after = observation(bulletin_id="b3", value=50.0, day=14)
    checked = cross_check(table([wrong, right, after]))
    assert checked["flags"].tolist() == [[], [], []]
    assert series(checked)["value"].tolist() == [53.0, 50.0]
    kept = cross_check(table([observation(bulletin_id="b1", value=530.0), right, after]))
    assert "conflict" in kept["flags"][0]
    assert "conflict" in kept["flags"][1]


def test_a_corrected_value_is_the_one_of_the_series(filled):
    filled.review(first(filled), CORRECTED)
    chosen = series(filled.observations()).set_index("reservoir_id")
    assert chosen.loc["r0", "value"] == 35.0
    assert chosen.loc["r0", "value_as_printed"] == filled.bulletin("b1").rows[0].value_as_printed
