"""A server over the sample season, asked as anybody would ask it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from extract import Store
from tests.browser.server import fill, served


@pytest.fixture(scope="session")
def season_path(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("api") / "agyn.sqlite")


@pytest.fixture(scope="session")
def season(season_path) -> Iterator[Store]:
    """The store that the server reads."""
    with Store(season_path) as store:
        yield store


@pytest.fixture(scope="session")
def address(season_path) -> Iterator[str]:
    with served(season_path) as at:
        yield at


@pytest.fixture(scope="session")
def client(address) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", timeout=30) as client:
        yield client
