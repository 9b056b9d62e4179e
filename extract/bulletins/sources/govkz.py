"""gov.kz: the press pages of Kazakhstan's ministries and akimats, through the JSON behind them.

``GET /api/v1/public/content-manager/news`` with a project, a page and a size answers with a JSON list,
newest first, empty past the end; the header Accept-Language chooses ru, kk or en. An item has `id`,
`title`, `short_description`, `body` (HTML) and `created_date`. Until the session has asked for a
ticket, as the page itself does, the answer is 400 “notAllowed”. ``created_date=gt:<ISO datetime>``
leaves out older items; ``gte:`` answers 500 and is never sent.

A first visit reads all there is (or all since the day asked for). Later visits go back
`LOOK_BACK` from the newest item seen, which finds what the ministry has edited in the meantime.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from extract.bulletins import html
from extract.bulletins.bulletin import KAZAKHSTAN_TIME, Bulletin, aware
from extract.bulletins.moments import YEARS
from extract.bulletins.sources.http import Answer
from extract.bulletins.sources.visit import Visit
from extract.errors import BadInput, SourceError

NEWS = "/api/v1/public/content-manager/news"
TICKET = "/api/v1/public/_/c/k6"
ARTICLE = "/memleket/entities/{project}/press/news/details/{id}?lang={language}"

SIZE = 100  # items a page
LAST_PAGE = 2000
STALE_PAGES = 3  # in a row without a single new item; one may be, when news come in while we read
LOOK_BACK = dt.timedelta(days=7)
PROMISED = ("id", "title", "body", "created_date")


def bulletins(visit: Visit) -> Iterator[Bulletin]:
    """What the ministry has published, language by language; one that fails does not keep the others."""
    failed = None
    for language in visit.source.languages:
        try:
            yield from _in_language(visit, language)
        except SourceError as error:
            failed = failed or error
    if failed:
        raise failed


def _in_language(visit: Visit, language: str) -> Iterator[Bulletin]:
    remembered = visit.memory.get(language, {}).get("newest")
    known = _moment(remembered)
    start = known - LOOK_BACK if known else None
    if visit.since:  # a day earlier, whatever the time zone of the site; what is too early is left out here
        start = dt.datetime.combine(visit.since - dt.timedelta(days=1), dt.time(), KAZAKHSTAN_TIME)
    newest = known
    for item in _items(visit, language, start):
        yield from visit.fit(_bulletins(visit, language, item))
        moment = _moment(item.get("created_date"))
        if moment and moment <= visit.now and (newest is None or moment > newest):
            newest = moment
    leaves_a_gap = known is not None and start is not None and start > known
    if newest and not leaves_a_gap:  # only now: all pages have been read and taken
        visit.memory[language] = {"newest": newest.isoformat()}


def _items(visit: Visit, language: str, start: dt.datetime | None) -> Iterator[dict[str, Any]]:
    """All items, page by page; each id once."""
    seen: dict[str, dict[str, Any]] = {}
    stale = 0
    for number in range(1, LAST_PAGE + 1):
        page = ask(visit, language, page=number, start=start)
        fresh = 0
        for place, item in enumerate(page, 1):
            identity = _identity(item)
            if identity in seen and identity:
                if item != seen[identity]:
                    visit.passed_over(
                        f"{_name(visit, identity, language)} is listed twice and differs: the first was taken."
                    )
                continue
            if not identity:
                visit.passed_over(f"{_list_name(visit, language)}, page {number}, item {place} has no “id”.")
                continue
            seen[identity] = item
            fresh += 1
            yield item
        if not page:
            return
        stale = 0 if fresh else stale + 1
        if stale == STALE_PAGES:
            raise SourceError(f"{_list_name(visit, language)} goes on repeating itself from page {number}.")
    raise SourceError(f"{_list_name(visit, language)} has more than {LAST_PAGE} pages: ask for less with --since.")


def _bulletins(visit: Visit, language: str, item: dict[str, Any]) -> list[Bulletin]:
    identity = _identity(item)
    where = _name(visit, identity, language)
    body = item.get("body")
    text = html.fields(body)["text"] if isinstance(body, str) else ""
    summary = item.get("short_description")
    if not text.strip() and isinstance(summary, str):
        text = html.fields(summary)["text"]
    if not text.strip():
        visit.passed_over(f"{where} has no text in “body” or “short_description”.")
        return []
    created = item.get("created_date")
    if _moment(created) is None:
        visit.passed_over(f"{where} has no “created_date” that can be read: it is read without a day of publication.")
    path = ARTICLE.format(project=visit.source.project, id=quote(identity, safe=""), language=language)
    return visit.parsed(
        {
            "id": f"gov.kz/{visit.source.project}/{identity}/{language}",
            "title": item["title"] if isinstance(item.get("title"), str) else "",
            "text": text,
            "url": _origin(visit) + path,
            "publisher": f"gov.kz/{visit.source.project}",
            "published": created if _moment(created) else None,
            "language": language,
        },
        where,
    )


# Asking ----------------------------------------------------------------------------------------


def ask(
    visit: Visit, language: str, *, page: int = 1, size: int | None = None, start: dt.datetime | None = None
) -> list[dict[str, Any]]:
    """One page of items, with a ticket if the site asks for one. Raises :class:`SourceError`."""
    answer = get(visit, language, page=page, size=size, start=start)
    if _wants_ticket(answer):
        ticket(visit)
        answer = get(visit, language, page=page, size=size, start=start)
        if _wants_ticket(answer):
            raise SourceError(
                f"{_list_name(visit, language)} answers “notAllowed” even with a ticket: the site has changed.",
                status=400,
            )
    if answer.status == 400:
        raise SourceError(f"{_list_name(visit, language)} answered 400 (Bad Request).", status=400)
    items = answer.json()
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceError(f"{_list_name(visit, language)} answered with JSON that is no list of articles.")
    return items


def get(
    visit: Visit,
    language: str,
    *,
    page: int = 1,
    size: int | None = None,
    start: dt.datetime | None = None,
    comparison: str = "gt",
) -> Answer:
    """The bare answer to the question for one page, which may be a 400."""
    query = f"projects=eq:{visit.source.project}&page={page}&size={size or SIZE}&sort-by=created_date:DESC"
    if start:
        local = start.astimezone(KAZAKHSTAN_TIME).replace(tzinfo=None)
        query += f"&created_date={comparison}:{local.isoformat(timespec='seconds')}"
    return visit.web.get(f"{_origin(visit)}{NEWS}?{query}", headers={"Accept-Language": language}, also=(400,))


def ticket(visit: Visit) -> Answer:
    """Ask for the session's ticket, a cookie, as the page itself does."""
    origin = _origin(visit)
    return visit.web.post(origin + TICKET, body={}, headers={"Origin": origin, "Referer": f"{origin}/"})


def _wants_ticket(answer: Answer) -> bool:
    return answer.status == 400 and b"notallowed" in answer.content[:10_000].lower()


def _origin(visit: Visit) -> str:
    parts = urlsplit(visit.source.url)
    return f"{parts.scheme}://{parts.netloc}"


def _list_name(visit: Visit, language: str) -> str:
    return f"{_origin(visit)} ({visit.source.project}, {language})"


def _name(visit: Visit, identity: str, language: str) -> str:
    return f"{_origin(visit)} ({visit.source.project}, {language}), article {identity[:40]}"


def _identity(item: dict[str, Any]) -> str:
    """The article's number as text, or nothing."""
    identity = item.get("id")
    return str(identity) if isinstance(identity, str | int) and not isinstance(identity, bool) else ""


def _moment(printed: Any) -> dt.datetime | None:
    try:
        moment = aware(printed) if isinstance(printed, str) else None
    except BadInput:
        return None
    return moment if moment and moment.year in YEARS else None


# Probing ---------------------------------------------------------------------------------------


def probe(visit: Visit) -> Iterator[tuple[bool, str]]:
    """(as expected, in words) for each habit of the site that this module relies on."""
    language = visit.source.languages[0]
    first = get(visit, language, size=1)
    if _wants_ticket(first):
        yield True, "It asks for a ticket before it answers."
        has_cookie = "set-cookie" in ticket(visit).headers
        yield has_cookie, "The ticket comes as a cookie." if has_cookie else "The ticket no longer comes as a cookie."
    else:
        yield False, f"It no longer asks for a ticket first (it answered {first.status})."
    items = ask(visit, language, size=1)
    if not items:
        yield False, f"It lists no articles of the project {visit.source.project}."
        return
    yield len(items) == 1, f"It was asked for 1 article and listed {len(items)}."
    missing = [name for name in PROMISED if not items[0].get(name)]
    if missing:
        yield False, f"Its newest article has no {', '.join(missing)}."
    newest = _moment(items[0].get("created_date"))
    if newest is None:
        yield False, "It no longer gives a day of publication that can be read."
        return
    yield True, f"Its newest article is of {newest.astimezone(KAZAKHSTAN_TIME):%Y-%m-%d}: {items[0].get('title')}."
    later = ask(visit, language, size=1, start=newest + dt.timedelta(days=2))
    yield not later, "It leaves out older articles when asked to." if not later else "It does not leave out older ones."
    past = ask(visit, language, page=LAST_PAGE * 50, size=1)
    yield not past, "Past the last page it lists nothing." if not past else "Past the last page it lists something."
