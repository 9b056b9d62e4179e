"""The way to the web: polite, bounded, and closed towards private networks."""

import dataclasses
import socket
import time

import pytest

from extract.bulletins.sources import guard, http
from extract.bulletins.sources.guard import is_public, shown
from extract.bulletins.sources.http import Pacer, Web
from extract.errors import SourceError
from tests.extract.conftest import QUICK


@pytest.fixture
def web(site):
    site.pages["/p"] = "<p>Вода</p>"
    with Web(pause=0, allow_private=True, limits=QUICK, contact="water@example.kz") as web:
        yield web


def refused(web, url):
    with pytest.raises(SourceError) as error:
        web.get(url)
    assert "\n" not in str(error.value)
    return error.value


def test_it_says_who_asks(site, web):
    web.get(f"{site.url}/p")
    assert site.asked[0].headers["User-Agent"] == "Agyn/0.1 (reads flood bulletins; water@example.kz)"


def test_a_pause_is_kept_between_two_requests_to_a_host():
    now, slept = [100.0], []

    def sleep(seconds):
        slept.append(round(seconds, 6))
        now[0] += seconds

    pacer = Pacer(clock=lambda: now[0], sleep=sleep)
    for host in ("a.kz", "b.kz", "a.kz", "a.kz"):
        pacer.wait(host, 1.0)
    assert slept == [1.0, 1.0]
    now[0] += 5
    pacer.wait("a.kz", 1.0)
    assert slept == [1.0, 1.0]


def test_what_passes_is_tried_again(site, web):
    site.misbehave("500", "/p", times=1)
    assert web.get(f"{site.url}/p").content == "<p>Вода</p>".encode()


def test_retry_after_is_heeded(site):
    slept = []
    site.pages["/p"] = "x"
    site.misbehave("429", "/p", times=1)
    with Web(pause=0, allow_private=True, limits=QUICK, pacer=Pacer(sleep=slept.append)) as web:
        web.get(f"{site.url}/p")
    assert slept == [1.0]


def test_a_wait_beyond_patience_is_not_waited_for(site, web):
    site.misbehave("429 for long", "/p")
    error = refused(web, f"{site.url}/p")
    assert str(error) == f"{site.url}/p answered 429 (Too Many Requests) and asks to come back in 3600 seconds."
    assert (error.status, error.retry_after, error.retryable) == (429, 3600, False)
    assert len(site.asked) == 1


def test_what_does_not_pass_is_not_tried_again(site, web):
    site.misbehave("403", "/p")
    assert refused(web, f"{site.url}/p").status == 403
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe"],
)  # fmt: skip
def test_private_addresses_are_told_apart(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "195.12.113.1", "2a00:1450:4010::8a", "64:ff9b::808:808"])
def test_public_addresses_are_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "10.0.0.1"]
)
def test_a_private_network_is_not_entered(site, host):
    port = site.url.rpartition(":")[2]
    with Web(pause=0, limits=QUICK) as web:
        assert "is inside a private network" in str(refused(web, f"http://{host}:{port}/p"))
    assert site.asked == []


def test_the_connection_goes_to_the_address_that_was_looked_at(site, web, monkeypatch):
    """A name that changes its address between the look and the connection gains nothing."""
    port = int(site.url.rpartition(":")[2])
    answers, real = iter(["127.0.0.1", "10.0.0.1"]), socket.getaddrinfo

    def changing(host, *rest, **options):
        named = host == "press.example.kz"
        return [(socket.AF_INET, 1, 6, "", (next(answers), port))] if named else real(host, *rest, **options)

    monkeypatch.setattr(guard.socket, "getaddrinfo", changing)
    assert web.get(f"http://press.example.kz:{port}/p").status == 200
    assert site.asked[0].headers["Host"] == f"press.example.kz:{port}"


def test_one_private_address_among_several_is_enough_to_refuse(web, monkeypatch):
    found = [(socket.AF_INET, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_, **__: found)
    with Web(pause=0, limits=QUICK) as strict:
        assert "(10.0.0.1)" in str(refused(strict, "http://press.example.kz/"))


def test_the_next_address_of_a_host_is_tried(site, web, monkeypatch):
    port = int(site.url.rpartition(":")[2])
    found, real = [(socket.AF_INET, 1, 6, "", (at, port)) for at in ("127.0.0.9", "127.0.0.1")], socket.getaddrinfo
    monkeypatch.setattr(
        guard.socket, "getaddrinfo", lambda host, *rest, **_: found if host == "press.example.kz" else real(host, *rest)
    )
    assert web.get(f"http://press.example.kz:{port}/p").status == 200


def test_redirects_are_followed_a_few_times(site, web):
    site.faults.append([lambda handler: handler.send("", 302, Location="/p"), "/old", 1])
    answer = web.get(f"{site.url}/old")
    assert (answer.status, answer.url) == (200, f"{site.url}/p")


def test_a_deadline_holds_however_steadily_it_drips(site):
    site.misbehave("dripping", "/p")
    started = time.monotonic()
    with Web(pause=0, allow_private=True, limits=dataclasses.replace(QUICK, total=0.6, attempts=1)) as web:
        assert str(refused(web, f"{site.url}/p")) == f"{site.url}/p took longer than 0.6 seconds."
    assert time.monotonic() - started < 2


def test_validators_that_are_none_or_too_long_are_not_kept(site, web):
    site.pages["/p"] = "x"
    assert set(http.validators(web.get(f"{site.url}/p"))) == {"etag"}
    site.faults.append([lambda handler: handler.send("x", ETag='"' + "x" * 9000 + '"'), "/p", 1])
    assert http.validators(web.get(f"{site.url}/p")) == {}


def test_addresses_in_messages_have_no_password_and_an_end():
    assert shown("https://user:secret@a.kz/p") == "https://a.kz/p"
    assert len(shown("https://a.kz/" + "x" * 500)) == 200


def test_an_address_that_is_none_is_named(web):
    assert "is no web address" in str(refused(web, "http://[::1/"))
