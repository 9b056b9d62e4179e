/* What the page does without asking the server: move in the address, fit the chart, open the clipping. */
(function () {
  "use strict";

  const NARROW = window.matchMedia("(max-width: 719px)");
  // This file runs before Dash's own: what Dash provides is looked up when it is needed.
  window.dash_clientside = window.dash_clientside || {};
  const same = () => window.dash_clientside.no_update;

  /* The address's query with some wishes changed; an empty wish is left out. */
  function wished(changes) {
    const wishes = new URLSearchParams(window.location.search);
    for (const [key, value] of changes) {
      wishes.delete(key);
      if (Array.isArray(value)) value.forEach((one) => wishes.append(key, one));
      else if (value !== "" && value !== null && value !== undefined) wishes.set(key, value);
    }
    const query = wishes.toString();
    return query ? "?" + query : "";
  }

  function go(changes) {
    window.dash_clientside.set_props("address", { search: wished(changes) });
  }

  /* What is drawn on a canvas does not follow the style sheet by itself: it hears of `scheme`. */
  function recolour(theme) {
    document.documentElement.dataset.theme = theme;
    window.dash_clientside.set_props("scheme", { data: theme });
  }

  function openAt(bulletin, at) {
    return wished([["bulletin", bulletin], ["at", at === undefined ? "" : String(at)]]);
  }

  function rowOf(grid, key) {
    const node = window.dash_ag_grid.getApi(grid).getRowNode(key);
    return node && node.data;
  }

  /* What of an address a page is drawn from. The page of releases follows its filters by itself. */
  const LIVE = "/";
  function drawnFrom(path, search) {
    if (path === LIVE) return "";
    const wishes = new URLSearchParams(search);
    const own = path === "/bulletins" ? [] : path === "/map" ? ["bulletin", "at", "reservoir"] : ["bulletin", "at"];
    for (const key of ["lang", "theme", ...own]) wishes.delete(key);
    return wishes.toString();
  }

  /* The links of the head lead to the other pages in the view of the moment. */
  function sections() {
    const kept = wished([["bulletin", ""], ["at", ""]]);
    for (const link of document.querySelectorAll("a[data-section]")) {
      link.href = link.dataset.section + kept;
      if (link.dataset.section === window.location.pathname) {
        link.setAttribute("aria-current", "page");
        link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 16; // on a phone
      }
      else link.removeAttribute("aria-current");
    }
  }

  let leaving = false; // whether the clipping closes because the reader goes on from it: the address stays
  let freshening = false; // whether the page that is drawn next is the same one with newer figures
  let arriving = false; // whether the page that is drawn next is another one, to be read from its top

  window.dash_clientside.agyn = Object.assign(window.dash_clientside.agyn || {}, {
    /* On a narrow screen names leave the lines' ends for the list above the chart. */
    fit(figure) {
      if (!NARROW.matches) return figure;
      const layout = { ...figure.layout, height: 380, margin: { ...figure.layout.margin, l: 44, r: 14 } };
      layout.annotations = (layout.annotations || []).filter((note) => note.name !== "name");
      layout.xaxis = { ...layout.xaxis, fixedrange: true };
      layout.dragmode = false; // a finger on the chart scrolls the page
      const { tickvals, ticktext } = layout.xaxis;
      if (tickvals && tickvals.length > 4) {
        layout.xaxis.tickvals = tickvals.filter((_, place) => place % 2 === 0);
        layout.xaxis.ticktext = ticktext.filter((_, place) => place % 2 === 0);
      }
      return { ...figure, layout };
    },

    /* On a narrow screen the day, the reservoir and the value share the width; the rest lies to the right. */
    columns(defs) {
      if (!NARROW.matches) return defs;
      const width = (def) => def.context && def.context.narrow;
      return defs.map((def) => ({
        ...def,
        suppressHeaderFilterButton: true,
        headerName: def.field === "value" ? def.headerName.split(", ").pop() : def.headerName,
        ...(def.field === "date" ? { valueFormatter: { function: "params.data.brief" } } : {}),
        ...(width(def) ? { minWidth: width(def), flex: width(def) } : { flex: 0, width: def.minWidth }),
      }));
    },

    /* The page with the chart hears where it is; a page that only says something has nothing to redraw. */
    travel(path, search) {
      if (path === LIVE && document.querySelector('main[data-page="releases"]')) {
        window.dash_clientside.set_props("place", { data: search || "" });
      }
      if (path === "/map" && document.getElementById("card")) {
        window.dash_clientside.set_props("picked", { data: search || "" });
      }
      sections();
      return same();
    },

    /* Another page, or another view of a page that is drawn as a whole. */
    turned(path, search, before) {
      const query = drawnFrom(path, search);
      if (before.section === path && drawnFrom(path, before.query) === query) return same();
      const named = (text) => new URLSearchParams(text).get("bulletin");
      arriving = before.section !== path || (path !== LIVE && named(before.query) !== named(search));
      return { section: path, query: search };
    },

    /* The record has grown: the page is drawn anew where it stands, but for one on which somebody writes. */
    fresh(revision) {
      const { pathname, search } = window.location;
      if (!revision || pathname === "/update" || document.querySelector(".review[open]")) return same();
      if (document.querySelector('main[data-page="releases"]')) {
        window.dash_clientside.set_props("place", { data: search || "" });
        return same();
      }
      freshening = true;
      return { section: pathname, query: search, revision };
    },

    /* A page just drawn: from its top, or at the figure it was opened for. */
    arrive() {
      setTimeout(() => {
        sections();
        const mark = document.querySelector(".bulletin mark.figure, .bulletin mark.evidence");
        if (freshening) { freshening = false; return; } // who reads stays where they are
        if (mark) mark.scrollIntoView({ block: "center" });
        else if (arriving) window.scrollTo(0, 0);
        arriving = false;
      }, 0);
      return same();
    },

    /* A control of a page that is drawn as a whole: its choice goes into the address. */
    pick() {
      const moved = window.dash_clientside.callback_context.triggered[0];
      const wish = window.dash_clientside.callback_context.triggered_id;
      if (!moved || !wish) return same();
      const others = { days: ["since", "until"], reservoir: ["basin"], basin: ["reservoir"] }[wish.wish] || [];
      const alone = others.map((key) => [key, ""]);
      const query = wished([...alone, [wish.wish, moved.value]]);
      const now = new URLSearchParams(window.location.search).getAll(wish.wish);
      return now.join("\n") === [moved.value || []].flat().join("\n") ? same() : query;
    },

    /* A new page is wanted only when the language in the address changes. */
    wish(search, before) {
      const language = new URLSearchParams(search).get("lang");
      return before && before.language === language ? same() : { language };
    },

    /* Evidence is fetched only when the address asks for another one. */
    asked(path, search, before) {
      const wishes = new URLSearchParams(path === "/bulletins" ? "" : search);
      const bulletin = wishes.get("bulletin");
      const at = bulletin && wishes.get("at") !== null ? Number(wishes.get("at")) : null;
      return before && before.bulletin === bulletin && before.at === at ? same() : { bulletin, at };
    },

    point(click) {
      const point = click && click.points && click.points[0];
      if (!point || !point.customdata || !point.customdata[1]) return [same(), same()];
      // Cleared, so that the same point can be clicked again.
      return [openAt(point.customdata[1], point.customdata[2]), null];
    },

    /* Days brushed over on the chart go into the address: the points within, from first to last. */
    brush(moved) {
      const from = moved && moved["xaxis.range[0]"];
      const to = moved && moved["xaxis.range[1]"];
      if (!from || !to) return same();
      const day = (moment, round) => new Date(round(Date.parse(String(moment).replace(" ", "T").slice(0, 19) + "Z") / 864e5) * 864e5);
      const [since, until] = [day(from, Math.ceil), day(to, Math.floor)].sort((one, two) => one - two);
      const iso = (date) => date.toISOString().slice(0, 10);
      return wished([["days", ""], ["since", iso(since)], ["until", iso(until)]]);
    },

    row(clicked) {
      const row = clicked && rowOf("table", clicked.rowId);
      return row ? openAt(row.bulletin, row.at) : same();
    },

    listed(clicked) {
      const row = clicked && rowOf("list", clicked.rowId);
      return row ? openAt(row.bulletin) : same();
    },

    /* Which rows to download: all of the view, or those left by the table's own filters, in its order. */
    wanted(clicks, seen, all) {
      if (!clicks) return same();
      const keys = (seen || all || []).map((row) => row.key);
      const whole = keys.length === all.length && keys.every((key, place) => key === all[place].key);
      return { clicks, keys: whole ? null : keys };
    },

    open(children) {
      const filled = Array.isArray(children) ? children.length > 0 : Boolean(children);
      // After React has put the children in.
      setTimeout(() => {
        const dialog = document.getElementById("evidence");
        if (!dialog) return;
        if (filled && !dialog.open) {
          dialog.showModal();
          // The heading, not the button that closes: what was opened is read out, and no ring is drawn.
          dialog.querySelector("h2").focus();
        }
        if (!filled && dialog.open) dialog.close();
        const mark = filled && (dialog.querySelector("mark.figure") || dialog.querySelector("mark.evidence"));
        const clip = filled && dialog.querySelector(".clip");
        dialog.scrollTop = 0;
        if (mark && clip) {
          const above = mark.getBoundingClientRect().bottom - dialog.getBoundingClientRect().top;
          if (above > dialog.clientHeight - 80) dialog.scrollTop = above - dialog.clientHeight / 2;
        }
      }, 0);
      return "panel";
    },

    speak(spoken) {
      document.documentElement.lang = spoken.language;
      document.title = spoken.title;
      return spoken.language;
    },
  });

  /* Tells the day when the reader pauses or leaves: a year is typed digit by digit, and 0202 is a year too. */
  function DayInput({ id, value, setProps }) {
    const [shown, show] = React.useState(value || "");
    const timer = React.useRef(null);
    React.useEffect(() => show(value || ""), [value]);
    const tell = (day) => {
      clearTimeout(timer.current);
      if (day !== (value || "")) setProps({ value: day || null });
    };
    return React.createElement("input", {
      id,
      type: "date",
      value: shown,
      onChange: (event) => {
        const day = event.target.value;
        show(day);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => tell(day), 800);
      },
      onBlur: (event) => tell(event.target.value),
    });
  }
  window.agyn = { DayInput };

  /* The table's Enter key does what a click does. */
  window.dashAgGridFunctions = window.dashAgGridFunctions || {};
  window.dashAgGridFunctions.agynKey = function (params) {
    if (params.event && params.event.key === "Enter" && params.data) {
      window.dash_clientside.set_props("address", { search: openAt(params.data.bulletin, params.data.at) });
    }
  };

  window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  window.dashAgGridComponentFunctions.AgynFlags = function (props) {
    const flags = props.value || [];
    if (!flags.length) return null;
    const chip = (text, title, kind) => React.createElement("span", { className: kind, title, key: text }, text);
    const chips = [chip(flags[0].text, flags[0].why, "chip")];
    const others = flags.slice(1).map((flag) => flag.text + ": " + flag.why);
    if (others.length) chips.push(chip("+" + others.length, others.join("\n"), "chip more"));
    return React.createElement("span", { className: "chips" }, chips);
  };

  window.dashAgGridComponentFunctions.AgynBulletin = function (props) {
    const href = "/bulletins" + openAt(props.data.bulletin);
    return React.createElement("a", { href, className: "listed", tabIndex: -1 }, props.value);
  };

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-section], a[data-in], a.listed, a.wordmark");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    // The page Update is opened anew: only there is a live connection.
    const within = link && new URL(link.href).pathname !== "/update";
    if (within && plain && document.getElementById("body")) {
      event.preventDefault();
      const open = link.closest("dialog");
      if (open) {
        leaving = true;
        open.close();
      }
      if (!link.matches(".listed")) { // a row of the list moves the address itself
        const { pathname, search } = new URL(link.href);
        window.dash_clientside.set_props("address", { pathname, search });
      }
    }
    const wish = event.target.closest("[data-wish]");
    if (wish) {
      const changes = [...new URLSearchParams(wish.dataset.wish)];
      for (const [key, value] of changes) if (key === "theme") recolour(value);
      go(changes);
    }
    const pin = event.target.closest("[data-pin]");
    if (pin) {
      const pinned = pin.getAttribute("aria-pressed") !== "true" ? "left" : null;
      const state = ["date", "reservoir"].map((colId) => ({ colId, pinned }));
      window.dash_ag_grid.getApi(pin.dataset.pin).applyColumnState({ state });
      pin.setAttribute("aria-pressed", String(Boolean(pinned)));
    }
    const dialog = document.getElementById("evidence");
    if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
  });

  /* However the clipping was closed, the address forgets it. `close` does not bubble, so it is caught on the way down. */
  document.addEventListener("close", function (event) {
    if (event.target.id !== "evidence") return;
    const wishes = new URLSearchParams(window.location.search);
    const forgets = wishes.has("bulletin") && window.location.pathname !== "/bulletins" && !leaving;
    leaving = false;
    if (forgets) go([["bulletin", ""], ["at", ""]]);
  }, true);

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (scheme) =>
    window.dash_clientside.set_props("scheme", { data: scheme.matches }));
  NARROW.addEventListener("change", () => window.dash_clientside.set_props("narrow", { data: NARROW.matches }));
})();
