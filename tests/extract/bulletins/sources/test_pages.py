"""Feeds, lists, pages and folders: what they yield, and what they do not ask for again."""

import dataclasses
import datetime as dt
import json

import pytest

from extract import BadInput
from extract.bulletins.sources import Source, bulletins, probe
from extract.errors import SourceError
from tests.extract.conftest import QUICK


@pytest.fixture
def source(site):
    def source(kind, path="", **keys):
        return Source("s", kind, f"{site.url}{path}", pause=0, allow_private=True, **keys)

    return source


def read(source, memory=None, **options):
    """(bulletins, what was passed over, how many were unchanged)"""
    passed_over, unchanged = [], []
    found = list(
        bulletins(
            source,
            memory=memory,
            passed_over=passed_over.append,
            unchanged=lambda: unchanged.append(1),
            limits=QUICK,
            **options,
        )
    )
    return found, passed_over, len(unchanged)


# Feeds -----------------------------------------------------------------------------------------


def test_an_entry_is_a_bulletin(site, source):
    site.enter("a1", day=13)
    [found], _, _ = read(source("feed", "/rss"))
    assert (found.id, found.title, found.url) == (f"{site.url}/rss#a1", "О сбросе 13 апреля", f"{site.url}/press/a1")
    assert found.published_day == dt.date(2025, 4, 13)
    assert "Астанинского" in found.text


def test_an_unchanged_feed_is_not_sent_again(site, source):
    site.enter("a1")
    memory = {}
    assert len(read(source("feed", "/rss"), memory)[0]) == 1
    assert read(source("feed", "/rss"), memory) == ([], [], 1)
    site.enter("a2")
    assert [one.id[-3:] for one in read(source("feed", "/rss"), memory)[0]] == ["#a1", "#a2"]


def test_what_was_not_taken_is_not_remembered(site, source):
    site.enter("a1")
    memory = {}
    visit = bulletins(source("feed", "/rss"), memory=memory, limits=QUICK)
    next(visit)
    visit.close()
    assert memory == {}


def test_a_feed_of_summaries_is_followed_to_its_pages(site, source):
    site.enter("a1", description="Подробнее…")
    site.put("/press/a1", value=77)
    [found], _, _ = read(source("feed", "/rss", follow=True))
    assert "77 кубометра" in found.text
    assert found.id == found.url == f"{site.url}/press/a1"


def test_a_page_that_fails_is_asked_for_again_although_the_feed_is_unchanged(site, source):
    site.enter("a1")
    site.put("/press/a1")
    memory = {}
    site.misbehave("404", "/press/a1", times=1)
    found, passed_over, _ = read(source("feed", "/rss", follow=True), memory)
    assert found == []
    assert passed_over == [f"{site.url}/press/a1 answered 404 (Not Found)."]
    assert len(read(source("feed", "/rss", follow=True), memory)[0]) == 1


def test_entries_without_text_or_id_are_named(site, source):
    site.enter("a1", description="")
    site.entries.append({"title": "x"})
    found, passed_over, _ = read(source("feed", "/rss"))
    assert found == []
    assert passed_over == [
        f"{site.url}/rss, entry 1 has no text: set follow = true if it stands on the page that the entry links to.",
        f"{site.url}/rss, entry 2 has neither an id nor a link.",
    ]


def test_atom_is_read_as_well(site, source):
    site.pages["/atom"] = (
        '<?xml version="1.0" encoding="windows-1251"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
        '<entry><id>urn:1</id><title>О воде</title><updated>2025-04-13T10:00:00+05:00</updated><link href="/1"/>'
        "<content type='html'>&lt;p&gt;Сброс 53 м3/с.&lt;/p&gt;</content></entry></feed>"
    )
    [found], _, _ = read(source("feed", "/atom"))
    assert (found.id, found.text) == (f"{site.url}/atom#urn:1", "Сброс 53 м3/с.")
    assert found.published_day == dt.date(2025, 4, 13)


# Lists and pages -------------------------------------------------------------------------------


@pytest.fixture
def press(site, source):
    site.pages["/press"] = (
        "<html><a href='/press/1'>а</a><a href=press/2#top>б</a><a href=/about>в</a><a href=/press/1>"
    )
    site.put("/press/1", day=13)
    site.put("/press/2", day=14, value=60)
    return source("list", "/press", link=r"/press/\d+$")


def test_a_list_leads_to_its_articles(site, press):
    found, _, _ = read(press)
    assert [one.id for one in found] == [f"{site.url}/press/1", f"{site.url}/press/2"]
    assert [one.published_day.day for one in found] == [13, 14]
    assert all("Меню" not in one.text for one in found)


def test_unchanged_articles_are_not_sent_again_and_edited_ones_are(site, press):
    memory = {}
    read(press, memory)
    assert read(press, memory) == ([], [], 2)
    site.put("/press/2", day=14, value=61)
    found, _, unchanged = read(press, memory)
    assert (len(found), unchanged) == (1, 1)
    assert "61 " in found[0].text


def test_since_leaves_out_earlier_articles(press):
    assert [one.published_day.day for one in read(press, since=dt.date(2025, 4, 14))[0]] == [14]


def test_an_article_that_fails_hides_no_other(site, press):
    site.misbehave("500", "/press/1")
    found, passed_over, _ = read(press)
    assert [one.id for one in found] == [f"{site.url}/press/2"]
    assert passed_over == [f"{site.url}/press/1 answered 500 (Internal Server Error) 2 times in a row."]
    site.misbehave("500", "/press/2")
    with pytest.raises(SourceError, match="/press/1 answered 500"):
        read(press)


def test_a_list_without_links_says_that_the_page_has_changed(press):
    with pytest.raises(SourceError, match="has no link that matches “/news/”: the page has changed"):
        read(dataclasses.replace(press, link="/news/"))


def test_robots_txt_is_honoured(site, press):
    site.robots = "User-agent: *\nDisallow: /press/2\nCrawl-delay: 0.01"
    found, passed_over, _ = read(press)
    assert len(found) == 1
    assert passed_over == [f"{site.url}/press/2 was not read: the site's robots.txt asks to leave it alone."]
    assert [one.path for one in site.asked].count("/robots.txt") == 1
    assert "/press/2" not in [one.path for one in site.asked]
    site.robots = "User-agent: Agyn\nDisallow: /"
    with pytest.raises(SourceError, match="/press was not read"):
        read(press)
    site.misbehave("500", "/robots.txt")
    with pytest.raises(SourceError, match=r"robots\.txt answered 500"):
        read(press)


def test_a_page_claims_no_address_but_its_own(site, source):
    site.put("/p", html="<html><link rel=canonical href=https://www.gov.kz/1><article>Сброс 53 м3/с.</article></html>")
    [found], _, _ = read(source("page", "/p"))
    assert found.url == f"{site.url}/p"


def test_a_page_is_a_new_bulletin_each_day_it_changes(site, source):
    site.put("/levels", value=53)
    page, memory = source("page", "/levels"), {}
    [first], _, _ = read(page, memory)
    assert first.id.startswith(f"{site.url}/levels@20")
    assert read(page, memory) == ([], [], 1)
    site.pages["/levels"] += "<!-- visited 8 times -->"
    assert read(page, memory) == ([], [], 1)
    site.put("/levels", value=60)
    [second], _, _ = read(page, memory)
    assert second.id == first.id  # the same day: a correction
    assert "60 " in second.text


def test_trafilatura_finds_the_article_that_no_markup_shows(site, source):
    text = "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 м<sup>3</sup>/с воды. " * 5
    site.put(
        "/p",
        html="<!doctype html><html><head><title>О воде</title></head><body><div class=menu><ul><li><a href=/a>Главная"
        "</a></li><li><a href=/b>Контакты</a></li></ul></div><div class=news><h1>О воде</h1>"
        f"<p>{text}</p><p>{text}</p></div><div class=footer><a href=/c>Карта сайта</a></div></body></html>",
    )
    [found], _, _ = read(source("page", "/p"))
    assert "53 м³/с" in found.text
    assert "Контакты" not in found.text
    assert found.published is None


def test_a_page_without_text_is_refused(site, source):
    site.put("/p", html="<!doctype html><html><body><script>load()</script></body></html>")
    with pytest.raises(SourceError, match="is a page without text: its content may be loaded by a script"):
        read(source("page", "/p"))


# Folders and files -----------------------------------------------------------------------------


def test_a_folder_is_read_as_add_reads_it(tmp_path):
    (tmp_path / "a.txt").write_text("Сброс 53 м3/с.", "utf-8")
    (tmp_path / "b.json").write_text("{", "utf-8")
    found, passed_over, _ = read(Source("inbox", "folder", path=tmp_path))
    assert [one.id for one in found] == ["a"]
    assert len(passed_over) == 1
    assert passed_over[0].startswith(f"{tmp_path / 'b.json'} is broken JSON: ")


def test_an_empty_folder_is_no_failure_and_a_missing_one_is(tmp_path):
    assert read(Source("inbox", "folder", path=tmp_path)) == ([], [], 0)
    with pytest.raises(BadInput, match="does not exist"):
        read(Source("inbox", "folder", path=tmp_path / "none"))


def test_a_file_of_json_lines_is_read(tmp_path):
    lines = [json.dumps({"id": str(n), "text": "Сброс 53 м3/с.", "published": f"2025-04-1{n}"}) for n in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    source = Source("season", "jsonl", path=tmp_path / "a.jsonl", publisher="a.kz")
    found, _, _ = read(source, since=dt.date(2025, 4, 11))
    assert [(one.id, one.publisher) for one in found] == [("1", "a.kz"), ("2", "a.kz")]


# Probing ---------------------------------------------------------------------------------------


def test_probes_say_what_is_there(site, source, press, tmp_path):
    site.enter("a1")
    assert list(probe(source("feed", "/rss"), limits=QUICK)) == [
        (True, "The feed has 1 entries."),
        (True, "Its first entry is of 2025-04-13."),
        (True, "Its entries have a text."),
    ]
    [links, article] = probe(press, limits=QUICK)
    assert links == (True, f"The list has 2 links that match, the first is {site.url}/press/1.")
    assert article[0]
    assert "2025-04-13" in article[1]
    assert list(probe(source("page", "/press/1"), limits=QUICK))[-1] == (True, "It is of 2025-04-13.")
    assert list(probe(Source("inbox", "folder", path=tmp_path))) == [(False, "The folder holds 0 files to read.")]
    missing = tmp_path / "none.jsonl"
    assert list(probe(Source("season", "jsonl", path=missing))) == [(False, f"{missing} does not exist.")]
