"""Starting the app the way a user does, on a free port of this computer, over a store of its own."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import extract

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--use-gl=angle",
    "--use-angle=swiftshader",  # the map is drawn by WebGL, here without a graphics card
    "--enable-unsafe-swiftshader",
]


def fill(path: Path) -> Path:
    """A store at `path` with the sample season of `data/bulletins` in it."""
    with extract.Store(path) as store:
        for bulletin in extract.read(ROOT / "data" / "bulletins"):
            store.add(extract.extract(bulletin))
    return path


@contextlib.contextmanager
def served(store: Path | str, **environment: str) -> Iterator[str]:
    """The address of an app over a store, from when it answers until the block ends."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AGYN_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--port", "0", "--store", str(store)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**inherited, "PYTHONUNBUFFERED": "1", **environment},
    )
    try:
        line = process.stdout.readline()
        address = re.search(r"http://\S+:\d+", line)
        if not address:
            raise RuntimeError(f"The app did not start: {line}{process.stdout.read()}")
        yield address[0]
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()
