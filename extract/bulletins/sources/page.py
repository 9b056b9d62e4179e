"""Web pages: one that is read again and again, or a list whose links lead to articles.

A page that marks up its article is read by :mod:`extract.bulletins.html`; from any other,
trafilatura takes the main text and, if the page names none in its head, the day of publication.
What a site's robots.txt forbids is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser

from extract.bulletins import html
from extract.bulletins.bulletin import KAZAKHSTAN_TIME, Bulletin, aware, text_hash
from extract.bulletins.encoding import decode
from extract.bulletins.readers import LONGEST_ID, parse
from extract.bulletins.sources.guard import shown
from extract.bulletins.sources.http import NOT_CHANGED, Answer, validators
from extract.bulletins.sources.robots import require_allowed
from extract.bulletins.sources.visit import Visit
from extract.errors import BadInput, SourceError

MOST_LINKS = 200  # of one list page; a longer one is no list of news
_RAISED = re.compile(r"<su[pb][^<>]*>\s*([0-9])\s*</su[pb]>", re.IGNORECASE)
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def single(visit: Visit) -> Iterator[Bulletin]:
    """The page's bulletin if it says something else than last time.

    Such a page is written over every day, so what it says is a bulletin of its own for each day on
    which it has changed: the text of today must not supersede that of yesterday.
    """
    url, memory = visit.source.url, visit.memory
    require_allowed(visit.web, url)
    answer = visit.web.get(url, remembered=memory.get(url))
    found = [] if answer.status == NOT_CHANGED else _bulletins(answer, url)
    content = text_hash("\n".join(bulletin.text for bulletin in found))
    if not found or content == memory.get(url, {}).get("content"):
        visit.unchanged()
        return
    day = visit.now.astimezone(KAZAKHSTAN_TIME).date().isoformat()
    yield from visit.fit(replace(bulletin, id=bulletin.id.replace(url, f"{url}@{day}", 1)) for bulletin in found)
    visit.remember(url, {**validators(answer), "content": content})


def listed(visit: Visit) -> Iterator[Bulletin]:
    """The articles that a list page links to; one that cannot be read is passed over."""
    links, failed = _links(visit), []
    for link in links:
        try:
            yield from visit.fit(read_page(visit, link))
        except SourceError as error:
            failed.append(error)
            visit.passed_over(str(error))
    if failed and len(failed) == len(links):
        raise failed[0]


def read_page(visit: Visit, url: str) -> Iterator[Bulletin]:
    """The bulletins of one article's page, called after its address; none if it has not changed."""
    url = urldefrag(url).url
    if len(url) > LONGEST_ID:  # it is the bulletin's id as well
        raise SourceError(f"{shown(url)} is longer than {LONGEST_ID} characters.")
    require_allowed(visit.web, url)
    answer = visit.web.get(url, remembered=visit.memory.get(url))
    if answer.status == NOT_CHANGED:
        visit.unchanged()
        return
    yield from _bulletins(answer, url)
    visit.remember(url, validators(answer))


def probe_single(visit: Visit) -> Iterator[tuple[bool, str]]:
    """(as expected, in words) for a single page."""
    require_allowed(visit.web, visit.source.url)
    answer = visit.web.get(visit.source.url)
    found = _bulletins(answer, visit.source.url)
    yield True, f"The page has a text of {sum(len(bulletin.text) for bulletin in found)} characters."
    day = found[0].published_day
    yield True, f"It is of {day}." if day else "It names no day of publication."


def probe_listed(visit: Visit) -> Iterator[tuple[bool, str]]:
    """(as expected, in words) for a list page."""
    links = _links(visit)
    yield True, f"The list has {len(links)} links that match, the first is {shown(links[0])}."
    answer = visit.web.get(links[0])
    [first, *_] = _bulletins(answer, links[0])
    yield bool(first.published), f"Its article has {len(first.text)} characters and is of {first.published_day}."


def _links(visit: Visit) -> list[str]:
    url = visit.source.url
    require_allowed(visit.web, url)
    answer = visit.web.get(url)
    try:
        page = LexborHTMLParser(decode(answer.content, shown(url)))
    except BadInput as error:
        raise SourceError(str(error)) from None
    targets = [node.attributes.get("href") or "" for node in page.css("a[href]")]
    pattern = re.compile(visit.source.link)
    links = list(dict.fromkeys(link for target in targets if pattern.search(link := _absolute(answer.url, target))))
    if not links:
        raise SourceError(f"{shown(url)} has no link that matches “{visit.source.link}”: the page has changed.")
    if len(links) > MOST_LINKS:
        visit.passed_over(f"{shown(url)} has {len(links)} links that match: the first {MOST_LINKS} are read.")
    return links[:MOST_LINKS]


def _absolute(base: str, target: str) -> str:
    try:
        link = urldefrag(urljoin(base, target.strip())).url
    except ValueError:
        return ""
    return link if link.startswith(("http://", "https://")) and len(link) <= LONGEST_ID else ""


def _bulletins(answer: Answer, url: str) -> list[Bulletin]:
    """The bulletins in a page, with the address they were read at: a page may claim another as its own."""
    content, final = answer.content, answer.url
    if not answer.has_end and content.lstrip()[:1] == b"<" and b"</html" not in content[-1000:].lower():
        raise SourceError(f"{shown(url)} seems to be cut off: its end is missing.")
    try:
        found = parse(content, shown(url), stem=url)
        if len(found) == 1:
            found = [_main_text(found[0], content, url)]
    except BadInput as error:
        raise SourceError(str(error)) from None
    if len(found) > 1:  # a digest: its articles name their own sources
        return [replace(bulletin, url=bulletin.url or final) for bulletin in found]
    return [replace(bulletin, id=url, url=final) for bulletin in found]


def _main_text(bulletin: Bulletin, content: bytes, url: str) -> Bulletin:
    """The bulletin with the page's main text where no mark-up says which part of the page is the article."""
    if content.lstrip()[:1] != b"<":
        return bulletin
    markup = decode(content, shown(url))
    if LexborHTMLParser(markup).css_first(html.ARTICLE) is not None and bulletin.published:
        return bulletin
    import trafilatura  # only for pages

    found = trafilatura.bare_extraction(
        _RAISED.sub(lambda match: match[1].translate(_RAISED_DIGITS), markup),
        url=url,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )
    if found is None or not found.text:
        return bulletin
    is_marked = LexborHTMLParser(markup).css_first(html.ARTICLE) is not None
    published = bulletin.published or aware(found.date)
    return replace(bulletin, text=bulletin.text if is_marked else found.text, published=published)
