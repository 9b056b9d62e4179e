"""Sites that misbehave: each fault has one clear sentence, harms no store, and is made good by the next refresh."""

import dataclasses
import sqlite3

import pytest
from pandas.testing import assert_frame_equal

from extract import Store
from extract.bulletins.sources import Source, govkz
from extract.bulletins.sources import http as web
from extract.record.refresh import refresh
from tests.extract.bulletins.faults import FAULTS, SENTENCE
from tests.extract.conftest import QUICK

FAILING = {
    "silent": "did not answer within 0.5 seconds.",
    "dripping": "took longer than 2 seconds.",
    "endless": "is larger than 2 MB: it was not read.",
    "endless headers": "does not speak HTTP as it should: ",
    "cut off": "was cut off in the middle of the answer.",
    "hung up": "was cut off in the middle of the answer.",
    "no http": "does not speak HTTP as it should: ",
    "429": "answered 429 (Too Many Requests) 2 times in a row.",
    "429 for long": "answered 429 (Too Many Requests) and asks to come back in 3600 seconds.",
    "500": "answered 500 (Internal Server Error) 2 times in a row.",
    "503 with a date": "answered 503 (Service Unavailable) and asks to come back in ",
    "403": "answered 403 (Forbidden).",
    "404": "answered 404 (Not Found).",
    "400": "(water, ru) answered 400 (Bad Request).",
    "never allowed": "answers “notAllowed” even with a ticket: the site has changed.",
    "html": "answered with a web page instead of JSON.",
    "html as json": "answered with a web page instead of JSON.",
    "empty": "is empty.",
    "broken json": "answered with broken JSON.",
    "deep json": "answered with broken JSON.",
    "object": "(water, ru) answered with JSON that is no list of articles.",
    "list of words": "(water, ru) answered with JSON that is no list of articles.",
    "null": "(water, ru) answered with JSON that is no list of articles.",
    "binary": "is binary data, not text.",
    "gzip bomb": "unpacks to more than 2 MB: it was not read.",
    "gzip bomb in a bomb": "is a gzip archive, not text",
    "gzip cut off": "was cut off in the middle of the answer.",
    "no gzip": "is not the gzip it says it is.",
    "packed twice": "is packed as “gzip, gzip”, which was not asked for.",
    "redirect loop": "leads from one address to the next more than 5 times.",
    "redirect to file": "leads to file://127.0.0.1/etc/passwd, which is no safe web address.",
    "redirect to nonsense": "",
    "same page again": "(water, ru) goes on repeating itself from page 4.",
    "pages without end": "(water, ru) has more than 5 pages: ask for less with --since.",
}
"""Fault -> how the sentence ends with which the source fails."""

PASSING_OVER = {
    "twice the same id": "article 1 is listed twice and differs: the first was taken.",
    "no id": "page 1, item 1 has no “id”.",
    "no body": "article 2 has no text in “body” or “short_description”.",
    "bad date": "article 2 has no “created_date” that can be read: it is read without a day of publication.",
    "bad types": "page 1, item 1 has no “id”.",
    "future": "says it was published on 2099-01-01, which is yet to come: it is read without a day of publication.",
    "long id": "has an “id” of more than 500 characters.",
    "noise": "article 2 is not text: it has over a million characters without a space or line end.",
}
"""Fault in one article -> what is said of it; the others are read."""

HARMLESS = ("wrong charset", "wrong type")
ELSEWHERE = {
    "redirect to metadata",
    "redirect to loopback",
    "half a feed",
    "bomb of entities",
    "cut off without a length",
}


@pytest.fixture
def store(tmp_path, site, ministry):
    """A store with one bulletin from before."""
    with Store(tmp_path / "s.sqlite") as store:
        site.publish(100, day=1, value=11)
        refresh([ministry], store, limits=QUICK)
        yield store


@pytest.fixture(autouse=True)
def five_pages(monkeypatch):
    monkeypatch.setattr(govkz, "LAST_PAGE", 5)


def require_unharmed(store, before, path):
    """All from before is still there, as it was, and the database is sound."""
    kept = store.observations(bulletin="gov.kz/water/100/ru")
    assert_frame_equal(kept, before)
    with sqlite3.connect(path) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()


def faulty(site, source, store, tmp_path, fault, path):
    """The run in which `fault` is met; then the site behaves again, and all that it has is there."""
    before = store.observations(bulletin="gov.kz/water/100/ru")
    site.misbehave(fault, path)
    [run] = refresh([source], store, limits=QUICK)
    for sentence in (run.failed or "", *run.passed_over):
        assert "\n" not in sentence
        assert "Error" not in sentence.replace("Server Error", "")
    require_unharmed(store, before, tmp_path / "s.sqlite")
    site.behave()
    return run


@pytest.mark.parametrize("fault", FAILING)
def test_a_fault_fails_its_source_in_one_sentence(site, ministry, store, tmp_path, fault):
    site.publish(200, day=14, value=22)
    run = faulty(site, ministry, store, tmp_path, fault, govkz.NEWS)
    assert run.failed
    assert site.url in run.failed
    assert FAILING[fault] in run.failed
    assert run.failed.endswith(".")
    [again] = refresh([ministry], store, limits=QUICK)
    assert (again.failed, again.passed_over) == (None, ())
    assert store.observations(bulletin="gov.kz/water/200/ru")["value"].tolist() == [22]


@pytest.mark.parametrize("fault", PASSING_OVER)
def test_a_bad_article_is_passed_over_and_the_others_are_read(site, ministry, store, tmp_path, fault):
    run = faulty(site, ministry, store, tmp_path, fault, govkz.NEWS)
    assert run.failed is None
    assert any(PASSING_OVER[fault] in sentence for sentence in run.passed_over)
    values = [] if fault == "future" else [53]
    assert store.observations(bulletin="gov.kz/water/1/ru")["value"].tolist() == values
    assert store.observations()["date"].max().year == 2025


@pytest.mark.parametrize("fault", HARMLESS)
def test_a_wrong_label_does_no_harm(site, ministry, store, tmp_path, fault):
    site.faults.append([FAULTS[fault], govkz.NEWS, 1])
    [run] = refresh([ministry], store, limits=QUICK)
    assert run.failed is None
    assert store.bulletin("gov.kz/water/1/ru").bulletin.text == SENTENCE.format(day=13, value=53)


def test_every_fault_is_tried():
    assert {*FAILING, *PASSING_OVER, *HARMLESS, *ELSEWHERE} == set(FAULTS)
    assert len(FAULTS) >= 20


@pytest.mark.parametrize(
    ("fault", "address"),
    [("redirect to metadata", "169.254.169.254"), ("redirect to loopback", "127.0.0.2")],
)
def test_a_redirect_into_a_private_network_is_not_followed(
    site, ministry, store, tmp_path, fault, address, monkeypatch
):
    """127.0.0.1 stands for the internet here, so that the first step is allowed and the second is not."""
    real = web.Guarded._addresses.__globals__["is_public"]
    monkeypatch.setitem(web.Guarded._addresses.__globals__, "is_public", lambda ip: ip == "127.0.0.1" or real(ip))
    public = dataclasses.replace(ministry, allow_private=False)
    run = faulty(site, public, store, tmp_path, fault, govkz.NEWS)
    assert f"is inside a private network ({address}) and was not asked" in run.failed


def test_a_source_in_a_private_network_is_not_asked(site, ministry, store):
    site.asked.clear()
    [run] = refresh([dataclasses.replace(ministry, allow_private=False)], store, limits=QUICK)
    assert "is inside a private network (127.0.0.1) and was not asked: set allow_private = true" in run.failed
    assert site.asked == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://no-such-host.invalid", "cannot be reached: no address is known for no-such-host.invalid."),
        ("http://127.0.0.1:1", "cannot be reached: connection refused."),
    ],
)
def test_a_site_that_is_away_is_named(ministry, store, url, sentence):
    [run] = refresh([dataclasses.replace(ministry, url=url)], store, limits=QUICK)
    assert run.failed.endswith(sentence)
    assert run.failed.startswith(url)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("half a feed", "/rss is half a feed: its end is missing."),
        ("html", "/rss is no RSS or Atom feed but a web page."),
        ("empty", "/rss is empty."),
        ("gzip bomb", "/rss unpacks to more than 2 MB: it was not read."),
        ("cut off", "/rss was cut off in the middle of the answer."),
        ("binary", "/rss is binary data, not text."),
    ],
)
def test_a_faulty_feed_fails_and_half_an_entry_is_never_read(site, store, tmp_path, fault, sentence):
    feed = Source("news", "feed", f"{site.url}/rss", pause=0, allow_private=True)
    site.enter("a1")
    run = faulty(site, feed, store, tmp_path, fault, "/rss")
    assert run.failed == f"{site.url}{sentence}"
    assert len(store.bulletins()) == 1
    [again] = refresh([feed], store, limits=QUICK)
    assert (again.failed, again.new) == (None, 1)


def test_half_a_page_is_never_read_although_nothing_says_how_long_it_is(site, store, tmp_path):
    page = Source("levels", "page", f"{site.url}/levels", pause=0, allow_private=True)
    site.put("/levels", value=153)
    run = faulty(site, page, store, tmp_path, "cut off without a length", "/levels")
    assert run.failed == f"{site.url}/levels seems to be cut off: its end is missing."
    assert refresh([page], store, limits=QUICK)[0].new == 1


def test_a_bomb_of_entities_does_not_go_off(site, store, tmp_path):
    feed = Source("news", "feed", f"{site.url}/rss", pause=0, allow_private=True)
    run = faulty(site, feed, store, tmp_path, "bomb of entities", "/rss")
    assert run.new <= 1
    assert all(len(store.bulletin(one).bulletin.text) < 1000 for one in store.bulletins()["id"])


def test_one_failing_source_stops_no_other(site, ministry, store):
    broken = dataclasses.replace(ministry, name="broken", url="http://127.0.0.1:1")
    site.publish(200, day=14)
    runs = refresh([broken, ministry, dataclasses.replace(broken, name="too")], store, limits=QUICK)
    assert [run.source for run in runs if run.failed] == ["broken", "too"]
    assert runs[1].new == 1
