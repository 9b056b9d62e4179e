"""Reviews from the page: kept with who said so, shown where the row is, refused with a reason."""

import urllib.error
import urllib.parse
import urllib.request

import pytest

from dashboard.access import COOKIE
from extract import Store
from tests.browser.server import served
from tests.dashboard.season import observed, result
from tests.dashboard.test_access import post

TOKEN = "correct horse battery"


@pytest.fixture
def place(tmp_path):
    path = tmp_path / "agyn.sqlite"
    with Store(path) as store:
        store.add(result("b", [observed("2025-04-01", "astana", 50)]))
        yield path, store


def form(store, **changes):
    row = store.bulletin("b").rows[0]
    fields = {
        "bulletin": "b",
        "reservoir": row.reservoir_id,
        "quantity": row.quantity,
        "date": row.date.isoformat(),
        "status": row.status,
        "printed": row.value_as_printed,
        "start": str(row.start),
        "back": "/bulletins?bulletin=b",
    }
    return fields | changes


def test_a_signed_in_person_confirms_corrects_and_rejects(place):
    path, store = place
    with served(path, AGYN_TOKEN=TOKEN) as address:
        assert post(address, "/review", form(store, review="confirmed"))[0] == 401
        assert store.bulletin("b").rows[0].review == "machine"
        cookie = post(address, "/sign-in", {"token": TOKEN, "name": "Айгүл"})[1]["set-cookie"].split(";")[0]
        assert cookie.startswith(COOKIE)

        def say(**changes):
            return post(address, "/review", form(store, **changes), cookie=cookie)

        status, headers, _ = say(review="confirmed")
        assert (status, headers["location"]) == (303, "/bulletins?bulletin=b")
        row = store.bulletin("b").rows[0]
        assert (row.review, row.reviewed_by) == ("confirmed", "Айгүл")
        assert say(review="corrected", value="35,5", reason="Опечатка")[0] == 303
        assert store.bulletin("b").rows[0].value == 35.5
        before = store.revision()
        for refused in (
            {"review": "rejected"},
            {"review": "corrected", "value": "much", "reason": "x"},
            {"review": "corrected", "value": "nan", "reason": "x"},
            {"review": "maybe"},
            {"review": "confirmed", "date": "2025-04-02"},
            {"review": "confirmed", "bulletin": "none"},
        ):
            assert say(**refused)[0] == 400, refused
        status, _, _ = post(
            address, "/review", form(store, review="confirmed"), cookie=cookie, origin="https://elsewhere.example"
        )
        assert status == 403
        assert store.revision() == before
        assert say(review="rejected", reason="План")[0] == 303
        with urllib.request.urlopen(f"{address}/api/v1/series.csv?days=all", timeout=20) as answer:
            assert "astana" not in answer.read().decode()
        with urllib.request.urlopen(f"{address}/api/v1/observations.csv?days=all", timeout=20) as answer:
            assert "rejected,Айгүл" in answer.read().decode()


def test_a_read_only_server_says_how_to_switch_writing_on(place):
    path, store = place
    with served(path) as address:
        status, _, body = post(
            address, "/review", form(store, review="confirmed"), x_forwarded_for="203.0.113.5", accept_language="en"
        )
    assert status == 403
    assert "AGYN_TOKEN" in body
    assert store.bulletin("b").rows[0].review == "machine"
