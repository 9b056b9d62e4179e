"""The description of the API for people: Swagger UI from a package, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse

_SCRIPT = """SwaggerUIBundle({
  url: document.currentScript.dataset.description,
  dom_id: '#description',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  supportedSubmitMethods: ['get', 'post'],
});
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Agyn: the API</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="description"></div>
<noscript>This page needs JavaScript; the description itself is at <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js" data-description="openapi.json"></script>
</body>
</html>
"""

_KEPT = {"Cache-Control": "public, max-age=86400"}
_TYPES = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}


def add_docs(app: FastAPI) -> None:
    """Serve the page at ``/docs`` with the files it needs beside it."""

    @app.get("/docs", include_in_schema=False)
    def page() -> HTMLResponse:
        return HTMLResponse(_PAGE, headers=_KEPT)

    @app.get("/docs/start.js", include_in_schema=False)
    def start() -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers=_KEPT)

    for name, kind in _TYPES.items():
        app.add_api_route(f"/docs/{name}", _sender(name, kind), include_in_schema=False)


def _sender(name: str, kind: str) -> Callable[[], Response]:
    """An endpoint that sends a file of Swagger UI."""
    content = (files("fastapi_swagger") / "resources" / name).read_bytes()
    return lambda: Response(content, media_type=kind, headers=_KEPT)
