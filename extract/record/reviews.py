"""Reviews: a person confirms, corrects or rejects a row, with a reason.

A review is a revision beside the row, never over it: what was read stays in the store, and so does
every earlier review. It belongs to a fact (bulletin, reservoir, quantity, day, status and the figure
as printed and as read) and not to a row's place in a table, so that it holds when the bulletin is read
again by a newer extractor or edited elsewhere. Should the extractor then read the figure
differently, the review no longer speaks of it and the new reading waits for one of its own.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from extract.errors import BadInput, StoreError
from extract.figures import REVIEWS, Observation
from extract.record.database import in_one_sentence, writing
from extract.record.schema import observations, reviews, store_info

FACT = ("bulletin_id", "reservoir_id", "quantity", "date", "status", "value_as_printed")
"""The fields of a row that, with the value as read, say which fact it is."""

LONGEST_REASON = 1000  # characters

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a fact: one of REVIEWS, where "machine" takes an earlier review back.

    `value` is the corrected value in the quantity's canonical unit, None unless `review` is "corrected".
    """

    review: str
    reviewer: str
    reason: str = ""
    value: float | None = None
    reviewed_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", " ".join(self.reason.split()))
        if self.review not in REVIEWS:
            raise BadInput(f"“{self.review}” is no review: it is one of {', '.join(REVIEWS)}.")
        if not self.reviewer.strip():
            raise BadInput("A review needs the name of who made it.")
        if not self.reason and self.review in ("corrected", "rejected"):
            raise BadInput("Say why: whoever corrects or rejects a figure gives a reason.")
        if len(self.reason) > LONGEST_REASON or not self.reason.isprintable():
            raise BadInput(f"The reason has over {LONGEST_REASON} characters or unprintable ones: say it shorter.")
        if (self.value is not None) != (self.review == "corrected"):
            raise BadInput("A corrected value belongs to a correction, and a correction needs one.")
        if self.value is not None and not math.isfinite(self.value):
            raise BadInput("The corrected value is not a number.")


def add_review(engine: sa.Engine, row: Observation, review: Review) -> None:
    """Keep a review of a row (as the store gives it) as the latest of its fact; earlier ones are kept.

    Raises :class:`StoreError` if the store no longer has the row.
    """
    with in_one_sentence(engine):
        _add(engine, {name: getattr(row, name) for name in FACT}, review)


def history(engine: sa.Engine, bulletin_id: str) -> list[tuple[Key, Review]]:
    """All that was ever said of a bulletin's rows, the latest first, each with the fact it was said of."""
    query = sa.select(reviews).where(reviews.c.bulletin_id == bulletin_id).order_by(reviews.c.id.desc())
    with in_one_sentence(engine), engine.connect() as connection:
        return [(_key(row), _review(row)) for row in connection.execute(query).mappings()]


def current(connection: sa.Connection, bulletin_id: str | None = None) -> dict[Key, Review]:
    """The latest review of each fact that has one, of one bulletin or of all."""
    query = sa.select(reviews).where(reviews.c.current.is_(sa.true()))
    if bulletin_id is not None:
        query = query.where(reviews.c.bulletin_id == bulletin_id)
    found = {_key(row): _review(row) for row in connection.execute(query).mappings()}
    return {key: review for key, review in found.items() if review.review != "machine"}


def reviewed(row: Observation, said: dict[Key, Review]) -> Observation:
    """A row as it was read, with what was said of it; a corrected one has its corrected value."""
    review = said.get((*(getattr(row, name) for name in FACT), row.value))
    if review is None:
        return row
    return replace(row, **_shown(review, row.value))


def overlay(columns: dict[str, Sequence[Any]], said: dict[Key, Review]) -> dict[str, Sequence[Any]]:
    """The columns of a tidy table as read, with the columns of the reviews; values that were corrected are replaced."""
    count = len(columns["value"])
    shown = {name: [value] * count for name, value in _NOTHING_SAID.items()} | {"value": list(columns["value"])}
    bulletins = {key[0] for key in said}
    if bulletins:
        facts = zip(*(columns[name] for name in FACT), columns["value"], strict=True)
        for place, key in enumerate(facts):
            if key[0] in bulletins and (review := said.get(key)):
                for name, value in _shown(review, key[-1]).items():
                    shown[name][place] = value
    return {**columns, **shown}


_NOTHING_SAID = {"review": "machine", "reviewed_by": None, "reviewed_at": None, "review_reason": None}


def _shown(review: Review, value: float) -> dict[str, Any]:
    return {
        "value": value if review.value is None else review.value,
        "review": review.review,
        "reviewed_by": review.reviewer,
        "reviewed_at": review.reviewed_at,
        "review_reason": review.reason or None,
    }


def _add(engine: sa.Engine, fact: dict[str, Any], review: Review) -> None:
    with writing(engine) as connection:
        # First of all, as it makes whoever reviews at the same time wait until this review is there to be seen.
        connection.execute(store_info.update().values(revision=store_info.c.revision + 1))
        here = [observations.c[name] == value for name, value in fact.items()]
        query = sa.select(observations.c.value).where(*here, observations.c.current.is_(sa.true())).limit(1)
        read = connection.scalar(query)
        if read is None:
            raise StoreError("The figure is no longer in the store as it was shown: reload the page and look again.")
        fact = fact | {"value_read": read}
        same = [reviews.c[name] == value for name, value in fact.items()]
        connection.execute(reviews.update().where(*same, reviews.c.current.is_(sa.true())).values(current=False))
        said = {"review": review.review, "value": review.value, "reason": review.reason}
        by = {"reviewer": review.reviewer.strip(), "reviewed_at": review.reviewed_at or dt.datetime.now(dt.UTC)}
        connection.execute(reviews.insert(), {**fact, **said, **by, "current": True})


def _key(row: sa.RowMapping) -> Key:
    return (*(row[name] for name in FACT), row["value_read"])


def _review(row: sa.RowMapping) -> Review:
    return Review(row["review"], row["reviewer"], row["reason"], row["value"], row["reviewed_at"])
