"""Where a request may go, and how long it may take.

A source on the internet must not lead a server into its own network: names are resolved here, every
address is looked at, and the connection goes to exactly the address that was looked at, so that a
name which changes its address in between gains nothing. Redirects come through here as well.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from types import TracebackType
from typing import Any, Self

import httpx

from extract.errors import SourceError

TRIED = 4  # addresses of one host: the first may be of a network that is down


class Guarded(httpx.BaseTransport):
    """HTTP that connects to public addresses only, or to any with `allow_private`.

    Connections are not kept: a source is asked about once a second, and each request has its own deadline.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` to the first of its host's addresses that takes it. Raises :class:`SourceError`."""
        addresses = self._addresses(request.url)
        for number, address in enumerate(addresses, 1):
            try:
                return self._inner.handle_request(_sent_to(address, request))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise SourceError(f"{request.url} cannot be reached: no address is known for {request.url.host}.")

    def close(self) -> None:
        """Let go of the connections."""
        self._inner.close()

    def _addresses(self, url: httpx.URL) -> list[str]:
        try:
            found = socket.getaddrinfo(url.host, url.port or url.scheme, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise SourceError(
                f"{shown(url)} cannot be reached: no address is known for {url.host}.", retryable=True
            ) from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    raise SourceError(
                        f"{shown(url)} is inside a private network ({address}) and was not asked: "
                        "set allow_private = true for a source in your own network."
                    )
        return addresses[:TRIED]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large, whatever it is wrapped in.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def shown(url: httpx.URL | str) -> str:
    """An address for messages: without a user's name and password, and no longer than a line."""
    url = httpx.URL(url).copy_with(username=None, password=None)
    return str(url) if len(str(url)) <= 200 else f"{str(url)[:199]}…"


def _sent_to(address: str, request: httpx.Request) -> httpx.Request:
    """The same request to an address; certificate and Host header remain those of the name."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
    )


class Deadline:
    """Ends a request after so many seconds in all, however slowly and steadily the bytes drip.

    Give :meth:`watch` to the request as its "trace" extension. `passed` tells whether it struck.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        for spare in self._sockets:
            spare.close()

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Take note of a connection when it is made."""
        if event == "connection.connect_tcp.complete":
            self._sockets.append(info["return_value"].get_extra_info("socket").dup())  # outlives the step to TLS

    def _strike(self) -> None:
        self.passed = True
        for spare in self._sockets:
            try:
                spare.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side was quicker
                continue
