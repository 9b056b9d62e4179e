"""Archives on Dask: every hidden bulletin found, no false one, whatever the number of workers and whatever dies."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from distributed import LocalCluster
from typer.testing import CliRunner

from extract import BadInput, read
from extract.cli_archive import register
from extract.record import archive as archives
from extract.record.archive import archive, files
from tests.extract.bulletins.archives import SENTENCE, packed, page, record

ROOT = Path(__file__).parents[3]
SEASON = sorted((ROOT / "data" / "bulletins").iterdir())[:12]
NOISE = "Правительство рассмотрело вопросы образования и науки; 53 кубометра дров и 120 м³ газа привезли в посёлок. "
STATEMENT = SENTENCE.format(day=13, name="Астанинского", value=53)


def html_of(bulletin):
    """A bulletin as a page of news, between a menu and a foot."""
    body = "</p><p>".join(bulletin.text.split("\n\n"))
    return page(body, day=bulletin.published.isoformat(), title=bulletin.title or "Новости")


@pytest.fixture(scope="module")
def season():
    """Bulletins of the sample season that have a day."""
    return [bulletin for path in SEASON for bulletin in read(path) if bulletin.published and "<" not in bulletin.text]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, season):
    """Four web archives and a JSON Lines file with the season hidden among unrelated pages."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(4):
        records = []
        for n in range(60):
            records.append(record(f"https://news.kz/{number}/{n}", page(NOISE * 20, title=f"Новость {n}")))
            if n % 10 == 0 and season[number + 4 * (n // 10) : number + 4 * (n // 10) + 1]:
                records.append(record(f"https://gov.kz/{number}/{n}", html_of(season[number + 4 * (n // 10)])))
        (folder / f"{number}.warc.gz").write_bytes(packed(*records))
    lines = [{"id": f"noise{n}", "text": NOISE} for n in range(50)]
    lines.append({"id": "hidden", "text": STATEMENT, "published": "2023-04-13"})
    (folder / "9.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return folder


def facts(rows):
    return {(row.reservoir_id, str(row.date)[:10], row.quantity, row.value, row.status) for row in rows}


@pytest.fixture(scope="module")
def one_worker(folder, tmp_path_factory):
    """The table that one worker makes, and its tally."""
    output = tmp_path_factory.mktemp("one") / "t.csv"
    return output, archive(files([str(folder)]), output, workers=1)


def test_every_hidden_bulletin_is_found_and_no_false_one(one_worker, season):
    from extract import extract
    from extract.record.table import read_csv

    output, tally = one_worker
    expected = {fact for bulletin in season for fact in facts(extract(bulletin).rows)}
    found = facts(read_csv(output).itertuples())
    assert len(expected) > 20
    assert found - {("astana", "2023-04-13", "release", 53.0, "observed")} == expected
    assert len(found) == len(expected) + 1
    assert (tally.files, tally.known, tally.broken, tally.failed) == (5, 0, 0, [])


def test_two_workers_one_of_them_killed_make_the_same_table(one_worker, folder, tmp_path, monkeypatch):
    clients, victims = [], []
    start = archives._client

    def client(*arguments):
        clients.append(start(*arguments))
        return clients[0]

    def kill(size):
        if size and not victims:
            victims.append(min(clients[0].run(os.getpid).values()))
            os.kill(victims[0], signal.SIGKILL)

    monkeypatch.setattr(archives, "_client", client)
    tally = archive(files([str(folder)]), tmp_path / "t.csv", workers=2, progress=kill)
    assert victims
    assert (tally.files, tally.failed) == (5, [])
    assert (tmp_path / "t.csv").read_bytes() == one_worker[0].read_bytes()


def test_a_scheduler_elsewhere_makes_the_same_table(one_worker, folder, tmp_path):
    with LocalCluster(n_workers=1, processes=False, dashboard_address=None, protocol="tcp") as elsewhere:
        archive(files([str(folder)]), tmp_path / "t.csv", scheduler=elsewhere.scheduler_address)
    assert (tmp_path / "t.csv").read_bytes() == one_worker[0].read_bytes()


@pytest.fixture
def here(monkeypatch):
    """Tasks run in this process: no cluster is needed to see what becomes of their outcomes."""
    asked = []

    class Done:
        def __init__(self, piece):
            asked.append(piece.path.name)
            self.error, self.share = None, None
            try:
                self.share = archives.read_piece(piece)
            except BadInput as error:
                self.error = error
            self.status = "error" if self.error else "finished"

        def result(self):
            return self.share

        def exception(self):
            return self.error

    monkeypatch.setattr(archives, "_read_on_dask", lambda pieces, *_: ((piece, Done(piece)) for piece in pieces))
    return asked


def test_a_run_killed_halfway_goes_on_where_it_was(here, one_worker, folder, tmp_path):
    output = tmp_path / "t.csv"
    code = (
        "import sys, typer; from extract.cli_archive import archive; app = typer.Typer(); app.command()(archive); app()"
    )
    command = [sys.executable, "-c", code, str(folder), "-o", str(output), "--workers", "1"]
    running = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=-3)
    manifest = tmp_path / "t.csv.parts" / "manifest.jsonl"
    deadline = time.monotonic() + 120
    while not manifest.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    with manifest.open("a", encoding="utf-8") as torn:
        torn.write('\n{"key": "torn')
    tally = archive(files([str(folder)]), output)
    assert tally.known > 0
    assert len(here) == 5 - tally.known
    assert output.read_bytes() == one_worker[0].read_bytes()


@pytest.mark.parametrize("size", [700, 5000])
def test_a_large_file_is_read_in_pieces_and_the_table_is_the_same(
    here, one_worker, folder, tmp_path, monkeypatch, size
):
    monkeypatch.setattr(archives, "PIECE", size)
    tally = archive(files([str(folder)]), tmp_path / "t.csv")
    assert len(here) > 8
    assert (tally.files, tally.known, tally.bulletins) == (5, 0, one_worker[1].bulletins)
    assert (tmp_path / "t.csv").read_bytes() == one_worker[0].read_bytes()
    assert archive(files([str(folder)]), tmp_path / "t.csv").known == 5


def test_a_finished_file_is_not_read_again_unless_it_has_changed(here, folder, one_worker, tmp_path):
    output = tmp_path / "t.csv"
    archive(files([f"{folder}/[01]*"]), output)
    tally = archive(files([str(folder)]), output)
    assert here == ["0.warc.gz", "1.warc.gz", "2.warc.gz", "3.warc.gz", "9.jsonl"]
    assert tally.known == 2
    assert output.read_bytes() == one_worker[0].read_bytes()
    changed = tmp_path / "a.jsonl"
    changed.write_text(json.dumps({"id": "a", "text": STATEMENT, "published": "2025-04-13"}), "utf-8")
    assert archive([changed], output).rows == 1
    changed.write_text("", "utf-8")
    assert archive([changed], output).rows == 0


def test_broken_records_and_files_are_named_and_hide_no_other(here, tmp_path):
    good = [record(f"https://a.kz/{n}", page(STATEMENT, day="2025-04-13")) for n in range(3)]
    damaged = packed(good[0]) + packed(good[1])[:90] + bytes(20) + packed(good[2])
    (tmp_path / "a.warc.gz").write_bytes(damaged)
    (tmp_path / "b.warc.gz").write_bytes(b"no archive")
    (tmp_path / "c.jsonl").write_text('{"text": "водохранилище"\n' * 30 + json.dumps({"text": STATEMENT}), "utf-8")
    (tmp_path / "d.jsonl.gz").write_bytes(packed(json.dumps({"text": STATEMENT}).encode())[:-9])
    tally = archive(files([str(tmp_path)]), tmp_path / "t.csv")
    assert tally.failed == [f"{tmp_path}/b.warc.gz is neither a web archive (WARC) nor JSON Lines (.jsonl)."]
    assert (tally.broken, len(tally.named)) == (32, 22)
    assert tally.named[0].startswith(f"{tmp_path}/a.warc.gz has a broken record behind byte ")
    assert tally.named[1].startswith(f"{tmp_path}/c.jsonl, line 1, is broken JSON: ")
    assert tally.named[-1] == f"{tmp_path}/d.jsonl.gz is broken or cut off behind line 0."
    assert tally.rows == 2


def test_a_bulletin_that_several_files_hold_is_in_the_table_once(here, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.warc.gz").write_bytes(packed(record("https://a.kz/1", page(STATEMENT))))
    assert archive(files([str(tmp_path)]), tmp_path / "t.parquet").rows == 1


def test_a_line_longer_than_any_article_is_passed_over_in_little_memory(here, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LONGEST_LINE", 1000)
    lines = [json.dumps({"text": "водохранилище" * 999}), json.dumps({"text": STATEMENT, "published": "2025-04-13"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    tally = archive(files([str(tmp_path)]), tmp_path / "t.csv")
    assert (tally.rows, tally.broken) == (1, 1)


@pytest.fixture
def run():
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return lambda *arguments: CliRunner().invoke(app, ["archive", *map(str, arguments)])


def test_the_command_says_what_it_read_and_ends_with_2_for_a_bad_file(here, run, folder, tmp_path):
    done = run(folder, "-o", tmp_path / "t.parquet")
    assert done.exit_code == 0
    assert done.stdout.startswith("5 of 5 files read: ")
    assert run(folder, "-o", tmp_path / "t.parquet").stdout.startswith("5 of 5 files read (5 of them before): ")
    (tmp_path / "bad.warc").write_bytes(b"")
    done = run(folder, tmp_path / "bad.warc", "-o", tmp_path / "t.parquet")
    assert done.exit_code == 2
    assert "bad.warc is neither a web archive" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no/*.warc", "-o", "t.csv"], "no/*.warc names no file to read."),
        (["x", "-o", "t.xlsx"], "t.xlsx should end in .csv, .json or .parquet."),
        (["x", "-o", "no/t.csv"], "no/t.csv cannot be written: its folder does not exist."),
        (["x", "-o", "t.csv", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "--workers is for this machine"),
    ],
)
def test_bad_options_are_refused_in_one_sentence(run, arguments, sentence):
    error = run(*arguments).exception
    assert isinstance(error, BadInput)
    assert str(error).startswith(sentence)


def test_a_scheduler_that_does_not_answer_is_named(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "PATIENCE", 1)
    with pytest.raises(BadInput, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        archive(files([str(folder)]), tmp_path / "t.csv", scheduler="tcp://127.0.0.1:1")
