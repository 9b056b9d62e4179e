"""The page in a real browser, from opening it to reading the sentence behind a number."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

POINT = "#chart .scatterlayer .trace .points path.point"


def open_page(page: Page, address: str, query: str = "") -> Page:
    page.goto(address + "/" + query)
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Until the chart has points and the table rows."""
    page.locator(POINT).first.wait_for(state="attached", timeout=20_000)
    page.locator("#table .ag-center-cols-container .ag-row").first.wait_for(timeout=20_000)


def choose(page: Page, control: str, *labels: str) -> None:
    """Tick options of a control, as a reader does: open, tick, close."""
    page.click(f"#{control}")
    for label in labels:
        page.locator(".dash-dropdown-content").get_by_text(label, exact=True).click()
    if page.locator(".dash-dropdown-content").count():
        page.keyboard.press("Escape")


def table_rows(page: Page) -> list[list[str]]:
    """Every row of the table as (day in ISO, reservoir, value), asked of the grid: only some are in the document."""
    return page.evaluate(
        """() => { const rows = [];
          dash_ag_grid.getApi('table').forEachNodeAfterFilterAndSort(
            (node) => rows.push([node.data.date, node.data.reservoir, node.data.value]));
          return rows; }"""
    )


def drawn_points(page: Page) -> list[list]:
    """Every point of the chart as (day in ISO, reservoir, value)."""
    return page.evaluate(
        """() => document.querySelector('#chart .js-plotly-plot').data.flatMap((trace) =>
             trace.x.map((day, place) => [String(day).slice(0, 10), trace.name, trace.y[place]]))
           .filter((point) => point[2] !== null)"""
    )


def downloaded(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.click("#download")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_chart_and_table_show_the_same_rows(page, address):
    open_page(page, address)
    rows = table_rows(page)
    assert len(rows) > 50
    assert sorted(map(tuple, drawn_points(page))) == sorted(map(tuple, rows))
    expect(page.locator("#count")).to_contain_text(str(len(rows)))


def test_the_default_is_the_latest_flood_season(page, address):
    open_page(page, address)
    expect(page.locator("#days")).to_contain_text("паводок 2025 года")
    expect(page.locator("#chart-subtitle")).to_contain_text("паводок 2025 года")
    assert all("2025-03-01" <= day <= "2025-06-30" for day, _, _ in table_rows(page))


def test_the_age_of_the_newest_figure_is_told_in_words(page, address):
    open_page(page, address)
    expect(page.locator("#age")).to_contain_text("назад")
    expect(page.locator(".not-now")).to_be_visible()


def test_filter_by_region_narrows_chart_table_and_address(page, address):
    open_page(page, address)
    choose(page, "regions", "Акмолинская область")
    page.wait_for_url("**/?region=KZ-11")
    expect(page.locator("#overview")).to_contain_text("водохранилищ")
    page.wait_for_function("() => document.querySelectorAll('#chart .scatterlayer .trace').length <= 4")
    names = {name for _, name, _ in table_rows(page)}
    assert "Астанинское" in names
    assert "Шульбинское" not in names
    assert names == {name for _, name, _ in drawn_points(page)}


def test_csv_has_exactly_the_rows_on_screen(page, address):
    open_page(page, address, "?region=KZ-11")
    saved = downloaded(page)
    assert [[row["date"], row["reservoir"], float(row["value"])] for row in saved] == table_rows(page)
    assert list(saved[0])[:3] == ["date", "reservoir_id", "reservoir"]


def test_csv_follows_the_tables_own_filter_and_order(page, address):
    open_page(page, address)
    page.evaluate(
        """() => { const grid = dash_ag_grid.getApi('table');
          grid.setFilterModel({reservoir: {filterType: 'text', type: 'contains', filter: 'Шульб'}});
          grid.applyColumnState({state: [{colId: 'value', sort: 'asc'}]}); }"""
    )
    page.wait_for_timeout(500)
    rows = table_rows(page)
    assert 1 < len(rows) < 20
    assert [[row["date"], row["reservoir"], float(row["value"])] for row in downloaded(page)] == rows


def test_a_point_opens_its_sentence(page, address):
    open_page(page, address, "?reservoir=shulba&since=2025-04-20&until=2025-04-30")
    page.locator(POINT).first.click(force=True)
    panel = page.locator("dialog[open]")
    panel.wait_for()
    expect(panel.locator("mark.figure")).to_have_text("3500")
    expect(panel.locator("mark.evidence").first).to_be_visible()
    expect(panel.locator(".told")).to_contain_text("Шульбинское")
    link = panel.locator(".source a.button")
    assert link.get_attribute("href").startswith("https://")
    assert "noopener" in link.get_attribute("rel")
    assert "bulletin=" in page.url


def test_a_table_row_opens_the_same_evidence_by_mouse_and_by_key(page, address):
    open_page(page, address, "?reservoir=shulba&since=2025-04-20&until=2025-04-30")
    cell = page.locator("#table .ag-row").first.locator(".ag-cell").nth(1)
    cell.click()
    page.locator("dialog[open] mark.figure").wait_for()
    shown = page.url
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('dialog').open && !location.search.includes('bulletin')")
    cell.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] mark.figure").wait_for()
    assert page.url == shown


def test_the_same_point_opens_again_after_closing(page, address):
    open_page(page, address, "?reservoir=shulba&since=2025-04-20&until=2025-04-30")
    for _ in range(2):
        page.locator(POINT).first.click(force=True)
        page.locator("dialog[open]").wait_for()
        page.locator("dialog .close").click()
        page.wait_for_function("() => !document.querySelector('dialog').open && !location.search.includes('bulletin')")


def test_evidence_can_be_linked(page, address):
    open_page(page, address, "?reservoir=shulba&since=2025-04-20&until=2025-04-30")
    page.locator("#table .ag-row").first.locator(".ag-cell").nth(1).click()
    page.locator("dialog[open] mark.figure").wait_for()
    page.goto(page.url)
    expect(page.locator("dialog[open] mark.figure")).to_have_text("3500")


def test_language_switch_keeps_the_view(page, address):
    open_page(page, address, "?region=KZ-11")
    before = len(table_rows(page))
    page.get_by_role("button", name="Қазақша").click()
    expect(page.locator("#chart-title")).to_have_text("Су қоймаларынан жіберілген су")
    drawn(page)
    assert page.evaluate("document.documentElement.lang") == "kk"
    assert "region=KZ-11" in page.url
    assert "lang=kk" in page.url
    rows = table_rows(page)
    assert len(rows) == before
    assert "Астана" in {name for _, name, _ in rows}
    page.get_by_role("button", name="English").click()
    expect(page.locator("#chart-title")).to_have_text("Water released from reservoirs")
    expect(page.locator("#regions")).to_contain_text("Akmola region")


@pytest.mark.parametrize(("locale", "language"), [("kk-KZ", "kk"), ("en-GB", "en"), ("de-DE", "ru")])
def test_the_language_is_the_browsers(browser, address, locale, language):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    open_page(page, address)
    assert page.evaluate("document.documentElement.lang") == language
    context.close()


def test_back_and_forward_walk_through_the_views(page, address):
    open_page(page, address)
    everything = len(table_rows(page))
    choose(page, "regions", "Акмолинская область")
    page.wait_for_url("**/?region=KZ-11")
    page.wait_for_function(f"() => dash_ag_grid.getApi('table').getDisplayedRowCount() < {everything}")
    page.go_back()
    page.wait_for_function(f"() => dash_ag_grid.getApi('table').getDisplayedRowCount() === {everything}")
    expect(page.locator("#regions")).to_contain_text("все регионы")
    page.go_forward()
    page.wait_for_function(f"() => dash_ag_grid.getApi('table').getDisplayedRowCount() < {everything}")
    expect(page.locator("#regions")).to_contain_text("Акмолинская область")


def test_back_closes_the_evidence(page, address):
    open_page(page, address)
    page.locator("#table .ag-row").first.locator(".ag-cell").nth(1).click()
    page.locator("dialog[open]").wait_for()
    page.go_back()
    page.wait_for_function("() => !document.querySelector('dialog').open")


def test_day_and_name_stay_in_place_when_pinned(page, address):
    open_page(page, address)
    pin = page.get_by_role("button", name="Закрепить день и название")
    pinned = page.locator("#table .ag-pinned-left-cols-container .ag-row")
    pin.click()
    expect(pinned.first).to_be_visible()
    expect(pin).to_have_attribute("aria-pressed", "true")
    pin.click()
    expect(pinned).to_have_count(0)


def test_days_can_be_chosen_and_all_days_shown(page, address):
    open_page(page, address)
    choose(page, "days", "за всё время")
    page.wait_for_url("**/?days=all")
    page.wait_for_function("() => dash_ag_grid.getApi('table').getDisplayedRowCount() > 100")
    choose(page, "days", "выбранные дни")
    page.locator("#since").wait_for()
    page.fill("#since", "2025-04-13")
    page.fill("#until", "2025-04-13")
    page.wait_for_url("**since=2025-04-13&until=2025-04-13")
    page.wait_for_function("() => dash_ag_grid.getApi('table').getDisplayedRowCount() < 20")
    assert {day for day, _, _ in table_rows(page)} == {"2025-04-13"}


def test_nothing_matches_is_said_with_a_way_out(page, address):
    page.goto(address + "/?since=2019-01-01&until=2019-02-01")
    expect(page.locator("#empty h2")).to_have_text("По этим условиям значений нет")
    page.locator("#empty").get_by_role("button", name="Убрать фильтры").click()
    drawn(page)
    assert "since" not in page.url


def test_nonsense_in_the_address_is_named_and_passed_over(page, address):
    open_page(page, address, "?region=%3Cscript%3E&quantity=gold")
    expect(page.locator("#notices")).to_contain_text("quantity=gold")
    assert len(table_rows(page)) > 50


def test_theme_switch_changes_the_colours_and_the_address(page, address):
    open_page(page, address)
    page.get_by_role("button", name="Тёмная тема").click()
    page.wait_for_url("**/?theme=dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == "rgb(18, 23, 29)"
    ink = page.evaluate("getComputedStyle(document.querySelector('#chart .xtick text')).fill")
    assert ink == "rgb(163, 175, 187)"


@pytest.mark.parametrize("width", [390, 834, 1440])
def test_no_sideways_scrolling(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_narrow_screens_get_a_list_instead_of_names_in_the_chart(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, address)
    expect(page.locator("#legend li").first).to_be_visible()
    assert page.locator("#chart .annotation-text").count() == 1  # the unit


def test_a_page_that_answers_without_referer_corrects_itself(browser, address):
    context = browser.new_context(locale="ru-RU")
    page = context.new_page()

    def without_referer(route):
        route.continue_(headers={name: value for name, value in route.request.headers.items() if name != "referer"})

    page.route("**/_dash-layout", without_referer)
    open_page(page, address, "?region=KZ-11&lang=en")
    expect(page.locator("#chart-title")).to_have_text("Water released from reservoirs")
    page.wait_for_function("() => document.querySelectorAll('#chart .scatterlayer .trace').length <= 4")
    assert "region=KZ-11" in page.url
    context.close()
