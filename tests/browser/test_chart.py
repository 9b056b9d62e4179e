"""How the chart of releases is drawn, by its switches and by hand, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_page import drawn, drawn_points, open_page, table_rows

HOLLOW = """() => document.querySelector('#chart .js-plotly-plot').data
    .filter((trace) => trace.mode === 'markers' && [trace.marker.symbol].flat()[0].endsWith('-open')).length"""


def test_plans_appear_as_hollow_marks_only_when_asked_for(page, address):
    open_page(page, address, "?lang=en")
    assert page.evaluate(HOLLOW) == 0
    before = len(table_rows(page))
    page.get_by_role("button", name="Plans").click()
    page.wait_for_url("**/?lang=en&planned=1")
    page.wait_for_function(f"() => ({HOLLOW})() > 0")
    page.wait_for_function(f"() => dash_ag_grid.getApi('table').getDisplayedRowCount() > {before}")
    expect(page.get_by_role("button", name="Plans")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#caption")).to_contain_text("Hollow marks are plans")
    page.go_back()
    page.wait_for_function(f"() => ({HOLLOW})() === 0")


def test_an_axis_by_ratio_on_demand(page, address):
    open_page(page, address, "?lang=ru")
    page.get_by_role("button", name="Логарифмическая шкала").click()
    page.wait_for_url("**/?lang=ru&scale=log")
    page.wait_for_function("() => document.querySelector('#chart .js-plotly-plot')._fullLayout.yaxis.type === 'log'")
    page.get_by_role("button", name="Логарифмическая шкала").click()
    page.wait_for_function("() => document.querySelector('#chart .js-plotly-plot')._fullLayout.yaxis.type === 'linear'")
    assert page.url.endswith("/?lang=ru")


def test_inflow_stands_beside_the_release_of_one_reservoir(page, address):
    open_page(page, address, "?lang=kk")
    expect(page.locator("#tools button")).to_have_count(2)
    open_page(page, address, "?lang=kk&reservoir=sergeevka&days=2024")
    page.get_by_role("button", name="Су келуін қоса көрсету").click()
    page.wait_for_function("() => document.querySelectorAll('#chart .scatterlayer .trace').length === 2")
    expect(page.locator("#chart .annotation-text").filter(has_text="Су келуі")).to_have_count(1)


def test_days_are_chosen_by_dragging_along_the_chart_and_back_brings_the_others_again(page, address):
    open_page(page, address)
    before = len(drawn_points(page))
    box = page.locator("#chart .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_url("**since=2025-*&until=2025-*")
    page.wait_for_function(f"() => dash_ag_grid.getApi('table').getDisplayedRowCount() < {before}")
    drawn(page)
    days = sorted({day for day, _, _ in drawn_points(page)})
    assert page.url.split("since=")[1][:10] <= days[0] <= days[-1] <= page.url.split("until=")[1][:10]
    page.go_back()
    page.wait_for_function(f"() => dash_ag_grid.getApi('table').getDisplayedRowCount() === {before}")
