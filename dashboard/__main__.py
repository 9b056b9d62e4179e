"""Serve the dashboard: python -m dashboard [--host --port --store --token-file --workers]."""

from __future__ import annotations

import argparse
import functools
import socket
import sys

from dashboard.access import Access
from dashboard.serving import make_server, serve
from extract import AgynError, Store


def main(arguments: list[str] | None = None) -> int:
    """Open the store, serve the app, say where; one sentence and exit code 2 when that cannot be."""
    asked = _parser().parse_args(arguments)
    try:
        with Store(asked.store) as store:
            store.revision()
        Access.from_environment(asked.host, asked.token_file)
    except AgynError as error:
        return _refuse(str(error))
    with socket.socket(socket.AF_INET6 if ":" in asked.host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((asked.host, asked.port))
            door.listen(1024)  # from here on nobody who reads the address is turned away
        except OSError as error:
            return _refuse(f"Cannot serve on {asked.host}, port {asked.port}: {error.strerror}. Try another --port.")
        host, port = door.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"Agyn is at http://{shown}:{port} (Ctrl+C ends it)", flush=True)
        serve(functools.partial(make_server, asked.store, asked.host, asked.token_file), door, asked.workers)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Serve Agyn's dashboard over a store.")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: this computer only)")
    parser.add_argument("--port", type=_port, default=8050, help="port to serve on; 0 takes a free one (default: 8050)")
    parser.add_argument("--store", help="address of the store (default: DATABASE_URL, else data/agyn.sqlite)")
    parser.add_argument(
        "--token-file", help="file with the token that writing needs (default: AGYN_TOKEN_FILE, else AGYN_TOKEN)"
    )
    parser.add_argument("--workers", type=_workers, default=1, help="processes that serve, 1 to 64 (default: 1)")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port: a port is a number from 0 to 65535")
    return port


def _workers(text: str) -> int:
    workers = int(text)
    if not 1 <= workers <= 64:
        raise argparse.ArgumentTypeError(f"{workers} workers cannot serve: give a number from 1 to 64")
    return workers


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
