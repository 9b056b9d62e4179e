"""Errors as RFC 9457 has them: `application/problem+json` with one sentence a person can act on."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from dashboard.access import Refused
from extract import AgynError, BadInput, StoreError

MEDIA_TYPE = "application/problem+json"

SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Always about:blank: the status says what kind of problem it is."},
        "title": {"type": "string", "description": "The name of the status."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is the matter and what to do, in one sentence."},
    },
    "example": {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "No reservoir is called “shulbe”: did you mean Шульбинское (shulba)?",
    },
}

DECLARED = {"default": {"description": "What went wrong.", "content": {MEDIA_TYPE: {"schema": SCHEMA}}}}
"""How every operation declares its errors in OpenAPI."""

_SAID = {  # of Starlette's own errors, whose words are the status's
    404: "There is nothing at this address: the addresses are listed at /api/docs.",
    405: "This address does not take {method}.",
}
RETRY_AFTER = "5"  # seconds


class Problem(Exception):
    """An answer other than the one asked for: a status and one sentence, with headers if there are any."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers


def answer(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem as a response."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    told = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(content, status, media_type=MEDIA_TYPE, headers=told)


def handle(app: FastAPI) -> None:
    """Make every error of `app` a problem."""

    @app.exception_handler(Problem)
    def told(_request: Request, error: Problem) -> JSONResponse:
        return answer(error.status, error.detail, error.headers)

    @app.exception_handler(StoreError)
    def unreachable(_request: Request, _error: StoreError) -> JSONResponse:
        # Where the store is, and what its database says, is for the log and not for the public.
        return answer(503, "The store cannot be read at the moment: try again shortly.", {"Retry-After": RETRY_AFTER})

    @app.exception_handler(Refused)
    def not_granted(_request: Request, error: Refused) -> JSONResponse:
        return answer(error.status, str(error), error.headers)

    @app.exception_handler(BadInput)
    def refused(_request: Request, error: BadInput) -> JSONResponse:
        return answer(400, str(error))

    @app.exception_handler(AgynError)
    def failed(_request: Request, error: AgynError) -> JSONResponse:
        return answer(422, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(422, in_a_sentence(error))

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> JSONResponse:
        said = _SAID.get(error.status_code, f"{error.detail}.").format(method=request.method)
        return answer(error.status_code, said, error.headers)


def in_a_sentence(error: RequestValidationError | ValidationError) -> str:
    """The first thing that is wrong with a request."""
    first = error.errors()[0]
    place = first["loc"][-1] if first["loc"] else "The body"
    if first["type"] == "json_invalid":
        return "The body is no JSON."
    return f"{place} cannot be used: {first['msg'][0].lower()}{first['msg'][1:].rstrip('.')}."
