"""A store of any earlier release opens as it is, with all it holds."""

import dataclasses
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from extract import Store, StoreError, table
from extract.record import migrate
from extract.record.database import engine_for, writing
from extract.record.schema import SCHEMA_VERSION, metadata, store_info
from tests.extract.record.examples import result

FIRST_RELEASE = Path(__file__).with_name("first_release.sql")  # a store that the first release has made, as SQL
VERSIONS = sorted(migrate.MIGRATIONS.glob("versions/*.py"))


@pytest.fixture
def old_store(tmp_path):
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST_RELEASE.read_text("utf-8"))
    connection.close()
    return path


@pytest.fixture
def engine(store_url):
    engine = engine_for(store_url)
    yield engine
    engine.dispose()


def test_a_store_of_the_first_release_opens_with_all_it_holds(old_store):
    with Store(old_store) as store:
        assert store.bulletins()["id"].tolist() == ["b1", "b2"]
        [row] = store.bulletin("b1").rows
        [expected] = result("b1", 1, title="О воде", published="2025-04-13").rows
        assert row == dataclasses.replace(expected, extractor_version="2")  # that of the first release
        assert len(store.observations()) == 1
        assert store.revision().endswith("-3")
        assert store.add(result("b1", 1, title="Исправлено", published="2025-04-13")).outcome == "corrected"
        assert store.add(result("b3", 2)).outcome == "new"
    with Store(old_store) as store:
        assert len(store.observations()) == 3


def test_the_tables_of_the_first_release_are_upgraded_on_every_database(engine, store_url):
    with writing(engine) as connection:
        migrate.migrate(connection, to="0001")
        info = {"id": 1, "uid": "x", "schema_version": 1, "revision": 7}
        connection.execute(store_info.insert(), info)
        connection.execute(sa.text("drop table alembic_version"))  # the first release had none
    assert "refresh_runs" not in sa.inspect(engine).get_table_names()
    with Store(store_url) as store:
        assert store.revision() == "x-7"
        store.add(result("b1", 2))
        assert len(store.observations()) == 2
    assert {"refresh_runs", "source_state", "refresh_lock"} <= set(sa.inspect(engine).get_table_names())


def test_migrated_tables_are_those_of_the_schema(engine, store_url):
    Store(store_url).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_tables_are_those_that_sqlalchemy_makes(tmp_path):
    def made(path):
        connection = sqlite3.connect(path)
        found = connection.execute("select sql from sqlite_master where sql is not null and name != 'alembic_version'")
        statements = {" ".join(statement.split()) for (statement,) in found}
        connection.close()
        return statements

    Store(tmp_path / "migrated.sqlite").close()
    engine = engine_for(tmp_path / "made.sqlite")
    with writing(engine) as connection:
        metadata.create_all(connection)
    engine.dispose()
    assert made(tmp_path / "migrated.sqlite") == made(tmp_path / "made.sqlite")


def test_versions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in VERSIONS] == list(range(1, SCHEMA_VERSION + 1))


def test_an_upgrade_that_breaks_off_leaves_the_store_as_it_was(old_store, monkeypatch):
    def broken(connection, **_):
        connection.exec_driver_sql("create table half (done int)")
        raise sa.exc.OperationalError("", None, sqlite3.OperationalError("disk is full"))

    before = sqlite3.connect(old_store).execute("select sql from sqlite_master").fetchall()
    monkeypatch.setattr(migrate, "migrate", broken)
    with pytest.raises(StoreError, match="no space is left"):
        Store(old_store)
    assert sqlite3.connect(old_store).execute("select sql from sqlite_master").fetchall() == before


def test_many_may_open_a_new_store_at_once(store_url):
    failed = []

    def opened():
        try:
            Store(store_url).close()
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Store(store_url) as store:
        assert table([]).columns.tolist() == store.observations().columns.tolist()
