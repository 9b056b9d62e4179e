"""Archives of any size to one table: web archives and JSON Lines files, read side by side on Dask.

Each file is a task, and of a large packed web archive each piece of 64 MB. A task reads a page or a
line at a time: first the bytes are searched
for the stems without which no text holds a figure, then what is left becomes text, then the grammar
reads it. What a task finds is small and goes back to where the table is written, so workers need to
see the files and nothing else.

Beside the table stand the finished pieces (:mod:`extract.record.parts`), so that who starts again
reads only what is new. The table is made of them in the order of the file names, whatever the order
they were finished in, so it never depends on the number of workers.
"""

from __future__ import annotations

import glob
import gzip
import json
import os
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from extract.bulletins import warc
from extract.bulletins.bulletin import Bulletin
from extract.bulletins.prefilter import Prefilter
from extract.bulletins.readers import parse_line
from extract.errors import AgynError, BadInput
from extract.figures import Observation
from extract.grammar import extract
from extract.grammar.languages import LANGUAGES, language
from extract.record.parts import Parts, Piece, Share
from extract.record.series import cross_check
from extract.record.table import READ_COLUMNS, table, write

if TYPE_CHECKING:
    from distributed import Client, Future

ENDINGS = (".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
TABLE_COLUMNS = tuple(name for name in READ_COLUMNS if name != "extracted_at")  # the same files give the same table
LONGEST_LINE = 16 * 1024**2  # bytes of one line of JSON: no article needs more
PIECE = 64 * 1024**2  # bytes of a large archive that are one task: a second or two
NAMED = 20  # broken records of a piece that are named; the others are counted
PATIENCE = 30  # seconds for a scheduler to answer
WORKER_MEMORY = "1GiB"  # a worker that needs more is started anew, and its file tried again
FACT = ["bulletin_id", "date", "reservoir_id", "quantity", "value", "status", "start", "end", "quote"]


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
    pieces = [piece for path in paths for piece in _pieces(path)]
    waiting = [piece for piece in pieces if not parts.has(piece)]
    unread = {piece.path for piece in waiting}
    tally = Tally(files=len(paths), known=len(set(paths) - unread))
    progress(sum(piece.size for piece in set(pieces) - set(waiting)))
    failed: dict[Path, str] = {}
    for piece, future in _read_on_dask(waiting, scheduler, workers):
        if future.status == "cancelled":
            failed[piece.path] = f"{piece.path} could not be read: the Dask scheduler has gone."
        elif error := future.exception():  # waits where a worker died with the result, which is made again
            failed[piece.path] = _failure(piece.path, error)
        else:
            parts.keep(piece, future.result())
        progress(piece.size)
    done = [piece for piece in pieces if parts.has(piece)]
    for entry in map(parts.entry, done):
        tally.bulletins += entry["bulletins"]
        tally.set_aside += entry["set_aside"]
        tally.broken += entry["broken"]
        tally.named += entry["named"]
    tidy = cross_check(_once(parts.rows(piece) for piece in done))
    tally.rows = len(tidy)
    tally.failed = sorted(failed.values())
    write(tidy, output, columns=TABLE_COLUMNS)
    return tally


# What a worker does --------------------------------------------------------------------------


def read_piece(piece: Piece) -> Share:
    """The share of one piece. Raises :class:`BadInput` where it is no archive; broken records are in the share."""
    rows: list[Observation] = []
    named: list[str] = []
    bulletins = set_aside = broken = 0

    def report(bad: BadInput) -> None:
        nonlocal broken
        broken += 1
        if len(named) < NAMED:
            named.append(str(bad))

    for bulletin in _bulletins(piece, report):
        result = extract(bulletin)
        rows += result.rows
        bulletins += 1
        set_aside += len(result.set_aside)
    return Share(rows, bulletins, set_aside, broken, named)


def _bulletins(piece: Piece, report: Callable[[BadInput], None]) -> Iterator[Bulletin]:
    stems = sorted({stem for code in LANGUAGES for stem in language(code).prefilter})
    path = piece.path
    if warc.is_warc(path):
        yield from warc.bulletins(path, stems, report, start=piece.start, end=piece.end)
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


def _pieces(path: Path) -> list[Piece]:
    """What is read of a file by one task each. A file that cannot be read is one piece, whose task says so."""
    try:
        ranges = warc.ranges(path, PIECE) if warc.is_warc(path) else [(0, None)]
    except OSError:
        ranges = [(0, None)]
    return [Piece(path, start, end) for start, end in ranges]


def _read_on_dask(pieces: list[Piece], scheduler: str | None, workers: int | None) -> Iterator[tuple[Piece, Future]]:
    """Each piece with its task when that is done, in whatever order."""
    if not pieces:
        return
    from distributed import as_completed  # only here: the other commands do without its start-up time

    with ExitStack() as opened:
        client = _client(scheduler, workers, opened)
        tasks = {
            client.submit(read_piece, replace(piece, path=piece.path.resolve()), pure=False): piece for piece in pieces
        }
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


def _once(parts: Iterator[pd.DataFrame]) -> pd.DataFrame:
    """All rows, those of a bulletin that several files hold only once."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return table([])
    return pd.concat(filled, ignore_index=True).drop_duplicates(FACT, ignore_index=True)
