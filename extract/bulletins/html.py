"""A saved web page to a bulletin: the article's text, title, day, address and publisher.

The text is what a reader of the page sees of the article: paragraphs are divided by a blank line,
lines and table rows by a line end, table cells by a tab; menus, scripts, forms and hidden parts are
left out. White space is collapsed as a browser does it, except no-break and thin spaces, which may
stand inside a number. `м<sup>3</sup>` becomes `м³`: a raised digit must never run into a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

LOOKS_LIKE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|title|meta|div|p|table|h[1-6])\b[^<]*>", re.IGNORECASE
)

FURNITURE = (
    "script, style, noscript, template, nav, aside, form, button, select, iframe, svg, object, dialog, "
    "[hidden], [aria-hidden=true], [style*='display:none'], [style*='display: none'], [role=navigation]"
)
PAGE_FURNITURE = "header, footer, [role=banner], [role=contentinfo]"  # of the page; an article's own header is text
ARTICLE = "[itemprop=articleBody], article, main, [role=main]"

PARAGRAPHS = (
    "p div article section main header footer h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure figcaption "
    "address fieldset hr details summary"
)
LINES = "li tr dt dd caption"
CELLS = "td th"

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"[ \t\n\r\f]+")  # what a browser collapses: no-break and thin spaces stay
_PARAGRAPH, _LINE, _BR, _CELL = "\u2029", "\u2028", "\n", "\t"  # marks until all neighbours are known
_MARKS = (
    dict.fromkeys(PARAGRAPHS.split(), _PARAGRAPH)
    | dict.fromkeys(LINES.split(), _LINE)
    | dict.fromkeys(CELLS.split(), _CELL)
    | {"br": _BR}
)
_BREAKS = re.compile(r" *([\u2028\u2029\n\t][\u2028\u2029\n\t ]*)")


def fields(markup: str) -> dict[str, Any]:
    """The fields of a bulletin in an HTML page: text, title, url, publisher and the days it may be published.

    `published` is a list of printed dates, the likeliest first: the page's own metadata, then the
    `<time>` of the article unless several days compete.

    >>> page = "<title>Сброс</title><nav>Меню</nav><p>Из Шульбинского – 53 м<sup>3</sup>/с.<p>Всё."
    >>> fields(page)["text"], fields(page)["title"]
    ('Из Шульбинского – 53 м³/с.\\n\\nВсё.', 'Сброс')
    """
    tree = LexborHTMLParser(markup)
    title = _first(_meta(tree, "og:title"), _heading(tree), _text_of(tree.css_first("title")))
    url = _first(_attribute(tree, "link[rel=canonical]", "href"), _meta(tree, "og:url"))
    published = [
        _meta(tree, "article:published_time"),
        _meta(tree, "datePublished"),
        _attribute(tree, "time[itemprop=datePublished]", "datetime"),
        _attribute(tree, "time[pubdate]", "datetime"),
    ]
    publisher = _meta(tree, "og:site_name")
    tree.strip_tags(["script", "style", "noscript", "template"])
    for node in tree.css(FURNITURE):
        node.decompose()
    article = _article(tree)
    return {
        "text": _running_text(article) if article is not None else "",
        "title": title,
        "url": url if url.startswith(("http://", "https://")) else None,
        "publisher": publisher or None,
        "published": [day for day in [*published, _only_time(article)] if day],
    }


def _article(tree: LexborHTMLParser) -> LexborNode | None:
    """The node that holds the article: the marked one, or the body without the page's head and foot."""
    marked = [node for node in tree.css(ARTICLE) if len(_text_of(node)) > 0]
    body = tree.body
    if marked:
        longest = max(marked, key=lambda node: len(_text_of(node)))
        teasers = sum(len(_text_of(node)) for node in marked if node.tag == "article" and node != longest)
        # a list of teasers is many articles of which none is the page's: then the body is
        if longest.tag != "article" or len(_text_of(longest)) > teasers:
            return longest
    if body is not None:
        for node in body.css(PAGE_FURNITURE):
            node.decompose()
    return body


def _running_text(root: LexborNode) -> str:
    text = "".join(_words(root))
    return _BREAKS.sub(lambda match: _strongest(match[1]), text).strip()


def _strongest(breaks: str) -> str:
    """Neighbouring breaks count once: a paragraph (or two `<br>`) beats a line, a line beats a cell."""
    if _PARAGRAPH in breaks or breaks.count(_BR) > 1:
        return "\n\n"
    return "\n" if _LINE in breaks or _BR in breaks else "\t"


def _words(root: LexborNode) -> Iterator[str]:
    """The pieces of text below `root` with the breaks its elements stand for; no recursion, as pages nest deep."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "-text":
            yield _SPACE.sub(" ", node.text_content or "")
        elif node.tag in ("sup", "sub") and (content := (node.text() or "").strip()).isdecimal():
            yield content.translate(_RAISED)
        elif not node.tag.startswith("-"):
            mark = _MARKS.get(node.tag, "")
            children: list[LexborNode | str] = [*node.iter(include_text=True)]
            stack += [mark, *reversed(children), "" if node.tag == "br" else mark]


def _first(*candidates: str) -> str:
    return next((candidate for candidate in candidates if candidate), "")


def _heading(tree: LexborHTMLParser) -> str:
    headings = tree.css("h1")
    return _text_of(headings[0]) if len(headings) == 1 else ""  # two or more: one of them is the site's name


def _text_of(node: LexborNode | None) -> str:
    return _SPACE.sub(" ", node.text() or "").strip() if node is not None else ""


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return ((node.attributes.get(name) or "") if node is not None else "").strip()


def _meta(tree: LexborHTMLParser, name: str) -> str:
    return _attribute(tree, f'meta[property="{name}"], meta[name="{name}"], meta[itemprop="{name}"]', "content")


def _only_time(article: LexborNode | None) -> str:
    """The day of the article's `<time>` elements when they agree on one: a wrong day is worse than none."""
    times = [node.attributes.get("datetime") or node.text() or "" for node in article.css("time")] if article else []
    return times[0].strip() if len({time.strip()[:10] for time in times}) == 1 else ""
