"""The finished pieces of an archive: a folder beside the table, with a manifest.

``TABLE.parts`` has the rows of each finished piece, and ``manifest.jsonl`` a line for each. A piece
counts as finished only while its file has the size and time it was read with, and for the extractor
that read it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from extract.bulletins.bulletin import text_hash
from extract.errors import AgynError, BadInput
from extract.figures import EXTRACTOR_VERSION, Observation
from extract.record.table import table, write


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or of a large one the records that begin between two of its bytes; `end` None is the file's end."""

    path: Path
    start: int = 0
    end: int | None = None

    @property
    def size(self) -> int:
        """Bytes."""
        return (self.path.stat().st_size if self.end is None else self.end) - self.start


@dataclass(frozen=True, slots=True)
class Share:
    """What one piece gave: rows, how many bulletins were read, and the records that could not be."""

    rows: list[Observation]
    bulletins: int
    set_aside: int
    broken: int
    named: list[str]


class Parts:
    """The rows of each finished piece, kept in a folder beside the table, with a manifest of them.

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

    def has(self, piece: Piece) -> bool:
        """Whether the piece, as its file is now, has been read by this extractor."""
        return _key(piece) in self._entries

    def entry(self, piece: Piece) -> dict[str, Any]:
        """The manifest's line on a finished piece."""
        return self._entries[_key(piece)]

    def keep(self, piece: Piece, share: Share) -> None:
        """Write down what a piece gave."""
        entry = {"key": _key(piece), "file": str(piece.path), "rows": len(share.rows), "bulletins": share.bulletins}
        entry |= {"set_aside": share.set_aside, "broken": share.broken, "named": share.named}
        if share.rows:
            write(table(share.rows), self._part(entry["key"]))
        with self._manifest.open("a", encoding="utf-8") as manifest:
            manifest.write("\n" + json.dumps(entry, ensure_ascii=False))  # the line end first: the last may be torn
            manifest.flush()
            os.fsync(manifest.fileno())
        self._entries[entry["key"]] = entry

    def rows(self, piece: Piece) -> pd.DataFrame:
        """The rows of a finished piece."""
        if not self.entry(piece)["rows"]:
            return table([])
        try:
            tidy = pd.read_parquet(self._part(_key(piece)))
        except (OSError, ValueError) as error:
            raise AgynError(f"{self.folder} is damaged, so delete it and read again: {error}.") from None
        return tidy.assign(flags=tidy["flags"].map(list))

    @property
    def _manifest(self) -> Path:
        return self.folder / "manifest.jsonl"

    def _part(self, key: str) -> Path:
        return self.folder / f"{text_hash(key)}.parquet"


def _key(piece: Piece) -> str:
    known = piece.path.stat()
    place = f"{piece.path.resolve()} {piece.start}-{piece.end or ''}"
    return f"{place} {known.st_size} {known.st_mtime_ns} {EXTRACTOR_VERSION}"


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("key"), str) and "named" in entry else None
