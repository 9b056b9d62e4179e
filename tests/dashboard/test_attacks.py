"""What strangers may try: each attempt is refused in a sentence, and the store stays as it was."""

import contextlib
import gzip
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import httpx
import pytest

from dashboard.bounded import MOST_BYTES
from extract import Bulletin, Store, extract

ROOT = Path(__file__).parents[2]
TOKEN = "a token for these tests only"
SENTENCE = "По состоянию на 13 апреля из Астанинского водохранилища сбрасывается {} кубометра воды в секунду."
NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("attacked") / "agyn.sqlite"
    bulletin = Bulletin(
        f"{NASTY} {SENTENCE.format(53)}", title=f"=1+1 {NASTY}", url="javascript:alert(1)",
        publisher="=HYPERLINK(\"http://evil.example\")", published="2025-04-13", id="nasty",
    )  # fmt: skip
    with Store(path) as store:
        store.add(extract(bulletin))
    return path


@pytest.fixture(scope="module")
def client(path):
    """A server that takes writes with a token."""
    command = [sys.executable, "-m", "dashboard", "--port", "0", "--store", str(path)]
    environment = {**os.environ, "AGYN_TOKEN": TOKEN}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        address = re.search(r"http://\S+:\d+", process.stdout.readline())[0]
        with httpx.Client(base_url=address, timeout=120) as client:
            yield client
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(autouse=True)
def unchanged(path):
    """The store is the same after each of these tests as before."""
    with Store(path) as store:
        before = store.revision()
    yield
    with Store(path) as store:
        assert store.revision() == before


def bearer(token=TOKEN):
    return {"authorization": f"Bearer {token}"}


def refused(answer, status, words):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({}, 401, "Writing needs the token"),
        (bearer("another token altogether"), 401, "not the one"),
        ({"authorization": "Basic YTpi"}, 401, "Writing needs the token"),
        ({"cookie": "agyn_session=ImEi.aQ.forged"}, 401, "Writing needs the token"),
        ({**bearer(), "origin": "https://evil.example"}, 403, "another site"),
        ({**bearer(), "sec-fetch-site": "cross-site"}, 403, "another site"),
    ],
)
def test_nobody_writes_without_the_right(client, headers, status, words):
    refused(client.post("/api/v1/bulletins", json={"text": SENTENCE.format(7)}, headers=headers), status, words)


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        (b"{", "application/json", 422, "no JSON"),
        (b'{"text": 5}', "application/json", 422, "text cannot be used"),
        (b'{"text": "a", "role": "admin"}', "application/json", 422, "role cannot be used"),
        (b"[" * 100_000, "application/json", 422, "no JSON"),
        (json.dumps({"text": "a" * 1_000_001}).encode(), "application/json", 422, "text cannot be used"),
        (b"text=a", "application/x-www-form-urlencoded", 415, "Content-Type"),
        (b'{"text": "a", "url": "javascript:alert(1)"}', "application/json", 400, "http"),
    ],
)
def test_what_is_no_bulletin_is_refused(client, body, kind, status, words):
    headers = bearer() | {"content-type": kind}
    refused(client.post("/api/v1/bulletins", content=body, headers=headers), status, words)


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", bomb),
        ("../../../../etc/passwd.docx", lambda: b"PK\3\4"),
        ("a.gz", lambda: gzip.compress(bytes(10**8))),
    ],
)
def test_bombs_and_odd_names_break_nothing(client, name, data):
    headers = bearer() | {"content-type": "application/octet-stream"}
    answer = client.post("/api/v1/bulletins", params={"name": name}, content=data(), headers=headers)
    assert answer.status_code in (400, 422)
    assert "etc" not in answer.json()["detail"].replace("etc.", "")
    assert client.get("/healthz").status_code == 200


def exchange(client, head, *pieces, pause=0.0):
    """What the server answers to bytes sent as they are, until it closes the connection."""
    address = (client.base_url.host, client.base_url.port)
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(head.encode("latin-1"))
        for piece in pieces:
            time.sleep(pause)
            try:
                line.sendall(piece)
            except OSError:
                break
        answer = b""
        with contextlib.suppress(ConnectionResetError):  # the server had enough before all was sent
            while piece := line.recv(65536):
                answer += piece
    return answer.decode("latin-1")


def test_a_hundred_megabytes_are_refused_before_they_are_sent(client):
    head = (
        "POST /api/v1/bulletins HTTP/1.1\r\nHost: a\r\n"
        "Content-Type: application/pdf\r\nContent-Length: 104857600\r\n\r\n"
    )
    answer = exchange(client, head)
    assert " 413 " in answer.splitlines()[0]
    assert f"larger than {MOST_BYTES // 1024**2} MB" in answer


def test_a_body_without_a_length_is_counted_as_it_comes(client):
    head = "POST /api/v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
    assert " 413 " in exchange(client, head, *[piece] * 17).splitlines()[0]


def test_a_slow_sender_keeps_nobody_else_waiting_and_is_cut_off(client):
    said: list[str] = []
    head = "POST /api/v1/extract HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n"
    slow = [threading.Thread(target=lambda: said.append(exchange(client, head))) for _ in range(20)]
    for one in slow:
        one.start()
    assert client.get("/healthz").status_code == 200
    assert said == []
    for one in slow:
        one.join(60)
    assert [answer.split(" ", 2)[1] for answer in said] == ["408"] * 20


@pytest.mark.parametrize("header", ["X-A: b\r\nbad header", "X: a\0b", "Host"])
def test_broken_headers_are_refused(client, header):
    assert " 400 " in exchange(client, f"GET / HTTP/1.1\r\nHost: a\r\n{header}\r\n\r\n").splitlines()[0]


def test_no_header_comes_of_what_an_address_says(client):
    answer = client.get("/api/v1/regions?limit=1&lang=ru%0d%0aX-Bad:%201")
    assert "x-bad" not in answer.headers
    answer = client.get("/api/v1/bulletins/a%0d%0aX-Bad:%201")
    assert answer.status_code == 404
    assert "x-bad" not in answer.headers


@pytest.mark.parametrize("address", ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2f..%2fpyproject.toml"])
def test_files_outside_are_not_given(client, address):
    assert (
        " 404 " in exchange(client, f"GET {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").splitlines()[0]
    )


def test_a_bulletins_own_words_run_nowhere(client):
    row = client.get("/api/v1/observations").json()["data"][0]
    assert row["url"] is None  # javascript: is no address of the web
    table = client.get("/api/v1/bulletins.csv").text
    assert ",'=1+1" in table
    assert "\"'=HYPERLINK" in table
    page = client.get("/bulletins?bulletin=nasty").text
    assert NASTY not in page
    assert client.get("/api/v1/bulletins/nasty").headers["x-content-type-options"] == "nosniff"


def test_only_an_embedded_view_may_be_framed(client):
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]
    assert "frame-ancestors *" in client.get("/?embed=1").headers["content-security-policy"]
    assert "unsafe-eval" not in client.get("/").headers["content-security-policy"]


def test_text_in_an_address_is_no_sql(client):
    answer = client.get("/api/v1/observations", params={"reservoir": "x' OR '1'='1"})
    refused(answer, 400, "No reservoir is called")
    assert client.get("/api/v1/bulletins/x' OR '1'='1").status_code == 404


def test_to_have_a_bulletin_read_leaves_nothing_behind(client):
    answer = client.post("/api/v1/extract", json={"text": SENTENCE.format(61), "published": "2025-04-13"})
    assert answer.status_code == 200, answer.text
    [told] = answer.json()["bulletins"]
    assert [row["value"] for row in told["rows"]] == [61.0]
    assert told["bulletin"]["text"][told["rows"][0]["start"] : told["rows"][0]["end"]] == told["rows"][0]["quote"]
