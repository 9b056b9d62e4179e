"""A bulletin: one text with what is known about where and when it was published."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from extract.errors import BadInput

KAZAKHSTAN_TIME = ZoneInfo("Asia/Almaty")
"""A bare publication day is a day in Kazakhstan, whose offices publish the bulletins."""


def aware(moment: str | dt.date | dt.datetime | None) -> dt.datetime | None:
    """An ISO string, a date or a datetime as an aware datetime (bare days: midnight in Kazakhstan).

    >>> aware("2025-04-13").isoformat()
    '2025-04-13T00:00:00+05:00'
    >>> aware("2025-04-13T09:30:00Z").isoformat()
    '2025-04-13T09:30:00+00:00'
    """
    if moment is None or moment == "":
        return None
    if isinstance(moment, str):
        try:
            moment = dt.datetime.fromisoformat(moment.strip())
        except ValueError:
            raise BadInput(f"“{moment}” is not an ISO date such as 2025-04-13 or 2025-04-13T09:30:00+05:00.") from None
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    return moment if moment.tzinfo else moment.replace(tzinfo=KAZAKHSTAN_TIME)


def text_hash(text: str) -> str:
    """A short stable fingerprint of a text that ignores differences in white space."""
    return hashlib.sha256(re.sub(r"\s+", " ", text).strip().encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin. `text` is kept as given: every span of evidence points into it.

    `published` may be given as an ISO string, a date or an aware datetime; it is kept as an
    aware datetime or None. `id` defaults to a hash of the text. `language` is ISO 639-1 with an
    optional script (`ru`, `kk`, `kk-Latn`, `kk-Arab`, `en`) or None, which leaves it to be detected.
    """

    text: str
    title: str = ""
    url: str | None = None
    publisher: str | None = None
    published: dt.datetime | None = None
    language: str | None = None
    id: str = ""
    retrieved: dt.datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "published", aware(self.published))
        object.__setattr__(self, "retrieved", aware(self.retrieved))
        object.__setattr__(self, "id", str(self.id or "") or text_hash(f"{self.title}\n{self.text}"))

    @property
    def published_day(self) -> dt.date | None:
        """The day of publication on the calendar of Kazakhstan."""
        return self.published.astimezone(KAZAKHSTAN_TIME).date() if self.published else None
