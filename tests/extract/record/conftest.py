"""Stores to test with: every store test runs on what `store_url` gives."""

import pytest

from extract import Store


@pytest.fixture
def store_url(tmp_path):
    """The address of a new, empty store."""
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture
def store(store_url):
    with Store(store_url) as opened:
        yield opened
