"""Runs the command line again and again and kills it: ``python -m tests.extract.record.killer``.

Reads one JSON object a line: `argv` for ``python -m extract``, `after` how many seconds it may live
(null: to its end), `log` a file for what it says. Answers each with `status` (the exit code, or minus
the signal) and `seconds`. Every run is a process of its own, forked from this one, which has imported
everything: so a kill meets the work and not the start of Python.
"""

import functools
import json
import os
import signal
import sys
import time

import alembic.command  # noqa: F401 - imported before any fork
import feedparser  # noqa: F401
import psycopg  # noqa: F401

import extract.__main__
import extract.bulletins.sources
import extract.record.refresh
from extract.record.lock import RefreshLock
from tests.extract.bulletins.standin import TEXTS


def warm_up():
    """Read a sentence of each language, so that no run has to compile its patterns first."""
    for text in TEXTS.values():
        extract.extract(extract.Bulletin(text.format(day=13, value=53), published="2025-04-13"))


def work(argv, log):
    """The whole life of one process; it never returns."""
    for stream in (1, 2):
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    sys.argv = ["extract", *argv]
    code = 70
    try:
        extract.__main__.main()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(argv, after, log):
    """(status, seconds) of one process that lives no longer than `after` seconds."""
    started = time.monotonic()
    process = os.fork()
    if process == 0:
        work(argv, log)
    while after is not None and time.monotonic() - started < after:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), time.monotonic() - started
        time.sleep(0.0005)
    if after is not None:
        os.kill(process, signal.SIGKILL)  # it is ours until we have waited for it
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - started


def main():
    """Serve until the end of the input."""
    # the lock of a process that was killed is taken over at once, and a living one speaks up often
    extract.record.refresh.RefreshLock = functools.partial(RefreshLock, beat=0.1, expires=0)
    warm_up()
    for line in sys.stdin:
        status, seconds = run(**json.loads(line))
        print(json.dumps({"status": status, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
