"""gov.kz as it behaves: the ticket, the pages, the increments, the languages."""

import dataclasses
import datetime as dt

import httpx
import pytest

from extract import SetAside, extract
from extract.bulletins.sources import bulletins, govkz, probe
from extract.errors import SourceError
from tests.extract.bulletins.standin import NEWS, TICKET
from tests.extract.conftest import QUICK


def asked(site, path=NEWS):
    return [one for one in site.asked if one.path == path]


def test_it_asks_for_a_ticket_once_and_reads_everything(site, ministry):
    for number in range(5):
        site.publish(number, day=10 + number)
    found = list(bulletins(ministry, limits=QUICK))
    assert [one.id for one in found] == [f"gov.kz/water/{number}/ru" for number in (4, 3, 2, 1, 0)]
    assert len(asked(site, TICKET)) == 1
    assert asked(site)[0].headers["User-Agent"].startswith("Agyn/")
    assert [one.query["page"] for one in asked(site)] == ["1", "1", "2"]


def test_a_bulletin_has_text_title_day_address_and_publisher(site, ministry):
    site.publish(975089, day=13, value=53)
    [found] = bulletins(ministry, limits=QUICK)
    assert found.url == f"{site.url}/memleket/entities/water/press/news/details/975089?lang=ru"
    assert (found.title, found.language, found.publisher) == ("О сбросе 13 апреля", "ru", "gov.kz/water")
    assert found.published_day == dt.date(2025, 4, 13)
    assert found.retrieved is not None
    [row] = extract(found).rows
    assert (row.reservoir_id, row.value) == ("astana", 53)


def test_it_pages_until_an_empty_list(site, ministry, monkeypatch):
    monkeypatch.setattr(govkz, "SIZE", 3)
    for number in range(9):
        site.publish(number, day=10 + number)
    assert len(list(bulletins(ministry, limits=QUICK))) == 9
    assert [one.query["page"] for one in asked(site)] == ["1", "1", "2", "3", "4"]


def test_each_language_is_asked_for_by_its_header_and_has_its_own_id(site, ministry):
    site.publish(7)
    found = list(bulletins(dataclasses.replace(ministry, languages=("ru", "kk", "en")), limits=QUICK))
    assert [one.id for one in found] == ["gov.kz/water/7/ru", "gov.kz/water/7/kk", "gov.kz/water/7/en"]
    assert len({one.text for one in found}) == 3
    assert [one.url[-2:] for one in found] == ["ru", "kk", "en"]


def test_later_visits_ask_for_what_is_newer_and_a_week_before_it(site, ministry):
    memory = {}
    site.publish(1, day=1)
    site.publish(2, day=20)
    list(bulletins(ministry, memory=memory, limits=QUICK))
    site.asked.clear()
    site.publish(3, day=21)
    found = list(bulletins(ministry, memory=memory, limits=QUICK))
    assert [one.id[-4:] for one in found] == ["3/ru", "2/ru"]
    assert {one.query["created_date"] for one in asked(site)} == {"gt:2025-04-13T10:00:00"}
    assert memory["ru"]["newest"].startswith("2025-04-21T10:00:00")


def test_nothing_is_remembered_until_all_has_been_taken(site, ministry):
    memory = {}
    site.publish(1)
    site.publish(2)
    visit = bulletins(ministry, memory=memory, limits=QUICK)
    next(visit)
    assert memory == {}
    next(visit)
    visit.close()
    assert memory == {}


def test_since_leaves_out_what_is_earlier_and_makes_no_gap(site, ministry):
    memory = {}
    for day in (5, 13, 14):
        site.publish(day, day=day)
    found = list(bulletins(ministry, since=dt.date(2025, 4, 14), memory=memory, limits=QUICK))
    assert [one.id for one in found] == ["gov.kz/water/14/ru"]
    site.publish(29, day=29)
    list(bulletins(ministry, since=dt.date(2025, 4, 29), memory=memory, limits=QUICK))
    assert memory["ru"]["newest"].startswith("2025-04-14")  # what lies between was not asked for


def test_a_ticket_that_expires_is_asked_for_again(site, ministry, monkeypatch):
    monkeypatch.setattr(govkz, "SIZE", 1)
    site.publish(1)
    site.publish(2)
    visit = bulletins(ministry, limits=QUICK)
    next(visit)
    site.tickets.clear()
    assert len(list(visit)) == 1
    assert len(asked(site, TICKET)) == 2


def test_gte_is_never_sent_as_the_site_cannot_answer_it(site, ministry):
    site.publish(1)
    assert httpx.get(f"{site.url}{NEWS}").status_code == 400
    site.wants_ticket = False
    assert httpx.get(f"{site.url}{NEWS}?created_date=gte:2025-04-13T00:00:00").status_code == 500
    memory = {}
    for _ in range(2):
        list(bulletins(ministry, memory=memory, limits=QUICK))
    assert not any("gte" in one.query.get("created_date", "") for one in asked(site)[2:])


def test_one_language_that_fails_does_not_keep_the_others(site, ministry):
    site.publish(1)
    taken = []
    site.misbehave("404", times=1)
    with pytest.raises(SourceError, match="404"):
        taken.extend(bulletins(dataclasses.replace(ministry, languages=("ru", "kk")), limits=QUICK))
    visit = bulletins(dataclasses.replace(ministry, languages=("ru", "kk")), limits=QUICK)
    site.misbehave("404", times=1)
    assert next(visit).id.endswith("kk")


def test_a_summary_stands_in_for_a_missing_body(site, ministry):
    site.publish(1, body="", short_description="Сброс из Астанинского водохранилища – 53 м3/с.")
    [found] = bulletins(ministry, limits=QUICK)
    assert found.text == "Сброс из Астанинского водохранилища – 53 м3/с."


def test_markup_becomes_text_as_a_browser_shows_it(site, ministry):
    site.publish(1, body="<p>Сброс – 1&nbsp;053 м<sup>3</sup>/с.</p><script>x</script><p>Всё.</p>")
    [found] = bulletins(ministry, limits=QUICK)
    assert found.text == "Сброс – 1\u00a0053 м³/с.\n\nВсё."
    assert not any(isinstance(aside, SetAside) and "script" in aside.quote for aside in extract(found).set_aside)


# Probing ---------------------------------------------------------------------------------------


def said(source):
    return list(probe(source, limits=QUICK))


def test_a_probe_of_a_site_as_it_was_finds_all_as_expected(site, ministry):
    site.publish(1, day=13)
    found = said(ministry)
    assert all(as_expected for as_expected, _ in found)
    assert (True, "It asks for a ticket before it answers.") in found
    assert (True, "Its newest article is of 2025-04-13: О сбросе 13 апреля.") in found


def test_a_probe_says_what_has_changed(site, ministry):
    site.wants_ticket = False
    assert (False, "It lists no articles of the project water.") in said(ministry)
    site.publish(1, day=13, body="")
    found = said(ministry)
    assert (False, "It no longer asks for a ticket first (it answered 200).") in found
    assert (False, "Its newest article has no body.") in found
    site.misbehave("same page again")
    found = said(ministry)
    assert (False, "It does not leave out older ones.") in found
    assert (False, "Past the last page it lists something.") in found
