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
      if (value === "" || value === null || value === undefined) wishes.delete(key);
      else wishes.set(key, value);
    }
    const query = wishes.toString();
    return query ? "?" + query : "";
  }

  function go(changes) {
    window.dash_clientside.set_props("address", { search: wished(changes) });
  }

  function openAt(bulletin, at) {
    return wished([["bulletin", bulletin], ["at", String(at)]]);
  }

  function rowOf(key) {
    const node = window.dash_ag_grid.getApi("table").getRowNode(key);
    return node && node.data;
  }

  window.dash_clientside.agyn = {
    /* On a narrow screen names leave the lines' ends for the list above the chart. */
    fit(figure) {
      if (!NARROW.matches) return figure;
      const layout = { ...figure.layout, height: 380, margin: { ...figure.layout.margin, l: 44, r: 14 } };
      layout.annotations = (layout.annotations || []).filter((note) => note.name !== "name");
      layout.xaxis = { ...layout.xaxis };
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
      const widths = { date: 104, reservoir: 152, value: 94 };
      return defs.map((def) => ({
        ...def,
        suppressHeaderFilterButton: true,
        headerName: def.field === "value" ? def.headerName.split(", ").pop() : def.headerName,
        ...(def.field === "date" ? { valueFormatter: { function: "params.data.brief" } } : {}),
        ...(widths[def.field] ? { minWidth: widths[def.field], flex: widths[def.field] } : { flex: 0, width: def.minWidth }),
      }));
    },

    /* The page with the chart hears where it is; a page that only says something has nothing to redraw. */
    travel(search) {
      if (document.querySelector('main[data-page="releases"]')) {
        window.dash_clientside.set_props("place", { data: search || "" });
      }
      return same();
    },

    /* A new page is wanted only when the language in the address changes. */
    wish(search, before) {
      const language = new URLSearchParams(search).get("lang");
      return before && before.language === language ? same() : { language };
    },

    /* Evidence is fetched only when the address asks for another one. */
    asked(search, before) {
      const wishes = new URLSearchParams(search);
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

    row(clicked) {
      const row = clicked && rowOf(clicked.rowId);
      return row ? openAt(row.bulletin, row.at) : same();
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
  };

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
      go([["bulletin", params.data.bulletin], ["at", String(params.data.at)]]);
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

  document.addEventListener("click", function (event) {
    const wish = event.target.closest("[data-wish]");
    if (wish) {
      const changes = [...new URLSearchParams(wish.dataset.wish)];
      for (const [key, value] of changes) if (key === "theme") document.documentElement.dataset.theme = value;
      go(changes);
    }
    const dialog = document.getElementById("evidence");
    if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
  });

  /* However the clipping was closed, the address forgets it. `close` does not bubble, so it is caught on the way down. */
  document.addEventListener("close", function (event) {
    const wishes = new URLSearchParams(window.location.search);
    if (event.target.id === "evidence" && wishes.has("bulletin")) go([["bulletin", ""], ["at", ""]]);
  }, true);

  NARROW.addEventListener("change", () => window.dash_clientside.set_props("narrow", { data: NARROW.matches }));
})();
