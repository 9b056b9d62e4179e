"""The commands ``refresh`` and ``probe``, for the command line in :mod:`extract.__main__`."""

from __future__ import annotations

import datetime as dt
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from extract import AgynError, BadInput, Store, StoreError

if TYPE_CHECKING:
    from extract.bulletins.sources import Source
    from extract.record.refresh import Progress as Told
    from extract.record.runs import SourceRun

FAILED = 1  # exit code: a source failed, or another refresh is at work
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Names of sources. Without them: all in the list.", show_default=False),
]
Listed = Annotated[
    str | None,
    typer.Option(
        "--sources",
        metavar="FILE",
        help="The list of sources. Default: AGYN_SOURCES, else data/sources.toml.",
        show_default=False,
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="The store: sqlite:///file, postgresql://…, or a path. Default: DATABASE_URL, else data/agyn.sqlite.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(refresh)
    app.command()(probe)


def refresh(
    names: Names = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="Nothing published before this day.", show_default=False),
    ] = None,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="Again and again, such as every 30m or 2h.", show_default=False),
    ] = None,
    sources: Listed = None,
    store: Address = None,
) -> None:
    """Visit the sources and keep what is new or edited.

    Safe to repeat and to interrupt. A source that fails is named and stops no other; the exit code is
    then 1, as it is when another refresh is at work on the same store. A first visit reads all that a
    source has, which may take long: --since leaves out earlier days.

    \b
    Examples:
      python -m extract refresh
      python -m extract refresh ministry --since 2025-03-01
      python -m extract refresh --every 30m --store postgresql://agyn@localhost/agyn
    """
    first, pause = _day(since), _seconds(every)
    chosen = _chosen(sources, names)
    while True:
        is_well = _refreshed(chosen, store, first, goes_on=pause is not None)
        if pause is None:
            if not is_well:
                raise typer.Exit(FAILED)
            return
        first = None  # what came since that day is here now
        time.sleep(pause)


def probe(names: Names = None, sources: Listed = None) -> None:
    """Ask each source one small question: does it still behave as expected, and what has changed?

    Nothing is stored. The exit code is 1 when something is not as expected.

    \b
    Examples:
      python -m extract probe
      python -m extract probe ministry --sources my-sources.toml
    """
    from extract.bulletins.sources import probe as probed

    is_well = True
    for source in _chosen(sources, names):
        typer.echo(f"{source.name} ({source.kind}, {source.url or source.path})")
        try:
            for as_expected, sentence in probed(source):
                typer.echo(f"  {'as expected' if as_expected else 'CHANGED':<12} {sentence}")
                is_well = is_well and as_expected
        except AgynError as error:
            typer.echo(f"  {'FAILED':<12} {error}")
            is_well = False
    if not is_well:
        raise typer.Exit(FAILED)


def _refreshed(sources: list[Source], address: str | None, since: dt.date | None, *, goes_on: bool) -> bool:
    """One refresh, with its summary; whether no source failed."""
    from extract.errors import Busy
    from extract.record.refresh import refresh as refreshed

    try:
        with Store(address) as store, _bars() as told:
            runs = refreshed(sources, store, since, told)
    except StoreError as error:
        if not (goes_on or isinstance(error, Busy)):
            raise
        typer.echo(str(error), err=True)
        return False
    for run in runs:
        typer.echo(summary(run))
        for sentence in run.passed_over:
            typer.echo(f"{run.source}: passed over: {sentence}", err=True)
        if run.failed:
            typer.echo(f"{run.source}: failed: {run.failed}", err=True)
    return not any(run.failed for run in runs)


def summary(run: SourceRun) -> str:
    """One line on what a visit has brought."""
    passed_over = f", {len(run.passed_over)} passed over" if run.passed_over else ""
    failed = "; it failed before its end" if run.failed else ""
    return (
        f"{run.source}: {run.new} new, {run.unchanged} unchanged, {run.corrected} corrected{passed_over}; "
        f"{run.without_releases} without releases, {run.rows} {'row' if run.rows == 1 else 'rows'} added{failed}."
    )


@contextmanager
def _bars() -> Iterator[Told | None]:
    """A progress bar per source on standard error if that is a terminal; what tells them how far a visit is."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(run: SourceRun) -> None:
            if run.source not in tasks:
                tasks[run.source] = bars.add_task(run.source, total=None, said="")
            said = f"{run.new} new, {run.unchanged} unchanged, {run.corrected} corrected"
            ended = {"total": 1, "completed": 1} if run.ended else {}
            bars.update(tasks[run.source], said="failed" if run.failed else said, **ended)

        yield told


def _chosen(listed: str | None, names: list[str] | None) -> list[Source]:
    from extract.bulletins.sources import chosen, load

    return chosen(load(listed), names or [])


def _day(printed: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(printed) if printed else None
    except ValueError:
        raise BadInput(f"“{printed}” is no day such as 2025-04-13.") from None


def _seconds(printed: str | None) -> float | None:
    if printed is None:
        return None
    found = re.fullmatch(r"(\d{1,5})\s*([smhd])", printed.strip().lower())
    if not found or not int(found[1]):
        raise BadInput(f"“{printed}” is no time such as 30m, 2h or 1d.")
    return float(int(found[1]) * _SECONDS[found[2]])
