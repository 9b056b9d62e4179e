"""From page to page, and through the page of bulletins, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_page import POINT, drawn, open_page

SHULBA = "?reservoir=shulba&since=2025-04-20&until=2025-04-30"


def listed(page: Page) -> int:
    page.locator("#list .ag-center-cols-container .ag-row").first.wait_for(timeout=20_000)
    return page.evaluate("dash_ag_grid.getApi('list').getDisplayedRowCount()")


def test_pages_keep_the_view_and_the_browsers_history(page, address):
    open_page(page, address, "?region=KZ-11&lang=en")
    page.get_by_role("link", name="Bulletins").click()
    expect(page.locator("h1")).to_have_text("Bulletins")
    assert page.url.endswith("/bulletins?region=KZ-11&lang=en")
    few = listed(page)
    assert page.title().startswith("Bulletins")
    expect(page.locator("nav [aria-current]")).to_have_text("Bulletins")
    page.get_by_role("button", name="Қазақша").click()
    expect(page.locator("h1")).to_have_text("Хабарламалар")
    assert "region=KZ-11" in page.url
    page.go_back()
    page.go_back()
    drawn(page)
    expect(page.locator("#regions")).to_contain_text("Akmola region")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Bulletins")
    assert listed(page) == few


def test_the_list_is_filtered_by_control_and_by_column(page, address):
    page.goto(address + "/bulletins")
    everything = listed(page)
    assert everything > 80
    page.locator(".control .dash-dropdown").nth(1).click()
    page.locator(".dash-dropdown-content").get_by_text("Шульбинское", exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_url("**/bulletins?reservoir=shulba")
    page.wait_for_function(f"() => dash_ag_grid.getApi('list').getDisplayedRowCount() < {everything}")
    expect(page.locator("#count")).to_contain_text("Только сводки со значениями по выбранным условиям")
    page.evaluate("dash_ag_grid.getApi('list').setFilterModel({language: {type: 'contains', filter: 'казах'}})")
    page.wait_for_function("() => document.querySelector('#list .ag-row').textContent.includes('казахский')")


def test_from_the_list_to_a_bulletin_and_back_by_mouse_and_key(page, address):
    page.goto(address + "/bulletins?lang=ru")
    listed(page)
    cell = page.locator("#list .ag-row").first.locator(".ag-cell").nth(1)
    title = cell.inner_text()
    cell.click()
    expect(page.locator("h1")).to_have_text(title)
    page.get_by_role("link", name="Все сводки").click()
    listed(page)
    page.locator("#list .ag-row").first.locator(".ag-cell").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    listed(page)


def test_from_a_point_to_its_sentence_in_the_whole_bulletin_and_back_to_the_point(page, address):
    open_page(page, address, SHULBA)
    page.locator(POINT).first.click(force=True)
    page.locator("dialog[open]").get_by_role("link", name="Открыть сводку целиком").click()
    expect(page.locator(".bulletin mark.figure")).to_have_text("3500")
    expect(page.locator(".bulletin mark.figure")).to_be_in_viewport()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("tr.asked")).to_contain_text("Шульбинское")
    page.locator("tr.asked").get_by_role("link", name="На графике").click()
    drawn(page)
    expect(page.locator("dialog[open] mark.figure")).to_have_text("3500")
    page.go_back()
    page.go_back()
    expect(page.locator("dialog[open] mark.figure")).to_have_text("3500")
    assert "/bulletins" not in page.url


def test_set_aside_figures_are_marked_with_their_reason(page, address):
    page.goto(address + "/bulletins?bulletin=2025-06-20-shardara-en&lang=ru")
    aside = page.locator(".bulletin mark.aside").first
    expect(aside).to_have_attribute("title", "расход реки")
    expect(page.locator(".read")).to_contain_text("объём за всё время")
    assert page.get_by_role("link", name="Открыть источник").get_attribute("href").startswith("https://")


@pytest.mark.parametrize("path", ["/bulletins", "/bulletins?bulletin=2025-06-20-shardara-en"])
def test_a_phone_needs_no_sideways_scrolling(page, address, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path)
    page.locator("h1").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
