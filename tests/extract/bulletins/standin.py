"""A stand-in for the sites that bulletins come from, on a free port of 127.0.0.1.

It behaves as gov.kz does (400 before the ticket, paging, ``gt:``, 500 on ``gte:``, three languages)
and has a feed, a list page with articles and a single page beside it. A test may publish and edit
articles, and have it misbehave: :meth:`StandIn.misbehave` with the name of one of `FAULTS`.
"""

import gzip
import json
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NEWS = "/api/v1/public/content-manager/news"
TICKET = "/api/v1/public/_/c/k6"
SENTENCE = "По состоянию на {day} апреля из Астанинского водохранилища сбрасывается {value} кубометра воды в секунду."
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


# Misbehaviour ----------------------------------------------------------------------------------


def article(**changes):
    """One article as JSON, for faults that are in the data."""
    body = f"<p>{SENTENCE.format(day=13, value=53)}</p>"
    created = "2025-04-13T10:00:00"
    return {"id": 1, "title": "О воде", "short_description": "", "body": body, "created_date": created, **changes}


def answering(body, status=200, kind="application/json", **headers):
    """A fault that is one wrong answer."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return lambda handler: handler.send(data, status, kind, **headers)


def once_a_page(make):
    """A fault in the list of articles: `make(page)` gives the items, so that paging may go on."""
    return lambda handler: handler.send(json.dumps(make(int(handler.query.get("page", 1)))))


def only_first(*items):
    """A list of these items and nothing behind it."""
    return once_a_page(lambda page: list(items) if page == 1 else [])


def _silent(handler):
    handler.site.over.wait(30)


def _dripping(handler):
    handler.send_response(200)
    handler.end_headers()
    while not handler.site.over.wait(0.1):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def _endless(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.site.over.is_set():
        handler.wfile.write(b"[" * 65536)


def _endless_headers(handler):
    while not handler.site.over.is_set():
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 60_000 + b"\r\n")
        time.sleep(0.001)


def _cut_off(handler):
    data = json.dumps([article()]).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data[: len(data) // 2])
    handler.close_connection = True


def _cut_off_without_a_length(handler):
    """What a client of HTTP/1.0 cannot tell from a whole answer."""
    data = handler.site.pages[handler.path].encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(data[: data.index("кубометра".encode())])
    handler.close_connection = True


def _hung_up(handler):
    handler.close_connection = True
    handler.connection.close()


def _no_http(handler):
    handler.wfile.write(b"220 mail.example.kz ESMTP\r\n\r\n")
    handler.close_connection = True


def _packed(data):
    return lambda handler: handler.send(data, Content_Encoding="gzip")


def _loop(handler):
    handler.send("", 302, Location=handler.path)


def _farther(handler):
    handler.send("", 302, Location=f"{handler.path}x" if handler.path.startswith("/loop") else "/loop")


def _to(address):
    return lambda handler: handler.send("", 302, Location=address)


def _recoded(handler):
    handler.send(json.dumps([article()], ensure_ascii=False).encode("cp1251"), kind="application/json; charset=utf-8")


FAULTS = {
    "silent": _silent,
    "dripping": _dripping,
    "endless": _endless,
    "endless headers": _endless_headers,
    "cut off": _cut_off,
    "cut off without a length": _cut_off_without_a_length,
    "hung up": _hung_up,
    "no http": _no_http,
    "429": answering("", 429, Retry_After="1"),
    "429 for long": answering("", 429, Retry_After="3600"),
    "500": answering('{"error": "internal"}', 500),
    "503 with a date": answering("", 503, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"),
    "403": answering("<h1>Blocked</h1>", 403, "text/html"),
    "404": answering("", 404),
    "400": answering('{"error": "badRequest"}', 400),
    "never allowed": answering('{"error": "notAllowed"}', 400),
    "html": answering("<!doctype html><html><body><h1>Проверка браузера</h1></body></html>", kind="text/html"),
    "html as json": answering("<html><body>Технические работы</body></html>"),
    "empty": answering(b""),
    "broken json": answering('[{"id": 1, "title": '),
    "deep json": answering("[" * 100_000),
    "object": answering({"items": [article()]}),
    "list of words": answering(["a", "b"]),
    "null": answering("null"),
    "binary": answering(bytes(range(256)) * 50),
    "gzip bomb": _packed(gzip.compress(b"[" * 60_000_000, 9)),
    "gzip bomb in a bomb": _packed(gzip.compress(gzip.compress(b"[" * 60_000_000, 9), 9)),
    "gzip cut off": _packed(gzip.compress(json.dumps([article()]).encode())[:-20]),
    "no gzip": _packed(b"[]"),
    "packed twice": answering(gzip.compress(gzip.compress(b"[]")), Content_Encoding="gzip, gzip"),
    "redirect loop": _loop,
    "redirect to metadata": _to("http://169.254.169.254/latest/meta-data/"),
    "redirect to loopback": _to("http://127.0.0.2:1/"),
    "redirect to file": _to("file:///etc/passwd"),
    "redirect to nonsense": _to("http://[::1/"),
    "wrong charset": _recoded,
    "wrong type": once_a_page(lambda page: [article()] if page == 1 else []),
    "twice the same id": only_first(article(), article(body="<p>Другое.</p>")),
    "no id": only_first({"title": "О воде"}, article()),
    "no body": only_first(article(id=2, body=None, short_description=None), article()),
    "bad date": only_first(article(id=2, created_date="вчера"), article()),
    "bad types": only_first(article(id=[3]), article(title={"ru": "О воде"})),
    "future": only_first(article(created_date="2099-01-01T00:00:00", body="<p>Сбросы начнутся 14 апреля.</p>")),
    "long id": only_first(article(id="x" * 5000), article()),
    "same page again": once_a_page(lambda page: [article()]),
    "pages without end": once_a_page(lambda page: [article(id=page)]),
    "noise": only_first(article(id=2, body="<p>" + "x" * 1_100_000), article()),
    "half a feed": answering(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><guid>1</guid><description>Сброс 1'
    ),
    "bomb of entities": answering(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + "]><rss version='2.0'><channel><item><guid>1</guid><description>&i;</description></item></channel></rss>",
        kind="application/xml",
    ),
}
