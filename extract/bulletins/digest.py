"""A digest page is cut into its articles.

A digest is many articles in one text, each with a headline and its date, a body and a link to its
source::

    Сброс воды продолжается 15.04.2025
    По состоянию на 13 апреля … Источник информации : https://www.gov.kz/…/975089
    Открыт новый мост 14.04.2025
    …

The date ends the headline's line or stands on the next line by itself. A page counts as a digest
when at least three such articles are on it: an ordinary article, which may name its source and a
date or two, is never cut.

From document ``D`` the articles become ``D#1``, ``D#2``, … in page order. Each has the headline as
title, the headline's date as day of publication, its source link as address, and as text the
verbatim stretch of the page from behind the headline up to and including the source link. What
remains of the page (its name, menus, the footer, headlines without a body) is kept in page order as
``D#0``, so that headlines, texts and ``D#0`` together hold every word of the page.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from extract.bulletins.bulletin import Bulletin

ARTICLES_OF_A_DIGEST = 3
LONGEST_HEADLINE = 400  # characters

_DAY = r"(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2})(?:,?[ \t]+\d{1,2}:\d{2}(?::\d{2})?)?"
_LINE_END_DAY = re.compile(rf"(?<![\w.])(?P<day>{_DAY})\)?[ \t]*\r?$", re.MULTILINE)
_BEFORE_DAY = " \t|·•–—,("  # what may stand between headline and date
_SOURCE = re.compile(
    r"(?:Источник(?:[ \t]+информации)?|Ссылка[ \t]+на[ \t]+источник|Дереккөз(?:і)?|Ақпарат[ \t]+көзі"
    r"|Source(?:[ \t]+of[ \t]+information)?)\s*[:：–—-]?\s*(?P<url>https?://[^\s<>\"”»]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Article:
    """Where one article stands on its page; `start:end` is its text, `head:start` its headline and date."""

    head: int
    start: int
    end: int
    headline: str
    day: dt.date
    url: str | None


def cut(bulletin: Bulletin) -> list[Bulletin]:
    """The articles of a digest page and what remains of it, or the bulletin itself when it is no digest."""
    found = articles(bulletin.text)
    if sum(article.url is not None for article in found) < ARTICLES_OF_A_DIGEST:
        return [bulletin]
    pieces = [
        replace(
            bulletin,
            text=bulletin.text[article.start : article.end],
            title=article.headline,
            url=article.url or bulletin.url,
            published=article.day,
            id=f"{bulletin.id}#{number}",
        )
        for number, article in enumerate(found, 1)
    ]
    rest = _remainder(bulletin.text, found)
    return pieces + ([replace(bulletin, text=rest, id=f"{bulletin.id}#0")] if rest else [])


def articles(text: str) -> list[Article]:
    """All stretches of `text` that read as an article with a dated headline, in page order."""
    heads = _heads(text)
    found = []
    for (head, start, headline, day), following in zip(heads, [*heads, None][1:], strict=True):
        limit = following[0] if following else len(text)
        source = _SOURCE.search(text, start, limit)
        end = source.end() if source else limit
        if text[start:end].strip():
            found.append(Article(head, start, end, headline, day, _address(source)))
    return found


def _heads(text: str) -> list[tuple[int, int, str, dt.date]]:
    """(start of the headline, start of what follows it, headline, day) for every dated headline."""
    heads = []
    for dated in _LINE_END_DAY.finditer(text):
        day = _day(dated["day"])
        head = text.rfind("\n", 0, dated.start()) + 1
        headline = text[head : dated.start()].strip(_BEFORE_DAY)
        if not headline:  # the date has a line to itself: the headline stands above it
            head, headline = _line_above(text, head)
        is_new = not heads or head >= heads[-1][1]
        if day and is_new and 0 < len(headline) <= LONGEST_HEADLINE and not _SOURCE.search(headline):
            heads.append((head, min(dated.end() + 1, len(text)), headline, day))
    return heads


def _line_above(text: str, position: int) -> tuple[int, str]:
    """(start, text) of the next line above `position` that is not blank; (position, "") if none is near."""
    near = max(0, position - 2 * LONGEST_HEADLINE)
    above = text[near:position].rstrip()
    start = above.rfind("\n") + 1
    return (near + start, above[start:].strip()) if start or near == 0 else (position, "")


def _day(printed: str) -> dt.date | None:
    numbers = [int(number) for number in re.findall(r"\d+", printed)[:3]]
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _address(source: re.Match[str] | None) -> str | None:
    return source["url"].rstrip(".,;)") if source else None


def _remainder(text: str, found: list[Article]) -> str:
    """What of the page stands in no article, stretch by stretch, a blank line between."""
    starts = [0, *(article.end for article in found)]
    ends = [*(article.head for article in found), len(text)]
    stretches = (text[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return "\n\n".join(stretch for stretch in stretches if stretch)
