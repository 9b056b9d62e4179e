"""Pictures of the page for people to look at: python -m tests.browser.screenshots OUTDIR."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from extract import Store
from tests.browser.server import CHROMIUM, CHROMIUM_ARGS, fill, served
from tests.browser.test_page import drawn

SIZES = {"390": (390, 844), "834": (834, 1112), "1440": (1440, 900)}
THEMES = ("light", "dark")
LANGUAGES = ("ru", "kk", "en")
ONE_RESERVOIR = "?reservoir=shulba&since=2025-04-20&until=2025-04-30"

PAGES = {
    "years": "/seasons",
    "years-basin": "/seasons?basin=ertis&lang=en",
    "cascade": "/cascades",
    "cascade-2024": "/cascades?reservoir=sergeevka&days=2024&lang=kk",
    "reservoirs": "/reservoir",
    "reservoir": "/reservoir?reservoir=sergeevka",
    "reservoir-season": "/reservoir?reservoir=bukhtarma&days=2025&lang=en",
    "bulletins": "/bulletins",
    "bulletin": "/bulletins?bulletin=2025-04-13-national-ru",
    "bulletin-asides": "/bulletins?bulletin=2025-06-20-shardara-en&at=0&lang=kk",
}
"""Pages beside the front page: the picture's name, and where it is."""


def main(folder: Path) -> None:
    """Write every page at every size in both themes, the front page in every language."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        with served(fill(Path(place) / "agyn.sqlite")) as address:
            for size in SIZES:
                for theme in THEMES:
                    for language in LANGUAGES:
                        take(browser, folder, f"front-{language}", size, theme, f"{address}/?lang={language}", drawn)
                    take(browser, folder, "2024", size, theme, f"{address}/?days=2024", drawn)
                    take(browser, folder, "all-days", size, theme, f"{address}/?days=all", drawn)
                    take(browser, folder, "level", size, theme, f"{address}/?quantity=level&days=all", drawn)
                    take(browser, folder, "region", size, theme, f"{address}/?region=KZ-11", drawn)
                    take(browser, folder, "one-row", size, theme, address + "/" + ONE_RESERVOIR, drawn)
                    take(browser, folder, "evidence", size, theme, address + "/", open_evidence, whole=False)
                    take(browser, folder, "choosing", size, theme, address + "/", open_regions, whole=False)
                    take(
                        browser, folder, "no-match", size, theme, f"{address}/?since=2019-01-01&until=2019-02-01", told
                    )
                    for name, query in PAGES.items():
                        take(browser, folder, name, size, theme, address + query, settled)
            take(browser, folder, "readme", "1440", "light", address + "/?lang=ru", drawn, whole=False, height=1080)
        Store(Path(place) / "empty.sqlite").close()
        with served(Path(place) / "empty.sqlite") as address:
            for size in SIZES:
                take(browser, folder, "empty", size, "light", address + "/", told)
        browser.close()


def take(
    browser: Browser,
    folder: Path,
    name: str,
    size: str,
    theme: str,
    address: str,
    ready: Callable[[Page], None],
    whole: bool = True,
    height: int | None = None,
) -> None:
    """One picture, once the page is `ready`."""
    wide, high = SIZES[size]
    context = browser.new_context(
        locale="ru-RU", color_scheme=theme, viewport={"width": wide, "height": height or high}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    ready(page)
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{name}-{size}-{theme}.png", full_page=whole)
    context.close()


def told(page: Page) -> None:
    page.locator(".message").first.wait_for()


def settled(page: Page) -> None:
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")


def open_evidence(page: Page) -> None:
    drawn(page)
    page.locator("#table .ag-row").first.locator(".ag-cell").nth(1).click()
    page.locator("dialog[open] mark.figure").wait_for()


def open_regions(page: Page) -> None:
    drawn(page)
    page.click("#regions")
    page.locator(".dash-dropdown-content").wait_for()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the pictures go: python -m tests.browser.screenshots OUTDIR")
    main(Path(sys.argv[1]))
