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
  const foreign = '[lang]:not(html):not(#page), script, noscript, style, .papers, .hint a, [col-id=publisher], ' +
    '[col-id=title].ag-cell';
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(foreign)) out.push(walk.currentNode.data);
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (one.closest(foreign)) continue;
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
        left = [
            text
            for text in page.evaluate(SEEN)
            if re.search(foreign, LATIN_NAMES.sub("", text)) and not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", text.strip())
        ]
        assert left == [], language
