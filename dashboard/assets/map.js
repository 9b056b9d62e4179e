/* The map in the browser: its colours by the theme, its width by the screen, names over the circles, a click that selects. */
(function () {
  "use strict";

  window.dash_clientside = window.dash_clientside || {};
  const NAMED = 8; // as many circles bear a name, the largest
  const TILE = 512; // pixels of the whole world at zoom 0
  const same = () => window.dash_clientside.no_update;

  const chosen = () => new URLSearchParams(window.location.search).getAll("reservoir");

  let canDraw;
  function hasWebGL() {
    if (canDraw === undefined) {
      const canvas = document.createElement("canvas");
      canDraw = Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
    }
    return canDraw;
  }

  /* The figure with each of its light colours as the theme has it, and the files of the map at this address. */
  function themed(part, colours) {
    if (Array.isArray(part)) return part.map((one) => themed(one, colours));
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, themed(value, colours)]));
    }
    if (typeof part !== "string") return part;
    return part.startsWith("/assets/") ? window.location.origin + part : colours[part] || part;
  }

  function coloursOf(variables) {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(
      Object.entries(variables).map(([colour, variable]) => [colour, style.getPropertyValue(variable).trim() || colour]));
  }

  /* A ring around what is selected, beneath its circle. */
  function ring(traces, ink) {
    const circles = traces.find((trace) => trace.name === "circles");
    const picked = circles.customdata.flatMap(([, id], place) => (chosen().includes(id) ? [place] : []));
    return {
      type: "scattermap", mode: "markers", name: "ring", hoverinfo: "skip",
      lat: picked.map((place) => circles.lat[place]), lon: picked.map((place) => circles.lon[place]),
      marker: { size: picked.map((place) => circles.marker.size[place] + 12), color: ink, sizemode: "diameter", allowoverlap: true },
    };
  }

  const mercator = (lat) => (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2;

  /* Names beside the largest circles and the selected: letters on the map itself would need a server of their own. */
  function name(graph) {
    const over = document.getElementById("map-names");
    const view = graph._fullLayout && graph._fullLayout.map;
    const circles = graph.data && graph.data.find((trace) => trace.name === "circles");
    if (!over || !view || !circles) return;
    const world = TILE * 2 ** view.zoom;
    const { clientWidth: wide, clientHeight: high } = graph;
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = "600 12.8px " + getComputedStyle(over).fontFamily; // as `.map-names span` in agyn.css
    const taken = [];
    const free = (box) => taken.every((one) =>
      box.right < one.left || box.left > one.right || box.bottom < one.top || box.top > one.bottom);
    const names = [];
    circles.customdata.forEach(([, id, text], place) => {
      if ((place >= NAMED && !chosen().includes(id)) || view.bearing || view.pitch) return;
      const x = wide / 2 + ((circles.lon[place] - view.center.lon) / 360) * world;
      const y = high / 2 + (mercator(circles.lat[place]) - mercator(view.center.lat)) * world;
      const away = circles.marker.size[place] / 2 + 5;
      const long = pen.measureText(text).width + 4;
      const box = (left) => ({ left, right: left + long, top: y - 9, bottom: y + 9 });
      const right = box(x + away);
      const left = box(x - away - long);
      const fits = (one) => one.left > 0 && one.right < wide && free(one);
      const where = fits(right) ? right : fits(left) ? left : null;
      if (!where) return;
      taken.push(where);
      const label = document.createElement("span");
      label.textContent = text;
      label.className = where === left ? "left" : "";
      label.style.left = (where === left ? x - away : x + away) + "px";
      label.style.top = y + "px";
      names.push(label);
    });
    over.replaceChildren(...names);
  }

  /* Dash puts the figure in by itself, some time after it was told: then names follow what is drawn. */
  function follow(tries) {
    const graph = document.querySelector("#map .js-plotly-plot");
    if (!graph || !graph.on || !graph._fullLayout || !graph._fullLayout.map) {
      if (tries > 0) setTimeout(() => follow(tries - 1), 100);
      return;
    }
    // The canvas says “Map” to those who do not see it, whatever the language: here it says what it shows.
    const title = document.getElementById("chart-title");
    for (const canvas of graph.querySelectorAll("canvas[aria-label]")) canvas.setAttribute("aria-label", title.textContent);
    if (!graph.isFollowed) {
      graph.isFollowed = true;
      for (const event of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"]) graph.on(event, () => name(graph));
    }
    name(graph);
  }

  /* Where the reader has moved the map, as long as it is as wide as it was. */
  function where(place) {
    const graph = place.querySelector(".js-plotly-plot");
    const view = graph && graph._fullLayout && graph._fullLayout.map;
    const isSame = place.dataset.wide === String(place.clientWidth);
    place.dataset.wide = place.clientWidth;
    return view && isSame ? { zoom: view.zoom, center: { ...view.center } } : null;
  }

  window.dash_clientside.agyn = Object.assign(window.dash_clientside.agyn || {}, {
    atlas(figure) {
      const place = document.getElementById("atlas");
      if (!figure || !place) return same();
      place.classList.toggle("without-webgl", !hasWebGL());
      if (!hasWebGL()) return same();
      const { variables, across } = figure.layout.meta;
      const colours = coloursOf(variables);
      const drawn = themed({ data: figure.data, layout: { ...figure.layout, meta: undefined } }, colours);
      drawn.layout.height = place.clientHeight;
      const seen = where(place);
      if (seen) Object.assign(drawn.layout.map, seen);
      else drawn.layout.map.zoom = Math.log2((place.clientWidth * 360) / (across * TILE)); // the country from west to east
      const scale = Math.min(1, Math.max(0.55, place.clientWidth / 700)); // circles do not hide a small map
      for (const trace of drawn.data) trace.marker.size = trace.marker.size.map((size) => size * scale);
      drawn.data = [ring(drawn.data, colours["#17212b"]), ...drawn.data];
      follow(100);
      return drawn;
    },

    place(click) {
      const point = click && click.points && click.points[0];
      if (!point || !point.customdata) return [same(), same()];
      const wishes = new URLSearchParams(window.location.search);
      wishes.set("reservoir", point.customdata[1]);
      return ["?" + wishes.toString(), null];
    },
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-zoom]");
    const graph = button && document.querySelector("#map .js-plotly-plot");
    if (graph) window.Plotly.relayout(graph, { "map.zoom": graph._fullLayout.map.zoom + Number(button.dataset.zoom) });
  });
})();
