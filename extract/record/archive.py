"""Archives of any size to one table: web archives and JSON Lines files, read side by side on Dask.

Each file is one task. A task reads its file a page or a line at a time: first the bytes are searched
for the stems without which no text holds a figure, then what is left becomes text, then the grammar
reads it. What a task finds is small and goes back to where the table is written, so workers need to
see the files and nothing else.

Beside the table stands a folder ``TABLE.parts``: the rows of each finished file, and a manifest
with a line for each. Who starts again reads only what is not in it: files that are new, have
changed, or were read by an older extractor. The table is made of the parts in the order of the file
names, whatever the order they were finished in, so it never depends on the number of workers.
"""

from __future__ import annotations

import glob
import gzip
import json
import os
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from extract.bulletins import warc
from extract.bulletins.bulletin import Bulletin, text_hash
from extract.bulletins.prefilter import Prefilter
from extract.bulletins.readers import parse_line
from extract.errors import AgynError, BadInput
from extract.figures import EXTRACTOR_VERSION, Observation
from extract.grammar import extract
from extract.grammar.languages import LANGUAGES, language
from extract.record.series import cross_check
from extract.record.table import READ_COLUMNS, table, write

if TYPE_CHECKING:
    from distributed import Client, Future

ENDINGS = (".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
TABLE_COLUMNS = tuple(name for name in READ_COLUMNS if name != "extracted_at")  # the same files give the same table
LONGEST_LINE = 16 * 1024**2  # bytes of one line of JSON: no article needs more
NAMED = 20  # broken records of a file that are named; the others are counted
PATIENCE = 30  # seconds for a scheduler to answer
WORKER_MEMORY = "1GiB"  # a worker that needs more is started anew, and its file tried again
FACT = ["bulletin_id", "date", "reservoir_id", "quantity", "value", "status", "start", "end", "quote"]


@dataclass(frozen=True, slots=True)
class Share:
    """What one file gave: rows, how many bulletins were read, and the records that could not be."""

    rows: list[Observation]
    bulletins: int
    set_aside: int
    broken: int
    named: list[str]


@dataclass(slots=True)
class Tally:
    """What became of all the files."""

    files: int = 0
    known: int = 0  # of them, those that had been read before
    bulletins: int = 0
    rows: int = 0
    set_aside: int = 0
    broken: int = 0  # records
    failed: list[str] = field(default_factory=list)  # a sentence for each file that could not be read
    named: list[str] = field(default_factory=list)  # a sentence for some of the broken records


def files(patterns: Collection[str]) -> list[Path]:
    """The archive files that paths, folders and glob patterns name, each once, in the order of their names.

    Raises :class:`BadInput` for one that names none.
    """
    found: set[Path] = set()
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            named = [one for one in path.rglob("*") if one.name.lower().endswith(ENDINGS)]
        elif path.exists():
            named = [path]
        else:
            named = [Path(one) for one in glob.glob(pattern, recursive=True)]  # noqa: PTH207 - absolute ones too
            named = [one for one in named if one.is_file()]
        if not named:
            raise BadInput(f"{pattern} names no file to read.")
        found.update(named)
    return sorted(found, key=lambda path: path.as_posix())


def archive(
    paths: Collection[Path],
    output: str | Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda size: None,
) -> Tally:
    """Read archive files into the table `output` on a Dask cluster, or on this machine's cores without one.

    `progress` is called with the size of each file that is done with. A file that cannot be read is
    in the tally's `failed`, and the table holds the others. Raises :class:`AgynError` where no
    scheduler answers or the table cannot be written.
    """
    parts = Parts(Path(f"{output}.parts"))
    tally = Tally(files=len(paths))
    sizes = {path: path.stat().st_size for path in paths}
    waiting = [path for path in paths if not parts.has(path)]
    tally.known = len(paths) - len(waiting)
    progress(sum(sizes[path] for path in set(paths) - set(waiting)))
    for path, future in _read_on_dask(waiting, scheduler, workers):
        if future.status == "cancelled":
            tally.failed.append(f"{path} could not be read: the Dask scheduler has gone.")
        elif error := future.exception():  # waits where a worker died with the result, which is made again
            tally.failed.append(_failure(path, error))
        else:
            parts.keep(path, future.result())
        progress(sizes[path])
    done = [path for path in paths if parts.has(path)]
    for entry in map(parts.entry, done):
        tally.bulletins += entry["bulletins"]
        tally.set_aside += entry["set_aside"]
        tally.broken += entry["broken"]
        tally.named += entry["named"]
    tidy = cross_check(_once(parts.rows(path) for path in done))
    tally.rows = len(tidy)
    tally.failed.sort()
    write(tidy, output, columns=TABLE_COLUMNS)
    return tally


# What a worker does --------------------------------------------------------------------------


def read_file(path: Path) -> Share:
    """The share of one file. Raises :class:`BadInput` where it is no archive; broken records are in the share."""
    rows: list[Observation] = []
    named: list[str] = []
    bulletins = set_aside = broken = 0

    def report(bad: BadInput) -> None:
        nonlocal broken
        broken += 1
        if len(named) < NAMED:
            named.append(str(bad))

    for bulletin in _bulletins(path, report):
        result = extract(bulletin)
        rows += result.rows
        bulletins += 1
        set_aside += len(result.set_aside)
    return Share(rows, bulletins, set_aside, broken, named)


def _bulletins(path: Path, report: Callable[[BadInput], None]) -> Iterator[Bulletin]:
    stems = sorted({stem for code in LANGUAGES for stem in language(code).prefilter})
    if warc.is_warc(path):
        yield from warc.bulletins(path, stems, report)
    elif path.name.lower().endswith(ENDINGS[2:]):
        yield from _lines(path, stems, report)
    else:
        raise BadInput(f"{path} is neither a web archive (WARC) nor JSON Lines (.jsonl).")


def _lines(path: Path, stems: Collection[str], report: Callable[[BadInput], None]) -> Iterator[Bulletin]:
    """The bulletins of a JSON Lines file, a line at a time; JSON may write letters as ``\\u043e``."""
    escaped = {json.dumps(stem)[1:-1] for stem in stems}
    upper = {stem.upper().replace("\\U", "\\u") for stem in escaped if "\\u" in stem}
    prefilter = Prefilter({*stems, *escaped, *upper})
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            number, is_rest = 0, False
            while line := file.readline(LONGEST_LINE + 1):
                is_start, is_rest = not is_rest, not line.endswith(b"\n") and len(line) > LONGEST_LINE
                number += is_start
                where = f"{path}, line {number},"
                if is_start and is_rest:
                    report(BadInput(f"{where} is longer than {LONGEST_LINE // 1024**2} MB."))
                elif is_start and line.strip() and prefilter.passes(line, None):
                    try:
                        yield from parse_line(line, where)
                    except BadInput as bad:
                        report(bad)
    except (EOFError, zlib.error):
        report(BadInput(f"{path} is broken or cut off behind line {number}."))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from None


# What the one who asked does -----------------------------------------------------------------


def _read_on_dask(paths: list[Path], scheduler: str | None, workers: int | None) -> Iterator[tuple[Path, Future]]:
    """Each path with its task when that is done, in whatever order."""
    if not paths:
        return
    from distributed import as_completed  # only here: the other commands do without its start-up time

    with ExitStack() as opened:
        client = _client(scheduler, workers, opened)
        tasks = {client.submit(read_file, path.resolve(), pure=False): path for path in paths}
        for future in as_completed(list(tasks)):
            yield tasks.pop(future), future
            future.release()  # the worker need not hold the rows any longer


def _client(scheduler: str | None, workers: int | None, opened: ExitStack) -> Client:
    from distributed import Client, LocalCluster

    if scheduler is None:
        count = workers or os.cpu_count() or 1
        cluster = LocalCluster(
            n_workers=count, threads_per_worker=1, memory_limit=WORKER_MEMORY, dashboard_address=None, silence_logs=50
        )
        return opened.enter_context(Client(opened.enter_context(cluster)))
    try:
        return opened.enter_context(Client(scheduler, timeout=PATIENCE))
    except (OSError, ValueError) as error:
        raise BadInput(f"No Dask scheduler answers at {scheduler}: {str(error).splitlines()[0]}.") from None


def _failure(path: Path, error: BaseException) -> str:
    if isinstance(error, AgynError):
        return str(error)
    if isinstance(error, ModuleNotFoundError):
        return f"{path} could not be read: the workers lack the module {error.name}, so install Agyn there too."
    reason = str(error).partition("\n")[0] or "no reason"
    return f"{path} could not be read: {type(error).__name__}, {reason}."


class Parts:
    """The rows of each finished file, kept in a folder beside the table, with a manifest of them.

    A line of the manifest is written after the rows it speaks of; one that a crash cut short counts
    for nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(exist_ok=True)
            lines = self._manifest.read_text("utf-8").splitlines() if self._manifest.exists() else []
        except OSError as error:
            raise BadInput(f"{folder} cannot be used: {error.strerror}.") from None
        self._entries = {entry["key"]: entry for line in lines if (entry := _entry(line))}

    def has(self, path: Path) -> bool:
        """Whether the file, as it is now, has been read by this extractor."""
        return _key(path) in self._entries

    def entry(self, path: Path) -> dict[str, Any]:
        """The manifest's line on a finished file."""
        return self._entries[_key(path)]

    def keep(self, path: Path, share: Share) -> None:
        """Write down what a file gave."""
        entry = {"key": _key(path), "file": str(path), "rows": len(share.rows), "bulletins": share.bulletins}
        entry |= {"set_aside": share.set_aside, "broken": share.broken, "named": share.named}
        if share.rows:
            write(table(share.rows), self._part(entry["key"]))
        with self._manifest.open("a", encoding="utf-8") as manifest:
            manifest.write("\n" + json.dumps(entry, ensure_ascii=False))  # the line end first: the last may be torn
            manifest.flush()
            os.fsync(manifest.fileno())
        self._entries[entry["key"]] = entry

    def rows(self, path: Path) -> pd.DataFrame:
        """The rows of a finished file."""
        if not self.entry(path)["rows"]:
            return table([])
        try:
            tidy = pd.read_parquet(self._part(_key(path)))
        except (OSError, ValueError) as error:
            raise AgynError(f"{self.folder} is damaged, so delete it and read again: {error}.") from None
        return tidy.assign(flags=tidy["flags"].map(list))

    @property
    def _manifest(self) -> Path:
        return self.folder / "manifest.jsonl"

    def _part(self, key: str) -> Path:
        return self.folder / f"{text_hash(key)}.parquet"


def _key(path: Path) -> str:
    known = path.stat()
    return f"{path.resolve()} {known.st_size} {known.st_mtime_ns} {EXTRACTOR_VERSION}"


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("key"), str) and "named" in entry else None


def _once(parts: Iterator[pd.DataFrame]) -> pd.DataFrame:
    """All rows, those of a bulletin that several files hold only once."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return table([])
    return pd.concat(filled, ignore_index=True).drop_duplicates(FACT, ignore_index=True)
