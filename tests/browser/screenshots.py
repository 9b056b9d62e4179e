"""Pictures of every page for people to look at: python -m tests.browser.screenshots OUTDIR, or make screenshots."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from extract import Store
from tests.browser.server import CHROMIUM, CHROMIUM_ARGS, fill, served
from tests.browser.test_map import spot_of
from tests.browser.test_page import drawn

SIZES = {"390": (390, 844), "834": (834, 1112), "1440": (1440, 900)}
THEMES = ("light", "dark")
ONE_RESERVOIR = "?reservoir=shulba&since=2025-04-20&until=2025-04-30"


class Shot(NamedTuple):
    """One page: the picture's name, its address, what it waits for, and whether it is taken from top to foot."""

    name: str
    path: str
    ready: Callable[[Page], None]
    whole: bool = True


def told(page: Page) -> None:
    page.locator(".message").first.wait_for()


def settled(page: Page) -> None:
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")


def mapped(page: Page) -> None:
    spot_of(page, "bukhtarma")


def open_evidence(page: Page) -> None:
    drawn(page)
    page.locator("#table .ag-row").first.locator(".ag-cell").nth(1).click()
    page.locator("dialog[open] mark.figure").wait_for()


def open_regions(page: Page) -> None:
    drawn(page)
    page.click("#regions")
    page.locator(".dash-dropdown-content").wait_for()


SHOTS = (
    Shot("front-ru", "/?lang=ru", drawn),
    Shot("front-kk", "/?lang=kk", drawn),
    Shot("front-en", "/?lang=en", drawn),
    Shot("front-2024", "/?days=2024&lang=kk", drawn),
    Shot("front-all-days", "/?days=all", drawn),
    Shot("front-level", "/?quantity=level&days=all&lang=en", drawn),
    Shot("front-region", "/?region=KZ-11", drawn),
    Shot("front-one-row", "/" + ONE_RESERVOIR, drawn),
    Shot("front-log-plans", "/?scale=log&planned=1", drawn),
    Shot("front-inflow", "/?reservoir=sergeevka&days=2024&inflow=1&lang=kk", drawn),
    Shot("front-nothing", "/?since=2019-01-01&until=2019-02-01", told),
    Shot("evidence", "/", open_evidence, whole=False),
    Shot("choosing", "/?lang=kk", open_regions, whole=False),
    Shot("map-ru", "/map?lang=ru", mapped),
    Shot("map-kk", "/map?lang=kk&reservoir=petropavlovsk", mapped),
    Shot("map-2024-en", "/map?lang=en&days=2024", mapped),
    Shot("reservoirs-ru", "/reservoir?lang=ru", settled),
    Shot("reservoirs-kk", "/reservoir?lang=kk", settled),
    Shot("reservoir-ru", "/reservoir?reservoir=sergeevka&lang=ru", settled),
    Shot("reservoir-en", "/reservoir?reservoir=bukhtarma&days=2025&lang=en", settled),
    Shot("cascade-ru", "/cascades?lang=ru", settled),
    Shot("cascade-kk", "/cascades?reservoir=sergeevka&days=2024&lang=kk", settled),
    Shot("years-ru", "/seasons?lang=ru", settled),
    Shot("years-basin-en", "/seasons?basin=ertis&lang=en", settled),
    Shot("bulletins-ru", "/bulletins?lang=ru", settled),
    Shot("bulletins-kk", "/bulletins?lang=kk", settled),
    Shot("bulletin-ru", "/bulletins?bulletin=2025-04-13-national-ru", settled),
    Shot("bulletin-asides-kk", "/bulletins?bulletin=2025-06-20-shardara-en&at=0&lang=kk", settled),
)
"""Every page, in those languages in which its words differ in length or kind."""

README = (
    Shot("readme-releases", "/?lang=ru", drawn, whole=False),
    Shot("readme-map", "/map?lang=en&reservoir=shulba", mapped, whole=False),
    Shot("readme-bulletin", "/bulletins?bulletin=2025-06-20-shardara-en&at=0&lang=en", settled, whole=False),
)
"""What the README shows: 1440 pixels wide, light."""


def main(folder: Path) -> None:
    """Write every page at every size in both themes, and the empty record."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        with served(fill(Path(place) / "agyn.sqlite")) as address:
            for size in SIZES:
                for theme in THEMES:
                    take(browser, folder, SHOTS, size, theme, address)
            take(browser, folder, README, "1440", "light", address, height=1080)
        Store(Path(place) / "empty.sqlite").close()
        with served(Path(place) / "empty.sqlite") as address:
            for size in SIZES:
                take(browser, folder, [Shot("empty", "/?lang=kk", told)], size, "light", address)
        browser.close()


def take(
    browser: Browser, folder: Path, shots: list[Shot], size: str, theme: str, address: str, height: int | None = None
) -> None:
    """A picture of each, once it is ready, in one window."""
    wide, high = SIZES[size]
    context = browser.new_context(
        locale="ru-RU", color_scheme=theme, viewport={"width": wide, "height": height or high}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    for shot in shots:
        page.goto(address + shot.path)
        shot.ready(page)
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"{shot.name}-{size}-{theme}.png", full_page=shot.whole)
    context.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the pictures go: python -m tests.browser.screenshots OUTDIR")
    main(Path(sys.argv[1]))
