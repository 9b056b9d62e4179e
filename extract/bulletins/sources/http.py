"""Asking the web politely and without trust: the one way by which sources reach it.

Politely: one request at a time, a pause between two to the same host, a user agent that says who
asks, `Retry-After` heeded, no second transfer of what has not changed. Without trust: bounded time,
size, unpacked size, redirects and repeats, and no way into a private network
(:mod:`extract.bulletins.sources.guard`). Whatever goes wrong is a :class:`SourceError` of one
sentence with the address in it.
"""

from __future__ import annotations

import datetime as dt
import http
import json
import time
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.robotparser import RobotFileParser

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from extract.bulletins.encoding import decode
from extract.bulletins.sources.guard import Deadline, Guarded, shown
from extract.errors import BadInput, SourceError

USER_AGENT = "Agyn/0.1 (reads flood bulletins{contact})"
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses that may be others a little later
NOT_CHANGED = 304
_CUT_OFF = "was cut off in the middle of the answer"
_HUNG_UP = ("closed connection", "disconnected", "incomplete")  # in what httpx says of a connection that ended


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds, bytes and numbers."""

    connect: float = 10.0
    read: float = 30.0  # without a single byte
    total: float = 120.0  # for one answer
    attempts: int = 4
    first_wait: float = 1.0  # before the second attempt, doubling, with as much jitter
    longest_wait: float = 60.0  # also what Retry-After may ask for
    size: int = 32 * 1024**2  # of an answer, sent or unpacked
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the address it came from in the end, the status, and the content unpacked."""

    url: str
    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def has_end(self) -> bool:
        """Whether HTTP itself says where the content ends; else an answer that is cut off looks like a whole one."""
        return any(name in self.headers for name in ("Content-Length", "Transfer-Encoding", "Content-Encoding"))

    def json(self) -> Any:
        """The content as JSON, or :class:`SourceError` that says what came instead."""
        try:
            text = decode(self.content, shown(self.url))
            return json.loads(text)
        except (ValueError, RecursionError):
            if text.lstrip().startswith("<"):
                raise SourceError(f"{shown(self.url)} answered with a web page instead of JSON.") from None
            raise SourceError(f"{shown(self.url)} answered with broken JSON.") from None
        except BadInput as error:
            raise SourceError(str(error)) from None


@dataclass(slots=True)
class Pacer:
    """Keeps a pause between two requests to one host; share one among all that ask at the same time."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, pause: float) -> None:
        """Wait until `host` may be asked, and take the turn."""
        now = self.clock()
        turn = max(self._next.get(host, now), now)
        self._next[host] = turn + pause
        if turn > now:
            self.sleep(turn - now)


class Web:
    """The web as one source sees it; its cookies live as long as this object. Use it in a ``with`` block."""

    def __init__(
        self,
        *,
        pause: float = 1.0,
        allow_private: bool = False,
        contact: str = "",
        pacer: Pacer | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.pause = pause
        self.limits = limits or Limits()
        self.robots: dict[str, RobotFileParser] = {}  # by origin, as far as they were needed
        self._pacer = pacer or Pacer()
        timeout = httpx.Timeout(self.limits.read, connect=self.limits.connect)
        agent = USER_AGENT.format(contact=f"; {contact}" if contact else "")
        self.client = httpx.Client(
            transport=Guarded(allow_private=allow_private),
            timeout=timeout,
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        remembered: Mapping[str, Any] | None = None,
        also: Collection[int] = (),
    ) -> Answer:
        """The answer to GET `url`. A status other than 2xx raises :class:`SourceError` unless it is in `also`.

        `remembered` is what :func:`validators` gave last time: then an answer with the status 304 and no
        content says that nothing has changed.
        """
        conditions = {}
        if remembered and remembered.get("etag"):
            conditions["If-None-Match"] = remembered["etag"]
        if remembered and remembered.get("last_modified"):
            conditions["If-Modified-Since"] = remembered["last_modified"]
        also = {*also, NOT_CHANGED} if conditions else also
        return self._ask("GET", url, also, headers={**(headers or {}), **conditions})

    def post(self, url: str, *, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to POST `url` with `body` as JSON; errors as in :meth:`get`."""
        return self._ask("POST", url, (), headers=dict(headers or {}), json=body)

    def _ask(self, method: str, url: str, also: Collection[int], **options: Any) -> Answer:
        limits = self.limits
        first, longest = limits.first_wait, limits.longest_wait
        jitter = wait_exponential_jitter(multiplier=first, max=longest, jitter=first)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.retry_after if isinstance(error, SourceError) else None
            return jitter(state) if asked is None else asked

        for attempt in Retrying(
            stop=stop_after_attempt(limits.attempts),
            wait=wait,
            retry=retry_if_exception(lambda error: isinstance(error, SourceError) and error.retryable),
            sleep=self._pacer.sleep,
            reraise=True,
        ):
            with attempt:
                return self._follow(method, url, also, options)
        raise SourceError(f"{shown(url)} was not asked.")  # attempts = 0

    def _follow(self, method: str, url: str, also: Collection[int], options: dict[str, Any]) -> Answer:
        """One attempt, through redirects."""
        try:
            request = self.client.build_request(method, url, **options)
        except httpx.InvalidURL as error:
            raise SourceError(f"{url[:200]} is no web address: {error}.") from None
        for _ in range(self.limits.redirects + 1):
            self._pacer.wait(request.url.host, self.pause)
            answer, following = self._once(request, also)
            if following is None:
                return answer
            target = following.url
            if target.scheme not in ("http", "https") or (request.url.scheme, target.scheme) == ("https", "http"):
                raise SourceError(f"{shown(request.url)} leads to {shown(target)}, which is no safe web address.")
            request = following
        raise SourceError(f"{shown(url)} leads from one address to the next more than {self.limits.redirects} times.")

    def _once(self, request: httpx.Request, also: Collection[int]) -> tuple[Answer, httpx.Request | None]:
        """One request: its answer, and where it redirects to."""
        name = shown(request.url)
        with Deadline(self.limits.total) as deadline:
            request.extensions = {**request.extensions, "trace": deadline.watch}
            try:
                response = self.client.send(request, stream=True)
                try:
                    content = b"" if response.next_request else self._content(response, name)
                finally:
                    response.close()
            except httpx.HTTPError as error:
                raise _failure(name, error, deadline, self.limits) from None
            except httpx.InvalidURL:
                raise SourceError(f"{name} leads to an address that is none.") from None
            if deadline.passed:
                raise SourceError(f"{name} took longer than {self.limits.total:g} seconds.", retryable=True)
        if response.next_request is None and not response.is_success and response.status_code not in also:
            raise _refusal(name, response, self.limits)
        return Answer(str(request.url), response.status_code, response.headers, content), response.next_request

    def _content(self, response: httpx.Response, name: str) -> bytes:
        """The content, unpacked. Packed twice or otherwise than by gzip, which was not asked for, is refused."""
        coding = response.headers.get("Content-Encoding", "identity").strip().lower() or "identity"
        if coding not in ("identity", "gzip", "x-gzip"):
            raise SourceError(f"{name} is packed as “{coding[:40]}”, which was not asked for.")
        unpack = zlib.decompressobj(wbits=31) if coding != "identity" else None
        limit, received, content = self.limits.size, 0, bytearray()
        try:
            for chunk in response.iter_raw():
                received += len(chunk)
                if received > limit:
                    raise SourceError(f"{name} is larger than {_size(limit)}: it was not read.")
                content += unpack.decompress(chunk, limit + 1 - len(content)) if unpack else chunk
                if len(content) > limit:
                    raise SourceError(f"{name} unpacks to more than {_size(limit)}: it was not read.")
        except zlib.error:
            raise SourceError(f"{name} is not the gzip it says it is.") from None
        if unpack and received and not unpack.eof:
            raise SourceError(f"{name} {_CUT_OFF}.", retryable=True)
        return bytes(content)


def validators(answer: Answer) -> dict[str, str]:
    """What to remember of an answer so that next time only a change is sent; empty if the server offers nothing."""
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    kept = {"etag": etag, "last_modified": modified}
    return {name: value for name, value in kept.items() if 0 < len(value) <= 500}


def _failure(name: str, error: httpx.HTTPError, deadline: Deadline, limits: Limits) -> SourceError:
    if deadline.passed:
        return SourceError(f"{name} took longer than {limits.total:g} seconds.", retryable=True)
    if isinstance(error, httpx.ConnectTimeout | httpx.ReadTimeout | httpx.WriteTimeout | httpx.PoolTimeout):
        seconds = limits.connect if isinstance(error, httpx.ConnectTimeout) else limits.read
        return SourceError(f"{name} did not answer within {seconds:g} seconds.", retryable=True)
    if isinstance(error, httpx.ConnectError):
        said = str(error)
        if "CERTIFICATE" in said.upper():
            return SourceError(f"{name} cannot be trusted: its certificate does not hold ({said[:120]}).")
        reason = said.rpartition("] ")[2].lower().rstrip(".") or "no connection"
        return SourceError(f"{name} cannot be reached: {reason}.", retryable=True)
    is_garbled = isinstance(error, httpx.RemoteProtocolError) and not any(part in str(error) for part in _HUNG_UP)
    if is_garbled:
        return SourceError(f"{name} does not speak HTTP as it should: {str(error)[:100].rstrip('.')}.")
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
        return SourceError(f"{name} {_CUT_OFF}.", retryable=True)
    return SourceError(f"{name} cannot be read: {str(error)[:200].rstrip('.') or type(error).__name__}.")


def _refusal(name: str, response: httpx.Response, limits: Limits) -> SourceError:
    status = response.status_code
    try:
        meaning = f" ({http.HTTPStatus(status).phrase})"
    except ValueError:
        meaning = ""
    seconds = _retry_after(response.headers.get("Retry-After", ""))
    if seconds is not None and seconds > limits.longest_wait:
        return SourceError(
            f"{name} answered {status}{meaning} and asks to come back in {seconds:.0f} seconds.",
            status=status,
            retry_after=seconds,
        )
    passing = status in PASSING
    again = f" {limits.attempts} times in a row" if passing else ""
    return SourceError(
        f"{name} answered {status}{meaning}{again}.", status=status, retry_after=seconds, retryable=passing
    )


def _retry_after(printed: str) -> float | None:
    """The seconds that a Retry-After header asks for, which may be a number or a date."""
    if printed.strip().isdecimal():
        return float(printed[:9])
    try:
        moment = parsedate_to_datetime(printed)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def _size(limit: int) -> str:
    return f"{limit // 1024**2} MB" if limit >= 1024**2 else f"{limit // 1024} KB"
