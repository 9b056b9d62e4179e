"""A site to read from, and limits that a test can wait for."""

import pytest

from extract.bulletins.sources import Limits, Source
from tests.extract.bulletins.standin import StandIn

QUICK = Limits(connect=1, read=0.5, total=2, attempts=2, first_wait=0.01, longest_wait=2, size=2 * 1024**2)


@pytest.fixture
def site():
    with StandIn() as site:
        yield site


@pytest.fixture
def ministry(site):
    """The stand-in as a source of the kind gov.kz."""
    return Source("ministry", "gov.kz", site.url, project="water", languages=("ru",), pause=0, allow_private=True)
