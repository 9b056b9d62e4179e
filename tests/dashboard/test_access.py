"""Who may write: by token, by signing in, at the computer itself; and what no rule lets through."""

import urllib.error
import urllib.parse
import urllib.request

import pytest
from starlette.requests import HTTPConnection

from dashboard.access import COOKIE, GUESSES, SESSION, WRITES, Access, Person, Refused
from extract import BadInput, Store
from tests.browser.server import served

TOKEN = "correct horse battery"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def asking(client="127.0.0.1", kind="http", **headers):
    """A request or live connection with the headers given; underscores stand for hyphens."""
    named = {"host": "agyn.example"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPConnection(
        {
            "type": kind,
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": (client, 50000),
            "path": "/",
            "scheme": "http",
            "server": ("127.0.0.1", 8050),
        }
    )


def refused(access, connection):
    with pytest.raises(Refused) as caught:
        access.allow(connection)
    assert TOKEN not in str(caught.value)
    return caught.value


def test_without_a_token_a_server_is_read_only_even_for_who_brings_one():
    assert refused(Access(), asking()).reason == "read_only"
    assert refused(Access(), asking(authorization=f"Bearer {TOKEN}")).status == 403


def test_the_token_opens_and_another_does_not():
    access = Access(TOKEN)
    assert access.allow(asking(authorization=f"Bearer {TOKEN}")) == Person("", "token")
    assert refused(access, asking()).status == 401
    wrong = refused(access, asking(authorization=f"Bearer {TOKEN}x"))
    assert (wrong.status, wrong.reason) == (401, "wrong_token")
    assert refused(access, asking(authorization="Bearer ")).reason == "wrong_token"


def test_whoever_signs_in_is_known_by_name_until_the_session_ends(monkeypatch):
    access = Access(TOKEN)
    cookie = access.sign_in(asking(), TOKEN, "  Айгүл   Сапарова ")
    signed = asking(cookie=f"{COOKIE}={cookie}")
    assert access.allow(signed) == Person("Айгүл Сапарова", "session")
    assert TOKEN not in cookie
    assert Access(TOKEN + "2").person(signed) is None
    assert access.person(asking(cookie=f"{COOKIE}={cookie[:-2]}xx")) is None

    from itsdangerous.timed import TimestampSigner

    late = TimestampSigner.get_timestamp(None) + SESSION + 5
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: late)
    assert access.person(signed) is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_session_has_a_name(name):
    with pytest.raises(Refused) as caught:
        Access(TOKEN).sign_in(asking(), TOKEN, name)
    assert caught.value.reason == "no_name"


LOCAL = {"host": "127.0.0.1:8050"}


def test_at_the_computer_itself_no_token_is_needed():
    access = Access(local=True)
    assert access.allow(asking(**LOCAL)) == Person("", "local")
    assert access.allow(asking(host="localhost:8050", origin="http://localhost:8050")).how == "local"
    assert access.allow(asking("::1", host="[::1]:8050")).how == "local"


@pytest.mark.parametrize(
    "connection",
    [
        asking("10.0.0.9", **LOCAL),
        asking(host="rebound.example:8050"),
        asking(**LOCAL, x_forwarded_for="203.0.113.5"),
        asking(**LOCAL, forwarded="for=203.0.113.5"),
    ],
    ids=["another computer", "a foreign name", "through a proxy", "through another proxy"],
)
def test_not_everyone_is_at_the_computer_itself(connection):
    assert refused(Access(local=True), connection).status == 403


def test_a_token_counts_at_the_computer_itself_too():
    assert refused(Access(TOKEN, local=True), asking(**LOCAL)).status == 401


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "foreign",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://agyn.example.elsewhere.example"},
        {"origin": "http://agyn.example:81"},
        {"origin": "http://[broken"},
        {"referer": "https://elsewhere.example/agyn.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_another_site_writes_nothing_whatever_it_carries(foreign, kind):
    access = Access(TOKEN)
    cookie = access.sign_in(asking(), TOKEN, "A")
    for carried in ({"cookie": f"{COOKIE}={cookie}"}, {"authorization": f"Bearer {TOKEN}"}):
        assert refused(access, asking(kind=kind, **carried, **foreign)).reason == "foreign"
    assert refused(Access(local=True), asking(kind=kind, **(LOCAL | foreign))).reason == "foreign"
    with pytest.raises(Refused):
        access.sign_in(asking(kind=kind, **foreign), TOKEN, "A")


def test_guesses_are_counted_and_a_minute_later_forgotten():
    clock = Clock()
    access = Access(TOKEN, clock=clock)
    for _ in range(GUESSES):
        assert refused(access, asking(authorization="Bearer nonsense")).status == 401
    stopped = refused(access, asking(authorization=f"Bearer {TOKEN}"))  # the right one too: it may be a guess
    assert stopped.status == 429
    assert int(stopped.headers["Retry-After"]) >= 1
    with pytest.raises(Refused) as caught:
        access.sign_in(asking(), TOKEN, "A")
    assert caught.value.status == 429
    assert access.allow(asking("203.0.113.5", authorization=f"Bearer {TOKEN}"))
    clock.now += 60
    assert access.allow(asking(authorization=f"Bearer {TOKEN}"))


def test_addresses_of_one_ipv6_network_are_one_guesser():
    access = Access(TOKEN, clock=Clock())
    for number in range(GUESSES):
        refused(access, asking(f"2001:db8::{number:x}", authorization="Bearer nonsense"))
    assert refused(access, asking("2001:db8::ffff", authorization="Bearer nonsense")).status == 429


def test_writes_are_counted():
    clock = Clock()
    access = Access(local=True, clock=clock)
    for _ in range(WRITES):
        access.allow(asking(**LOCAL))
    assert refused(access, asking(**LOCAL)).status == 429
    clock.now += 2
    access.allow(asking(**LOCAL))


def test_the_token_comes_from_a_file_or_the_environment(tmp_path):
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n", encoding="utf-8")
    bearer = asking(authorization=f"Bearer {TOKEN}")
    for environment, file in (({"AGYN_TOKEN": TOKEN}, None), ({"AGYN_TOKEN_FILE": str(path)}, None), ({}, path)):
        assert Access.from_environment("0.0.0.0", file, environment).person(bearer)
    assert Access.from_environment("0.0.0.0", None, {}).is_read_only
    assert not Access.from_environment("127.0.0.1", None, {}).is_read_only
    for text in ("", "short"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput):
            Access.from_environment("127.0.0.1", path, {})
    with pytest.raises(BadInput, match="cannot be read"):
        Access.from_environment("127.0.0.1", tmp_path / "none", {})


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("access") / "agyn.sqlite"
    Store(path).close()
    with served(path, AGYN_TOKEN=TOKEN) as at:
        yield at


def post(address, path, form, **headers):
    """Status and headers of a form sent without following where the answer leads."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    body = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(address + path, body, {name.replace("_", "-"): v for name, v in headers.items()})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(address):
    status, headers, _ = post(address, "/sign-in", {"token": TOKEN, "name": "A", "back": "/update?lang=kk"})
    assert (status, headers["location"]) == (303, "/update?lang=kk")
    cookie = headers["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert {"HttpOnly", "SameSite=strict", f"Max-Age={SESSION}"} <= set(cookie.split("; "))
    assert TOKEN not in str(headers)


def test_a_wrong_token_is_told_in_the_readers_language(address):
    status, headers, body = post(address, "/sign-in", {"token": "x", "name": "A"}, accept_language="en")
    assert status == 401
    assert "set-cookie" not in headers
    assert "not the right one" in body
    assert headers["content-security-policy"]


def test_a_form_never_leads_away_and_is_never_large(address):
    for back in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/a\r\nX: y"):
        assert post(address, "/sign-in", {"token": TOKEN, "name": "A", "back": back})[1]["location"] == "/"
    assert post(address, "/sign-in", {"token": "x" * 20000})[0] == 413
    assert post(address, "/sign-in", {f"field{number}": "x" for number in range(30)})[0] == 413
    assert post(address, "/sign-out", {}, origin="https://elsewhere.example")[0] == 403
    assert "Max-Age=0" in post(address, "/sign-out", {})[1]["set-cookie"]
