"""robots.txt: what a site asks readers like us to leave alone."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from extract.bulletins.sources.guard import shown
from extract.bulletins.sources.http import Web
from extract.errors import SourceError

NAME = "Agyn"
LARGEST = 500_000  # bytes that are heeded
SLOWEST = 60.0  # seconds between requests that a site may ask for


def require_allowed(web: Web, url: str) -> None:
    """Raise :class:`SourceError` if the site's robots.txt forbids `url`; heed the delay it asks for.

    The file is asked for once in a visit. A site without one allows everything; one that cannot be
    asked (5xx, out of reach) cannot be read either.
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    rules = web.robots.get(origin)
    if rules is None:
        answer = web.get(f"{origin}/robots.txt", also=range(400, 500))
        rules = web.robots[origin] = RobotFileParser()
        text = answer.content[:LARGEST].decode("utf-8", "replace") if answer.status < 300 else ""
        rules.parse([] if text.lstrip().startswith("<") else text.splitlines())
        rules.modified()  # it has been read, even if it says nothing
        delay = rules.crawl_delay(NAME)
        web.pause = max(web.pause, min(float(delay), SLOWEST)) if delay else web.pause
    if not rules.can_fetch(NAME, url):
        raise SourceError(f"{shown(url)} was not read: the site's robots.txt asks to leave it alone.")
