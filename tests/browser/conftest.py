"""One store and one app for all browser tests; a fresh page for each, watched for complaints."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.server import fill, served


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("store") / "agyn.sqlite")


@pytest.fixture(scope="session")
def address(store):
    with served(store) as at:
        yield at


@pytest.fixture
def context(browser) -> BrowserContext:
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    """A page on which a word in the console, a failed request or one that leaves this computer fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    late = "was preloaded using link preload but not used"  # within seconds: says only that the machine is busy
    page.on(
        "console",
        lambda message: late not in message.text and complaints.append(f"console {message.type}: {message.text}"),
    )
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    # a blob is the page's own: a map that is left cuts its workers' short
    page.on(
        "requestfailed",
        lambda request: request.url.startswith("blob:") or complaints.append(f"failed: {request.url}"),
    )
    page.on("response", lambda answer: answer.status >= 400 and complaints.append(f"{answer.status}: {answer.url}"))
    page.on(
        "request",
        lambda request: (
            urlsplit(request.url).hostname not in ("127.0.0.1", None)
            and complaints.append(f"left this computer: {request.url}")
        ),
    )
    yield page
    assert complaints == []
