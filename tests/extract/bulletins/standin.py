"""A stand-in for the sites that bulletins come from, on a free port of 127.0.0.1.

It behaves as gov.kz does (400 before the ticket, paging, ``gt:``, 500 on ``gte:``, three languages)
and has a feed, a list page with articles and a single page beside it. A test may publish and edit
articles, and have it misbehave: :meth:`StandIn.misbehave` with the name of one of `FAULTS`.
"""

import json
import re
import secrets
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.extract.bulletins.faults import FAULTS, SENTENCE

NEWS = "/api/v1/public/content-manager/news"
TICKET = "/api/v1/public/_/c/k6"
TEXTS = {
    "ru": SENTENCE,
    "kk": "{day} сәуірдегі жағдай бойынша Астана су қоймасынан секундына {value} текше метр су жіберілуде.",
    "en": "As of April {day}, {value} cubic meters of water per second are released from the Astana reservoir.",
}


@dataclass
class Asked:
    """One request that came in."""

    method: str
    path: str
    query: dict
    headers: dict


@dataclass
class StandIn:
    """The site: what it has published, what it was asked, and how it misbehaves."""

    articles: dict = field(default_factory=lambda: {language: [] for language in TEXTS})
    entries: list = field(default_factory=list)
    pages: dict = field(default_factory=dict)
    robots: str = ""
    wants_ticket: bool = True
    asked: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    tickets: set = field(default_factory=set)

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"site": self}))
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # clients that hang up are part of the game
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def publish(self, identity, day=13, value=53, languages=TEXTS, **changes):
        """An article in several languages with one release, or with changes to its fields."""
        for language in languages:
            article = {
                "id": identity,
                "title": f"О сбросе {day} апреля",
                "short_description": "О воде",
                "body": f"<p>{TEXTS[language].format(day=day, value=value)}</p>",
                "created_date": f"2025-04-{day:02}T10:00:00",
            }
            rest = [other for other in self.articles[language] if other["id"] != identity]
            self.articles[language] = [*rest, {**article, **changes}]

    def enter(self, identity, day=13, value=53, **changes):
        """An entry of the feed."""
        entry = {
            "guid": identity,
            "title": f"О сбросе {day} апреля",
            "link": f"{self.url}/press/{identity}",
            "pubDate": f"{day} Apr 2025 10:00:00 +0500",
            "description": SENTENCE.format(day=day, value=value),
        }
        self.entries.append({**entry, **changes})

    def put(self, path, day=13, value=53, html=None):
        """A page with an article at `path`."""
        text = SENTENCE.format(day=day, value=value)
        self.pages[path] = html or (
            f"<!doctype html><html lang=ru><head><title>О сбросе</title>"
            f'<meta property="article:published_time" content="2025-04-{day:02}T10:00:00+05:00"></head>'
            f"<body><nav><a href=/about>Меню</a></nav><article><p>{text}</p></article></body></html>"
        )

    def misbehave(self, fault, path=NEWS, times=10**6):
        """From now on answer requests for `path` with a fault, so many times."""
        self.faults.append([FAULTS[fault], path, times])

    def behave(self):
        """No more faults."""
        self.faults.clear()


class Handler(BaseHTTPRequestHandler):
    """Answers one request for the site."""

    protocol_version = "HTTP/1.1"
    site = None

    def log_message(self, *_):
        """Say nothing."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer("POST")

    def do_GET(self):
        self.answer("GET")

    def answer(self, method):
        parts = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.site.asked.append(Asked(method, parts.path, self.query, dict(self.headers)))
        for fault in self.site.faults:
            answer, path, times = fault
            if path == parts.path and times:
                fault[2] -= 1
                answer(self)
                return
        if parts.path == TICKET and method == "POST":
            self.ticket()
        elif parts.path == NEWS:
            self.news()
        elif parts.path == "/rss":
            self.feed()
        elif parts.path == "/robots.txt":
            self.send(self.site.robots, 200 if self.site.robots else 404, kind="text/plain")
        elif parts.path in self.site.pages:
            self.conditional(self.site.pages[parts.path], "text/html; charset=utf-8")
        else:
            self.send("<h1>404</h1>", 404, kind="text/html")

    def send(self, body, status=200, kind="application/json", **headers):
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if status != 304:
            self.wfile.write(data)

    def conditional(self, body, kind):
        etag = f'"{hash(body)}"'
        if self.headers.get("If-None-Match") == etag:
            self.send("", 304, kind, ETag=etag)
        else:
            self.send(body, 200, kind, ETag=etag)

    def ticket(self):
        is_page = self.headers.get("Origin") == self.site.url and "json" in self.headers.get("Content-Type", "")
        if not is_page:
            self.send('{"error": "forbidden"}', 403)
            return
        value = secrets.token_hex(8)
        self.site.tickets.add(value)
        self.send("{}", Set_Cookie=f"k6={value}; Path=/; HttpOnly")

    def news(self):
        held = re.search(r"k6=(\w+)", self.headers.get("Cookie", ""))
        if self.site.wants_ticket and not (held and held[1] in self.site.tickets):
            self.send('{"error": "notAllowed"}', 400)
            return
        if self.query.get("created_date", "").startswith("gte:"):
            self.send('{"error": "internal"}', 500)
        else:
            self.send(json.dumps(self.listed() if self.query.get("projects") == "eq:water" else []))

    def listed(self):
        created = self.query.get("created_date", "")
        articles = self.site.articles.get(self.headers.get("Accept-Language", "ru"), [])
        after = created.removeprefix("gt:")
        kept = [article for article in articles if str(article.get("created_date")) > after]
        kept.sort(key=lambda article: str(article.get("created_date")), reverse=True)
        size, page = int(self.query.get("size", 10)), int(self.query.get("page", 1))
        return kept[(page - 1) * size : page * size]

    def feed(self):
        items = "".join(
            "<item>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in entry.items()) + "</item>"
            for entry in self.site.entries
        )
        body = (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Новости</title>'
            f"<link>{self.site.url}</link>{items}</channel></rss>"
        )
        self.conditional(body, "application/rss+xml")
