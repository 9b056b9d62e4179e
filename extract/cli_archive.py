"""The command ``archive``, for the command line in :mod:`extract.__main__`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from extract.errors import BadInput
from extract.record.table import format_of

if TYPE_CHECKING:
    from extract.record.archive import Tally

BAD = 2  # exit code: a file could not be read


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(archive)


def archive(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH_OR_GLOB",
            help="Web archives (.warc, .warc.gz) and JSON Lines (.jsonl, .jsonl.gz), folders or patterns of them.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where to write: .parquet, .csv or .json.", show_default=False
        ),
    ],
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="A Dask scheduler, such as tcp://10.0.0.5:8786. Without it: this machine.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            help="Processes on this machine. Without it: one per core.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read archives of any size into one table; nothing is stored.

    What is finished is kept in FILE.parts: started again, the command reads only files that are new
    or have changed. A broken record is named and passed over; a file that cannot be read is named,
    the table holds the others, and the exit code is 2.

    \b
    Examples:
      python -m extract archive 'news/2024-*.warc.gz' -o releases.parquet
      python -m extract archive /mnt/news -o releases.parquet --scheduler tcp://10.0.0.5:8786
    """
    from extract.record import archive as archives  # only here: the other commands do without its start-up time

    format_of(output)
    if not Path(output).parent.is_dir():
        raise BadInput(f"{output} cannot be written: its folder does not exist.")
    if scheduler and workers:
        raise BadInput("--workers is for this machine: a scheduler knows its own.")
    paths = archives.files(inputs)
    bar = Progress(
        TextColumn("Reading"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("Reading", total=sum(path.stat().st_size for path in paths))
        tally = archives.archive(
            paths,
            output,
            scheduler=scheduler,
            workers=workers,
            progress=lambda size: bar.advance(task, size),
        )
    _report(tally)


def _report(tally: Tally) -> None:
    known = f" ({tally.known} of them before)" if tally.known else ""
    typer.echo(
        f"{tally.files - len(tally.failed)} of {tally.files} files read{known}: {tally.bulletins} bulletins that may "
        f"speak of water, {tally.rows} rows, {tally.set_aside} figures set aside, {tally.broken} broken records."
    )
    for sentence in tally.named:
        typer.echo(sentence, err=True)
    if tally.broken > len(tally.named):
        typer.echo(f"{tally.broken - len(tally.named)} more broken records are not named.", err=True)
    for sentence in tally.failed:
        typer.echo(sentence, err=True)
    if tally.failed:
        raise typer.Exit(BAD)
