"""The map in a real browser: drawn from our own files, selected by a click, in both themes, and told without WebGL."""

from __future__ import annotations

from playwright.sync_api import Page, expect

# Where a reservoir stands on the screen, once the circles are drawn.
SPOT = """(id) => {
  const graph = document.querySelector('#map .js-plotly-plot');
  const view = graph && graph._fullLayout && graph._fullLayout.map;
  const inner = view && view._subplot && view._subplot.map;
  const circles = graph && graph.data.find((trace) => trace.name === 'circles');
  if (!inner || !circles || !inner.loaded() || !inner.getStyle().sources.countries) return null;
  const at = circles.customdata.findIndex((one) => one[1] === id);
  const spot = inner.project([circles.lon[at], circles.lat[at]]);
  const box = graph.getBoundingClientRect();
  return inner.queryRenderedFeatures(spot).some((one) => one.layer.type === 'circle')
    ? {x: box.left + spot.x, y: box.top + spot.y} : null; }"""


def spot_of(page: Page, identity: str) -> dict[str, float]:
    return page.wait_for_function(SPOT, arg=identity, timeout=60_000).json_value()


def test_a_click_on_a_circle_selects_its_reservoir_and_leads_to_its_sentence(page, address):
    page.goto(address + "/map?lang=ru")
    spot = spot_of(page, "shulba")
    expect(page.locator("#map-names span").filter(has_text="Шульбинское")).to_have_count(1)
    page.mouse.move(spot["x"] - 2, spot["y"] - 2)
    page.mouse.move(spot["x"], spot["y"])
    page.locator("#map .hoverlayer").get_by_text("3 500").first.wait_for(state="attached")
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_url("**/map?lang=ru&reservoir=shulba")
    expect(page.locator("#card")).to_contain_text("Шульбинское")
    page.go_back()
    expect(page.locator("#card")).to_contain_text("Выберите круг")
    page.go_forward()
    page.locator("#card").get_by_role("button", name="Прочитать в сводке").click()
    expect(page.locator("dialog[open] mark.figure")).to_have_text("3500")


def test_a_reservoir_without_a_known_dam_stands_at_a_town_and_says_so(page, address):
    page.goto(address + "/map?lang=kk")
    page.locator(".twin").get_by_role("button", name="Петропавл", exact=True).click()
    expect(page.locator("#card")).to_contain_text("Петропавл қаласының орны көрсетілген")
    spot_of(page, "petropavlovsk")
    holes = "document.querySelector('#map .js-plotly-plot').data.find((trace) => trace.name === 'holes').lat.length"
    assert page.evaluate(holes) >= 1


def test_the_map_takes_the_colours_of_the_theme_and_keeps_what_was_moved(page, address):
    page.goto(address + "/map?lang=en")
    spot_of(page, "shulba")
    zoom = "document.querySelector('#map .js-plotly-plot')._fullLayout.map.zoom"
    before = page.evaluate(zoom)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(f"() => {zoom} > {before} + 0.9")
    page.get_by_role("button", name="Dark theme").click()
    ground = """document.querySelector('#map .js-plotly-plot')._fullLayout.map._subplot.map
        .getPaintProperty('home', 'fill-color')"""
    page.wait_for_function(f"() => {ground} === '#1b232b'")
    assert page.evaluate(zoom) > before + 0.9


def test_without_webgl_the_page_says_so_and_the_table_has_it_all(page, address):
    page.add_init_script(
        """const draw = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind.startsWith('webgl') ? null : draw.call(this, kind, ...more); };"""
    )
    page.goto(address + "/map?lang=en")
    expect(page.get_by_text("This browser cannot draw the map")).to_be_visible(timeout=20_000)
    expect(page.locator(".twin tbody tr").first).to_contain_text("Shulba")
