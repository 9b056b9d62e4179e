"""Where the forms of pages/review.py post to: a review is kept, and the reader is back where the row stands."""

from __future__ import annotations

import datetime as dt
import math

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from dashboard.access import Access, Refused
from dashboard.signing import Told, own_path, posted, refusal
from extract import AgynError, BadInput, Observation, Store
from extract.record.reviews import Review

REVIEW = "/review"


def add_reviewing(server: FastAPI, store: Store, access: Access, told: Told) -> None:
    """The address that the review forms post to."""

    async def keep(request: Request) -> Response:
        try:
            person = access.allow(request)
            form = await posted(request)
            await run_in_threadpool(review, store, form, person.signature)
        except Refused as refused:
            return refusal(request, refused, told)
        except AgynError as error:
            return refusal(request, Refused(400, "review", str(error)), told)
        return RedirectResponse(own_path(form.get("back")), status_code=303)

    server.add_api_route(REVIEW, keep, methods=["POST"], include_in_schema=False)


def review(store: Store, form: dict[str, str], reviewer: str) -> None:
    """Keep the review that a form describes. Raises :class:`AgynError` in a sentence for whoever filled it in."""
    kind = form.get("review", "")
    value = number(form.get("value", "")) if kind == "corrected" else None
    said = Review(kind, reviewer, form.get("reason", ""), value)
    store.review(_row(store, form), said)


def number(typed: str) -> float:
    """A number as people type it, with a comma or a point and with or without spaces.

    >>> number("1 250,5")
    1250.5
    """
    try:
        value = float("".join(typed.split()).replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput("Give the right value as a number, such as 53 or 53,5.")
    return value


def _row(store: Store, form: dict[str, str]) -> Observation:
    result = store.bulletin(form.get("bulletin", ""))
    asked = [form.get(name, "") for name in ("reservoir", "quantity", "date", "status", "printed", "start")]
    for row in result.rows if result else []:
        fact = [row.reservoir_id, row.quantity, dt.date.isoformat(row.date), row.status, row.value_as_printed]
        if [*fact, str(row.start)] == asked:
            return row
    raise BadInput("The figure is no longer in the store as it was shown: go back and look again.")
