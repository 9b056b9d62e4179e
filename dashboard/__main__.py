"""Serve the dashboard: python -m dashboard [--host HOST] [--port PORT] [--store URL] [--token-file FILE]."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys

import uvicorn

from dashboard.access import Access
from dashboard.app import create_app
from extract import AgynError, Store


def main(arguments: list[str] | None = None) -> int:
    """Open the store, serve the app, say where; one sentence and exit code 2 when that cannot be."""
    asked = _parser().parse_args(arguments)
    try:
        store = Store(asked.store) if asked.store else Store()
        store.revision()
        access = Access.from_environment(asked.host, asked.token_file)
    except AgynError as error:
        return _refuse(str(error))
    app = create_app(store, access)
    with socket.socket(socket.AF_INET6 if ":" in asked.host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((asked.host, asked.port))
            door.listen()  # from here on nobody who reads the address is turned away
        except OSError as error:
            return _refuse(f"Cannot serve on {asked.host}, port {asked.port}: {error.strerror}. Try another --port.")
        host, port = door.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        print(f"Agyn is at http://{shown}:{port} (Ctrl+C ends it)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how it is meant to end
            uvicorn.Server(uvicorn.Config(app.server, log_level="warning")).run(sockets=[door])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Serve Agyn's dashboard over a store.")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: this computer only)")
    parser.add_argument("--port", type=_port, default=8050, help="port to serve on; 0 takes a free one (default: 8050)")
    parser.add_argument("--store", help="address of the store (default: DATABASE_URL, else data/agyn.sqlite)")
    parser.add_argument(
        "--token-file", help="file with the token that writing needs (default: AGYN_TOKEN_FILE, else AGYN_TOKEN)"
    )
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port: a port is a number from 0 to 65535")
    return port


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
