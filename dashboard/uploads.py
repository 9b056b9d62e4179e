"""Bulletins that strangers hand in, read where they can do no harm.

What is pasted, uploaded or posted is read and extracted in a process of its own, which has limits of
time and memory and may write nothing; a file that breaks its reader breaks that process alone. The
process answers in JSON, never in pickles. One :class:`Uploads` serves the page and the API:

>>> uploads = Uploads()
>>> [result] = uploads.read("Сброс из Шульбинского водохранилища 13 апреля 2025 года – 53 м³/с.".encode())
>>> result.rows[0].value
53.0

Limits: :data:`MOST_BYTES` as sent, :data:`MOST_TEXT` characters of text, :data:`MOST_BULLETINS` in one
file; a PDF has at most 200 pages and no part of a PDF or Word document may unfold to more than
the readers allow (:mod:`extract.bulletins.pdf`, :mod:`extract.bulletins.docx`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import multiprocessing
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard.access import Refused
from extract import BadInput, Bulletin, Observation, Result, SetAside, extract
from extract.bulletins import readers
from extract.record.refresh import BUGS

MOST_BYTES = 10 * 1024**2
MOST_TEXT = 1_000_000
MOST_BULLETINS = 100
SECONDS = 30.0
MEMORY = 1024**3
"""Bytes that the reading process may take beyond what it starts with."""

AT_ONCE = 2
PATIENCE = 10.0  # seconds to wait for a place

_DAYS = frozenset({"date"})
_MOMENTS = frozenset({"published", "retrieved", "extracted_at", "reviewed_at"})


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever hands a bulletin in knows of it. It completes what the file says and, of a single bulletin, wins."""

    title: str = ""
    url: str = ""
    publisher: str = ""
    published: str = ""

    def checked(self) -> dict[str, str]:
        """The fields given, as a bulletin takes them. Raises :class:`BadInput` with a sentence for the person."""
        given = {name: " ".join(str(value).split()) for name, value in dataclasses.asdict(self).items()}
        given = {name: value for name, value in given.items() if value}
        for name, value in given.items():
            if len(value) > 500 or not value.isprintable():
                raise BadInput(f"The {name} given is longer than 500 characters or holds unprintable ones.")
        if "url" in given and not _is_web(given["url"]):
            raise BadInput("The address given is no web address: it must begin with http:// or https://.")
        return given


class Uploads:
    """Reads bulletins from bytes in processes of their own, at most `AT_ONCE` at a time."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, at_once: int = AT_ONCE) -> None:
        self._seconds = seconds
        self._memory = memory
        self._places = threading.BoundedSemaphore(at_once)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__, "dashboard.warmed"])

    def make_ready(self) -> None:
        """Start what the reading processes are forked from, where it does not run yet: some seconds, not waited for."""
        forkserver.ensure_running()

    def read(self, data: bytes, name: str = "", known: Known | None = None) -> list[Result]:
        """The bulletins in `data`, each with its rows and what was set aside; nothing is stored.

        `name` is the name of the file, if it had one: its ending helps, its folders are dropped. Raises
        :class:`BadInput` (one sentence) for what cannot be read within the limits, and
        :class:`dashboard.access.Refused` (503) while too many others are being read.
        """
        fields = (known or Known()).checked()
        if len(data) > MOST_BYTES:
            raise BadInput(f"The file is larger than {MOST_BYTES // 1024**2} MB, more than any bulletin needs.")
        if not data.strip():
            raise BadInput("There is no text: paste a bulletin or choose a file.")
        if not self._places.acquire(timeout=PATIENCE):
            raise Refused(503, "busy", "Other bulletins are being read: try again in a moment.", {"Retry-After": "10"})
        try:
            return self._elsewhere(data, plain_name(name), fields)
        finally:
            self._places.release()

    def _elsewhere(self, data: bytes, name: str, fields: dict[str, str]) -> list[Result]:
        here, there = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_work, args=(there, data, name, fields, self._seconds, self._memory), daemon=True
        )
        with here:
            process.start()
            there.close()
            try:
                if not here.poll(self._seconds):
                    raise BadInput(f"{name} takes longer than {self._seconds:g} seconds to read: it was given up.")
                answer = json.loads(here.recv_bytes())
            except EOFError:
                raise BadInput(f"{name} broke its reader or needs too much memory: it was given up.") from None
            finally:
                process.kill()
                process.join()
                process.close()
        if "refused" in answer:
            raise BadInput(answer["refused"])
        return [_result(one) for one in answer["results"]]


def plain_name(name: str) -> str:
    """A file's name without folders and without anything unprintable, for messages.

    >>> plain_name("../../etc/passwd"), plain_name("C:\\\\b.pdf"), plain_name("")
    ('passwd', 'b.pdf', 'The text')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).strip()
    return kept[-100:] or "The text"


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


# In the other process ------------------------------------------------------------------------


def _work(pipe: Connection, data: bytes, name: str, fields: Mapping[str, str], seconds: float, memory: int) -> None:
    """Read, and send the results or the sentence why not."""
    _limit(seconds, memory)
    try:
        answer: dict[str, Any] = {"results": [_plain(result) for result in _read(data, name, fields)]}
    except BadInput as bad:
        answer = {"refused": str(bad)}
    except MemoryError:
        answer = {"refused": f"{name} needs more memory to read than any bulletin does: it was given up."}
    except (OSError, *BUGS) as error:
        answer = {"refused": f"{name} cannot be read: {type(error).__name__}, {str(error)[:200].rstrip('.')}."}
    pipe.send_bytes(json.dumps(answer).encode())


def _limit(seconds: float, memory: int) -> None:
    """Limits that the system keeps, where it knows them: time on the processor, memory, no files, no children."""
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    wanted = [(resource.RLIMIT_CPU, int(seconds) + 1), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    if sys.platform == "linux":  # elsewhere the limit of addresses is not kept
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        wanted.append((resource.RLIMIT_AS, taken + memory))
    for kind, most in wanted:
        resource.setrlimit(kind, (most, most))


def _read(data: bytes, name: str, fields: Mapping[str, str]) -> list[Result]:
    bulletins = readers.parse(data, name)
    if len(bulletins) > MOST_BULLETINS:
        raise BadInput(f"{name} holds {len(bulletins)} bulletins: more than {MOST_BULLETINS} are read by `add`.")
    if sum(len(bulletin.text) for bulletin in bulletins) > MOST_TEXT:
        raise BadInput(f"{name} holds more than {MOST_TEXT:,} characters of text: divide it.")
    return [extract(_completed(bulletin, fields, alone=len(bulletins) == 1)) for bulletin in bulletins]


def _completed(bulletin: Bulletin, fields: Mapping[str, str], *, alone: bool) -> Bulletin:
    return replace(bulletin, **{name: value for name, value in fields.items() if alone or not getattr(bulletin, name)})


# Results as JSON and back --------------------------------------------------------------------


def _plain(result: Result) -> dict[str, Any]:
    return {
        "bulletin": _fields(result.bulletin),
        "rows": [_fields(row) for row in result.rows],
        "set_aside": [_fields(aside) for aside in result.set_aside],
        "figures": result.figures,
    }


def _fields(record: Bulletin | Observation | SetAside) -> dict[str, Any]:
    values = ((field.name, getattr(record, field.name)) for field in dataclasses.fields(record))
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values}


def _result(plain: dict[str, Any]) -> Result:
    rows = [Observation(**_moments(row) | {"flags": tuple(row["flags"])}) for row in plain["rows"]]
    asides = [SetAside(**aside) for aside in plain["set_aside"]]
    return Result(Bulletin(**_moments(plain["bulletin"])), rows, asides, plain["figures"])


def _moments(fields: dict[str, Any]) -> dict[str, Any]:
    days = {name: dt.date.fromisoformat(fields[name]) for name in _DAYS & fields.keys() if fields[name]}
    moments = {name: dt.datetime.fromisoformat(fields[name]) for name in _MOMENTS & fields.keys() if fields[name]}
    return fields | days | moments
