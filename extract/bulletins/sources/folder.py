"""A folder of files, or one file with many bulletins in it.

Ids are those that ``python -m extract add`` gives on the same path, so that the two never double anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.bulletins.bulletin import Bulletin
from extract.bulletins.readers import files, read
from extract.bulletins.sources.visit import Visit
from extract.errors import BadInput


def bulletins(visit: Visit) -> Iterator[Bulletin]:
    """What the folder or file holds; in a folder, a file that cannot be read is passed over."""
    path = visit.source.path
    if path is None or (path.is_dir() and not _files(visit)):
        return  # an empty folder is no failure: nobody has put anything there yet
    yield from visit.fit(read(path, on_bad=lambda error: visit.passed_over(str(error))))


def probe(visit: Visit) -> Iterator[tuple[bool, str]]:
    """(as expected, in words) for a folder or file."""
    path = visit.source.path
    if path is not None and path.is_dir():
        number = len(_files(visit))
        yield number > 0, f"The folder holds {number} files to read."
    else:
        is_there = path is not None and path.is_file()
        yield is_there, "The file is there." if is_there else f"{path} does not exist."


def _files(visit: Visit) -> list[str]:
    try:
        return [str(path) for path in files(visit.source.path or "")]
    except BadInput:
        return []
