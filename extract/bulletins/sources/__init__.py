"""Where bulletins come from: ministries' press pages, feeds, pages, folders.

:func:`load` reads the list of sources, :func:`bulletins` visits one and yields what it has,
:func:`probe` asks it one small question and says in words whether it still behaves as expected.

=========== ===================================================================================
gov.kz      a ministry's or an akimat's press page (`project`), in several `languages`
feed        RSS or Atom; `follow` reads the pages that the entries link to
list        a page whose links that match `link` lead to articles
page        one page that is written over again and again
folder      all files in a folder and below
jsonl warc  one file
=========== ===================================================================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from extract.bulletins.bulletin import Bulletin
from extract.bulletins.sources import feed, folder, govkz, page
from extract.bulletins.sources.http import Limits, Pacer, Web
from extract.bulletins.sources.settings import KINDS, Source, chosen, load
from extract.bulletins.sources.visit import Memory, Visit

__all__ = ["KINDS", "Limits", "Memory", "Pacer", "Source", "Visit", "Web", "bulletins", "chosen", "load", "probe"]

_READ: dict[str, Callable[[Visit], Iterator[Bulletin]]] = {
    "gov.kz": govkz.bulletins,
    "feed": feed.bulletins,
    "list": page.listed,
    "page": page.single,
    "folder": folder.bulletins,
    "jsonl": folder.bulletins,
    "warc": folder.bulletins,
}
_PROBE: dict[str, Callable[[Visit], Iterator[tuple[bool, str]]]] = {
    "gov.kz": govkz.probe,
    "feed": feed.probe,
    "list": page.probe_listed,
    "page": page.probe_single,
    "folder": folder.probe,
    "jsonl": folder.probe,
    "warc": folder.probe,
}


def bulletins(
    source: Source,
    *,
    since: dt.date | None = None,
    memory: Memory | None = None,
    passed_over: Callable[[str], None] = lambda sentence: None,
    unchanged: Callable[[], None] = lambda: None,
    pacer: Pacer | None = None,
    limits: Limits | None = None,
) -> Iterator[Bulletin]:
    """What `source` has, published on `since` or later, and not remembered in `memory` as unchanged.

    Take every bulletin to safety before asking for the next: `memory` is written as if you had.
    `passed_over` gets a sentence on every document that could not be read, `unchanged` is called for
    every one that was not sent again. Raises :class:`AgynError` where the source as a whole fails.
    """
    with _web(source, pacer, limits) as web:
        memory = {} if memory is None else memory
        visit = Visit(source, web, memory, since, passed_over, unchanged)
        yield from _READ[source.kind](visit)


def probe(source: Source, *, pacer: Pacer | None = None, limits: Limits | None = None) -> Iterator[tuple[bool, str]]:
    """(as expected, in words) for what Agyn relies on. Raises :class:`AgynError` where nothing can be asked."""
    with _web(source, pacer, limits) as web:
        yield from _PROBE[source.kind](Visit(source, web))


def _web(source: Source, pacer: Pacer | None, limits: Limits | None) -> Web:
    return Web(
        pause=source.pause, allow_private=source.allow_private, contact=source.contact, pacer=pacer, limits=limits
    )
