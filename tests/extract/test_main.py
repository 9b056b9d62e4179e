"""The command line: what it writes, what it says, and its exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract import Store
from extract.__main__ import _tracked, main
from extract.record.table import read_csv

ROOT = Path(__file__).parents[2]
SENTENCE = "По состоянию на {day} апреля из {name} водохранилища сбрасывается {value} кубометра воды в секунду."


def bulletin(identity, day=13, name="Астанинского", value="53,5"):
    text = SENTENCE.format(day=day, name=name, value=value)
    return {"id": identity, "text": text, "published": f"2025-04-{day:02}", "url": f"https://a.kz/{identity}"}


@pytest.fixture
def folder(tmp_path):
    """Two bulletins with a figure and one without."""
    folder = tmp_path / "bulletins"
    folder.mkdir()
    for one in (bulletin("b1"), bulletin("b2", 14, "Шульбинского", "2100"), {"id": "b3", "text": "Ни слова о воде."}):
        (folder / f"{one['id']}.json").write_text(json.dumps(one), "utf-8")
    return folder


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process: (exit code, standard output, standard error)."""

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["extract", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code or 0
        return (code, *capsys.readouterr())

    return call


def lines(csv_text):
    return [line.split(",")[:3] for line in csv_text.splitlines()[1:]]


# rows ------------------------------------------------------------------------------------------


def test_rows_writes_the_table_to_standard_output(run, folder):
    code, out, err = run("rows", folder)
    assert (code, err) == (0, "")
    assert lines(out) == [["2025-04-13", "astana", "Астанинское"], ["2025-04-14", "shulba", "Шульбинское"]]


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.parquet"])
def test_rows_writes_the_table_to_a_file(run, folder, tmp_path, name):
    assert run("rows", folder, "-o", tmp_path / name) == (0, "", "")
    assert (tmp_path / name).stat().st_size > 100
    if name == "t.csv":
        assert read_csv(tmp_path / name)["value"].tolist() == [53.5, 2100]


def test_rows_reads_standard_input(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(bulletin("b1")).encode())))
    assert lines(run("rows", "-")[1]) == [["2025-04-13", "astana", "Астанинское"]]


def test_rows_flags_what_bulletins_say_together(run, folder):
    (folder / "b4.json").write_text(json.dumps(bulletin("b4", value="60")), "utf-8")
    _, out, _ = run("rows", folder)
    assert out.count("conflict") == 2


def test_bulletins_without_figures_give_a_table_without_rows(run, folder):
    code, out, _ = run("rows", folder / "b3.json")
    assert (code, out.count("\n")) == (0, 1)


BAD = {
    "empty.txt": (b"", "is empty."),
    "paper.txt": (b"%PDF-1.7 x", "is a PDF, not what its ending says: give it the ending .pdf."),
    "broken.json": (b'{"text": "a"', "is broken JSON: Expecting ',' delimiter at line 1, column 13."),
    "noise.txt": (b"x7" * 1_000_000, "is not text: it has over a million characters without a space or line end."),
    "missing.txt": (None, "does not exist."),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["rows", "add"])
def test_bad_input_is_one_sentence_and_nothing_is_written(run, tmp_path, command, name):
    content, sentence = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    target = tmp_path / ("t.csv" if command == "rows" else "s.sqlite")
    code, out, err = run(command, tmp_path / name, "-o" if command == "rows" else "--store", target)
    assert (code, out, err) == (2, "", f"{tmp_path / name} {sentence}\n")
    assert not target.exists()


def test_a_named_input_that_is_bad_stops_rows_before_anything_is_written(run, folder, tmp_path):
    code, _, err = run("rows", folder, tmp_path / "missing.txt", "-o", tmp_path / "t.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert not (tmp_path / "t.csv").exists()


def test_a_bad_file_in_a_folder_is_named_and_the_others_are_written(run, folder, tmp_path):
    (folder / "a.txt").write_bytes(b"%PDF-1.4")
    (folder / "z.json").write_bytes(b"{")
    code, out, err = run("rows", folder, "-o", tmp_path / "t.csv")
    assert (code, out) == (2, "")
    assert [line.split()[0] for line in err.splitlines()] == [str(folder / "a.txt"), str(folder / "z.json")]
    assert len(read_csv(tmp_path / "t.csv")) == 2


def test_a_folder_of_bad_files_only_writes_nothing(run, tmp_path):
    (tmp_path / "bulletins").mkdir()
    (tmp_path / "bulletins" / "a.txt").write_bytes(b"%PDF-1.4")
    assert run("rows", tmp_path / "bulletins", "-o", tmp_path / "t.csv")[0] == 2
    assert not (tmp_path / "t.csv").exists()


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        ("t.xlsx", "should end in .csv, .json or .parquet."),
        ("no/t.csv", "cannot be written: its folder does not exist."),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_the_work(run, tmp_path, output, complaint):
    code, _, err = run("rows", tmp_path / "missing.txt", "-o", tmp_path / output)
    assert (code, err) == (2, f"{tmp_path / output} {complaint}\n")


# add and export --------------------------------------------------------------------------------


@pytest.fixture
def stored(run, folder, tmp_path):
    run("add", folder, "--store", tmp_path / "s.sqlite")
    return tmp_path / "s.sqlite"


def test_add_says_what_became_of_the_bulletins(run, folder, tmp_path):
    address = tmp_path / "s.sqlite"
    assert run("add", folder, "--store", address) == (
        0,
        "3 bulletins: 3 new, 0 already known, 0 corrected; 2 rows added, 0 figures set aside.\n",
        "",
    )
    (folder / "b1.json").write_text(json.dumps(bulletin("b1", value="60")), "utf-8")
    assert run("add", folder, "--store", address)[1] == (
        "3 bulletins: 0 new, 2 already known, 1 corrected; 1 row added, 0 figures set aside.\n"
    )
    with Store(address) as store:
        assert len(store.bulletins()) == 3


def test_add_names_bad_inputs_and_adds_the_others(run, folder, tmp_path):
    (folder / "a.txt").write_bytes(b"%PDF-1.4")
    code, out, err = run("add", tmp_path / "missing.txt", folder, "--store", tmp_path / "s.sqlite")
    assert (code, err.count("\n")) == (2, 2)
    assert out.startswith("3 bulletins: 3 new")


def test_add_uses_the_store_of_the_environment(run, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/env.sqlite")
    assert run("add", folder)[0] == 0
    assert len(run("export")[1].splitlines()) == 3


@pytest.mark.parametrize(
    ("options", "days"),
    [
        ([], [13, 14]),
        (["--reservoir", "Астанинское"], [13]),
        (["--reservoir", "Астана су қоймасы", "--reservoir", "shulba"], [13, 14]),
        (["--region", "Akmola region"], [13]),
        (["--region", "KZ-10"], [14]),
        (["--since", "2025-04-14"], [14]),
        (["--until", "2025-04-13"], [13]),
        (["--since", "2025-04-13", "--until", "2025-04-14"], [13, 14]),
        (["--quantity", "release", "--status", "observed"], [13, 14]),
        (["--quantity", "inflow"], []),
    ],
)
def test_export_writes_the_rows_that_meet_the_filters(run, stored, options, days):
    code, out, err = run("export", "--store", stored, *options)
    assert (code, err) == (0, "")
    assert [int(day[-2:]) for day, *_ in lines(out)] == days


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--quantity", "flow"], "“flow” is no quantity: it is one of release, "),
        (["--status", "likely"], "“likely” is no status: it is one of observed, "),
        (["--reservoir", "Астонинское"], "No reservoir is called “Астонинское”: did you mean Астанинское (astana)?"),
        (["--region", "KZ-1"], "No region is called “KZ-1”: did you mean "),
        (["--since", "13.04.2025"], "“13.04.2025” is no day such as 2025-04-13."),
        (["--since", "2025-05-01", "--until", "2025-04-01"], "No day is since 2025-05-01 and until 2025-04-01."),
        (["-o", "t.pdf"], "t.pdf should end in .csv, .json or .parquet."),
    ],
)
def test_export_refuses_options_in_one_sentence(run, stored, options, complaint):
    code, out, err = run("export", "--store", stored, *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(complaint)


@pytest.mark.parametrize("command", [["export"], ["add", "FOLDER"]])
def test_a_store_that_is_none_is_one_sentence(run, folder, tmp_path, command):
    (tmp_path / "notes.txt").write_text("no database at all\n" * 100)
    command = [folder if part == "FOLDER" else part for part in command]
    code, _, err = run(*command, "--store", tmp_path / "notes.txt")
    assert (code, err) == (2, f"{tmp_path / 'notes.txt'} is not a store: the file is no SQLite database.\n")


# as a program ----------------------------------------------------------------------------------


def program(*arguments, **options):
    command = [sys.executable, "-m", "extract", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False, **options)


def test_as_a_program_it_writes_utf8_whatever_the_locale(folder):
    done = program("rows", folder, env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Астанинское" in done.stdout.decode()


def test_as_a_program_it_refuses_without_a_traceback(tmp_path):
    done = program("rows", tmp_path / "missing.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"{tmp_path / 'missing.txt'} does not exist.\n"


def test_help_and_version(run):
    assert run("--version")[1].startswith("agyn 0.")
    for command in ("rows", "add", "export"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert f"python -m extract {command}" in out.partition("Examples:")[2]
    assert run("rows")[0] == run("unknown")[0] == 2


def test_a_progress_bar_appears_on_a_terminal_after_a_second(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    seen = []
    clock = iter(range(100))
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr("extract.__main__.time.monotonic", lambda: next(clock) * 0.6)
    monkeypatch.setattr("extract.__main__.Progress", lambda **_: Bar(seen))
    assert list(_tracked("abc", "Reading", 3)) == ["a", "b", "c"]
    assert seen == [("task", "Reading", 3), ("done", 2), ("done", 3)]
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert list(_tracked("abc", "Reading", 3)) == ["a", "b", "c"]
    assert len(seen) == 3


class Bar:
    """Stands in for a progress bar and notes what it is told."""

    def __init__(self, seen):
        self.seen = seen

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def add_task(self, what, total):
        self.seen.append(("task", what, total))
        return 0

    def update(self, _, completed):
        self.seen.append(("done", completed))
