"""The app as a server: its headers, its language, what it compresses, how it refuses to start."""

import gzip
import html
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import brotli
import pytest

from dashboard import packing
from extract import Store
from tests.browser.server import served
from tests.dashboard.season import observed, result

ROOT = Path(__file__).parents[2]

Answer = tuple[int, Message, bytes]


@pytest.fixture(scope="module")
def get(tmp_path_factory) -> Callable[..., Answer]:
    """Asks a running app for a path; header names with underscores for hyphens."""
    path = tmp_path_factory.mktemp("app") / "agyn.sqlite"
    with Store(path) as store:
        store.add(result("b", [observed("2025-04-01", "astana", 50)]))
    with served(path) as address:

        def ask(path: str, **headers: str) -> Answer:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            request = urllib.request.Request(address + path, headers=named)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return answer.status, answer.headers, answer.read()
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.headers, error.read()

        yield ask


def text_at(get: Callable[..., Answer], path: str, **headers: str) -> str:
    return get(path, **headers)[2].decode()


def test_every_answer_carries_the_headers(get):
    _, headers, _ = get("/")
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_document_is_in_the_readers_language_before_any_script(get):
    assert '<html lang="ru">' in text_at(get, "/")
    assert '<html lang="kk">' in text_at(get, "/", accept_language="kk-KZ,ru;q=0.8")
    assert '<html lang="en" data-theme="dark">' in text_at(get, "/?lang=en&theme=dark")


@pytest.mark.parametrize(
    ("path", "charts", "tables"),
    [
        ("/", 2, 1),
        ("/bulletins", 0, 1),
        ("/bulletins?bulletin=b", 0, 0),
        ("/reservoir", 0, 0),
        ("/reservoir?reservoir=astana", 2, 0),
        ("/cascades", 2, 0),
        ("/seasons", 2, 0),
    ],
)
def test_a_page_fetches_early_what_it_will_use_and_nothing_else(get, path, charts, tables):
    status, _, body = get(path)
    early = [line for line in body.decode().splitlines() if 'rel="preload"' in line]
    assert status == 200
    assert sum("plotly" in line or "async-graph" in line for line in early) == charts
    assert sum("ag_grid" in line for line in early) == tables


def test_what_an_address_says_does_not_reach_the_document(get):
    assert "<script>alert" not in text_at(get, "/?theme=%3Cscript%3Ealert(1)%3C/script%3E&lang=%3Cb%3E")


def test_the_layout_is_drawn_for_the_page_that_asks(get):
    asked = text_at(get, "/_dash-layout", referer="http://127.0.0.1/?lang=en&region=KZ-59")
    assert "Nothing matches" in asked
    assert "Nothing matches" not in text_at(get, "/_dash-layout")


def test_unknown_addresses_are_not_found_in_words(get):
    status, _, body = get("/nowhere?lang=kk")
    assert status == 404
    assert "Мұндай бет жоқ" in body.decode()


def test_libraries_are_compressed_once_and_come_out_whole(get):
    path = "/_dash-component-suites/plotly/package_data/plotly.min.js"
    plain = get(path)[2]
    (_, headers, one), (_, _, two) = (get(path, accept_encoding="gzip") for _ in range(2))
    assert headers["content-encoding"] == "gzip"
    assert one == two
    assert gzip.decompress(one) == plain


def test_brotli_where_the_browser_knows_it(get):
    path = "/_dash-component-suites/dash_ag_grid/async-community.js"
    _, headers, packed = get(path, accept_encoding="gzip, br")
    assert headers["content-encoding"] == "br"
    assert "Accept-Encoding" in headers["vary"]
    assert brotli.decompress(packed) == get(path)[2]
    assert len(packed) < len(get(path, accept_encoding="gzip")[2])


def test_what_is_named_after_its_content_is_kept_for_good_and_the_rest_is_asked_for(get):
    page = text_at(get, "/")
    named = re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+(?:m=|\.v\d)[^"]+)"', page)
    assert len(named) > 5
    for path in named:
        assert get(html.unescape(path))[1]["cache-control"] == "public, max-age=31536000, immutable", path
    chart = "/_dash-component-suites/plotly/package_data/plotly.min.js"
    _, headers, _ = get(chart)
    assert headers["cache-control"] == "no-cache"
    assert get(chart, if_none_match=headers["etag"])[0] == 304


def test_the_best_form_is_taken_if_it_was_made(tmp_path):
    script = tmp_path / "script.js"
    script.write_text("const flow = 'water';\n" * 200)
    quick = packing.brotli_of(script.read_bytes(), tmp_path)
    packing.pack_one(script, tmp_path)
    best = packing.brotli_of(script.read_bytes(), tmp_path)
    assert brotli.decompress(best) == brotli.decompress(quick) == script.read_bytes()
    assert (tmp_path / packing.name_of(script.read_bytes())).read_bytes() == best
    script.write_text("const flow = 'ice';\n" * 200)  # another release: the old form does not count
    assert brotli.decompress(packing.brotli_of(script.read_bytes(), tmp_path)) == script.read_bytes()


def start(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_port_in_use_is_one_sentence_and_exit_code_2(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = start("--port", str(taken.getsockname()[1]), "--store", str(tmp_path / "agyn.sqlite"))
    assert done.returncode == 2
    assert "Cannot serve on 127.0.0.1" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_store_that_is_none_is_one_sentence_and_exit_code_2(tmp_path):
    path = tmp_path / "agyn.sqlite"
    path.write_text("not a database, however one looks at it " * 50)
    done = start("--port", "0", "--store", str(path))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["70000", "-1", "x"])
def test_an_impossible_port_is_refused(port):
    done = start("--port", port)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_it_without_a_traceback(tmp_path):
    command = [sys.executable, "-m", "dashboard", "--port", "0", "--store", str(tmp_path / "agyn.sqlite")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert "Agyn is at" in process.stdout.readline()
        time.sleep(0.5)  # until the server listens for the signal
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert (said, process.returncode) == ("", 0)
