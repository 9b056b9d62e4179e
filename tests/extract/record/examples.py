"""Made-up observations, results and tables for the tests of the record."""

import dataclasses
import datetime as dt

from hypothesis import strategies as st

from extract import Bulletin, Observation, Result, SetAside
from extract.figures import FLAGS, QUALIFIERS, QUANTITIES, REASONS, STATUSES

DAY = dt.date(2025, 4, 13)
NOW = dt.datetime(2025, 4, 13, 6, 30, tzinfo=dt.UTC)

EXAMPLE = Observation(
    date=DAY,
    reservoir_id="astana",
    reservoir="Астанинское",
    region_code="KZ-11",
    region="Акмолинская область",
    river="Есиль (Ишим)",
    country="KZ",
    quantity="release",
    value=53.0,
    unit="m3/s",
    status="observed",
    qualifier="exact",
    flags=(),
    value_as_printed="53",
    unit_as_printed="кубометра воды в секунду",
    bulletin_id="b1",
    url="https://a.kz/1",
    publisher=None,
    published=NOW,
    quote="Сброс 53 кубометра воды в секунду",
    start=0,
    end=33,
    extracted_at=NOW,
)


def observation(**changes):
    """The example with changes; `day=14` is short for the 14th of April 2025."""
    if "day" in changes:
        changes["date"] = dt.date(2025, 4, changes.pop("day"))
    if "quantity" in changes:
        changes.setdefault("unit", QUANTITIES.get(changes["quantity"]))
    return dataclasses.replace(EXAMPLE, **changes)


def result(identity="b1", rows=1, *, text=None, set_aside=0, value=53.0, **bulletin):
    """A result whose bulletin says "Сброс N м3/с." `rows` times and "План N м3/с." `set_aside` times."""
    said = [f"Сброс {n} м3/с." for n in range(rows)] + [f"План {n} м3/с." for n in range(set_aside)]
    text = " ".join(said) if text is None else text
    bulletin = Bulletin(text, id=identity, **bulletin)
    spans = [(text.index(words), text.index(words) + len(words)) for words in said]
    observed = [
        dataclasses.replace(
            EXAMPLE,
            reservoir_id=f"r{n}",
            value=value + n,
            bulletin_id=bulletin.id,
            url=bulletin.url,
            publisher=bulletin.publisher,
            published=bulletin.published,
            quote=said[n],
            start=start,
            end=end,
        )
        for n, (start, end) in enumerate(spans[:rows])
    ]
    aside = [
        SetAside(bulletin.id, "plan", said[rows + n], start, end, "насос")
        for n, (start, end) in enumerate(spans[rows:])
    ]
    return Result(bulletin, observed, aside, rows + set_aside)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2199, 1, 1), timezones=st.just(dt.UTC))
maybe_words = st.none() | words.filter(bool)


@st.composite
def observations(draw):
    """Any observation that the contract allows."""
    quantity = draw(st.sampled_from(list(QUANTITIES)))
    quote = draw(words.filter(bool))
    start = draw(st.integers(0, 10**6))
    return Observation(
        date=draw(st.dates(dt.date(1900, 1, 1), dt.date(2199, 1, 1))),
        reservoir_id=draw(words.filter(bool)),
        reservoir=draw(words),
        region_code=draw(maybe_words),
        region=draw(maybe_words),
        river=draw(maybe_words),
        country=draw(maybe_words),
        quantity=quantity,
        value=draw(st.floats(allow_nan=False, allow_infinity=False)),
        unit=QUANTITIES[quantity],
        status=draw(st.sampled_from(STATUSES)),
        qualifier=draw(st.sampled_from(QUALIFIERS)),
        flags=tuple(draw(st.lists(st.sampled_from(FLAGS), unique=True, max_size=3))),
        value_as_printed=draw(words),
        unit_as_printed=draw(words),
        bulletin_id=draw(words.filter(bool)),
        url=draw(maybe_words),
        publisher=draw(maybe_words),
        published=draw(st.none() | moments),
        quote=quote,
        start=start,
        end=start + len(quote),
        extracted_at=draw(moments),
    )


@st.composite
def results(draw, identities=("a", "b", "c")):
    """Any result: a text, rows and figures set aside that quote it."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    bulletin = Bulletin(
        text,
        id=draw(st.sampled_from(identities)),
        title=draw(words),
        url=draw(maybe_words),
        published=draw(st.none() | moments),
    )

    def span():
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return {"quote": text[start:end], "start": start, "end": end, "bulletin_id": bulletin.id}

    rows = [
        dataclasses.replace(row, **span(), url=bulletin.url, publisher=None, published=bulletin.published)
        for row in draw(st.lists(observations(), max_size=3))
    ]
    aside = [SetAside(reason=reason, **span()) for reason in draw(st.lists(st.sampled_from(REASONS), max_size=3))]
    return Result(bulletin, rows, aside, len(rows) + len(aside))
