"""The prefilter loses no bulletin, however its page is written, and lets through hardly anything else."""

import re
from pathlib import Path

import pytest

from extract import Bulletin, extract, read
from extract.bulletins import html
from extract.bulletins.encoding import decode
from extract.bulletins.prefilter import Prefilter
from extract.grammar.languages import LANGUAGES, language

ROOT = Path(__file__).parents[3]
STEMS = sorted({stem for code in LANGUAGES for stem in language(code).prefilter})
NEWS = "Новости образования и науки: 53 учителя, 120 школ. Madame Rehydrate, « “ — ” » 🎉 &#128512; &#171;ok&#187;"
WORD = re.compile(r"[^\W\d_]{4,}")


def page(body, charset="utf-8"):
    return f'<html><head><meta charset="{charset}"><title>a</title></head><body><p>{body}</p></body></html>'


def within_words(mark):
    """Puts `mark` before the third last letter of every word."""
    return lambda text: page(WORD.sub(lambda word: word[0][:-3] + mark + word[0][-3:], text)).encode()


WAYS = {
    "utf-8": lambda text: page(text).encode(),
    "windows-1251": lambda text: page(text, "windows-1251").encode("kz1048", "xmlcharrefreplace"),
    "koi8-r": lambda text: page(text, "koi8-r").encode("koi8-r", "xmlcharrefreplace"),
    "koi8-r, undeclared": lambda text: page(text).encode("koi8-r", "replace"),
    "866, undeclared": lambda text: page(text).encode("cp866", "replace"),
    "utf-16": lambda text: page(text).encode("utf-16"),
    "references": lambda text: page(text).encode("ascii", "xmlcharrefreplace"),
    "hexadecimal": lambda text: page("".join(c if c < "\x7f" else f"&#x{ord(c):X};" for c in text)).encode(),
    "lines broken at every space": lambda text: page(text.replace(" ", "\n")).encode(),
    "a soft hyphen": within_words("\u00ad"),
    "&shy;": within_words("&shy;"),
    "&#173;": within_words("&#173;"),
    "&#x200B;": within_words("&#x200B;"),
    "a zero-width space": within_words("\u200b"),
    "a joiner": within_words("\u2060"),
    "bold letters": within_words("<b>"),
    "spans from a word processor": within_words('</span><span lang="KZ" style="color:red">'),
    "bold and a soft hyphen": within_words("</b>&shy;"),
}


@pytest.fixture(scope="module")
def season():
    """A paragraph with a figure of every fourth bulletin of the sample season: little but what is looked for."""
    found = []
    for path in sorted((ROOT / "data" / "bulletins").iterdir())[::4]:
        for bulletin in read(path):
            result = extract(bulletin)
            if result.rows:
                found.append(next(part for part in bulletin.text.split("\n\n") if result.rows[0].quote in part))
    return found


@pytest.fixture(scope="module")
def prefilter():
    return Prefilter(STEMS)


@pytest.mark.parametrize("way", WAYS)
def test_a_page_with_figures_passes_however_it_is_written(prefilter, season, way):
    read_in_it = 0
    for text in season:
        written = WAYS[way](text)
        try:
            shown = html.fields(decode(written, "a page"))["text"]
        except Exception as error:  # an encoding without the letters of a language
            assert "cannot be recognised" in str(error)  # noqa: PT017 - the others go on
            continue
        if extract(Bulletin(shown, published="2025-04-13")).rows:
            read_in_it += 1
            assert prefilter.passes(written, None), written
    assert read_in_it > len(season) / 3, "this way of writing was hardly tried"


@pytest.mark.parametrize("way", [way for way in WAYS if way not in ("references", "hexadecimal", "utf-16")])
def test_other_news_does_not_pass(prefilter, way):
    assert not prefilter.passes(WAYS[way](NEWS), None)


def test_an_encoding_that_stems_are_not_looked_for_in_passes(prefilter):
    assert prefilter.passes(page(NEWS, "x-mac-cyrillic").encode(), None)
    assert prefilter.passes(page(NEWS).encode(), "iso-8859-5")
    assert not prefilter.passes(page(NEWS).encode(), "UTF-8")
