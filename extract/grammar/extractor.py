"""From a bulletin to its rows: fold, scan, find mentions, bind, date, place, and account for every figure."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import replace
from functools import cache

from extract.bulletins.bulletin import Bulletin
from extract.figures import QUANTITIES, Observation, Result, SetAside
from extract.grammar import registry
from extract.grammar.binding import Figure, Reading, bind
from extract.grammar.detect import detect
from extract.grammar.languages import LANGUAGES, language
from extract.grammar.mentions import Object, mentions
from extract.grammar.prefilter import prefilter
from extract.grammar.scanner import scanner
from extract.grammar.scope import Days, Places
from extract.grammar.text import fold, visible

LONG_AGO = 92
"""Days before the publication beyond which a value can only be named for comparison: a season."""


LOG = 3
"""Days of one reservoir's values in one sentence from which on it is a log."""


def extract(bulletin: Bulletin) -> Result:
    """Read one bulletin: its observations, its figures set aside with reasons, and how many flow figures it has.

    Every number with a unit of flow or volume ends in exactly one of the two lists; a number of
    another unit (%, m) is counted only where it became a row.
    """
    told = bulletin.language[:2] if bulletin.language else ""
    shown = visible(bulletin.text)
    if not (prefilter(told).passes(shown) or prefilter(told).passes(bulletin.title)):
        return Result(bulletin, [], [], 0)
    spoken = language(told if told in LANGUAGES else detect(shown)[:2])
    own = prefilter(spoken.code)
    if told != spoken.code and not (own.passes(shown) or own.passes(bulletin.title)):
        return Result(bulletin, [], [], 0)
    folded = fold(bulletin.text, spoken.code)
    scan, find = scanner(spoken.code), mentions(spoken)
    body = find.find(folded, scan.scan(folded))
    title_folded = fold(bulletin.title, spoken.code)
    title = find.find(title_folded, scan.scan(title_folded)) if bulletin.title else []
    reading = bind(spoken, folded, body, title)
    return _account(bulletin, reading, Days(reading, title, bulletin.published_day), Places(reading, title))


def _account(bulletin: Bulletin, reading: Reading, days: Days, places: Places) -> Result:
    now = dt.datetime.now(dt.UTC)
    aside: list[SetAside] = []
    rows: list[tuple[Figure, Observation]] = []
    for figure in reading.figures:
        if figure.reason is None and figure.quantity in QUANTITIES:
            made = [_row(bulletin, reading, figure, owner, days, places, now) for owner in figure.owners]
            if made and all(made):
                rows += [(figure, row) for row in made if row]
                continue
            figure.aside("no_date" if figure.owners else "no_reservoir")
        if figure.counted:
            aside.append(_set_aside(bulletin, reading, figure))
    kept, repeated = _once(rows)
    kept = _earlier_is_past(kept, days.base)
    for figure in repeated:
        if figure.counted:
            figure.aside("repeated")
            aside.append(_set_aside(bulletin, reading, figure))
    spans = {f.token.start for f, _ in kept} | {s.start for s in aside}
    return Result(bulletin, [row for _, row in kept], sorted(aside, key=lambda s: s.start), len(spans))


def _set_aside(bulletin: Bulletin, reading: Reading, figure: Figure) -> SetAside:
    start, end = reading.folded.place(figure.token.start, figure.token.end)
    return SetAside(bulletin.id, figure.reason or "no_quantity", bulletin.text[start:end], start, end, figure.detail)


def _row(
    bulletin: Bulletin, reading: Reading, figure: Figure, owner: Object, days: Days, places: Places, now: dt.datetime
) -> Observation | None:
    placed = places.of(figure, owner)
    dated = days.of(figure)
    if dated.day is None:
        return None
    entry = registry.reservoirs().get(placed.reservoir_id or "")
    flags = {*figure.flags, *placed.flags, *dated.flags}
    if entry is None:
        flags.add("unknown_reservoir")
    if figure.value < 0 or (
        entry and entry.max_discharge and figure.quantity == "release" and figure.value > entry.max_discharge
    ):
        flags.add("out_of_range")
    start, end = _trim(bulletin.text, *reading.folded.place(*figure.evidence))
    number_start, number_end = reading.folded.place(figure.token.start, figure.number.number_end)
    _, unit_end = reading.folded.place(figure.token.start, figure.token.end)
    region = registry.regions().get(placed.region_code or "")
    return Observation(
        date=dated.day,
        reservoir_id=entry.id if entry else _slug(owner.printed),
        reservoir=entry.name() if entry else owner.printed,
        region_code=placed.region_code,
        region=region.name() if region else None,
        river=entry.river or None if entry else None,
        country=entry.country if entry else None,
        quantity=figure.quantity or "",
        value=round(figure.value, 6),
        unit=QUANTITIES[figure.quantity or ""],
        status="planned" if figure.status == "observed" and days.lies_ahead(dated) else figure.status,
        qualifier=figure.qualifier,
        flags=tuple(sorted(flags)),
        value_as_printed=bulletin.text[number_start:number_end],
        unit_as_printed=bulletin.text[number_end:unit_end].strip(),
        bulletin_id=bulletin.id,
        url=bulletin.url,
        publisher=bulletin.publisher,
        published=bulletin.published,
        quote=bulletin.text[start:end],
        start=start,
        end=end,
        extracted_at=now,
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\r\n,;:–—-":
        start += 1
    while end > start and text[end - 1] in " \t\r\n,;:–—-":
        end -= 1
    return start, end


@cache
def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def _once(rows: list[tuple[Figure, Observation]]) -> tuple[list[tuple[Figure, Observation]], list[Figure]]:
    """The same fact said twice in a bulletin counts once: the fuller statement stays."""
    seen: dict[tuple, int] = {}
    kept: list[tuple[Figure, Observation]] = []
    repeated: list[Figure] = []
    for figure, row in rows:
        fact = (row.reservoir_id, row.quantity, row.date, row.value, row.status)
        if fact in seen:
            repeated.append(figure)
        else:
            seen[fact] = len(kept)
            kept.append((figure, row))
    still = {id(f) for f, _ in kept}
    return kept, list({id(f): f for f in repeated if id(f) not in still}.values())


def _earlier_is_past(rows: list[tuple[Figure, Observation]], today: dt.date | None) -> list[tuple[Figure, Observation]]:
    """An older value beside the one in force is named for comparison; the steps of a log are all facts."""
    days: dict[tuple, set[dt.date]] = defaultdict(set)
    for figure, row in rows:
        if row.status == "observed":
            days[row.reservoir_id, row.quantity].add(row.date)
            days[row.reservoir_id, row.quantity, figure.sentence.index].add(row.date)
    out = []
    for figure, row in rows:
        known = days[row.reservoir_id, row.quantity]
        newest = max(known, default=row.date)
        logged = figure.logged or len(days[row.reservoir_id, row.quantity, figure.sentence.index]) >= LOG
        compared = row.date < newest and (len(known) == 2 or newest == today) and not logged
        long_ago = today is not None and (today - row.date).days > LONG_AGO
        if row.status == "observed" and (compared or long_ago):
            row = replace(row, status="past")
        out.append((figure, row))
    return out
