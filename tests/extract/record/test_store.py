"""The store keeps everything once, whole, and as it was."""

import datetime as dt
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import extract.record.store
from extract import Bulletin, Result, Store, StoreError, table
from extract.record import schema
from extract.record.database import engine_for
from tests.extract.record.examples import NOW, observation, result, results

ROOT = Path(__file__).parents[3]


def writer(*arguments):
    command = [sys.executable, "-m", "tests.extract.record.writer", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def count(url, table, where=True):
    engine = engine_for(url)
    with engine.connect() as connection:
        number = connection.scalar(sa.select(sa.func.count()).select_from(table).where(sa.and_(where)))
    engine.dispose()
    return number


# Adding ----------------------------------------------------------------------------------------


def test_a_bulletin_is_kept_with_its_rows_and_what_was_set_aside(store):
    given = result("b1", 2, set_aside=1, title="О воде", url="https://a.kz/1", publisher="a.kz", published=NOW)
    added = store.add(given)
    assert (added.bulletin_id, added.outcome, added.rows, added.set_aside) == ("b1", "new", 2, 1)
    assert store.bulletin("b1") == given
    assert store.bulletin("b2") is None
    assert_frame_equal(store.observations(), table(given))


def test_a_bulletin_without_figures_counts_too(store):
    store.add(result("b1", 0, text="Ни слова о воде."))
    assert store.bulletin("b1").figures == 0
    assert store.bulletins()[["id", "figures", "rows", "set_aside"]].values.tolist() == [["b1", 0, 0, 0]]


def test_adding_again_changes_nothing(store, store_url):
    store.add(result("b1", 2, set_aside=1))
    before = store.observations(), store.bulletins(), store.revision()
    again = store.add(result("b1", 2, set_aside=1))
    assert (again.outcome, again.rows, again.set_aside) == ("known", 2, 1)
    assert store.revision() == before[2]
    assert_frame_equal(store.observations(), before[0])
    assert_frame_equal(store.bulletins(), before[1])
    assert count(store_url, schema.bulletins) == 1


@settings(max_examples=25)
@given(st.lists(results(), max_size=6))
def test_adding_in_any_order_and_number_keeps_the_last_of_each(given):
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
        for one in given:
            store.add(one)
        last = {one.bulletin.id: one for one in given}
        for identity, one in last.items():
            assert store.bulletin(identity).bulletin == one.bulletin
            assert store.knows(one.bulletin)
        assert sorted(store.bulletins()["id"]) == sorted(last)
        counts = store.observations()["bulletin_id"].value_counts().to_dict()
        assert counts == {k: len(store.bulletin(k).rows) for k in last if store.bulletin(k).rows}
        before = store.revision()
        for identity in last:
            assert store.add(store.bulletin(identity)).outcome == "known"
        assert store.revision() == before


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Сброс 0 м3/с. Поправка."},
        {"title": "Исправлено"},
        {"published": "2025-04-14"},
        {"url": "https://a.kz/2"},
        {"publisher": "b.kz"},
    ],
)
def test_other_content_is_a_new_version_and_the_old_one_is_kept(store, store_url, change):
    store.add(result("b1", 1, published="2025-04-13", value=50))
    corrected = result("b1", 1, **({"published": "2025-04-13"} | change), value=60)
    assert store.add(corrected).outcome == "corrected"
    assert store.bulletin("b1") == corrected
    assert store.observations()["value"].tolist() == [60]
    assert store.bulletins()["version"].tolist() == [2]
    assert count(store_url, schema.observations) == 2
    assert count(store_url, schema.bulletins, schema.bulletins.c.current) == 1


def test_white_space_language_and_time_of_retrieval_make_no_new_version(store):
    store.add(result("b1", 1))
    same = result("b1", 1, text="Сброс 0 м3/с. \r\n", language="ru", retrieved=NOW)
    assert store.add(same).outcome == "known"
    assert store.knows(same.bulletin)


def test_only_a_newer_extractor_reads_a_known_bulletin_again(store):
    def read_by(version, value):
        read = result("b1", 1, value=value)
        return Result(read.bulletin, [observation(**{**fields(read.rows[0]), "extractor_version": version})], [], 1)

    assert store.add(read_by("2", 50.0)).outcome == "new"
    assert store.add(read_by("1", 40.0)).outcome == "known"
    assert store.add(read_by("10", 60.0)).outcome == "reread"
    assert store.observations()["value"].tolist() == [60.0]


def fields(row):
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def test_a_row_that_does_not_quote_its_text_is_refused(store):
    read = result("b1", 1)
    wrong = Result(read.bulletin, [observation(quote="Сброс 9", start=0, end=7)], [], 1)
    with pytest.raises(StoreError, match="Bulletin b1 does not read “Сброс 9” at 0"):
        store.add(wrong)
    assert store.bulletins().empty


TEXTS = ["a\r\nb\rc\n", "\u00a01\u202f053 м³/с", "🌊 Ұлытау", " края ", "\x1f\x7f\u2028"]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_kept_to_the_byte(store, text):
    store.add(Result(Bulletin(text, id="b1", title=text), [], [], 0))
    assert (store.bulletin("b1").bulletin.text, store.bulletin("b1").bulletin.title) == (text, text)


def test_nul_is_kept_or_refused(store, store_url):
    """PostgreSQL keeps no NUL and says so; the readers replace it before it comes here."""
    given = Result(Bulletin("a\0b", id="b1"), [], [], 0)
    if store_url.startswith("sqlite"):
        store.add(given)
        assert store.bulletin("b1").bulletin.text == "a\0b"
    else:
        with pytest.raises(StoreError, match="NUL"):
            store.add(given)


def test_half_a_character_is_refused_in_a_sentence(store):
    with pytest.raises(StoreError, match="half a character"):
        store.add(Result(Bulletin("a", title="\ud800", id="b1"), [], [], 0))


def test_moments_come_back_in_utc(store):
    almaty = dt.timezone(dt.timedelta(hours=5))
    published = dt.datetime(2025, 4, 13, 2, 30, 15, 123456, tzinfo=almaty)
    store.add(result("b1", 1, published=published, retrieved=published))
    kept = store.bulletin("b1").bulletin
    assert kept.published == kept.retrieved == published
    assert kept.published.tzinfo == dt.UTC
    assert kept.published_day == dt.date(2025, 4, 13)
    assert store.observations()["published"][0] == pd.Timestamp(published)


# Asking ----------------------------------------------------------------------------------------


def test_an_empty_store_answers_with_empty_tables(store):
    assert_frame_equal(store.observations(), table([]))
    assert list(store.bulletins().columns) == [*extract.record.store.LISTED, *extract.record.store.COUNTED]
    assert store.bulletins().empty


def test_bulletins_come_latest_first_with_their_counts(store):
    store.add(result("old", 1, published="2025-04-12"))
    store.add(result("undated", 2, set_aside=3))
    store.add(result("young", 0, text="x", published="2025-04-13"))
    listed = store.bulletins()
    assert listed["id"].tolist() == ["young", "old", "undated"]
    assert listed[["figures", "rows", "set_aside"]].values.tolist() == [[0, 0, 0], [1, 1, 0], [5, 2, 3]]
    assert str(listed["published"].dtype) == str(listed["added_at"].dtype) == "datetime64[us, UTC]"


@pytest.fixture
def many(store):
    chance = random.Random(1)
    for number in range(30):
        read = result(f"b{number}", 4)
        rows = []
        for row in read.rows:
            changes = {
                "date": dt.date(2025, 4, 1) + dt.timedelta(days=chance.randrange(20)),
                "quantity": chance.choice(["release", "inflow", "level"]),
                "status": chance.choice(["observed", "planned"]),
                "region_code": chance.choice(["KZ-11", "KZ-15", None]),
            }
            kept = {name: value for name, value in fields(row).items() if name != "unit"}
            rows.append(observation(**kept | changes))
        store.add(Result(read.bulletin, rows, [], 4))
    return store


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"quantity": "level"}, lambda row: row.quantity == "level"),
        ({"quantity": ["level", "inflow"]}, lambda row: row.quantity != "release"),
        ({"reservoir": ["r1", "r3"]}, lambda row: row.reservoir_id in ("r1", "r3")),
        ({"region": ("KZ-11",)}, lambda row: row.region_code == "KZ-11"),
        ({"status": "planned"}, lambda row: row.status == "planned"),
        ({"bulletin": {"b3", "b4"}}, lambda row: row.bulletin_id in ("b3", "b4")),
        ({"since": "2025-04-05"}, lambda row: row.date >= pd.Timestamp("2025-04-05")),
        ({"until": dt.date(2025, 4, 5)}, lambda row: row.date <= pd.Timestamp("2025-04-05")),
        ({"since": "2025-04-05", "until": "2025-04-05"}, lambda row: row.date == pd.Timestamp("2025-04-05")),
        ({"quantity": "level", "region": "KZ-15"}, lambda row: (row.quantity, row.region_code) == ("level", "KZ-15")),
        ({"quantity": []}, lambda row: False),
        ({"reservoir": "'; drop table observations; --"}, lambda row: False),
    ],
)
def test_filters_give_just_the_rows_that_meet_them(many, filters, holds):
    everything = many.observations()
    expected = everything[[holds(row) for row in everything.itertuples()]].reset_index(drop=True)
    assert_frame_equal(many.observations(**filters), expected, check_index_type=False)
    assert len(everything) == 120


def test_rows_come_by_day_reservoir_quantity_and_place(many):
    everything = many.observations()
    order = everything[["date", "reservoir_id", "quantity", "bulletin_id", "start"]].astype({"quantity": "str"})
    assert_frame_equal(order, order.sort_values(list(order.columns)))


def test_the_revision_tells_every_change_and_only_changes(store, store_url):
    seen = [store.revision()]
    store.add(result("b1", 1))
    seen.append(store.revision())
    with Store(store_url) as other:
        assert other.revision() == seen[-1]
        other.add(result("b1", 2))
    seen.append(store.revision())
    store.add(result("b1", 2))
    store.observations()
    assert store.revision() == seen[-1]
    assert len(set(seen)) == 3


def test_two_stores_never_share_a_revision(tmp_path):
    with Store(tmp_path / "a.sqlite") as a, Store(tmp_path / "b.sqlite") as b:
        assert a.revision() != b.revision()


def test_the_usual_questions_use_an_index(store, store_url):
    engine = engine_for(store_url)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            for where in ("quantity='release' and status='observed' and date > '2025-04-01'", "reservoir_id='astana'"):
                plan = connection.exec_driver_sql(f"explain query plan select * from observations where {where}").all()
                assert "USING INDEX ix_observations" in str(plan)
    engine.dispose()


# Crashes and company ---------------------------------------------------------------------------


def test_two_processes_may_make_the_store_and_add_the_same_bulletins_at_once(store_url):
    processes = [writer(store_url, 0, 20, 3), writer(store_url, 10, 30, 3), writer(store_url, 0, 30, 3)]
    for process in processes:
        _, complaint = process.communicate(timeout=120)
        assert (process.returncode, complaint) == (0, "")
    with Store(store_url) as store:
        assert len(store.bulletins()) == 30
        assert len(store.observations()) == 90
        assert store.bulletins()["version"].eq(1).all()


def test_a_killed_writer_leaves_whole_bulletins_and_the_rest_can_be_added(store_url):
    chance = random.Random(7)
    for _ in range(4):
        process = writer(store_url, 0, 400, 60)
        for _ in range(chance.randrange(2, 40)):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Store(store_url) as store:
            assert store.bulletins()["rows"].eq(60).all()
            assert len(store.observations()) == 60 * len(store.bulletins())
    with Store(store_url) as store:
        for number in range(30):
            store.add(result(f"b{number}", 60))
        assert store.observations()[lambda rows: rows["bulletin_id"].eq("b29")].shape[0] == 60
        assert not store.observations().duplicated(["bulletin_id", "start"]).any()


def test_readers_go_on_while_another_writes(store, store_url):
    store.add(result("b1", 1))
    engine = engine_for(store_url)
    with engine.connect().execution_options(agyn_begin="BEGIN IMMEDIATE") as connection, connection.begin():
        connection.execute(schema.store_info.update().values(revision=99))
        assert len(store.observations()) == 1
        assert not store.revision().endswith("-99")
    engine.dispose()


# Opening ---------------------------------------------------------------------------------------


def complaint(url):
    with pytest.raises(StoreError) as refused:
        Store(url)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_missing_folder_is_made(tmp_path):
    with Store(tmp_path / "new" / "folder" / "s.sqlite"):
        assert (tmp_path / "new" / "folder" / "s.sqlite").exists()


def test_the_address_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/env.sqlite")
    with Store():
        assert (tmp_path / "env.sqlite").exists()
    monkeypatch.delenv("DATABASE_URL")
    assert engine_for(None).url.database == str(ROOT / "data" / "agyn.sqlite")


def test_both_spellings_of_postgresql_use_the_same_driver():
    for url in ("postgres://u:secret@h/d", "postgresql://u:secret@h/d"):
        assert engine_for(url).url.drivername == "postgresql+psycopg"


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "notes.sqlite"
    path.write_text("no database at all\n" * 100)
    assert complaint(path) == f"{path} is not a store: the file is no SQLite database."


def test_places_that_hold_no_store_are_named(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "is no folder" in complaint(tmp_path / "file" / "s.sqlite")
    assert "cannot be opened" in complaint(tmp_path)
    assert complaint("mysql://h/d").startswith("“mysql://")
    assert complaint("odd://h/d") == "“odd://…” is no address of a store: use sqlite:/// or postgresql://."


def test_a_server_that_does_not_answer_is_named_without_its_password():
    said = complaint("postgresql://agyn:secret@127.0.0.1:1/agyn")
    assert "127.0.0.1" in said
    assert "secret" not in said


def test_a_store_may_be_read_without_the_right_to_write(tmp_path):
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        store.add(result("b1", 1))
    with Store(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        assert len(store.observations()) == 1
        with pytest.raises(StoreError, match=r"s\.sqlite.* is read only\."):
            store.add(result("b2", 1))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "cannot be opened" in complaint(tmp_path / "s.sqlite")


@pytest.mark.parametrize(("version", "advice"), [(0, "use an older Agyn"), (99, "use a newer Agyn")])
def test_a_store_of_another_version_is_refused(tmp_path, version, advice):
    path = tmp_path / "s.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("update store_info set schema_version = ?", [version])
    connection.close()
    assert advice in complaint(path)


def test_sqlite_keeps_a_write_ahead_log_and_checks_references(store, store_url):
    engine = engine_for(store_url)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
    engine.dispose()
