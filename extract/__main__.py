"""The command line: ``python -m extract rows | explain | add | export``."""

from __future__ import annotations

import datetime as dt
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress

from extract import AgynError, BadInput, Bulletin, Store, extract, read, table, write
from extract.cli_archive import register as register_archive
from extract.cli_refresh import register
from extract.explain import as_page, for_terminal
from extract.figures import EXTRACTOR_VERSION, QUANTITIES, STATUSES
from extract.record.names import identify
from extract.record.series import cross_check
from extract.record.table import format_of

PATIENCE = 1.0  # seconds before a progress bar appears
BAD = 2  # exit code: an input, an option or the store was bad

Item = TypeVar("Item")

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files (text, HTML, JSON, PDF, DOCX, e-mail, web archive), folders of them, or - for standard input.",
        show_default=False,
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where to write: .csv, .json or .parquet, by the ending. Without it: CSV to standard output.",
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


def _option(*names: str, metavar: str, help: str) -> typer.models.OptionInfo:
    return typer.Option(*names, metavar=metavar, help=help, show_default=False)


def _show_version(asked: bool) -> None:
    if asked:
        project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))["project"]
        typer.echo(f"agyn {project['version']} (extractor {EXTRACTOR_VERSION})")
        raise typer.Exit


@app.callback()
def agyn(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Agyn reads flood bulletins and keeps what each reservoir releases.

    Messages go to standard error; the exit code is 2 when an input, an option or the store was bad.
    """


@app.command()
def rows(inputs: Inputs, output: Output = None) -> None:
    """Bulletins in, a tidy table out; nothing is stored.

    One row is one figure with its reservoir, day and the sentence it stands in.

    If an INPUT cannot be read, nothing is written. Within a folder, a file that cannot be read is
    named and passed over, the table holds the others, and the exit code is 2.

    \b
    Examples:
      python -m extract rows bulletin.txt
      python -m extract rows data/bulletins -o releases.csv
      curl -s https://example.org/news/1 | python -m extract rows -
    """
    _require_place(output)
    bad: list[BadInput] = []
    bulletins = list(_tracked(_read_all(inputs, bad, stop=True), "Reading"))
    results = [extract(bulletin) for bulletin in _tracked(bulletins, "Extracting", len(bulletins))]
    if results:
        write(cross_check(table(results)), output)
    _name(bad)


@app.command()
def add(inputs: Inputs, store: Address = None) -> None:
    """Read bulletins into the store.

    Safe to repeat: a bulletin that is known already changes nothing, one that says something else
    than before is kept as a corrected version. An INPUT that cannot be read is named, the others are
    added, and the exit code is 2; a bulletin is in the store whole or not at all.

    \b
    Examples:
      python -m extract add data/bulletins
      python -m extract add april.jsonl --store postgresql://agyn@localhost/agyn
    """
    bad: list[BadInput] = []
    bulletins = list(_tracked(_read_all(inputs, bad, stop=False), "Reading"))
    counts: Counter[str] = Counter()
    if bulletins:
        with Store(store) as opened:
            for bulletin in _tracked(bulletins, "Extracting", len(bulletins)):
                counts.update(_added(opened, bulletin))
        typer.echo(_summary(counts, len(bulletins)))
    _name(bad)


@app.command()
def explain(
    inputs: Inputs,
    page: Annotated[
        str | None, _option("--html", metavar="FILE", help="Write one self-contained page instead of printing.")
    ] = None,
) -> None:
    """Show what was read in bulletins and why, every figure marked.

    Figures that became rows and figures set aside stand in the text in different colours, each
    that is set aside with its reason; below it the rows and the set-aside in two tables.

    \b
    Examples:
      python -m extract explain bulletin.txt
      python -m extract explain data/bulletins/2025-04-13-national-ru.json --html explained.html
    """
    if page:
        _require_folder(page)
    bad: list[BadInput] = []
    results = [extract(bulletin) for bulletin in _read_all(inputs, bad, stop=True)]
    if page and results:
        Path(page).write_text(as_page(results), "utf-8")
    for result in results if not page else ():
        Console().print(for_terminal(result))
    _name(bad)


@app.command()
def export(
    output: Output = None,
    quantity: Annotated[
        list[str] | None, _option("--quantity", metavar="NAME", help=f"One of {', '.join(QUANTITIES)}; repeatable.")
    ] = None,
    reservoir: Annotated[
        list[str] | None, _option("--reservoir", metavar="NAME", help="An id or a name (ru, kk, en); repeatable.")
    ] = None,
    region: Annotated[
        list[str] | None, _option("--region", metavar="NAME", help="A code or a name (ru, kk, en); repeatable.")
    ] = None,
    since: Annotated[str | None, _option("--since", metavar="DAY", help="First day, such as 2025-04-01.")] = None,
    until: Annotated[str | None, _option("--until", metavar="DAY", help="Last day, such as 2025-04-30.")] = None,
    status: Annotated[
        list[str] | None, _option("--status", metavar="NAME", help=f"One of {', '.join(STATUSES)}; repeatable.")
    ] = None,
    store: Address = None,
) -> None:
    """Write what the store holds as a tidy table.

    Planned and past values are among the rows: the column `status` tells them apart. Flags on
    duplicates, conflicts and jumps are judged over all that the store has on a reservoir, not only
    over the days asked for.

    \b
    Examples:
      python -m extract export -o all.parquet
      python -m extract export --reservoir Шульбинское --quantity release --since 2025-03-01
      python -m extract export --region "Ақмола облысы" --status observed -o akmola.csv
    """
    _require_place(output)
    _require_known("quantity", quantity, QUANTITIES)
    _require_known("status", status, STATUSES)
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise BadInput(f"No day is since {since} and until {until}.")
    with Store(store) as opened:
        regions = identify("region", region) if region else None
        reservoirs = identify("reservoir", reservoir, lambda name: _is_stored(opened, name)) if reservoir else None
        tidy = cross_check(opened.observations(quantity=quantity or None, reservoir=reservoirs))
    if regions:
        tidy = tidy[tidy["region_code"].isin(regions)]
    if status:
        tidy = tidy[tidy["status"].isin(status)]
    if first:
        tidy = tidy[tidy["date"].dt.date >= first]
    if last:
        tidy = tidy[tidy["date"].dt.date <= last]
    write(tidy, output)


register(app)
register_archive(app)


def _read_all(inputs: list[str], bad: list[BadInput], *, stop: bool) -> Iterator[Bulletin]:
    """The bulletins of all inputs; what cannot be read goes to `bad`, or ends it when `stop` and named by the user."""
    for name in inputs:
        try:
            yield from read(name, on_bad=bad.append)
        except BadInput as error:
            if stop:
                raise
            bad.append(error)


def _added(store: Store, bulletin: Bulletin) -> dict[str, int]:
    if store.knows(bulletin):  # then it need not be read
        return {"known": 1}
    added = store.add(extract(bulletin))
    return {added.outcome: 1, "rows": added.rows, "set aside": added.set_aside}


def _summary(counts: Counter[str], total: int) -> str:
    read_again = f", {counts['reread']} read again by a newer extractor" if counts["reread"] else ""
    return (
        f"{_number(total, 'bulletin')}: {counts['new']} new, {counts['known']} already known, "
        f"{counts['corrected']} corrected{read_again}; "
        f"{_number(counts['rows'], 'row')} added, {_number(counts['set aside'], 'figure')} set aside."
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _name(bad: list[BadInput]) -> None:
    for error in bad:
        typer.echo(str(error), err=True)
    if bad:
        raise typer.Exit(BAD)


def _require_place(output: str | None) -> None:
    """Refuse an output that cannot be written before the work is done, not after."""
    if output not in (None, "-"):
        format_of(output)
        _require_folder(output)


def _require_folder(output: str) -> None:
    if not Path(output).parent.is_dir():
        raise BadInput(f"{output} cannot be written: its folder does not exist.")


def _require_known(option: str, asked: list[str] | None, known: Iterable[str]) -> None:
    for name in asked or []:
        if name not in known:
            raise BadInput(f"“{name}” is no {option}: it is one of {', '.join(known)}.")


def _day(printed: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(printed) if printed else None
    except ValueError:
        raise BadInput(f"“{printed}” is no day such as 2025-04-13.") from None


def _is_stored(store: Store, reservoir: str) -> bool:
    return not store.observations(reservoir=reservoir).empty


def _tracked(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """`items`, with a progress bar on standard error if that is a terminal and it takes over a second."""
    with ExitStack() as bar:
        progress, started = None, time.monotonic()
        for done, item in enumerate(items, 1):
            yield item
            if progress is None and sys.stderr.isatty() and time.monotonic() - started > PATIENCE:
                progress = bar.enter_context(Progress(console=Console(stderr=True), transient=True))
                task = progress.add_task(what, total=total)
            if progress is not None:
                progress.update(task, completed=done)


def main() -> None:
    """Run the command line; whatever Agyn refuses is one sentence on standard error and exit code 2."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # the table is UTF-8, whatever the terminal's locale
    try:
        app(prog_name="python -m extract")
    except AgynError as error:
        typer.echo(str(error), err=True)
        sys.exit(BAD)


if __name__ == "__main__":
    main()
