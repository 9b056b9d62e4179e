"""What all tests share: slow machines are no fault, and one browser serves all that need one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.server import CHROMIUM, CHROMIUM_ARGS

# Files and databases take their time on a busy machine: a slow example is no wrong one.
settings.register_profile("agyn", deadline=None)
settings.load_profile("agyn")
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a process can only drive one at a time, so there is one fixture for all tests."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"The browser tests need Chromium at {CHROMIUM}: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()
