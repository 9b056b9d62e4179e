"""How a site misbehaves: `FAULTS` by name, each a function that answers one request of the stand-in.

Its argument is the request's handler, :class:`tests.extract.bulletins.standin.Handler`.
"""

import gzip
import json
import time

SENTENCE = "По состоянию на {day} апреля из Астанинского водохранилища сбрасывается {value} кубометра воды в секунду."


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
    "wrong type": answering([article()], kind="image/png"),
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
