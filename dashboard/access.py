"""Who may write: one set of rules for the page, its live connection and the API.

Reading is free to everyone. Whatever writes (refresh, add, review) asks :meth:`Access.allow`, which
answers with the person or raises :class:`Refused`. Somebody may write who

- carries the token in ``Authorization: Bearer …`` (programs),
- has signed in with it on the page and carries the signed cookie of that (people), or
- sits at the computer itself, where the server listens on a loopback address and no token is set.

The token comes from a file or from the environment, never from an address, and no message or log
line repeats it. A request that a page of another site has started is refused whatever it carries,
and so is one that reached this computer under a foreign name (DNS rebinding). Attempts with a wrong
token and writes are counted by the address they come from.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from extract import AgynError, BadInput

COOKIE = "agyn_session"
SESSION = 12 * 3600
"""Seconds a sign-in lasts: a shift. Another token ends every session at once."""

SHORTEST_TOKEN = 16  # characters: what is shorter can be guessed
LONGEST_NAME = 80
GUESSES, WRITES = 10, 60
"""Wrong tokens and writes that one address may make in a minute."""

_MOST_COUNTED = 4096  # addresses kept in mind: more are forgotten, oldest first
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Refused(AgynError):
    """A request to write that is not granted.

    `status` is the HTTP status (401 no token, 403 not from here, 429 too often), `reason` a short name
    (``no_token``, ``wrong_token``, ``read_only``, ``foreign``, ``too_often``, ``no_name``; the page's
    sentence is the key ``access.<reason>``), `headers` what the answer should carry.
    """

    def __init__(self, status: int, reason: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: by the name given at sign-in, "" where none was; `how` is "session", "token" or "local"."""

    name: str
    how: str

    @property
    def signature(self) -> str:
        """What is kept of the person beside what was written."""
        return self.name or self.how


class Access:
    """The rules of one server. Without a token, and not `local`, it is read-only.

    >>> Access().is_read_only, Access("a long enough token").is_read_only
    (True, False)
    """

    def __init__(
        self, token: str | None = None, *, local: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`local` says that the server listens on a loopback address only; `clock` counts seconds."""
        if token is not None and len(token) < SHORTEST_TOKEN:
            raise BadInput(f"The token for writing is shorter than {SHORTEST_TOKEN} characters: take a longer one.")
        self._proof = _digest(token) if token else None
        # From a digest, so that a session cannot be turned into the token.
        self._sessions = URLSafeTimedSerializer(self._proof, salt="session") if self._proof else None
        self._local = local and token is None
        self._guesses = _Counter(GUESSES, clock)
        self._writes = _Counter(WRITES, clock)

    @classmethod
    def from_environment(
        cls, host: str, token_file: str | Path | None = None, environment: Mapping[str, str] = os.environ
    ) -> Self:
        """The rules of a server on `host`: the token from `token_file`, AGYN_TOKEN_FILE or AGYN_TOKEN.

        Raises :class:`BadInput` where a file is named that holds no good token.
        """
        path = token_file or environment.get("AGYN_TOKEN_FILE")
        token = _token_in(Path(path)) if path else environment.get("AGYN_TOKEN", "").strip() or None
        return cls(token, local=is_loopback(host))

    @property
    def is_read_only(self) -> bool:
        """Whether nobody may write, whatever they carry."""
        return self._proof is None and not self._local

    @property
    def takes_token(self) -> bool:
        """Whether there is a token to sign in with."""
        return self._proof is not None

    def person(self, connection: HTTPConnection) -> Person | None:
        """Who a request or live connection comes from, None where it may only read. Nothing is counted."""
        if self._proof is None:
            return Person("", "local") if self._local and _is_at_home(connection) else None
        if (carried := _bearer(connection)) is not None:
            return Person("", "token") if self._is_token(carried) else None
        return self._signed_in(connection)

    def allow(self, connection: HTTPConnection) -> Person:
        """The person who may now write. Raises :class:`Refused`; a live connection is asked at each write."""
        if self.is_read_only:
            raise Refused(403, "read_only", "This server is read-only: start it with AGYN_TOKEN or --token-file.")
        require_own_page(connection)
        address = _address(connection)
        guessing = self._proof is not None and _bearer(connection) is not None
        if guessing:
            self._guesses.require_room(address)
        person = self.person(connection)
        if person is None and guessing:
            self._guesses.count(address)
            raise _wrong_token()
        if person is None and self._proof is None:
            raise Refused(403, "read_only", "Only the computer itself may write: start the server with AGYN_TOKEN.")
        if person is None:
            raise Refused(
                401,
                "no_token",
                "Writing needs the token: send it as “Authorization: Bearer …”, or sign in on the page.",
                {"WWW-Authenticate": 'Bearer realm="agyn"'},
            )
        self._writes.require_room(address)
        self._writes.count(address)
        return person

    def sign_in(self, connection: HTTPConnection, token: str, name: str) -> str:
        """The value of the cookie :data:`COOKIE` for a person who has the token. Raises :class:`Refused`."""
        if self._sessions is None:
            raise Refused(403, "read_only", "There is no token to sign in with: start the server with AGYN_TOKEN.")
        require_own_page(connection)
        address = _address(connection)
        self._guesses.require_room(address)
        if not self._is_token(token.strip()):
            self._guesses.count(address)
            raise _wrong_token()
        named = " ".join(name.split())
        if not named or len(named) > LONGEST_NAME or not named.isprintable():
            raise Refused(400, "no_name", f"A name of 1 to {LONGEST_NAME} characters is needed: reviews bear it.")
        return self._sessions.dumps(named)

    def _is_token(self, carried: str) -> bool:
        return self._proof is not None and hmac.compare_digest(self._proof, _digest(carried))

    def _signed_in(self, connection: HTTPConnection) -> Person | None:
        cookie = connection.cookies.get(COOKIE)
        if not cookie or self._sessions is None:
            return None
        try:
            return Person(str(self._sessions.loads(cookie, max_age=SESSION)), "session")
        except BadData:
            return None


def require_own_page(connection: HTTPConnection) -> None:
    """Raise :class:`Refused` for a request that a page of another site has started.

    A browser says so itself; a program that says nothing is no page. Raised for HTTP and websockets alike.
    """
    host = connection.headers.get("host", "").lower()
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site", "same-origin")
    told = origin if origin is not None else connection.headers.get("referer")
    if site not in ("same-origin", "none") or (told is not None and _netloc(told) != host):
        raise Refused(403, "foreign", "Writing is refused: the request was started by a page of another site.")


def is_loopback(host: str) -> bool:
    """Whether a host (of a socket or a Host header, without its port) is this computer itself.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("agyn.example")
    (True, True, False, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_at_home(connection: HTTPConnection) -> bool:
    """Whether a request comes from this computer: not through a proxy on it, and under its own name."""
    client = connection.client.host if connection.client else ""
    name = re.sub(r":\d+$", "", connection.headers.get("host", ""))
    return is_loopback(client) and is_loopback(name) and not any(key in connection.headers for key in _FORWARDED)


def _bearer(connection: HTTPConnection) -> str | None:
    kind, _, carried = connection.headers.get("authorization", "").partition(" ")
    return carried.strip() if kind.lower() == "bearer" else None


def _wrong_token() -> Refused:
    headers = {"WWW-Authenticate": 'Bearer realm="agyn", error="invalid_token"'}
    return Refused(401, "wrong_token", "The token is not the one this server was started with.", headers)


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _address(connection: HTTPConnection) -> str:
    """Whose count a request goes on: an IPv4 address, or the network of an IPv6 one, which is one subscriber's."""
    client = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else client


def _digest(token: str) -> bytes:
    return hashlib.sha256(b"agyn\0" + token.encode("utf-8", "surrogatepass")).digest()


def _token_in(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadInput(f"The token file {path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    if not token:
        raise BadInput(f"The token file {path} is empty: write the token into it.")
    return token


class _Counter:
    """How often in the last minute, by address: a bucket that empties steadily."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address -> (level, when)

    def require_room(self, address: str) -> None:
        with self._lock:
            over = self._level(address) - self._most + 1
        if over > 0:
            wait = max(1, round(over * 60 / self._most))
            told = f"Too many attempts from {address or 'this address'}: wait {wait} seconds."
            raise Refused(429, "too_often", told, {"Retry-After": str(wait)})

    def count(self, address: str) -> None:
        with self._lock:
            self._levels[address] = (self._level(address) + 1, self._clock())
            self._levels.move_to_end(address)
            while len(self._levels) > _MOST_COUNTED:
                self._levels.popitem(last=False)

    def _level(self, address: str) -> float:
        level, when = self._levels.get(address, (0.0, 0.0))
        return max(0.0, level - (self._clock() - when) * self._most / 60)
