"""Shows what was read in a bulletin and why: the text with every figure marked, for a terminal or as a page.

This is the tool for finding a wrong figure and what a sceptic is shown: what became a row, what was
set aside with which reason, and that the two together are all there was.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from rich.console import Group
from rich.table import Table
from rich.text import Text

from extract.figures import Observation, Result, SetAside
from extract.marking import Mark, figure_within, pieces

REASONS_IN_WORDS = {
    "plan": "a wish, a condition or a request, not a value",
    "past": "an earlier value",
    "forecast": "what is expected to come",
    "capacity": "what could be held or passed, not what is",
    "canal": "of a canal or an intake, not of a reservoir",
    "river": "of a river, a gauge, a lake or a sea, not of a reservoir",
    "other_object": "of another structure, not of a reservoir",
    "increment": "a change or a tolerance, not a value",
    "norm": "a norm or a limit",
    "total_volume": "a volume over a period, not a rate",
    "part_of_total": "a part of a release",
    "sum": "a sum over several reservoirs",
    "average": "a mean over several reservoirs",
    "range": "one end of a range",
    "repeated": "the same fact said again",
    "no_reservoir": "no reservoir is named that it could belong to",
    "no_quantity": "nothing says what it measures",
    "no_date": "neither the text nor the publication gives a day",
    "bad_number": "not readable as a number",
}


def marks(result: Result) -> list[Mark]:
    """A mark for the clause of each row, one for its number, and one for each figure set aside."""
    found: list[Mark] = []
    for row in result.rows:
        found.append(Mark(row.start, row.end, "row", _told(row)))
        place = figure_within(row.quote, row.value_as_printed)
        if place:
            found.append(Mark(row.start + place[0], row.start + place[1], "figure", _told(row)))
    for figure in result.set_aside:
        found.append(Mark(figure.start, figure.end, "aside", f"{figure.reason}: {_in_words(figure)}"))
    return found


def _told(row: Observation) -> str:
    said = "" if row.qualifier == "exact" else f" {row.qualifier}"
    flags = f" [{', '.join(row.flags)}]" if row.flags else ""
    return f"{row.reservoir}, {row.date}: {row.quantity}{said} {row.value:g} {row.unit}, {row.status}{flags}"


def _cells(row: Observation) -> tuple[str, ...]:
    value = f"{row.value:g} {row.unit}"
    return str(row.date), row.reservoir, row.region or "", row.quantity, value, row.status, ", ".join(row.flags)


def _in_words(figure: SetAside) -> str:
    return REASONS_IN_WORDS[figure.reason] + (f": {figure.detail}" if figure.detail else "")


def _summary(result: Result) -> str:
    return f"{result.figures} figures: {len(result.rows)} rows, {len(result.set_aside)} set aside"


_STYLES = {"row": "green", "figure": "bold black on green", "aside": "black on yellow"}


def for_terminal(result: Result) -> Group:
    """The text in colour, a table of its rows and one of what was set aside, ready to print with rich."""
    text = Text()
    for piece, mark in pieces(result.bulletin.text, marks(result)):
        text.append(piece, _STYLES[mark.kind] if mark else "")
        if mark and mark.kind == "aside":
            text.append(f" ←{mark.why.split(':')[0]}", "italic yellow")
    rows = Table(
        "day", "reservoir", "region", "quantity", "value", "status", "flags", title="Rows", title_justify="left"
    )
    for row in result.rows:
        rows.add_row(*_cells(row))
    aside = Table("figure", "reason", "in words", title="Set aside", title_justify="left")
    for figure in result.set_aside:
        aside.add_row(figure.quote, figure.reason, _in_words(figure))
    head = Text(f"{result.bulletin.id}  {result.bulletin.title}\n", "bold")
    parts = [head, text, Text(f"\n{_summary(result)}\n", "bold")]
    return Group(*parts, *(table for table in (rows, aside) if table.row_count))


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What Agyn reads</title><style>
:root {{ color-scheme: light dark; --ink: light-dark(#1b2430, #dfe5ec); --paper: light-dark(#fff, #12171d);
  --row: light-dark(#e2f2ea, #17392c); --figure: light-dark(#0f7a57, #3ecf9b);
  --aside: light-dark(#fbe8bf, #54400f); --rule: light-dark(#d9dee4, #2c343d); --quiet: light-dark(#5a6673, #9aa7b4); }}
body {{ margin: 0 auto; max-width: 46rem; padding: 2rem 1.2rem 4rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.6 system-ui, sans-serif; }}
h1 {{ font-size: 1.15rem; margin: 0 0 .2rem; }}
article {{ border-top: 1px solid var(--rule); padding: 1.4rem 0; }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
.meta, caption {{ color: var(--quiet); font-size: .85rem; text-align: left; }}
mark {{ color: inherit; border-radius: .15em; }} .row {{ background: var(--row); }}
.figure {{ background: var(--figure); color: var(--paper); padding: 0 .15em; font-weight: 600; }}
.aside {{ background: var(--aside); border-bottom: 2px dotted var(--ink); }}
table {{ border-collapse: collapse; width: 100%; margin-top: 1rem; font-size: .85rem;
  font-variant-numeric: tabular-nums; }}
td, th {{ text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid var(--rule); }}
</style></head><body><p class="meta"><mark class="row">clause of a row</mark> · <mark class="figure">its figure</mark> ·
<mark class="aside">figure set aside</mark>; hold the pointer over a mark to read why.</p>
{articles}</body></html>
"""


def as_page(results: Iterable[Result]) -> str:
    """One self-contained HTML page: each bulletin's text with its figures marked, and the two tables below."""
    return _PAGE.format(articles="\n".join(_article(result) for result in results))


def _article(result: Result) -> str:
    escape, bulletin = html.escape, result.bulletin
    text = "".join(
        f'<mark class="{mark.kind}" title="{escape(mark.why)}">{escape(piece)}</mark>' if mark else escape(piece)
        for piece, mark in pieces(bulletin.text, marks(result))
    )
    day = bulletin.published_day or "day of publication unknown"
    known = filter(None, (bulletin.id, str(day), bulletin.publisher, _summary(result)))
    aside = [(figure.quote, figure.reason, _in_words(figure)) for figure in result.set_aside]
    return (
        f'<article><h1>{escape(bulletin.title)}</h1><p class="meta">{escape(" · ".join(known))}</p>'
        f'<div class="text">{text}</div>'
        f"{_html_table('Rows', map(_cells, result.rows))}{_html_table('Set aside', aside)}</article>"
    )


def _html_table(caption: str, rows: Iterable[tuple[str, ...]]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><caption>{caption}</caption>{cells}</table>" if cells else ""
