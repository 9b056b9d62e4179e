"""What a request asks for: the page's own filters (:mod:`dashboard.view`) with status, page and place to go on from.

The query string of a page is understood here as it stands. But where a page drops what makes no
sense and says so, an API refuses: a misspelt filter that is passed over would give wrong rows.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

import pandas as pd
from fastapi import Request
from pydantic import BaseModel, Field

from dashboard.api.problems import Problem
from dashboard.queries import Period, choose_period
from dashboard.view import LANGUAGES, QUANTITIES, View, decode, encode
from extract.figures import STATUSES

PAGE_ROWS, MOST_ROWS = 1000, 10_000
"""Rows in a page of JSON unless `limit` says otherwise, and at most."""

_CURSOR_LENGTH = 2000


class Paging(BaseModel):
    """Which part of a long answer."""

    limit: int | None = Field(None, ge=1, le=MOST_ROWS, description=f"Rows a page; JSON has {PAGE_ROWS} by default.")
    cursor: str | None = Field(
        None, max_length=_CURSOR_LENGTH, description="Where to go on: as `next` of the page before gives it."
    )


class PlaceFilters(Paging):
    """Which reservoirs."""

    region: list[str] = Field([], max_length=200, description="ISO 3166-2 codes, such as KZ-11.")
    reservoir: list[str] = Field(
        [], max_length=200, description="Ids, such as shulba, or names in Russian, Kazakh or English."
    )


class Filters(PlaceFilters):
    """The page's filters."""

    days: str | None = Field(
        None, pattern=r"^(all|(19|20)\d\d)$", description="A year: its flood season, March to June. `all`: all days."
    )
    since: dt.date | None = Field(None, description="First day, such as 2025-04-01.")
    until: dt.date | None = Field(None, description="Last day.")
    lang: Literal[LANGUAGES] | None = Field(None, description="Language of names; Russian by default.")


class QuantityFilters(Filters):
    """The page's filters, with a quantity."""

    quantity: Literal[QUANTITIES] | None = Field(None, description="What was measured.")


class ObservationFilters(QuantityFilters):
    """The page's filters, with a quantity and statuses."""

    status: list[Literal[STATUSES]] = Field([], max_length=3, description="observed, planned, past; all by default.")


@functools.cache
def page_only() -> frozenset[str]:
    """Keys of a page's address that choose no rows here: understood, and without effect."""
    anything: dict[Any, Any] = {"": "x", (): ("x",), False: True, None: dt.date(2000, 1, 1)}
    full = View(**{one.name: anything.get(one.default, "x") for one in dataclasses.fields(View)})
    return frozenset(key for key, _ in parse_qsl(encode(full)[1:])) - (set(ObservationFilters.model_fields) - {"lang"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's filters as the page has them, and the part of the answer that is wanted."""

    view: View
    limit: int | None
    cursor: list[Any] | None

    @property
    def language(self) -> str:
        return self.view.language or "ru"

    def period(self) -> Period:
        """The days asked for; all days where none are named."""
        named = self.view.since or self.view.until or self.view.days
        return choose_period(self.view, pd.DataFrame(), ()) if named else Period("all")


def understood(request: Request, filters: Paging) -> Asked:
    """What a request with these checked parameters asks for. Raises :class:`Problem` for what makes no sense."""
    given = [key for key, _ in parse_qsl(request.url.query, keep_blank_values=True)]
    for key in given:
        if key not in type(filters).model_fields and key not in page_only():
            known = ", ".join(type(filters).model_fields)
            raise Problem(400, f"There is no parameter “{key[:40]}” here: there are {known}.")
    view, notices = decode(request.url.query)
    for key, value in notices:
        raise Problem(400, f"{key}={value[:80]} makes no sense: see {key} at /api/docs.")
    return Asked(view, filters.limit, _opened(filters.cursor))


def next_address(request: Request, cursor: list[Any]) -> str:
    """The address of the same request from `cursor` on."""
    pairs = [(key, value) for key, value in parse_qsl(request.url.query) if key != "cursor"]
    sealed = base64.urlsafe_b64encode(json.dumps(cursor, ensure_ascii=False).encode()).decode().rstrip("=")
    return f"{request.url.path}?{urlencode([*pairs, ('cursor', sealed)])}"


def _opened(cursor: str | None) -> list[Any] | None:
    if cursor is None:
        return None
    try:
        opened = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        opened = None
    if not isinstance(opened, list):
        raise _foreign()
    return opened


def place(cursor: list[Any] | None, *kinds: Callable[[Any], Any]) -> tuple[Any, ...] | None:
    """A cursor as values of these kinds, None where the answer is asked for from its start."""
    if cursor is None:
        return None
    try:
        return tuple(kind(one) for kind, one in zip(kinds, cursor, strict=True))
    except (TypeError, ValueError, OverflowError):
        raise _foreign() from None


def text(one: Any) -> str:
    """A cursor's part that must be a text."""
    if not isinstance(one, str):
        raise TypeError(one)
    return one


def whole(one: Any) -> int:
    """A cursor's part that must be a number the store can count to."""
    if not isinstance(one, int) or not -(2**31) < one < 2**31:
        raise ValueError(one)
    return one


def _foreign() -> Problem:
    return Problem(400, "The cursor is not one of these pages: begin without it.")
