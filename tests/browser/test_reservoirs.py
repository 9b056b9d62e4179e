"""The pages of reservoirs in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

PANEL_POINT = "#panels .scatterlayer .trace .points path.point"


def test_from_the_list_to_a_reservoir_its_sentence_its_neighbour_and_back(page, address):
    page.goto(address + "/reservoir?lang=ru")
    page.get_by_role("link", name="Сергеевское").click()
    expect(page.locator("h1")).to_have_text("Сергеевское")
    assert page.url.endswith("/reservoir?reservoir=sergeevka&lang=ru")
    page.locator(PANEL_POINT).first.wait_for(state="attached")
    page.locator(PANEL_POINT).first.click(force=True)
    page.locator("dialog[open] mark.figure").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('bulletin')")
    page.get_by_text("Те же значения в таблице").click()
    page.locator(".twin").get_by_role("button", name="Сводка").first.click()
    page.locator("dialog[open] mark.figure").wait_for()
    page.go_back()
    page.wait_for_function("() => !document.querySelector('dialog').open")
    page.locator(".flow").get_by_role("link", name="Петропавловское").click()
    expect(page.locator("h1")).to_have_text("Петропавловское")
    expect(page.locator(".facts")).to_contain_text("место плотины неизвестно")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Сергеевское")


def test_levels_over_two_zeros_are_told_apart(page, address):
    page.goto(address + "/reservoir?reservoir=sergeevka&lang=en")
    expect(page.locator("figcaption")).to_contain_text("counted from different zeros")
    titles = page.locator("#panels .annotation-text")
    expect(titles.filter(has_text="Level on the local gauge")).to_have_count(1)
    page.locator(".filters .dash-dropdown").click()
    page.locator(".dash-dropdown-content").get_by_text("flood season 2025").click()
    page.wait_for_url("**/reservoir?reservoir=sergeevka&lang=en&days=2025")
    expect(page.locator("figcaption")).not_to_contain_text("counted from different zeros")
