"""A refresh brings what is new and edited, once, and accounts for it."""

import datetime as dt
import threading

import pytest

from extract import Bulletin, Store
from extract.bulletins.sources import Source
from extract.errors import Busy, StoreError
from extract.record import refresh as module
from extract.record.lock import RefreshLock
from extract.record.refresh import refresh
from extract.record.runs import SourceMemory, last_runs
from tests.extract.conftest import QUICK


def visit(store, *sources, **options):
    return refresh(sources, store, limits=QUICK, **options)


def counts(run):
    return run.new, run.unchanged, run.corrected, run.without_releases


def test_what_is_new_is_kept_and_accounted_for(site, ministry, store):
    site.publish(1, day=13)
    site.publish(2, day=14, body="<p>Ни слова о воде.</p>")
    [run] = visit(store, ministry)
    assert (counts(run), run.rows, run.failed, run.passed_over) == ((2, 0, 0, 1), 1, None, ())
    assert run.ended >= run.started
    assert store.observations()["value"].tolist() == [53]
    assert sorted(store.bulletins()["id"]) == ["gov.kz/water/1/ru", "gov.kz/water/2/ru"]


def test_a_second_refresh_changes_nothing(site, ministry, store):
    site.publish(1)
    visit(store, ministry)
    before = store.revision()
    [run] = visit(store, ministry)
    assert counts(run) == (0, 1, 0, 0)
    assert store.revision() == before


def test_an_edited_bulletin_is_a_new_version(site, ministry, store):
    site.publish(1, value=53)
    visit(store, ministry)
    site.publish(1, value=60)
    [run] = visit(store, ministry)
    assert counts(run) == (0, 0, 1, 0)
    assert store.observations()["value"].tolist() == [60]
    assert store.bulletins()["version"].tolist() == [2]


def test_an_edit_of_last_week_is_found_and_older_articles_are_not_read_again(site, ministry, store):
    for day in (1, 15, 20):
        site.publish(day, day=day)
    visit(store, ministry)
    site.publish(15, day=15, value=60)
    [run] = visit(store, ministry)
    assert counts(run) == (0, 1, 1, 0)


def test_since_leaves_out_earlier_days(site, ministry, store):
    for day in (1, 15, 20):
        site.publish(day, day=day)
    [run] = visit(store, ministry, since=dt.date(2025, 4, 15))
    assert counts(run) == (2, 0, 0, 0)


def test_what_since_left_out_of_a_feed_comes_later(site, store):
    feed = Source("news", "feed", f"{site.url}/rss", pause=0, allow_private=True)
    site.enter("a1", day=13)
    site.enter("a2", day=15)
    assert counts(visit(store, feed, since=dt.date(2025, 4, 14))[0]) == (1, 0, 0, 0)
    assert counts(visit(store, feed)[0]) == (1, 1, 0, 0)
    assert counts(visit(store, feed)[0]) == (0, 1, 0, 0)  # the feed itself, not sent again


def test_no_feed_can_pass_its_entries_off_as_anothers(site, ministry, store):
    site.publish(1, value=53)
    site.enter("gov.kz/water/1/ru", value=999)
    visit(store, ministry)
    [run] = visit(store, Source("news", "feed", f"{site.url}/rss", pause=0, allow_private=True))
    assert (run.new, run.corrected) == (1, 0)
    assert store.bulletin("gov.kz/water/1/ru").rows[0].value == 53


def test_progress_is_told_at_the_start_at_each_bulletin_and_at_the_end(site, ministry, store):
    site.publish(1)
    site.publish(2)
    told = []
    visit(store, ministry, progress=told.append)
    assert [run.new for run in told] == [0, 1, 2, 2]
    assert [run.ended is not None for run in told] == [False, False, False, True]


def test_the_last_visit_to_each_source_can_be_asked_for(site, ministry, store):
    away = Source("away", "feed", "http://127.0.0.1:1/rss", pause=0, allow_private=True)
    site.publish(1)
    visit(store, ministry)
    runs = visit(store, ministry, away)
    assert last_runs(store) == sorted(runs, key=lambda run: run.source)


def test_a_folder_brings_what_add_would(store, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text("13 апреля 2025 года сброс из Шульбинского водохранилища – 53 м3/с.", "utf-8")
    (folder / "b.json").write_text("{", "utf-8")
    [run] = visit(store, Source("inbox", "folder", path=folder))
    assert (run.new, len(run.passed_over), run.failed) == (1, 1, None)
    assert store.knows(Bulletin("13 апреля 2025 года сброс из Шульбинского водохранилища – 53 м3/с.", id="a"))


def test_a_text_that_the_extractor_trips_over_is_named_and_tried_again(site, store, monkeypatch):
    feed = Source("news", "feed", f"{site.url}/rss", pause=0, allow_private=True)
    site.enter("a1", day=13)
    site.enter("a2", day=15)
    real = module.extract

    def trips(bulletin):
        return real(bulletin) if bulletin.id.endswith("#a2") else [][0]

    monkeypatch.setattr(module, "extract", trips)
    [run] = visit(store, feed)
    assert (run.new, run.failed) == (1, None)
    assert run.passed_over[0].startswith(
        f"{site.url}/rss#a1 cannot be read by this version of the extractor: IndexError"
    )
    monkeypatch.undo()
    assert counts(visit(store, feed)[0]) == (1, 1, 0, 0)


def test_a_store_that_refuses_fails_the_source_and_nothing_is_remembered(site, store, monkeypatch):
    feed = Source("news", "feed", f"{site.url}/rss", pause=0, allow_private=True)
    site.enter("a1")

    def full(result):
        raise StoreError("The store cannot be written: no space is left on the disk.")

    monkeypatch.setattr(store, "add", full)
    assert visit(store, feed)[0].failed == "The store cannot be written: no space is left on the disk."
    monkeypatch.undo()
    assert counts(visit(store, feed)[0]) == (1, 0, 0, 0)


def test_memory_of_long_keys_is_kept_for_each_source(store):
    long = "https://a.kz/" + "ж" * 5000
    memory = SourceMemory(store, "a")
    memory[long] = {"etag": "1"}
    memory["b"] = {"etag": "2"}
    memory.save()
    again = SourceMemory(store, "a")
    assert (again.get(long), len(again), list(SourceMemory(store, "b"))) == ({"etag": "1"}, 2, [])
    again["b"] = {"etag": "3"}
    again.save()
    assert SourceMemory(store, "a")["b"] == {"etag": "3"}


# Two at once -----------------------------------------------------------------------------------


def test_a_second_refresh_finds_the_first_and_says_so(site, ministry, store, store_url):
    site.publish(1)
    with RefreshLock(store.engine), Store(store_url) as other:
        with pytest.raises(Busy, match=r"^Another refresh has been at work since .* \(process \d+ on .*\): wait"):
            visit(other, ministry)
        assert other.bulletins().empty
    assert counts(visit(store, ministry)[0]) == (1, 0, 0, 0)


def test_a_lock_left_by_a_dead_process_expires(site, ministry, store):
    dead = RefreshLock(store.engine, beat=1000)
    dead._take()
    with pytest.raises(Busy):
        visit(store, ministry)
    with RefreshLock(store.engine, expires=0):
        pass
    visit(store, ministry)


def test_a_lock_that_beats_does_not_expire(store, store_url):
    with RefreshLock(store.engine, beat=0.05), Store(store_url) as other:
        threading.Event().wait(0.6)
        with pytest.raises(Busy), RefreshLock(other.engine, expires=0.4):
            pass


def test_a_refresh_that_was_held_up_and_overtaken_stops(store, store_url):
    with RefreshLock(store.engine, beat=0.05) as held_up:
        held_up.require()
        with Store(store_url) as other, RefreshLock(other.engine, expires=0):
            for _ in range(100):
                if held_up._lost.wait(0.05):
                    break
            with pytest.raises(Busy, match="another has taken over"):
                held_up.require()
        with RefreshLock(store.engine):  # the other has let go of its own lock
            pass


def test_of_many_that_start_at_once_exactly_one_gets_the_lock(store, store_url):
    got, barrier, over = [], threading.Barrier(6), threading.Event()

    def start():
        with Store(store_url) as own:
            barrier.wait()
            try:
                with RefreshLock(own.engine):
                    got.append("lock")
                    over.wait(10)
            except Busy:
                got.append("busy")
                if got.count("busy") == 5:
                    over.set()

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["busy"] * 5 + ["lock"]


def test_a_store_in_memory_can_be_refreshed(site, ministry):
    site.publish(1)
    with Store("sqlite://") as store:
        assert counts(visit(store, ministry)[0]) == (1, 0, 0, 0)
