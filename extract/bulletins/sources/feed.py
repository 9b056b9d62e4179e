"""RSS and Atom feeds. An entry is a bulletin: its content, or its summary, or, with `follow`, the page it links to."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

from extract.bulletins import html
from extract.bulletins.bulletin import Bulletin
from extract.bulletins.encoding import decode
from extract.bulletins.sources.guard import shown
from extract.bulletins.sources.http import NOT_CHANGED, validators
from extract.bulletins.sources.page import read_page
from extract.bulletins.sources.visit import Visit
from extract.errors import BadInput, SourceError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)


def bulletins(visit: Visit) -> Iterator[Bulletin]:
    """The feed's entries in its order, each id once; none if the feed says that nothing has changed."""
    url = visit.source.url
    answer = visit.web.get(url, remembered=visit.memory.get(url))
    if answer.status == NOT_CHANGED:
        visit.unchanged()
        return
    whole = True
    seen: set[str] = set()
    for number, entry in enumerate(entries(answer.content, url), 1):
        identity = str(entry.get("id") or entry.get("link") or "")
        if not identity:
            visit.passed_over(f"{shown(url)}, entry {number} has neither an id nor a link.")
        elif identity not in seen:
            seen.add(identity)
            try:
                yield from visit.fit(_bulletins(visit, entry, identity, f"{shown(url)}, entry {number}"))
            except SourceError as error:  # of a page that the entry links to: next time it is asked for again
                visit.passed_over(str(error))
                whole = False
    if whole:
        visit.remember(url, validators(answer))


def probe(visit: Visit) -> Iterator[tuple[bool, str]]:
    """(as expected, in words) for what this module relies on."""
    found = entries(visit.web.get(visit.source.url).content, visit.source.url)
    yield bool(found), f"The feed has {len(found)} entries."
    if found:
        published = _published(found[0])
        yield (
            published is not None,
            (f"Its first entry is of {published:%Y-%m-%d}." if published else "Its entries have no day."),
        )
        has_text = bool(_text(found[0])) or visit.source.follow
        yield has_text, "Its entries have a text." if has_text else "Its entries have no text: set follow = true."


def entries(content: bytes, url: str) -> list[Any]:
    """The entries of a feed; raises :class:`SourceError` for anything else and for half a feed.

    A parser that forgives would read half an entry where the feed was cut, and half a number with it.
    """
    import feedparser  # only for feeds

    name = shown(url)
    try:
        text = decode(content, name)
    except BadInput as error:
        raise SourceError(str(error)) from None
    plain = _DECLARATION.sub("", text).strip()  # it may declare an encoding that is not the feed's
    headers = {"content-type": "application/xml; charset=utf-8"}
    feed = feedparser.parse(io.BytesIO(plain.encode("utf-8", "replace")), response_headers=headers)
    if not feed.version and not feed.entries:
        kind = "a web page" if html.LOOKS_LIKE.search(plain[:5000]) else "something else"
        raise SourceError(f"{name} is no RSS or Atom feed but {kind}.")
    if not _END.search(plain[-2000:]):
        raise SourceError(f"{name} is half a feed: its end is missing.")
    return list(feed.entries)


def _bulletins(visit: Visit, entry: Any, identity: str, where: str) -> Iterator[Bulletin]:
    link = str(entry.get("link") or "")
    if visit.source.follow and link:
        yield from read_page(visit, link)
        return
    text = _text(entry)
    if not text:
        visit.passed_over(f"{where} has no text: set follow = true if it stands on the page that the entry links to.")
        return
    published = _published(entry)
    yield from visit.parsed(
        {
            "id": f"{visit.source.url}#{identity}",  # nobody else's, whatever a feed calls its entries
            "title": html.fields(entry.get("title") or "")["text"],
            "text": text,
            "url": link or None,
            "published": published.isoformat() if published else None,
        },
        where,
    )


def _text(entry: Any) -> str:
    contents = [part.get("value") or "" for part in entry.get("content") or []]
    texts = [html.fields(part)["text"].strip() for part in (*contents, entry.get("summary") or "")]
    return max(texts, key=len, default="")


def _published(entry: Any) -> dt.datetime | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(moment), dt.UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        return None
