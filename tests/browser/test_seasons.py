"""Years compared in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect


def test_years_are_laid_over_each_other_for_a_reservoir_and_for_a_basin(page, address):
    page.goto(address + "/seasons?lang=ru&reservoir=astana")
    years = page.locator("#panels .annotation-text")
    expect(years.filter(has_text="2024")).to_have_count(1)
    expect(years.filter(has_text="2025")).to_have_count(1)
    page.locator("#panels .scatterlayer path.point").first.click(force=True)
    page.locator("dialog[open] mark.figure").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('bulletin')")
    page.locator(".filters .dash-dropdown").nth(2).click()
    page.locator(".dash-dropdown-content").get_by_text("Ертисский", exact=True).click()
    page.wait_for_url("**/seasons?lang=ru&basin=ertis")
    expect(page.locator("#chart-title")).to_contain_text("Ертисский бассейн")
    expect(page.locator("figcaption")).to_contain_text("Сумма по водохранилищам")
    page.go_back()
    expect(page.locator("#chart-title")).to_contain_text("Астанинское")
