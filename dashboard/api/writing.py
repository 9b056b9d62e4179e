"""A bulletin in: read and given back, or read and kept.

What is sent is read in a process of its own with limits (:mod:`dashboard.uploads`). To keep it takes
the right to write (:mod:`dashboard.access`); to have it read takes none, and leaves nothing behind.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from dashboard.access import Access, require_own_page
from dashboard.api import problems
from dashboard.api.bulletins import READ, READ_EXAMPLE, document
from dashboard.api.problems import Problem
from dashboard.api.reading import safe_links
from dashboard.api.tables import as_json
from dashboard.uploads import MOST_TEXT, Known, Uploads
from extract import Store, table

_FILES = ("application/octet-stream", "application/pdf", "text/html", "text/plain", "message/rfc822",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document")  # fmt: skip


class BulletinIn(BaseModel):
    """A bulletin as it is sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "text": "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается 53 кубометра воды "
                "в секунду.",
                "publisher": "Министерство водных ресурсов и ирригации",
                "published": "2025-04-13",
            }
        },
    )
    text: str = Field(min_length=1, max_length=MOST_TEXT, description="The text.")
    title: str = Field("", max_length=500, description="Headline.")
    url: str = Field("", max_length=2000, description="Where it was published: an http or https address.")
    publisher: str = Field("", max_length=500, description="Who published it.")
    published: str = Field("", max_length=40, description="When, such as 2025-04-13 or 2025-04-13T09:30:00+05:00.")
    id: str = Field("", max_length=120, description="The source's own id; by default a fingerprint of the text.")


_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": BulletinIn.model_json_schema()},
        **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in _FILES},
    },
}
_READ_ANSWER = {
    "type": "object",
    "required": ["bulletins"],
    "properties": {"bulletins": {"type": "array", "items": READ}},
}
_KEPT = {
    "type": "object",
    "required": ["bulletins"],
    "properties": {
        "bulletins": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "outcome", "rows", "set_aside"],
                "properties": {
                    "id": {"type": "string", "description": "Its id from now on."},
                    "outcome": {"type": "string", "enum": ["new", "known", "corrected", "reread"]},
                    "rows": {"type": "integer"},
                    "set_aside": {"type": "integer"},
                },
            },
        }
    },
}
EXAMPLES: dict[str, Any] = {
    "extract": {"bulletins": [READ_EXAMPLE]},
    "add_bulletin": {"bulletins": [{"id": "9f2c51d0e7a84b13", "outcome": "new", "rows": 1, "set_aside": 0}]},
}
"""An answer of each operation here, by the operation's id."""

_NO_STORE = {"Cache-Control": "no-store"}


class About(BaseModel):
    """What is known of a file that is sent; a bulletin sent as JSON says it itself."""

    name: str = Field("", max_length=255, description="The file's name: its ending helps to read it.")
    title: str = Field("", max_length=500)
    url: str = Field("", max_length=500, description="Where it was published: an http or https address.")
    publisher: str = Field("", max_length=500)
    published: str = Field("", max_length=40, description="When, such as 2025-04-13.")


def add_writing(router: APIRouter, store: Store, access: Access, uploads: Uploads) -> None:
    """Add both addresses to `router`."""

    async def extract(request: Request, about: Annotated[About, Query()]) -> Response:
        require_own_page(request)
        results = await run_in_threadpool(uploads.read, *_sent(request, await request.body(), about))
        told = {"bulletins": [document(result, safe_links(table(result))) for result in results]}
        return Response(as_json(told), media_type="application/json", headers=_NO_STORE)

    async def add_bulletin(request: Request, about: Annotated[About, Query()]) -> Response:
        access.allow(request)
        results = await run_in_threadpool(uploads.read, *_sent(request, await request.body(), about))
        added = [await run_in_threadpool(store.add, result) for result in results]
        told = [
            {"id": one.bulletin_id, "outcome": one.outcome, "rows": one.rows, "set_aside": one.set_aside}
            for one in added
        ]
        is_new = any(one.outcome == "new" for one in added)
        return Response(as_json({"bulletins": told}), 201 if is_new else 200, _NO_STORE, "application/json")

    for path, endpoint, statuses, schema, summary, description in (
        ("/extract", extract, (200,), _READ_ANSWER, "Read a bulletin", "Nothing is stored."),
        (
            "/bulletins", add_bulletin, (200, 201), _KEPT, "Read a bulletin and keep it",
            "Needs the token, as `Authorization: Bearer …`. Adding the same bulletin again changes nothing.",
        ),
    ):  # fmt: skip
        content = {"application/json": {"schema": schema}}
        router.add_api_route(
            path,
            endpoint,
            methods=["POST"],
            name=endpoint.__name__,
            operation_id=endpoint.__name__,
            summary=summary,
            description=f"{description} JSON, or a file as it is: text, HTML, PDF with a text layer, DOCX, e-mail.",
            openapi_extra={"requestBody": _BODY},
            responses={**{status: {"description": summary, "content": content} for status in statuses}}
            | problems.DECLARED,
        )


def _sent(request: Request, body: bytes, about: About) -> tuple[bytes, str, Known]:
    """What was sent, as :meth:`Uploads.read` takes it. Raises :class:`Problem` for what is no bulletin."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _FILES:
        return body, about.name, Known(about.title, about.url, about.publisher, about.published)
    if kind != "application/json":
        known = ", ".join(("application/json", *_FILES))
        raise Problem(415, f"A bulletin is not sent as “{kind[:80]}”: Content-Type is one of {known}.")
    try:
        sent = BulletinIn.model_validate_json(body)
    except ValidationError as error:
        raise Problem(422, problems.in_a_sentence(error)) from None
    plain = json.dumps({"id": sent.id or None, "title": sent.title, "text": sent.text}, ensure_ascii=False)
    return plain.encode(), "bulletin.json", Known("", sent.url, sent.publisher, sent.published)
