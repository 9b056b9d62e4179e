"""The page of cascades in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_cascade_is_chosen_and_read_down_to_a_sentence(page, address):
    page.goto(address + "/cascades?lang=ru")
    expect(page.locator("#chart-title")).to_have_text("Сброс по каскаду: Ертис (Иртыш)")
    expect(page.locator("#panels .annotation-text").filter(has_text="Шульбинское")).to_have_count(1)
    page.locator(".filters .dash-dropdown").first.click()
    page.locator(".dash-dropdown-content").get_by_text("Есиль (Ишим)", exact=True).click()
    page.wait_for_url("**/cascades?lang=ru&reservoir=*")
    expect(page.locator("#chart-title")).to_have_text("Сброс по каскаду: Есиль (Ишим)")
    expect(page.locator("#caption")).to_contain_text("Астанинское")
    page.locator("#panels .scatterlayer path.point").first.click(force=True)
    page.locator("dialog[open] mark.figure").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('bulletin')")
    page.locator(".flow").get_by_role("link", name="Сергеевское").click()
    expect(page.locator("h1")).to_have_text("Сергеевское")
    page.go_back()
    expect(page.locator("#chart-title")).to_have_text("Сброс по каскаду: Есиль (Ишим)")


def test_days_from_another_page_are_kept(page, address):
    page.goto(address + "/cascades?reservoir=shulba&days=all&lang=ru")
    expect(page.locator(".filters")).to_contain_text("за всё время")
    page.wait_for_timeout(600)
    assert page.url.endswith("/cascades?reservoir=shulba&days=all&lang=ru")
