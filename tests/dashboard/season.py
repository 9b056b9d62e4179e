"""Small records to draw: observations made up for a test, and a store that holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from extract import Bulletin, Observation, Result, SetAside, Store

EXTRACTED = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


def observed(day: str, reservoir: str, value: float, **more) -> dict:
    """What a bulletin says of a reservoir on a day: a release, observed and exact unless told otherwise."""
    return {"day": dt.date.fromisoformat(day), "reservoir": reservoir, "value": value, **more}


def result(identity: str, facts: Iterable[dict], aside: Iterable[str] = (), **about) -> Result:
    """A bulletin that says `facts`, one sentence each, and holds the figures of `aside` besides."""
    facts = list(facts)
    text, spans = "Сводка.", []
    for fact in facts:
        quote = f"из {fact['reservoir']} сбрасывается {fact['value']:g} м³/с"
        spans.append((len(text) + 1, quote))
        text += f" {quote}."
    asides = []
    for figure in aside:
        asides.append((len(text) + 1, figure))
        text += f" {figure} пропускает канал."
    published = about.pop("published", max(fact["day"] for fact in facts) if facts else None)
    bulletin = Bulletin(text, id=identity, published=published, language="ru", **about)
    rows = [_row(bulletin, fact, start, quote) for fact, (start, quote) in zip(facts, spans, strict=True)]
    set_aside = [SetAside(identity, "canal", figure, start, start + len(figure)) for start, figure in asides]
    return Result(bulletin, rows, set_aside, len(rows) + len(set_aside))


def store_of(*results: Result) -> Store:
    """A store in memory that holds the results."""
    store = Store("sqlite://")
    for one in results:
        store.add(one)
    return store


def _row(bulletin: Bulletin, fact: dict, start: int, quote: str) -> Observation:
    return Observation(
        date=fact["day"],
        reservoir_id=fact["reservoir"],
        reservoir=fact.get("name", fact["reservoir"]),
        region_code=fact.get("region", "KZ-11"),
        region=fact.get("region_name", "Акмолинская область"),
        river=None,
        country="KZ",
        quantity=fact.get("quantity", "release"),
        value=float(fact["value"]),
        unit=fact.get("unit", "m3/s"),
        status=fact.get("status", "observed"),
        qualifier=fact.get("qualifier", "exact"),
        flags=tuple(fact.get("flags", ())),
        value_as_printed=f"{fact['value']:g}",
        unit_as_printed="м³/с",
        bulletin_id=bulletin.id,
        url=bulletin.url,
        publisher=bulletin.publisher,
        published=bulletin.published,
        quote=quote,
        start=start,
        end=start + len(quote),
        extracted_at=EXTRACTED,
    )
