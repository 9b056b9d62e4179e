"""No word of another language stands on a page: nothing was forgotten when the words were translated."""

from __future__ import annotations

import re

import pytest

PATHS = (
    "/?days=all&planned=1",
    "/map?reservoir=petropavlovsk",
    "/reservoir",
    "/reservoir?reservoir=sergeevka",
    "/cascades",
    "/seasons?basin=ertis",
    "/bulletins",
)

# What people read or hear on a page, but for what says itself which language it is in and for the words of bulletins.
SEEN = """() => {
  const foreign = '[lang]:not(html):not(#page), script, noscript, style, .ag-hidden, .papers, .hint a, ' +
    '[col-id=publisher], [col-id=title].ag-cell';
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(foreign)) out.push(walk.currentNode.data);
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (one.closest(foreign) || !one.checkVisibility()) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) out.push(one.getAttribute(name) || '');
  }
  return out.filter((text) => text.trim()); }"""

LATIN_NAMES = re.compile(r"\b(Agyn|CSV|XLSX|PNG|SVG|Natural Earth|WaterHydro Kazakhstan Portal|Ctrl|Enter|WebGL)\b")


FOREIGN = {"en": r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+", "kk": r"[A-Za-z]{3,}"}


@pytest.mark.parametrize("path", PATHS)
def test_no_word_was_left_untranslated(page, address, path):
    for language, foreign in FOREIGN.items():
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
        page.locator("#main").wait_for(timeout=20_000)
        page.wait_for_load_state("networkidle")
        for _ in range(20):  # the map's own words are replaced a moment after it is there
            left = forgotten(page.evaluate(SEEN), foreign)
            if not left:
                break
            page.wait_for_timeout(250)
        assert left == [], language


def forgotten(texts: list[str], foreign: str) -> list[str]:
    """Those of the texts that hold a word of another language; names of sites and of products are none."""
    site = re.compile(r"[\w.-]+\.[a-z]{2,}")
    own = [text for text in texts if not site.fullmatch(text.strip())]
    return [text for text in own if re.search(foreign, LATIN_NAMES.sub("", text))]
